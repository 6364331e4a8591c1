'use strict';
/**
 * The calling convention of `wx`: one options object; success or fail, then complete with the same object; always later, never
 * inside the call; a promise only where the API has one and none of the three callbacks was given.
 *
 * @typedef {object} Reply
 * @property {(result?: object) => void} ok
 * @property {(reason: string, more?: object) => void} fail
 *
 * @typedef {object} Calls
 * @property {(task: () => void) => void} later
 * @property {(name: string, options: any) => Reply} reply
 * @property {(name: string, work: (options: any, reply: Reply) => void) => (options?: any) => any} api  with promise
 * @property {(name: string) => void} note  remembers a call made while the app could not have made it
 * @property {() => boolean} asleep
 *
 * @typedef {{ api: string, at: number, state: string }} Violation
 */

/**
 * @param {object} realm
 * @param {import('./ports').Clock} realm.clock
 * @param {import('./life').Life} realm.life
 * @param {import('./knobs').Knobs} realm.knobs
 * @param {PromiseConstructor} realm.Promise
 * @param {Violation[]} realm.violations
 * @returns {Calls}
 */
function createCalls({ clock, life, knobs, Promise, violations }) {
  /** @param {() => void} task */
  function later(task) {
    clock.set(() => life.deliver(task), knobs.callbackDelayMs);
  }

  /**
   * @param {string} name
   * @param {any} options
   * @returns {Reply}
   */
  function reply(name, options) {
    let answered = false;
    /**
     * @param {'success' | 'fail'} kind
     * @param {object} result
     */
    function answer(kind, result) {
      if (answered) return;
      answered = true;
      later(() => {
        const given = options || {};
        if (typeof given[kind] === 'function') life.run(() => given[kind](result));
        if (typeof given.complete === 'function') life.run(() => given.complete(result));
      });
    }
    return {
      ok: (result) => answer('success', Object.assign({ errMsg: name + ':ok' }, result)),
      fail: (reason, more) => answer('fail', Object.assign({ errMsg: name + ':fail ' + reason }, more)),
    };
  }

  const asleep = () => life.state() === 'suspended' || life.state() === 'destroyed';

  /** @param {string} name */
  function note(name) {
    if (asleep()) violations.push({ api: name, at: clock.now(), state: life.state() });
  }

  /** @type {Calls['api']} */
  function api(name, work) {
    /** @param {any} options */
    function perform(options) {
      const answer = reply(name, options);
      if (asleep()) answer.fail('interrupted');
      else work(options || {}, answer);
    }
    return (options) => {
      note(name);
      if (options && (options.success || options.fail || options.complete)) return perform(options);
      return new Promise((resolve, reject) => {
        perform(Object.assign({}, options, { success: resolve, fail: reject }));
      });
    };
  }

  return { later, reply, api, note, asleep };
}

module.exports = { createCalls };
