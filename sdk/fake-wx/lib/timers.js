'use strict';
/**
 * setTimeout and friends as the mini-program sees them: nothing fires while suspended, what fell due meanwhile fires once after the
 * next show, and an interval does not catch up.
 *
 * @param {import('./ports').Clock} clock
 * @param {import('./life').Life} life
 * @param {(name: string) => void} note
 */
function createTimers(clock, life, note) {
  /** @type {Map<number, number>} id → id of the clock (0: due, waiting for the show) */
  const live = new Map();
  let lastId = 0;

  /**
   * @param {(...args: any[]) => void} run
   * @param {number} ms
   * @param {any[]} args
   * @param {boolean} repeat
   */
  function start(run, ms, args, repeat) {
    if (typeof run !== 'function') throw new TypeError('a timer needs a function');
    const period = Math.max(0, Number(ms) || 0);
    lastId += 1;
    const id = lastId;
    function arm() {
      live.set(id, clock.set(fire, repeat ? Math.max(1, period) : period));
    }
    function fire() {
      live.set(id, 0);
      life.deliver(() => {
        if (!live.has(id)) return;
        if (repeat) arm();
        else live.delete(id);
        run.apply(undefined, args);
      });
    }
    arm();
    return id;
  }

  /** @param {number | null | undefined} id */
  function stop(id) {
    if (id === null || id === undefined) return;
    const inner = live.get(id);
    if (inner) clock.clear(inner);
    live.delete(id);
  }

  return {
    /** @type {(run: (...args: any[]) => void, ms?: number, ...args: any[]) => number} */
    setTimeout(run, ms, ...args) {
      note('setTimeout');
      return life.state() === 'destroyed' ? 0 : start(run, ms || 0, args, false);
    },
    /** @type {(run: (...args: any[]) => void, ms?: number, ...args: any[]) => number} */
    setInterval(run, ms, ...args) {
      note('setInterval');
      return life.state() === 'destroyed' ? 0 : start(run, ms || 0, args, true);
    },
    /** @type {(id: number | null | undefined) => void} */
    clearTimeout: stop,
    /** @type {(id: number | null | undefined) => void} */
    clearInterval: stop,
    pending: () => live.size,
    stopAll() {
      Array.from(live.keys()).forEach(stop);
    },
  };
}

module.exports = { createTimers };
