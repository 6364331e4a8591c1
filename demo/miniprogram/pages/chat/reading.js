'use strict';
/**
 * How many have read one's own messages in a group: asked in one question for the newest of those that are loaded, again when somebody
 * has read, and no more for what everybody has read.
 *
 * @typedef {object} ReadingPage  the part of the page that is used here
 * @property {string} conv
 * @property {any} data
 * @property {import('../../lib/account').Account} account
 * @property {import('../../lib/thread').Thread} thread
 * @property {(patch: any) => void} apply
 */

const { fill, words } = require('../../lib/i18n');

const GATHER_MS = 300;
/** who wants to know of older ones opens their list of readers */
const ASKED_MAX = 30;

/** @param {{ n: number, mine: boolean, recalled: boolean, type: string }} message */
const concerns = (message) => message.mine && message.n > 0 && !message.recalled && message.type !== 'group';

/** @param {ReadingPage} page */
function createReading(page) {
  const { hy } = page.account;
  /** @type {Map<number, { read: number, all: number }>} */
  const known = new Map();
  /** @type {any} */
  let timer = null;

  /** @param {number} n */
  function wordsOf(n) {
    const found = known.get(n);
    const t = words('life');
    if (!found || found.all === 0) return '';
    if (found.read >= found.all) return t.readAll;
    return found.read === 0 ? t.readNone : fill(t.readSome, { count: found.read });
  }

  /** @param {number} n */
  const isOpen = (n) => {
    const found = known.get(n);
    return !found || found.read < found.all;
  };

  function ask() {
    timer = null;
    const numbers = page.thread.all().filter(concerns).slice(-ASKED_MAX).map((message) => message.n).filter(isOpen);
    if (numbers.length === 0 || hy.state !== 'online') return;
    hy.readCounts(page.conv, numbers).then((counts) => {
      numbers.forEach((n) => { if (counts[n]) known.set(n, counts[n]); });
      page.apply(page.thread.refresh(page.data.chunks, (message) => (concerns(message) ? { readers: wordsOf(message.n) } : null)));
    }, () => {}); // who is no member any more is not told; who lost the connection asks again below
  }

  function later() {
    if (timer === null) timer = setTimeout(ask, GATHER_MS);
  }

  const offs = [
    hy.on('readers', (event) => { if (event.conv === page.conv) later(); }),
    hy.on('updated', (message) => { if (message.conv === page.conv && message.mine && message.state === 'sent') later(); }),
    hy.on('state', (state) => { if (state === 'online') later(); }),
    // Who came or went counts among those it was for.
    hy.on('group', (event) => { if ('g:' + event.group === page.conv) later(); }),
  ];
  return {
    /** There are other messages than before. */
    later,
    /** @param {import('../../lib/hongyan').Message} message */
    of: (message) => (concerns(message) ? wordsOf(message.n) : ''),
    close() {
      clearTimeout(timer);
      offs.forEach((off) => off());
    },
  };
}

/** @typedef {ReturnType<typeof createReading>} Reading */

module.exports = { createReading };
