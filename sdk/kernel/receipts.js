'use strict';
/**
 * What we tell about what we received (`ack`) and what the person read (`read`), gathered for a moment. An unconfirmed read mark is
 * kept with its conversation, so it survives the connection and the app.
 *
 * @typedef {import('./types').Conversation} Conversation
 */

const { moveMark } = require('./unread');

/**
 * @param {object} parts
 * @param {import('./types').Platform} parts.platform
 * @param {import('./limits').Limits} parts.limits
 * @param {import('./requests').Requests} parts.requests
 * @param {() => import('./conversations').Conversations} parts.conversations
 * @param {() => boolean} parts.ready
 * @param {() => void} parts.store  what is acknowledged was written down
 * @param {() => void} parts.feedWrite  a read mark makes an entry in the own feed
 */
function createReceipts({ platform, limits, requests, conversations, ready, store, feedWrite }) {
  /** @type {Map<string, number>} */
  const got = new Map();
  /** @type {Set<string>} read marks on their way */
  const busy = new Set();
  /** @type {any} */
  let ackTimer = null;
  /** @type {any} */
  let readTimer = null;

  function sendAcks() {
    platform.clearTimeout(ackTimer);
    ackTimer = null;
    if (!ready()) return;
    const pairs = Array.from(got);
    got.clear();
    store();
    for (let i = 0; i < pairs.length; i += limits.ackPairsMax) {
      requests.tell({ op: 'ack', got: pairs.slice(i, i + limits.ackPairsMax) });
    }
  }

  /** @param {Conversation} c */
  function sendRead(c) {
    if (busy.has(c.conv)) return;
    busy.add(c.conv);
    const n = c.want;
    requests.call({ op: 'read', conv: c.conv, n }, limits.requestTimeoutMs, (fault, reply) => {
      busy.delete(c.conv);
      const table = conversations();
      if (!fault) {
        if (reply.n > c.read) feedWrite();
        table.readBySelf(c, reply.n, reply.k);
        // Beyond the head means the head.
        if (c.want <= n) c.want = 0;
        table.tell();
        if (c.want > 0) soon();
      } else if (fault.band === 'fix' || fault.band === 'never') {
        c.want = 0;
        table.touch(c);
      } else if (fault.name !== 'connection_lost' && fault.name !== 'closed') soon(fault.after);
    });
  }

  function sendReads() {
    platform.clearTimeout(readTimer);
    readTimer = null;
    if (!ready()) return;
    conversations().table().forEach((c) => { if (c.want > c.read) sendRead(c); });
  }

  /** @param {number} [after] */
  function soon(after) {
    if (readTimer === null) readTimer = platform.setTimeout(sendReads, Math.max(limits.readDelayMs, after || 0));
  }

  return {
    /**
     * Everything up to n has arrived.
     * @param {string} conv
     * @param {number} n
     */
    got(conv, n) {
      if (n < 1) return;
      got.set(conv, Math.max(n, got.get(conv) || 0));
      if (ackTimer === null) ackTimer = platform.setTimeout(sendAcks, limits.ackDelayMs);
    },
    /**
     * The person has read up to n: seen here at once, told to the server soon.
     * @param {Conversation} c
     * @param {number} n
     * @param {number} k  running count there; -1 = not known here, the server will say
     */
    read(c, n, k) {
      if (n <= Math.max(c.read, c.want)) return;
      c.want = n;
      if (k >= 0) moveMark(c, n, k);
      conversations().touch(c);
      soon();
    },
    /** Logged in: what was not confirmed is told again. */
    entered: sendReads,
    flush() {
      sendAcks();
      sendReads();
    },
    lost() {
      // The next connection's sync acknowledges anew.
      got.clear();
      busy.clear();
      platform.clearTimeout(ackTimer);
      platform.clearTimeout(readTimer);
      ackTimer = null;
      readTimer = null;
    },
  };
}

/** @typedef {ReturnType<typeof createReceipts>} Receipts */

module.exports = { createReceipts };
