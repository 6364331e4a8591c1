'use strict';
/**
 * Unread is a formula (docs/wire/native.md section 6):   unread = K − M − X
 *
 *   K  running count at the head: how many entries up to it count as unread for others
 *   M  running count at the mark: the greatest of joined, cleared, read, last own send
 *   X  counted messages after the mark that were recalled since
 *
 * The server computes the same; a property test holds both against a naive recount. Pure: it only touches the four fields below.
 *
 * @typedef {object} Counted
 * @property {number} k
 * @property {[number, number]} mark  [number, running count there]
 * @property {number[]} except  numbers of X; the newest of them when there are very many
 * @property {number} exceptn  their true number
 */

/** @param {Counted} c */
function unread(c) {
  return Math.max(0, c.k - c.mark[1] - c.exceptn);
}

/**
 * The mark goes forward only, and drops the exceptions it passes.
 * @param {Counted} c
 * @param {number} n
 * @param {number} k  running count at n
 * @returns {boolean} whether it moved
 */
function moveMark(c, n, k) {
  if (n <= c.mark[0]) return false;
  c.mark = [n, k];
  const kept = c.except.filter((one) => one > n);
  // The list holds the newest: once the mark passes one of them, it has passed all that are not listed.
  c.exceptn = kept.length === c.except.length ? c.exceptn : kept.length;
  c.except = kept;
  return true;
}

/**
 * @param {Counted} c
 * @param {{ n: number, k: number }} entry  in order: the one after the head
 * @param {boolean} mine  a message (not an event) that I sent
 */
function addEntry(c, entry, mine) {
  c.k = entry.k;
  if (mine) moveMark(c, entry.n, entry.k);
}

module.exports = { unread, moveMark, addEntry };
