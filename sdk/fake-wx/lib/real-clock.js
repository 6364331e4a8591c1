'use strict';
/**
 * Real time. Works wherever there is a setTimeout.
 *
 * @typedef {import('./ports').Clock} Clock
 */

const DEFAULT_LIMIT_MS = 30 * 1000;

/** @returns {Clock} */
function createRealClock() {
  /** @type {Map<number, any>} our id → whatever this runtime calls a timer */
  const timers = new Map();
  let lastId = 0;

  /** @type {Clock['set']} */
  function set(run, ms) {
    lastId += 1;
    const id = lastId;
    timers.set(id, setTimeout(() => {
      timers.delete(id);
      run();
    }, Math.max(0, ms)));
    return id;
  }

  /** @param {number} id */
  function clear(id) {
    clearTimeout(timers.get(id));
    timers.delete(id);
  }

  /** @type {Clock['until']} */
  function until(promise, limitMs) {
    const limit = limitMs === undefined ? DEFAULT_LIMIT_MS : limitMs;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the promise did not settle within ' + limit + ' ms')), limit);
      promise.then(
        (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        (error) => {
          clearTimeout(timer);
          reject(error);
        },
      );
    });
  }

  return {
    now: () => Date.now(),
    set,
    clear,
    // Out of the stack of whoever called: the runtime then reports it as uncaught, and the test fails.
    fail: (error) => { setTimeout(() => { throw error; }, 0); },
    advance: (ms) => new Promise((resolve) => { setTimeout(resolve, ms); }),
    settle: () => new Promise((resolve) => { setTimeout(resolve, 1); }),
    until,
    dispose: () => Array.from(timers.keys()).forEach(clear),
  };
}

module.exports = { createRealClock };
