'use strict';
/**
 * What the SDK and the app have to say, for the log page: the newest lines, in memory.
 *
 * @typedef {{ id: number, t: string, level: string, text: string }} Line
 */

const LINES_MAX = 300;
const TEXT_MAX = 300;

/** @type {Line[]} */
let lines = [];
let count = 0;
/** @type {Array<() => void>} */
let listeners = [];

/** @param {number} n @param {number} width */
const pad = (n, width) => ('000' + n).slice(-width);

/**
 * @param {string} level
 * @param {string} text
 */
function note(level, text) {
  const now = new Date();
  const t = pad(now.getHours(), 2) + ':' + pad(now.getMinutes(), 2) + ':' + pad(now.getSeconds(), 2) + '.' + pad(now.getMilliseconds(), 3);
  count += 1;
  lines.push({ id: count, t, level, text: String(text).slice(0, TEXT_MAX) });
  if (lines.length > LINES_MAX) lines = lines.slice(-LINES_MAX);
  listeners.forEach((listener) => listener());
}

module.exports = {
  note,
  lines: () => lines,
  clear() {
    lines = [];
    listeners.forEach((listener) => listener());
  },
  /** @param {() => void} listener @returns {() => void} */
  onChange(listener) {
    listeners = listeners.concat([listener]);
    return () => {
      listeners = listeners.filter((one) => one !== listener);
    };
  },
};
