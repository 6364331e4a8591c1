'use strict';
/**
 * Where somebody mentioned me and I have not read it yet: the newest such message of each conversation.
 */

const kept = require('./kept');

const CONVERSATIONS_MAX = 200;
const EVERYBODY = '*';

/**
 * @param {import('./hongyan').Hongyan} hy
 * @param {string} me
 */
function createMentioned(hy, me) {
  const key = 'mentioned:' + me;
  /** @type {Record<string, number>} */
  const table = kept.read(key, {});

  const offs = [
    hy.on('message', (message) => {
      const { mentions } = message;
      if (message.mine || !mentions || (mentions.indexOf(me) < 0 && mentions.indexOf(EVERYBODY) < 0)) return;
      table[message.conv] = Math.max(table[message.conv] || 0, message.n);
      const all = Object.keys(table);
      all.slice(0, Math.max(0, all.length - CONVERSATIONS_MAX)).forEach((conv) => delete table[conv]);
      kept.write(key, table);
    }),
    hy.on('recalled', (message) => {
      if (table[message.conv] !== message.n) return;
      delete table[message.conv];
      kept.write(key, table);
    }),
  ];

  return {
    /** @param {string} conv @param {number} read  one's own mark there */
    has: (conv, read) => (table[conv] || 0) > read,
    close: () => offs.forEach((off) => off()),
    forget: () => kept.forget(key),
  };
}

module.exports = { createMentioned };
