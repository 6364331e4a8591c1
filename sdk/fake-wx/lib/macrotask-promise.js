'use strict';
/**
 * Promise as on iOS ≤ 15, where it is a polyfill: reactions run as tasks of their own, after callbacks that were already due, not
 * before the next one. `await` of such a promise waits as long.
 *
 * @param {(task: () => void) => void} later
 * @returns {PromiseConstructor}
 */
function createMacrotaskPromise(later) {
  /**
   * @param {any} reaction
   * @returns {any}
   */
  function defer(reaction) {
    if (typeof reaction !== 'function') return reaction;
    return (/** @type {unknown} */ value) => new Promise((resolve, reject) => {
      later(() => {
        try {
          resolve(reaction(value));
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  class MacrotaskPromise extends Promise {
    /**
     * @param {any} [fulfilled]
     * @param {any} [rejected]
     * @returns {any}
     */
    then(fulfilled, rejected) {
      return super.then(defer(fulfilled), defer(rejected));
    }
  }
  return /** @type {any} */ (MacrotaskPromise);
}

module.exports = { createMacrotaskPromise };
