'use strict';
/**
 * How long to wait before try number `tries` (0 = the first repetition): between the minimum and a ceiling that doubles. The whole
 * width is random, so that a restarted server is not met by everybody in the same second.
 *
 * @param {number} tries
 * @param {() => number} random
 * @param {{ backoffMinMs: number, backoffMaxMs: number }} limits
 * @returns {number} ms
 */
function backoff(tries, random, limits) {
  const ceiling = Math.min(limits.backoffMaxMs, limits.backoffMinMs * Math.pow(2, Math.min(tries, 20) + 1));
  return Math.round(limits.backoffMinMs + random() * (ceiling - limits.backoffMinMs));
}

module.exports = { backoff };
