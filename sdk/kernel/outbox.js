'use strict';
/**
 * Messages on their way out. Each is stored before it is sent, under a `cid` that names it for ever; it leaves the box when the server
 * has answered, or when it comes back as an entry. On any doubt it is sent again with the same cid and `retry`.
 *
 *   waiting ──► sent to the server ──► answered: gone
 *      ▲               │ refused "later", lost, no answer in time
 *      └───────────────┘
 *                      │ refused "fix" or "never", or older than the retry window: failed, until resend or discard
 *
 * One message of a conversation is under way at a time: their order is the order of sending.
 *
 * @typedef {import('./types').Outgoing} Outgoing
 * @typedef {import('./types').Draft} Draft
 * @typedef {import('./types').Fault} Fault
 * @typedef {import('./types').Entry} Entry
 *
 * @typedef {object} Item
 * @property {Outgoing} out
 * @property {boolean} busy
 * @property {number} tries
 * @property {number} notBefore
 */

const { backoff } = require('./backoff');
const { own, plain } = require('./faults');
const { randomText } = require('./text');

const SEQ_DIGITS = 12;

/**
 * @param {object} parts
 * @param {import('./types').Platform} parts.platform
 * @param {import('./limits').Limits} parts.limits
 * @param {import('./requests').Requests} parts.requests
 * @param {import('./store').Store} parts.store
 * @param {() => boolean} parts.ready
 * @param {() => void} parts.doubt  an answer did not come: is the connection alive?
 * @param {(fault: Fault) => void} parts.relogin
 * @param {(out: Outgoing, reply: { n: number, k: number, mid: number, t: number }) => void} parts.sent
 * @param {(out: Outgoing, fault: Fault) => void} parts.unsent  not yet, or (out.fault) not at all
 */
function createOutbox({ platform, limits, requests, store, ready, doubt, relogin, sent, unsent }) {
  /** @type {Item[]} in order of sending */
  let items = [];
  let lastSeq = 0;
  let underWay = 0;
  /** @type {any} */
  let timer = null;

  /** @param {Outgoing} out */
  function keyOf(out) {
    return 'o:' + ('00000000000' + out.seq).slice(-SEQ_DIGITS);
  }

  /** @param {Outgoing} out */
  function save(out) {
    store.putNow(keyOf(out), out);
  }

  /** @param {Item} item */
  function remove(item) {
    items = items.filter((one) => one !== item);
    store.putNow(keyOf(item.out), undefined);
  }

  /**
   * @param {Item} item
   * @param {Fault} fault
   */
  function fail(item, fault) {
    item.out.fault = plain(fault);
    save(item.out);
    unsent(item.out, fault);
  }

  /** @param {Outgoing} out @param {boolean} retry */
  function frameOf(out, retry) {
    /** @type {import('./types').Frame} */
    const frame = Object.assign({}, out, { op: 'send' });
    // The rest is what the app gave; what is undefined does not travel.
    ['seq', 'at', 'tried', 'fault'].forEach((name) => delete frame[name]);
    if (retry) Object.assign(frame, { retry, age: Math.max(0, platform.now() - out.at) });
    return frame;
  }

  /** @param {Item} item */
  function transmit(item) {
    const out = item.out;
    const retry = out.tried;
    if (retry && platform.now() - out.at > limits.retryWindowMs) {
      // The server may have forgotten that it has this one: sending it again could show it twice.
      fail(item, own('retry_window_over'));
      return;
    }
    if (!retry) {
      out.at = platform.now();
      out.tried = true;
      save(out);
    }
    item.busy = true;
    underWay += 1;
    requests.call(frameOf(out, retry), limits.requestTimeoutMs, (fault, reply) => {
      underWay -= 1;
      item.busy = false;
      // Gone meanwhile: it came back as an entry, or was discarded.
      if (items.indexOf(item) >= 0) answered(item, fault, reply);
      pump();
    });
  }

  /**
   * @param {Item} item
   * @param {Fault | null} fault
   * @param {any} reply
   */
  function answered(item, fault, reply) {
    if (!fault) {
      remove(item);
      sent(item.out, reply);
    } else if (fault.name === 'timeout') {
      doubt();
    } else if (fault.name === 'connection_lost' || fault.name === 'closed') {
      item.notBefore = 0; // as soon as there is a connection
    } else if (fault.band === 'later') {
      item.notBefore = platform.now() + Math.max(backoff(item.tries, platform.random, limits), fault.after || 0);
      item.tries += 1;
      unsent(item.out, fault);
    } else if (fault.band === 'login') relogin(fault);
    else fail(item, fault);
  }

  function pump() {
    platform.clearTimeout(timer);
    timer = null;
    if (!ready()) return;
    const now = platform.now();
    let next = Infinity;
    /** @type {Set<string>} conversations whose first message is not through yet */
    const held = new Set();
    items.slice().forEach((item) => {
      if (item.out.fault || held.has(item.out.to)) return;
      if (!item.busy && item.notBefore <= now && underWay < limits.outboxWindow) transmit(item);
      // It may have failed at once: then it holds nobody up.
      if (!item.out.fault) held.add(item.out.to);
      if (!item.busy && item.notBefore > now) next = Math.min(next, item.notBefore);
    });
    if (next < Infinity) timer = platform.setTimeout(pump, next - now);
  }

  return {
    load() {
      items = store.keys('o:').sort().map((key) => store.get(key)).filter(Boolean)
        .map((out) => ({ out, busy: false, tries: 0, notBefore: 0 }));
      lastSeq = items.reduce((most, item) => Math.max(most, item.out.seq), 0);
    },
    /**
     * @param {Draft} draft
     * @param {(out: Outgoing) => void} taken  called before anything can happen to it
     * @returns {Fault | null} why it was not taken
     */
    add(draft, taken) {
      if (items.filter((item) => !item.out.fault).length >= limits.outboxMax) return own('outbox_full');
      // Failed ones that nobody cared for make room, the oldest first.
      while (items.length >= limits.outboxMax) remove(/** @type {Item} */ (items.find((item) => item.out.fault !== null)));
      lastSeq += 1;
      const now = platform.now();
      const cid = now.toString(36) + '-' + randomText(platform.random) + '-' + lastSeq.toString(36);
      /** @type {Outgoing} */
      const out = Object.assign({}, draft, { seq: lastSeq, cid, at: now, tried: false, fault: null });
      items.push({ out, busy: false, tries: 0, notBefore: 0 });
      taken(out);
      pump();
      // What went out at once was stored as it went.
      if (!out.tried) save(out);
      return null;
    },
    pump,
    /**
     * A failed one again, as the newest.
     * @param {string} cid
     * @param {(out: Outgoing) => void} taken  called before anything can happen to it
     */
    resend(cid, taken) {
      const item = items.find((one) => one.out.cid === cid);
      if (!item || !item.out.fault) return undefined;
      items = items.filter((one) => one !== item);
      store.putNow(keyOf(item.out), undefined);
      lastSeq += 1;
      item.out.seq = lastSeq;
      if (item.out.fault.name === 'retry_window_over') item.out.tried = false;
      item.out.fault = null;
      item.tries = 0;
      item.notBefore = 0;
      items.push(item);
      save(item.out);
      taken(item.out);
      pump();
      return item.out;
    },
    /** @param {string} cid */
    discard(cid) {
      const item = items.find((one) => one.out.cid === cid);
      if (item) remove(item);
      return item !== undefined;
    },
    /** An own message came by push or sync: it is through, whatever became of the answer. @param {Entry} entry */
    seen(entry) {
      const item = items.find((one) => one.out.cid === entry.cid);
      if (!item) return undefined;
      remove(item);
      return item.out;
    },
    list: () => items.map((item) => item.out),
    /** Logged in anew. */
    entered() {
      items.forEach((item) => { item.notBefore = 0; });
      pump();
    },
    lost() {
      platform.clearTimeout(timer);
      timer = null;
    },
  };
}

/** @typedef {ReturnType<typeof createOutbox>} Outbox */

module.exports = { createOutbox };
