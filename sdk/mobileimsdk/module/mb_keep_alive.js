'use strict';
/**
 * Keep-alive: type 1 after each interval, the first one interval after login; every 2 s a look whether type 51 stayed away too long.
 * The clock starts with the first type 1; nothing but type 51 sets it back.
 */

const { LIMITS } = require('./mb_constants');

/**
 * @param {object} parts
 * @param {import('../mobileimsdk-client-sdk').Platform} parts.platform
 * @param {() => void} parts.ping  sends type 1
 * @param {(why: string) => void} parts.lost
 */
function createKeepAlive({ platform, ping, lost }) {
  let times = { intervalMs: 0, timeoutMs: 0 };
  let answeredAt = 0;
  /** @type {any} */
  let pingTimer = null;
  /** @type {any} */
  let checkTimer = null;
  /** @type {any} */
  let probeTimer = null;

  function ask() {
    if (answeredAt === 0) answeredAt = platform.now();
    ping();
  }

  function beat() {
    pingTimer = platform.setTimeout(beat, times.intervalMs);
    ask();
  }

  function check() {
    const silentMs = answeredAt === 0 ? 0 : platform.now() - answeredAt;
    // A clock that was set back starts anew.
    if (silentMs < 0) answeredAt = platform.now();
    checkTimer = platform.setTimeout(check, LIMITS.keepAliveCheckMs);
    if (silentMs >= times.timeoutMs) lost('no keep-alive for ' + silentMs + ' ms');
  }

  function stop() {
    [pingTimer, checkTimer, probeTimer].forEach((timer) => platform.clearTimeout(timer));
    probeTimer = null;
  }

  return {
    /** @param {{ intervalMs: number, timeoutMs: number }} given */
    start(given) {
      stop();
      times = given;
      answeredAt = 0;
      pingTimer = platform.setTimeout(beat, times.intervalMs);
      checkTimer = platform.setTimeout(check, LIMITS.keepAliveCheckMs);
    },
    stop,
    answered() {
      answeredAt = platform.now();
      platform.clearTimeout(probeTimer);
      probeTimer = null;
    },
    /** Is it still there? Asked when there is a reason to doubt. @param {number} replyMs */
    probe(replyMs) {
      if (probeTimer !== null) return;
      probeTimer = platform.setTimeout(() => lost('no answer in doubt'), replyMs);
      ask();
    },
  };
}

module.exports = { createKeepAlive };
