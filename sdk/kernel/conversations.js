'use strict';
/**
 * What is known of each conversation, and how entries change it. Entries are applied in order of their numbers, each once; who calls
 * `apply` has seen to that (sync.js).
 *
 * @typedef {import('./types').Conversation} Conversation
 * @typedef {import('./types').Entry} Entry
 */

const { addEntry, moveMark, unread } = require('./unread');

const BUCKETS = 32;
const FEED = 'u:';

/** @param {string} conv */
function bucketOf(conv) {
  let hash = 7;
  for (let i = 0; i < conv.length; i += 1) hash = (hash * 31 + conv.charCodeAt(i)) % 65521;
  return hash % BUCKETS;
}

/**
 * The conversation that an entry or a push belongs to, as this user names it.
 *
 * @param {{ from: string, to: string }} entry
 * @param {string} me
 */
function conversationOf(entry, me) {
  if (entry.to.slice(0, 2) !== 's:' || entry.from === me) return entry.to;
  return 's:' + entry.from;
}

/** Shown in a chat: a message that is not a command to a program, and that was not removed by oneself. @param {Entry} entry */
function isShown(entry) {
  return entry.op === 'msg' && !/command|removed/.test(/** @type {string} */ (entry.type));
}

/** @param {string} conv @returns {Conversation} */
function blank(conv) {
  return {
    conv, head: 0, k: 0, t: 0, mid: 0, last: null, mark: [0, 0], except: [], exceptn: 0, mentions: [], read: 0, want: 0,
    peer: { read: 0, delivered: 0 }, cleared: 0, pin: 0, mute: false, hidden: false, notes: {},
  };
}

/**
 * @param {object} parts
 * @param {import('./store').Store} parts.store
 * @param {import('./pages').Pages} parts.pages
 * @param {() => string} parts.me
 * @param {import('./types').Emit} parts.emit
 * @param {import('./types').MakeFate} [parts.makeFate]
 */
function createConversations({ store, pages, me, emit, makeFate }) {
  /** @type {Map<string, Conversation>} */
  let table = new Map();
  /** @type {Set<string>} changed since the app was last told */
  let touched = new Set();

  /** @param {Conversation} c */
  function touch(c) {
    touched.add(c.conv);
    const bucket = bucketOf(c.conv);
    store.put('c:' + bucket, () => {
      const all = Array.from(table.values()).filter((one) => bucketOf(one.conv) === bucket);
      return all.length > 0 ? all : undefined;
    });
  }

  /** @param {string} conv */
  function need(conv) {
    let c = table.get(conv);
    if (!c) {
      c = blank(conv);
      table.set(conv, c);
    }
    return c;
  }

  /**
   * An event of one's own feed: something that another device of mine, or a partner, did.
   * @param {Entry} entry
   */
  function applyFeed(entry) {
    /** @type {any} each event has its own fields */
    const e = entry;
    emit('feed entry', e);
    if (!e.conv && !e.action) return; // about no conversation
    const c = table.get(e.conv || 'g:' + e.fields.group);
    if (!c) return; // a conversation that this device does not know yet: its summary will say it
    if (e.event === 'read') readBySelf(c, e.read, e.rk);
    else if (e.event === 'receipt') readByPeer(c, e.user, e.read);
    else if (e.event === 'setting') setting(c, e);
    else if (e.event === 'removed') fate(c, e);
    else if (/left|kick/.test(e.action)) setting(c, { hidden: true, cleared: c.head }); // out of it
  }

  /**
   * @param {Conversation} c
   * @param {number} n
   * @param {number} k
   */
  function readBySelf(c, n, k) {
    c.read = Math.max(c.read, n);
    if (c.want <= c.read) c.want = 0;
    moveMark(c, n, k);
    touch(c);
  }

  /**
   * @param {Conversation} c
   * @param {string} user
   * @param {number} n
   */
  function readByPeer(c, user, n) {
    // In a group every member reads; the summary's peer is of single conversations.
    if (c.conv.slice(0, 2) === 's:') {
      if (n <= c.peer.read) return;
      c.peer.read = n;
      c.peer.delivered = Math.max(c.peer.delivered, n);
      touch(c);
    }
    emit('read', { conv: c.conv, user, n });
  }

  /**
   * @param {Conversation} c
   * @param {Record<string, any>} given  of a setting event, a reply, or a summary
   */
  function setting(c, given) {
    if (given.pin !== undefined) {
      c.pin = given.pin;
      c.notes = given.notes || {}; // what is not noted does not travel
    }
    if (given.mute !== undefined) c.mute = given.mute;
    if (given.hidden !== undefined) c.hidden = given.hidden;
    if (given.cleared > c.cleared) {
      c.cleared = given.cleared;
      if (given.ck !== undefined) moveMark(c, c.cleared, given.ck);
      if (c.last && c.last.n <= c.cleared) c.last = null;
    }
    touch(c);
  }

  const fate = makeFate ? makeFate({ pages, me, emit, touch }) : () => {};

  return {
    table: () => table,
    /** @param {string} conv */
    get: (conv) => table.get(conv),
    need,
    touch,
    setting,
    readBySelf,
    fate,
    forget: pages.forget,
    applyFeed,

    /**
     * The entry after the head, or after a jump.
     * @param {Conversation} c
     * @param {Entry} entry
     * @param {{ live: boolean, quiet: boolean }} how  quiet: part of the first picture, not news
     */
    apply(c, entry, how) {
      c.head = entry.n;
      if (entry.action) emit(entry.event + ' entry', entry);
      if (c.conv === FEED) {
        applyFeed(entry);
        touch(c);
        return;
      }
      pages.put(c.conv, entry);
      const mine = entry.op === 'msg' && entry.from === me();
      addEntry(c, entry, mine);
      c.t = entry.t;
      c.mid = entry.mid;
      c.hidden = false;
      if (isShown(entry)) c.last = entry;
      if (entry.op === 'event') emit('event entry', entry, c);
      fate(c, entry);
      touch(c);
      if (entry.op === 'msg') emit('entry', entry, c.conv, how);
    },

    /**
     * The server's picture of now. Frames that crossed on the way may have made ours newer: nothing goes back.
     * @param {Conversation} c
     * @param {Record<string, any>} s  summary
     */
    merge(c, s) {
      if (s.head >= c.head) {
        c.head = s.head;
        c.k = s.k;
        c.t = s.t;
        c.mid = s.mid;
        c.last = s.last || null;
        c.except = (s.except || []).slice();
        c.exceptn = s.exceptn || c.except.length;
        const ours = c.mark;
        c.mark = [s.mark[0], s.mark[1]];
        moveMark(c, ours[0], ours[1]);
        c.mentions = s.mentions || [];
      } else if (s.mark) moveMark(c, s.mark[0], s.mark[1]);
      c.read = Math.max(c.read, s.read || 0);
      if (c.want <= c.read) c.want = 0;
      if (s.peer) {
        if (s.peer.read > c.peer.read) emit('read', { conv: c.conv, user: c.conv.slice(2), n: s.peer.read });
        c.peer = { read: Math.max(c.peer.read, s.peer.read), delivered: Math.max(c.peer.delivered, s.peer.delivered) };
      }
      setting(c, s);
    },

    /** @param {Conversation} c @param {number} n whether it moved */
    delivered(c, n) {
      if (n <= c.peer.delivered) return;
      c.peer.delivered = n;
      touch(c);
      emit('delivered', { conv: c.conv, n });
    },

    /** Pinned first, then by time; without the hidden and the feed. */
    list() {
      return Array.from(table.values())
        .filter((c) => c.conv !== FEED && !c.hidden && c.head > 0)
        .sort((a, b) => b.pin - a.pin || b.t - a.t || b.mid - a.mid);
    },
    /** @param {string} conv */
    unread(conv) {
      const c = table.get(conv);
      return c ? unread(c) : 0;
    },

    /** Tell the app, once per conversation, what changed. */
    tell() {
      if (touched.size === 0) return;
      const all = touched;
      touched = new Set();
      all.forEach((conv) => { if (conv !== FEED) emit('changed', conv); });
    },
    /** Read from storage. @returns {boolean} false: something was lost */
    load() {
      table = new Map();
      touched = new Set();
      const before = store.damaged();
      store.keys('c:').forEach((key) => {
        /** @type {Conversation[]} */
        const all = store.get(key) || [];
        all.forEach((c) => table.set(c.conv, Object.assign(blank(c.conv), c)));
      });
      return store.damaged() === before;
    },
    /** The server cannot tell what is new: begin again. */
    reset() {
      table.forEach(touch);
      table = new Map();
      pages.forget();
    },
  };
}

/** @typedef {ReturnType<typeof createConversations>} Conversations */

module.exports = { createConversations, conversationOf, isShown, FEED };
