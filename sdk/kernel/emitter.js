'use strict';
/**
 * Events. A listener that throws is reported and harms nobody else.
 *
 * @param {(error: unknown) => void} report
 */
function createEmitter(report) {
  /** @type {Record<string, Array<{ run: Function, once: boolean }>>} */
  let table = {};

  /**
   * @param {string} event
   * @param {Function} run
   * @param {boolean} once
   */
  function add(event, run, once) {
    if (typeof run !== 'function') throw new TypeError('a listener of "' + event + '" must be a function');
    table[event] = (table[event] || []).concat([{ run, once }]);
    return () => off(event, run);
  }

  /**
   * Without `run`: all listeners of the event. Without both: all.
   * @param {string} [event]
   * @param {Function} [run]
   */
  function off(event, run) {
    if (event === undefined) table = {};
    else if (!run) delete table[event];
    else table[event] = (table[event] || []).filter((one) => one.run !== run);
  }

  return {
    /** @param {string} event @param {Function} run @returns {() => void} removes it again */
    on: (event, run) => add(event, run, false),
    /** @param {string} event @param {Function} run @returns {() => void} */
    once: (event, run) => add(event, run, true),
    off,
    /** @param {string} event @param {any[]} values */
    emit(event, ...values) {
      (table[event] || []).forEach((one) => {
        // Removed by a listener before it: it must not hear of this one any more.
        if ((table[event] || []).indexOf(one) < 0) return;
        if (one.once) off(event, one.run);
        try {
          one.run.apply(undefined, values);
        } catch (error) {
          report(error);
        }
      });
    },
  };
}

/** @typedef {ReturnType<typeof createEmitter>} Emitter */

module.exports = { createEmitter };
