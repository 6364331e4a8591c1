'use strict';
/**
 * Messages that the person deleted on this device: by conversation and number, the oldest forgotten first.
 */

const kept = require('./kept');

const HIDDEN_MAX = 1000;

/** @param {string} me */
function createHidden(me) {
  const key = 'hidden:' + me;
  /** @type {Set<string>} */
  const names = new Set(kept.read(key, /** @type {string[]} */ ([])));
  return {
    /** @param {{ conv: string, n: number }} message */
    has: (message) => message.n > 0 && names.has(message.conv + '#' + message.n),
    /** @param {{ conv: string, n: number }} message */
    add(message) {
      names.add(message.conv + '#' + message.n);
      const rest = Array.from(names).slice(-HIDDEN_MAX);
      kept.write(key, rest);
    },
    forget: () => kept.forget(key),
  };
}

/** @typedef {ReturnType<typeof createHidden>} Hidden */

module.exports = { createHidden };
