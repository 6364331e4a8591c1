'use strict';
/**
 * The kernel: a whole client of the native protocol (docs/wire/native.md), with neutral words. Facades only rename and reshape.
 *
 *                       ┌──────────────── facade (hongyan, tim, zim …) ────────────────┐
 *                       │ start post history read …                     events          │
 *   ┌───────────────────▼──────────────────────────────────────────────────▲───────────┴┐
 *   │ outbox ───────────────┐          receipts ◄── sync ──► conversations ─┘  unread     │
 *   │   │  stored first     ▼             │           │          │                        │
 *   │   │               requests ◄────────┴───────────┘        pages                      │
 *   │   │                   │  one table, each ends once         │                        │
 *   │   │      session ─► connection  one socket, one state      │                        │
 *   │   ▼                   │                                    ▼                        │
 *   │ store ◄───────────────┼────────────────────────────────────┘   bounded, never throws│
 *   └───┼───────────────────┼─────────────────────────────────────────────────────────────┘
 *   platform.storage   platform.connect, timers, show, hide, network
 *
 * @typedef {import('./types').Entry} Entry
 * @typedef {import('./types').Frame} Frame
 * @typedef {import('./types').Answer} Answer
 * @typedef {import('./types').Conversation} Conversation
 *
 * @typedef {object} KernelOptions
 * @property {string} url  wss://host/link
 * @property {string} app
 * @property {import('./types').Platform} platform
 * @property {string} [sdk]  name and version, for operators
 * @property {import('./types').MakeFate} [makeFate]
 * @property {Partial<import('./limits').Limits>} [limits]
 *
 * @typedef {object} Start
 * @property {string} user
 * @property {string} [token]
 * @property {import('./session').TokenProvider} [tokenProvider]
 */

const { createConnection } = require('./connection');
const { FEED, conversationOf, createConversations, isShown } = require('./conversations');
const { createEmitter } = require('./emitter');
const { own, sentences } = require('./faults');
const { LIMITS } = require('./limits');
const { createOutbox } = require('./outbox');
const { createPages } = require('./pages');
const { wxPlatform } = require('./platform');
const { createReceipts } = require('./receipts');
const { createRequests } = require('./requests');
const { createSession } = require('./session');
const { createStore } = require('./store');
const { createSync } = require('./sync');
const { randomText } = require('./text');

/** @param {KernelOptions} options */
function createKernel(options) {
  const platform = options.platform;
  const limits = Object.assign({}, LIMITS, options.limits);
  const emitter = createEmitter(platform.report);
  const emit = emitter.emit;
  /** @type {import('./types').Log} */
  const log = (level, text) => emit('log', { level, text });
  let me = '';
  let device = '';
  let secret = '';
  /** this device has had the whole picture once; a cursor of 0 does not say so: the server may be as fresh */
  let settled = false;
  /** @type {Set<string>} */
  const watched = new Set();
  /** @type {any} */
  let renewTimer = null;

  const store = createStore({
    platform, limits, prefix: 'hy:' + encodeURIComponent(options.app) + ':',
    trouble: (trouble) => emit('storage', trouble),
    age(key) {
      const parts = key.split(':');
      const c = conversations.get(decodeURIComponent(parts[1]));
      return (c ? c.t : 0) + Number(parts[2]) / 1000;
    },
  });
  const pages = createPages({ store, limits });
  const conversations = createConversations({ store, pages, me: () => me, emit: applied, makeFate: options.makeFate });
  const requests = createRequests(platform, limits);
  const ready = () => connection.entered();
  const receipts = createReceipts({
    platform, limits, requests, ready, conversations: () => conversations, store: store.flush, feedWrite: () => sync.ownFeedWrite(),
  });
  const session = createSession({
    platform, limits, app: options.app, sdk: options.sdk || 'hongyan-js', device: () => device,
    keep(next) {
      secret = next;
      save();
    },
  });
  const sync = createSync({
    platform, limits, requests, conversations, receipts, me: () => me, save, log,
    synced() {
      if (!settled) {
        // From here on what comes is news, also to the run after this one.
        settled = true;
        save();
        store.flush();
      }
      connection.synced();
    },
    reset() {
      conversations.reset();
      emit('reset');
    },
  });
  const outbox = createOutbox({
    platform, limits, requests, store, ready,
    doubt: () => connection.probe(),
    relogin: (fault) => connection.lose(fault),
    sent(out, reply) {
      emit('sent', out, reply);
      /** @type {any} */
      const entry = Object.assign({}, out, reply, { op: 'msg', from: me });
      ['seq', 'at', 'tried', 'fault', 're'].forEach((name) => delete entry[name]);
      // What is said in a room is in no list.
      if (out.to[0] !== 'r') sync.take(out.to, entry);
      conversations.tell();
    },
    unsent: (out, fault) => emit('unsent', out, fault),
  });
  const connection = createConnection({
    platform, limits, url: options.url, requests, session, log,
    handlers: { state: stateChanged, entered, pong: sync.pong, push, hide, lost },
  });

  function save() {
    store.put('s', () => ({ cursor: sync.cursor(), session: secret, settled }));
  }

  /** Events of the conversations, on their way out. @param {string} event @param {any[]} values */
  function applied(event, ...values) {
    if (event === 'entry' && values[0].from === me && values[0].cid) {
      const out = outbox.seen(values[0]);
      if (out) emit('sent', out, values[0]);
    }
    emit(event, ...values);
  }

  /**
   * @param {import('./types').State} state
   * @param {import('./types').State} before
   * @param {import('./types').Fault | null} fault
   */
  function stateChanged(state, before, fault) {
    if (state === 'closed') store.close();
    emit('state', state, before, fault);
  }

  /** @param {Frame} reply */
  function entered(reply) {
    emit('entered', reply.t);
    sync.entered(reply.cursor);
    outbox.entered();
    receipts.entered();
    watchAgain();
  }

  function lost() {
    sync.lost();
    receipts.lost();
    outbox.lost();
    platform.clearTimeout(renewTimer);
  }

  function hide() {
    receipts.flush();
    store.flush();
  }

  /** @param {Frame} frame */
  function push(frame) {
    if ((frame.to || frame.conv || '')[0] === 'r') emit('room frame', frame);
    else if (frame.op === 'msg' || frame.op === 'event') {
      sync.push(frame);
      outbox.pump();
    } else if (frame.op === 'sync') sync.start();
    else if (frame.op === 'receipt') {
      const c = conversations.get(frame.conv);
      if (c) conversations.delivered(c, frame.delivered);
    } else if (frame.op === 'readers') emit('readers', frame);
    else if (frame.op === 'signal') {
      emit('signal', Object.assign({}, frame, { conv: conversationOf(/** @type {any} */ (frame), me) }));
    } else if (frame.op === 'presence') emit('presence', frame);
    else if (frame.op === 'expiring') {
      emit('expiring', { at: frame.at, in: frame.in, renewing: session.canRefresh() });
      if (session.canRefresh()) renew(null, () => {});
    } else emit('push', frame);
    conversations.tell();
  }

  /**
   * @param {string | null} token  null: ask the provider
   * @param {Answer} answer
   */
  function renew(token, answer) {
    session.refresh(token, (fault, fresh) => {
      if (fault) renewed(fault, {});
      else requests.call({ op: 'renew', token: fresh }, limits.requestTimeoutMs, renewed);
    });
    /** @type {Answer} */
    function renewed(fault, reply) {
      if (fault) log('warn', 'renew: ' + fault.name);
      if (fault && token === null && connection.entered()) {
        platform.clearTimeout(renewTimer);
        renewTimer = platform.setTimeout(() => renew(null, answer), limits.renewRetryMs);
      } else answer(fault, reply);
    }
  }

  function watchAgain() {
    const users = Array.from(watched);
    for (let i = 0; i < users.length; i += limits.usersPageMax) {
      requests.call({ op: 'presence', users: users.slice(i, i + limits.usersPageMax), watch: true }, limits.requestTimeoutMs, (fault, reply) => {
        if (!fault) Object.keys(reply.users).forEach((user) => emit('presence', { user, state: reply.users[user], status: (reply.status || {})[user] }));
      });
    }
  }

  /** A name for this installation, for as long as storage lives. */
  function openDevice() {
    store.open('');
    const kept = store.get('device');
    device = typeof kept === 'string' && kept ? kept : device || 'd-' + randomText(platform.random) + randomText(platform.random);
    if (kept !== device) store.putNow('device', device);
  }

  /**
   * Local first, then the server; never with a hole.
   *
   * @param {string} conv
   * @param {number} before  entries below this number; 0 = from the newest
   * @param {number} limit
   * @param {(fault: import('./types').Fault | null, entries: Entry[], more: boolean) => void} answer
   */
  function history(conv, before, limit, answer) {
    const c = conversations.get(conv);
    const floor = (c ? c.cleared : 0) + 1;
    const top = before > 0 ? before - 1 : c ? c.head : 0;
    const held = top > 0 ? pages.run(conv, top, floor, limit) : [];
    const lowest = held.length > 0 ? held[0].n : top + 1;
    const known = before > 0 || (c !== undefined && c.head > 0);
    if (held.length >= limit || (known && lowest <= floor)) {
      answer(null, held, lowest > floor);
      return;
    }
    /** @type {Frame} */
    const frame = { op: 'history', conv, limit: Math.min(limit - held.length, limits.historyPageMax), dir: 'back' };
    if (known) frame.from = lowest - 1;
    requests.ask(frame, (fault, reply) => {
      if (fault) {
        // Better something old than nothing: what is held is whole as far as it goes.
        if (held.length > 0) answer(null, held, true);
        else answer(fault, [], true);
        return;
      }
      /** @type {Entry[]} */
      const entries = reply.entries || [];
      if (conv !== FEED) entries.forEach((entry) => pages.put(conv, entry));
      answer(null, entries.concat(held), Boolean(reply.more));
    });
  }

  /**
   * pin, mute, clear, delete.
   * @param {Frame} frame
   * @param {Answer} answer
   */
  function change(frame, answer) {
    requests.ask(frame, (fault, reply) => {
      if (!fault) {
        sync.ownFeedWrite();
        const c = conversations.get(frame.conv);
        if (c) conversations.setting(c, reply);
        conversations.tell();
      }
      answer(fault, reply);
    });
  }

  /** @param {string} conv @param {number} [upTo] */
  function read(conv, upTo) {
    const c = conversations.get(conv);
    if (!c) return;
    const n = upTo === undefined || upTo >= c.head ? c.head : upTo;
    const entry = n === c.head ? null : pages.get(conv, n);
    receipts.read(c, n, n === c.head ? c.k : entry ? entry.k : -1);
    conversations.tell();
  }

  return {
    on: emitter.on,
    once: emitter.once,
    off: emitter.off,
    /** The facade's own events, to the same listeners. */
    emit,
    limits,
    platform,
    log,
    me: () => me,
    state: connection.state,
    running: connection.running,

    /** Local data is there when this returns; the network follows. @param {Start} given */
    start(given) {
      if (connection.running()) throw own('bad_argument', 'Already logged in.');
      openDevice();
      me = given.user;
      store.open(encodeURIComponent(me) + ':');
      const whole = conversations.load();
      const kept = store.get('s') || {};
      const cursor = Number(kept.cursor) || 0;
      settled = kept.settled === true;
      pages.begin();
      sync.load(whole ? cursor : 0, settled ? cursor : -1);
      outbox.load();
      secret = kept.session || '';
      session.begin(me, { token: given.token, tokenProvider: given.tokenProvider }, secret);
      connection.start();
    },
    /**
     * @param {boolean} wipe  also forget everything of this user on this device
     * @param {() => void} done
     */
    logout(wipe, done) {
      const end = () => {
        session.forget();
        connection.stop('idle', null);
        if (wipe) store.wipe();
        store.close();
        watched.clear();
        done();
      };
      if (!connection.entered()) {
        end();
        return;
      }
      receipts.flush();
      requests.call({ op: 'logout' }, limits.logoutMs, end);
    },

    ask: requests.ask,
    call: requests.call,
    renew,
    token: session.refresh,
    history,
    change,
    read,
    sync,
    pages,
    table: conversations,

    post: outbox.add,
    resend: outbox.resend,
    discard: outbox.discard,
    outgoing: outbox.list,

    conversation: conversations.get,
    conversations: conversations.list,

    /** @param {string[]} users @param {boolean} on @param {Answer} answer */
    watch(users, on, answer) {
      const more = users.filter((user) => !watched.has(user));
      if (on && watched.size + more.length > limits.watchedUsersMax) {
        answer(own('bad_argument', 'Too many watched users.'), {});
        return;
      }
      users.forEach((user) => { if (on) watched.add(user); else watched.delete(user); });
      requests.ask({ op: 'presence', users, watch: on }, answer);
    },
  };
}

/** @typedef {ReturnType<typeof createKernel>} Kernel */

module.exports = { conversationOf, createKernel, isShown, own, sentences, wxPlatform };
