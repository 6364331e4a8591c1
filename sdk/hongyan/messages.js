'use strict';
/**
 * Messages as an app sees them: one object per message, from `send` (or arrival) on. Its fields change in place; every change is told
 * by the event 'updated'. Plain data (it may go to setData), except `whenSent`, which does not show up in a copy.
 *
 * @typedef {import('../kernel/types').Entry} Entry
 * @typedef {import('../kernel/types').Outgoing} Outgoing
 * @typedef {import('../kernel/types').FaultFields} FaultFields
 * @typedef {import('./index').Message} Message
 *
 * @typedef {{ resolve: (message: Message) => void, reject: (error: Error) => void }} Waiter
 */

/**
 * @param {Message} message
 * @param {Waiter[]} waiters
 */
function withPromise(message, waiters) {
  Object.defineProperty(message, 'whenSent', {
    enumerable: false,
    value: () => new Promise((resolve, reject) => {
      if (message.state === 'sending') waiters.push({ resolve, reject });
      else if (message.state === 'failed') reject(errorOf(message));
      else resolve(message);
    }),
  });
  return message;
}

/** @param {Message} message */
function errorOf(message) {
  const error = message.error;
  return Object.assign(new Error(error ? error.text : 'not sent'), error);
}

/**
 * @param {Entry} entry
 * @param {string} conv
 * @param {string} me
 * @returns {Message}
 */
function fromEntry(entry, conv, me) {
  const mine = entry.from === me;
  /** @type {any} what happened in a group is no message, and looks like one where one asked for it */
  const e = entry;
  const event = e.event === 'group';
  /** @type {any} */
  const message = {
    id: entry.cid ? entry.from + '/' + entry.cid : conv + '#' + entry.n,
    conv, from: entry.from, mine, n: entry.n, t: entry.t, type: event ? 'group' : entry.type,
    content: event ? { action: e.action, users: e.users || [], fields: e.fields || {} } : entry.content || {},
    state: mine ? 'sent' : 'received', recalled: entry.type === 'recalled', error: null,
  };
  ['cid', 'ext', 'mentions', 'quote', 'count', 'push', 'by', 'root', 'edited', 'how'].forEach((name) => {
    const value = /** @type {any} */ (entry)[name];
    if (value !== undefined) message[name] = value;
  });
  if (message.recalled) delete message.edited;
  else if (entry.reactions) message.reactions = entry.reactions.map((one) => Object.assign({ mine: one.users.indexOf(me) >= 0 }, one));
  return withPromise(message, []);
}

/** Own messages that are not yet entries. */
function createOutgoing() {
  /** @type {Map<string, { message: Message, waiters: Waiter[] }>} */
  const table = new Map();

  return {
    /**
     * @param {Outgoing} out
     * @param {string} me
     */
    of(out, me) {
      let row = table.get(out.cid);
      if (!row) {
        /** @type {any} */
        const message = {
          id: me + '/' + out.cid, conv: out.to, from: me, mine: true, n: 0, t: out.at, type: out.type, content: out.content,
          state: out.fault ? 'failed' : 'sending', recalled: false, error: out.fault ? describe(out.fault) : null, cid: out.cid,
        };
        ['ext', 'mentions', 'quote', 'count', 'push', 'how'].forEach((name) => {
          const value = /** @type {any} */ (out)[name];
          if (value !== undefined) message[name] = value;
        });
        /** @type {Waiter[]} */
        const waiters = [];
        row = { message: withPromise(message, waiters), waiters };
        table.set(out.cid, row);
      }
      return row.message;
    },
    /**
     * The fate of one is known: whoever waits hears of it.
     * @param {string} cid
     */
    settle(cid) {
      const row = table.get(cid);
      if (!row) return;
      row.waiters.splice(0).forEach((waiter) => {
        if (row.message.state === 'failed') waiter.reject(errorOf(row.message));
        else waiter.resolve(row.message);
      });
    },
    /** @param {string | undefined} cid @returns {boolean} whether it was there */
    remove: (cid) => table.delete(String(cid)),
    clear: () => table.clear(),
  };
}

/** @param {FaultFields & { message?: string }} fault @returns {any} */
function describe(fault) {
  return { code: fault.code, name: fault.name, band: fault.band, text: fault.message || fault.name, zh: fault.zh || '' };
}

module.exports = { createOutgoing, describe, fromEntry };
