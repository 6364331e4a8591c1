'use strict';
/**
 * Listeners of one kind of event: on adds, off removes one, off without argument removes all.
 *
 * @template T
 * @param {import('./life').Life} life
 */
function createEvent(life) {
  /** @type {Array<(value: T) => void>} */
  let listeners = [];
  return {
    /** @param {(value: T) => void} listener */
    on(listener) {
      if (typeof listener === 'function' && listeners.indexOf(listener) < 0) listeners = listeners.concat([listener]);
    },
    /** @param {(value: T) => void} [listener] */
    off(listener) {
      listeners = listener ? listeners.filter((one) => one !== listener) : [];
    },
    /** Calls the listeners now; the caller is inside `deliver`. @param {T} value */
    emit(value) {
      listeners.forEach((listener) => life.run(() => listener(value)));
    },
    count: () => listeners.length,
  };
}

module.exports = { createEvent };
