'use strict';
/**
 * Listeners by name. A listener that throws does not keep the others from hearing.
 *
 * @param {(error: unknown) => void} report
 */
function createEmitter(report) {
  /** @type {Record<string, Array<(...values: any[]) => void>>} */
  const table = {};
  return {
    /**
     * @param {string} event
     * @param {(...values: any[]) => void} listener
     * @returns {() => void} its removal
     */
    on(event, listener) {
      table[event] = (table[event] || []).concat([listener]);
      return () => {
        table[event] = table[event].filter((one) => one !== listener);
      };
    },
    /** @param {string} event @param {any[]} values */
    emit(event, ...values) {
      (table[event] || []).forEach((listener) => {
        try {
          listener(...values);
        } catch (error) {
          report(error);
        }
      });
    },
  };
}

module.exports = { createEmitter };
