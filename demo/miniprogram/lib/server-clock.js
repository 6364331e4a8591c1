'use strict';
/**
 * What time it is for the server. A phone whose clock is wrong by a day must not show "tomorrow" above a message of now: fresh
 * messages tell the difference.
 */

const kept = require('./kept');

/** a smaller difference is latency and drift */
const TOLERANCE_MS = 90 * 1000;

/** @type {number | null} */
let offset = null;

const known = () => {
  if (offset === null) offset = Number(kept.read('clock', 0)) || 0;
  return offset;
};

const now = () => Date.now() + known();

/** @param {number} serverTime  of something that the server stamped just now */
function learn(serverTime) {
  const found = serverTime - Date.now();
  const next = Math.abs(found) < TOLERANCE_MS ? 0 : found;
  if (Math.abs(next - known()) < TOLERANCE_MS) return;
  offset = next;
  kept.write('clock', next);
}

/** For tests: as after a start. */
function forget() {
  offset = null;
}

module.exports = { forget, learn, now };
