'use strict';
/**
 * Time that stands still until the test moves it. Timers run in order of their due time, then of their creation; between two
 * timers every pending promise reaction runs, so code under test may await.
 *
 * @typedef {import('../ports').Clock} Clock
 * @typedef {{ id: number, at: number, run: () => void }} Timer
 */

const START = Date.UTC(2026, 0, 1);
const STEP_LIMIT = 1000000;
const DEFAULT_LIMIT_MS = 10 * 60 * 1000;
const NATIVE_THEN = Promise.prototype.then;

/** @returns {Promise<void>} */
function macrotask() {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}

/**
 * @param {{ startAt?: number }} [options]
 * @returns {Clock & { pending: () => number }}
 */
function createFakeClock(options) {
  let now = options && options.startAt !== undefined ? options.startAt : START;
  let lastId = 0;
  /** @type {Timer[]} ordered by due time; equal times in order of creation */
  const timers = [];
  /** @type {unknown[]} */
  const errors = [];
  /** @type {Promise<unknown>} */
  let turn = Promise.resolve();

  /** @type {Clock['set']} */
  function set(run, ms) {
    const at = now + Math.max(0, Number(ms) || 0);
    let low = 0;
    let high = timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (timers[middle].at <= at) low = middle + 1;
      else high = middle;
    }
    lastId += 1;
    timers.splice(low, 0, { id: lastId, at, run });
    return lastId;
  }

  /** @param {number} id */
  function clear(id) {
    const index = timers.findIndex((timer) => timer.id === id);
    if (index >= 0) timers.splice(index, 1);
  }

  function runFirst() {
    const timer = /** @type {Timer} */ (timers.shift());
    now = Math.max(now, timer.at);
    try {
      timer.run();
    } catch (error) {
      errors.push(error);
    }
  }

  function throwErrors() {
    if (errors.length === 0) return;
    const first = errors[0];
    errors.length = 0;
    throw first;
  }

  /** @param {number} end */
  async function runTo(end) {
    await macrotask();
    for (let step = 0; timers.length > 0 && timers[0].at <= end; step += 1) {
      if (step === STEP_LIMIT) throw new Error('fake clock: ' + STEP_LIMIT + ' timers ran without an end');
      runFirst();
      await macrotask();
    }
    now = Math.max(now, end);
    throwErrors();
  }

  /**
   * @template T
   * @param {Promise<T>} promise
   * @param {number} limitMs
   * @returns {Promise<T>}
   */
  async function runUntil(promise, limitMs) {
    const end = now + limitMs;
    /** @type {{ value: T } | { error: unknown } | null} */
    let outcome = null;
    // Not promise.then: that of a macrotask Promise would need this very clock to go on.
    NATIVE_THEN.call(promise, (value) => { outcome = { value }; }, (error) => { outcome = { error }; });
    await macrotask();
    while (outcome === null && timers.length > 0 && timers[0].at <= end) {
      runFirst();
      await macrotask();
    }
    throwErrors();
    const found = /** @type {{ value: T } | { error: unknown } | null} */ (outcome);
    if (found === null) throw new Error('fake clock: the promise did not settle within ' + limitMs + ' ms');
    if ('error' in found) throw found.error;
    return found.value;
  }

  /**
   * Two advances at the same time would interleave: they take turns.
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  function queued(work) {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  }

  return {
    now: () => now,
    set,
    clear,
    fail: (error) => { errors.push(error); },
    advance: (ms) => queued(() => runTo(now + ms)),
    settle: () => queued(() => runTo(now)),
    pending: () => timers.length,
    dispose: () => { timers.length = 0; },
    until: (promise, limitMs) => queued(() => runUntil(promise, limitMs === undefined ? DEFAULT_LIMIT_MS : limitMs)),
  };
}

module.exports = { createFakeClock };
