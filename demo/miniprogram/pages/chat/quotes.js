'use strict';
/**
 * What quoted messages said. A message carries only the number of the one it quotes: that may be on screen, on this device, or only on the
 * server.
 *
 * @typedef {import('../../lib/hongyan').Message} Message
 */

const { fill, words } = require('../../lib/i18n');
const { oneLine } = require('../../lib/text');
const { summaryOf } = require('../../lib/summary');

const CHARS_MAX = 100;

/**
 * @param {import('../../lib/account').Account} account
 * @param {string} conv
 * @param {(n: number) => Message | null} loaded
 * @param {(n: number) => void} came
 */
function createQuotes(account, conv, loaded, came) {
  /** @type {Map<number, string>} */
  const known = new Map();
  const { hy, people } = account;

  /** @param {Message} message */
  const textOf = (message) => {
    const name = message.mine ? words('chats').you : people.of(message.from).name;
    return oneLine(name + ': ' + summaryOf(message, (id) => people.of(id).name), CHARS_MAX);
  };

  /** @param {number} n */
  function fetch(n) {
    known.set(n, words('chat').quoteLoading);
    hy.history(conv, { before: n + 1, limit: 1 }).then((page) => {
      const message = page.messages[0];
      known.set(n, message && message.n === n ? textOf(message) : words('chat').quoteGone);
      came(n);
    }, () => known.delete(n));
  }

  return {
    /** @param {Message} message */
    of(message) {
      const n = Number(message.quote);
      const here = loaded(n);
      if (here) return { text: textOf(here) };
      if (!known.has(n)) fetch(n);
      return { text: known.get(n) || '' };
    },
    /** Above the input. @param {Message} message */
    line: (message) => fill(words('input').quoting, {
      name: message.mine ? words('chats').you : people.of(message.from).name, text: summaryOf(message, (id) => people.of(id).name),
    }),
  };
}

module.exports = { createQuotes };
