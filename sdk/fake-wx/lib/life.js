'use strict';
/**
 * Whether the JS thread of the mini-program runs. Everything that would call into the code under test passes through `deliver`: it
 * runs now, waits for the next show, or, after the end, never happens.
 *
 * @typedef {'shown' | 'hidden' | 'suspended' | 'destroyed'} State
 * @typedef {object} Life
 * @property {() => State} state
 * @property {(state: State) => void} become
 * @property {(task: () => void) => void} deliver
 * @property {(task: () => void) => void} run  calls code under test; a throw is reported, not passed on
 * @property {(tasks: Array<() => void>, queueFirst: boolean) => void} wake  show: these tasks and the queue, in that order or the other
 * @property {() => number} queued
 */

/**
 * @param {import('./ports').Clock} clock
 * @param {(error: unknown) => void} report
 * @returns {Life}
 */
function createLife(clock, report) {
  /** @type {State} */
  let state = 'shown';
  /** @type {Array<() => void>} */
  let queue = [];
  let draining = false;

  /** @param {() => void} task */
  function run(task) {
    try {
      task();
    } catch (error) {
      report(error);
    }
  }

  // One task per turn, as on a device: promise reactions run in between.
  function drain() {
    if (state === 'suspended' || state === 'destroyed') {
      draining = false;
      return;
    }
    const task = queue.shift();
    if (task) run(task);
    if (queue.length > 0) clock.set(drain, 0);
    else draining = false;
  }

  function startDraining() {
    if (draining || queue.length === 0) return;
    draining = true;
    clock.set(drain, 0);
  }

  return {
    state: () => state,
    become(next) {
      state = next;
      if (state === 'destroyed') queue = [];
    },
    deliver(task) {
      if (state === 'destroyed') return;
      // While older tasks still wait, a newer one must not overtake them.
      if (state === 'suspended' || draining) queue.push(task);
      else run(task);
    },
    run,
    wake(tasks, queueFirst) {
      state = 'shown';
      queue = queueFirst ? queue.concat(tasks) : tasks.concat(queue);
      startDraining();
    },
    queued: () => queue.length,
  };
}

module.exports = { createLife };
