'use strict';
/**
 * QoS. What we sent is sent again until it is acknowledged, and is lost after its retries; what we received is shown once.
 *
 * A packet that is taken is checked every 5 s: unless it was sent within 3 s it goes out again, twice at most; the check after that
 * calls it lost, 13 to 18 s after it was sent. Retries count also while the link is down. A new login sends all that wait once more,
 * uncounted: a message written without a network leaves with the first connection. What had to be sent again is also a reason to ask
 * whether the link is alive: keep-alive alone would take half a minute to see that it is not, longer than the retries.
 *
 * @typedef {import('./mb_constants').Protocal} Protocal
 */

const { LIMITS } = require('./mb_constants');

/**
 * @param {object} parts
 * @param {import('../mobileimsdk-client-sdk').Platform} parts.platform
 * @param {(text: string) => void} parts.send  does nothing when the link is down
 * @param {() => void} parts.doubt
 * @param {(packets: Protocal[]) => void} parts.lost
 * @param {(text: string) => void} parts.log
 */
function createQos({ platform, send, doubt, lost, log }) {
  /** @type {Map<string, { packet: Protocal, text: string, at: number, retries: number }>} */
  const waiting = new Map();
  /** fingerprint to when it came last; the oldest first @type {Map<string, number>} */
  const kept = new Map();
  let sweptAt = 0;
  /** @type {any} */
  let timer = null;

  /** A clock that was set back must not hold anything up. @param {number} at */
  function since(at) {
    const ms = platform.now() - at;
    return ms >= 0 ? ms : Infinity;
  }

  function plan() {
    if (timer === null && waiting.size > 0) timer = platform.setTimeout(check, LIMITS.qosCheckMs);
  }

  function check() {
    timer = null;
    /** @type {Protocal[]} */
    const given = [];
    let repeated = false;
    Array.from(waiting).forEach(([fp, one]) => {
      if (one.retries >= LIMITS.qosRetriesMax) {
        waiting.delete(fp);
        given.push(one.packet);
      } else if (since(one.at) > LIMITS.qosFreshMs) {
        one.retries += 1;
        repeated = true;
        log('again (' + one.retries + '): ' + fp);
        send(one.text);
      }
    });
    plan();
    if (repeated) doubt();
    if (given.length > 0) lost(given);
  }

  function forgetOld() {
    if (sweptAt !== 0 && since(sweptAt) < LIMITS.qosSweepMs) return;
    sweptAt = platform.now();
    kept.forEach((at, fp) => { if (since(at) >= LIMITS.qosKeptMs) kept.delete(fp); });
  }

  return {
    /** Whether there is room for it. @param {Protocal} packet @param {string} text */
    take(packet, text) {
      const fp = String(packet.fp);
      if (!waiting.has(fp) && waiting.size >= LIMITS.qosWaitingMax) return false;
      waiting.set(fp, { packet, text, at: platform.now(), retries: 0 });
      plan();
      return true;
    },
    /** @param {string} fp */
    acknowledged(fp) {
      waiting.delete(fp);
      if (waiting.size > 0) return;
      platform.clearTimeout(timer);
      timer = null;
    },
    waiting: () => waiting.size,
    /** Logged in again: what waits goes out, and what came is remembered anew, for the server may send it again. */
    renew() {
      waiting.forEach((one) => send(one.text));
      const now = platform.now();
      kept.forEach((at, fp) => kept.set(fp, now));
    },
    /**
     * Whether it comes for the first time.
     * @param {string} fp
     * @param {boolean} mayForget  false while the clock may have jumped over a sleep
     */
    isNew(fp, mayForget) {
      if (mayForget) forgetOld();
      const known = kept.delete(fp);
      kept.set(fp, platform.now());
      if (kept.size > LIMITS.qosKeptMax) kept.delete(String(kept.keys().next().value));
      return !known;
    },
    /** Somebody else logs in. */
    forget() {
      kept.clear();
    },
    /**
     * The session is over. What still waited is returned. What was received stays known: the same person may log in again, after a
     * kick, and a server that missed an acknowledgement sends once more.
     * @returns {Protocal[]}
     */
    clear() {
      const left = Array.from(waiting.values(), (one) => one.packet);
      waiting.clear();
      platform.clearTimeout(timer);
      timer = null;
      return left;
    },
  };
}

module.exports = { createQos };
