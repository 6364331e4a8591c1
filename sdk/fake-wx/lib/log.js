'use strict';
/**
 * An array that keeps its last lines only.
 *
 * @template T
 * @param {number} lines  Infinity: all of them
 * @param {(line: T) => void} [told]
 * @returns {T[]}
 */
function createLog(lines, told) {
  /** @type {T[]} */
  const log = [];
  /** @param {T[]} added */
  const push = (...added) => {
    const length = Array.prototype.push.apply(log, added);
    // By the half, so that a full log is not moved for each line.
    if (length > lines * 1.5) log.splice(0, length - lines);
    if (told) added.forEach(told);
    return log.length;
  };
  // Not enumerable: a test compares the log with a plain array.
  Object.defineProperty(log, 'push', { value: push });
  return log;
}

module.exports = { createLog };
