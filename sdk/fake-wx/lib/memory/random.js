'use strict';
/**
 * The same numbers for the same seed (mulberry32).
 *
 * @param {number} seed
 * @returns {() => number} 0 ≤ n < 1
 */
function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = state;
    word = Math.imul(word ^ (word >>> 15), word | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 4294967296;
  };
}

module.exports = { createRandom };
