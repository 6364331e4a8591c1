'use strict';
/**
 * The table of requests. Two kinds:
 *   call  belongs to one connection: it is lost with it
 *   ask   belongs to the app: it waits for a connection, and is asked again on the next one until its own deadline (so only for
 *         what may be asked twice)
 * Every request ends exactly once: reply, refusal, timeout, lost or closed.
 *
 * @typedef {import('./types').Frame} Frame
 * @typedef {import('./types').Answer} Answer
 * @typedef {import('./types').Fault} Fault
 *
 * @typedef {object} Row
 * @property {Frame} frame
 * @property {Answer} answer
 * @property {any} timer
 * @property {boolean} ask
 * @property {number} id  in this connection; 0 = waiting for one
 */

const { fromWire, own } = require('./faults');

/**
 * @param {import('./types').Platform} platform
 * @param {import('./limits').Limits} limits
 */
function createRequests(platform, limits) {
  /** @type {Row[]} in order of asking */
  let rows = [];
  let lastId = 0;
  /** @type {((text: string) => void) | null} */
  let write = null;
  let ready = false;

  /**
   * @param {Row} row
   * @param {Fault | null} fault
   * @param {Frame} reply
   */
  function end(row, fault, reply) {
    if (rows.indexOf(row) < 0) return;
    rows = rows.filter((one) => one !== row);
    platform.clearTimeout(row.timer);
    row.answer(fault, reply);
  }

  /** @param {Row} row */
  function transmit(row) {
    if (!write) return;
    lastId += 1;
    row.id = lastId;
    write(JSON.stringify(Object.assign({}, row.frame, { id: row.id })));
  }

  /**
   * @param {Frame} frame
   * @param {boolean} ask
   * @param {number} timeoutMs
   * @param {Answer} answer
   */
  function add(frame, ask, timeoutMs, answer) {
    /** @type {Row} */
    const row = { frame, answer, ask, id: 0, timer: null };
    row.timer = platform.setTimeout(() => end(row, own('timeout'), {}), timeoutMs);
    rows.push(row);
    return row;
  }

  /**
   * @param {(row: Row) => boolean} which
   * @param {string} name
   */
  function failAll(which, name) {
    rows.filter(which).forEach((row) => end(row, own(name), {}));
  }

  return {
    /**
     * @param {Frame} frame
     * @param {number} timeoutMs
     * @param {Answer} answer
     */
    call(frame, timeoutMs, answer) {
      const row = add(frame, false, timeoutMs, answer);
      if (write) transmit(row);
      else end(row, own('connection_lost'), {});
    },
    /**
     * @param {Frame} frame
     * @param {Answer} answer
     */
    ask(frame, answer) {
      if (rows.length >= limits.asksMax) {
        answer(own('busy'), {});
        return;
      }
      const row = add(frame, true, limits.askTimeoutMs, answer);
      if (ready) transmit(row);
    },
    /** A frame that nobody answers. @param {Frame} frame */
    tell(frame) {
      if (write) write(JSON.stringify(frame));
    },
    /** @param {Frame} reply */
    answer(reply) {
      const row = reply.re > 0 ? rows.find((one) => one.id === reply.re) : undefined;
      if (row) end(row, reply.err ? fromWire(reply.err) : null, reply);
      return row !== undefined;
    },
    /** A socket is open: calls may go. @param {(text: string) => void} writer */
    open(writer) {
      write = writer;
      lastId = 0;
    },
    /** Logged in: what waits may go. */
    ready() {
      ready = true;
      rows.forEach((row) => { if (row.id === 0) transmit(row); });
    },
    lost() {
      write = null;
      ready = false;
      rows.forEach((row) => { if (row.ask) row.id = 0; });
      failAll((row) => !row.ask, 'connection_lost');
    },
    /** The end: nothing waits any more. */
    close: () => failAll(() => true, 'closed'),
  };
}

/** @typedef {ReturnType<typeof createRequests>} Requests */

module.exports = { createRequests };
