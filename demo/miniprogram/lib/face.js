'use strict';
/**
 * A face for who has no picture: the first letter of the name on a colour that belongs to the id.
 */

/** as many as components/avatar has colours */
const TONES = 8;

/** @param {string} id */
function toneOf(id) {
  let hash = 7;
  for (let i = 0; i < id.length; i += 1) hash = (hash * 31 + id.charCodeAt(i)) % 1000003;
  return hash % TONES;
}

/** @param {string} name */
function initialOf(name) {
  const first = Array.from(name.trim())[0] || '?';
  return first.toUpperCase();
}

module.exports = { TONES, initialOf, toneOf };
