'use strict';
/**
 * Hongyan for mini-programs.
 *
 *      your pages                    hongyan (this folder)                kernel                    server
 *   ┌──────────────┐  hy.sendText  ┌──────────────────────┐  post   ┌───────────────┐   one WebSocket   ┌────────┐
 *   │ chat         │ ────────────► │ promises, messages,  │ ──────► │ outbox, sync, │ ◄───────────────► │ /link  │
 *   │ list         │ ◄──────────── │ conversations, events│ ◄────── │ connection    │  frames of native │        │
 *   └──────────────┘  hy.on(...)   └──────────────────────┘ entries └───────┬───────┘                   └────────┘
 *                                                                           ▼
 *                                                                 wx: socket, storage, show/hide, network
 *
 *   const Hongyan = require('./hongyan/index');
 *   const hy = Hongyan.create({ url: 'wss://im.example.com/link', app: 'demo', platform: Hongyan.wxPlatform(wx) });
 *
 *   hy.on('message', (message) => show(message));        // each message once, yours too
 *   hy.on('updated', (message) => showAgain(message));   // sending → sent / failed
 *   hy.login({ user: 'alice', tokenProvider: () => fetchTokenFromYourServer() });
 *   hy.sendText('s:bob', 'hello');
 *
 * What it sees to: messages survive a killed mini-program and are sent once; nothing is shown twice or lost; the list, unread counts
 * and history work offline; the connection comes back by itself after background, network change and server restart.
 *
 * Create one `hy` in app.js and keep it. Types: index.d.ts. Events and errors: README.md.
 *
 * @typedef {import('./index').Message} Message
 * @typedef {import('../kernel/types').Fault} Fault
 * @typedef {import('../kernel/types').Frame} Frame
 */

const { createKernel, isShown, own, sentences, wxPlatform } = require('../kernel/index');
const { wxHttp } = require('../kernel/http');
const { userOf } = require('../kernel/text');
const { conversationName, draftOf, jsonCopy, userIds } = require('./checks');
const { createConv, createSight, withNotes } = require('./conv');
const { baseOf, createFiles } = require('./files');
const { createFriends, friendEventOf } = require('./friends');
const { makeFate } = require('./fate');
const { createGroups, groupEventOf } = require('./groups');
const { createLife } = require('./life');
const { createOutgoing, describe, fromEntry } = require('./messages');
const { createRooms } = require('./rooms');
const { SENTENCES } = require('./sentences');
const VERSION = '0.1.0';
const TYPING_EVERY_MS = 3000;
const HISTORY_LIMIT = 20;
/** a page of history may hold many rows that are no messages */
const HISTORY_ROUNDS_MAX = 8;

Object.assign(sentences, SENTENCES);

/**
 * @param {import('./index').Options} options
 * @returns {import('./index').Hongyan}
 */
function create(options) {
  const kernel = createKernel({
    url: linkOf(options.url), app: options.app, platform: options.platform, limits: options.limits, sdk: 'hongyan-js/' + VERSION, makeFate,
  });
  const { limits, emit, platform } = kernel;
  const seen = createSight(kernel);
  const files = createFiles(kernel, baseOf(options.url));
  const outgoing = createOutgoing();
  /** @type {Map<string, number>} */
  const typedAt = new Map();
  /** @type {{ resolve: (value: { user: string }) => void, reject: (error: Error) => void } | null} */
  let entering = null;

  /** @param {any} target */
  const nameOf = (target) => conversationName(target, limits.idBytesMax);

  function needLogin() {
    if (!kernel.running()) throw own('not_logged_in');
  }

  /**
   * @template T
   * @param {(answer: (fault: Fault | null, value: any) => void) => void} work
   * @param {(value: any) => T} shape
   * @returns {Promise<T>}
   */
  function promised(work, shape) {
    return new Promise((resolve, reject) => {
      needLogin();
      work((fault, value) => {
        if (fault) reject(fault);
        else resolve(shape(value));
      });
    });
  }

  /** @template T @param {Frame} frame @param {(reply: any) => T} shape */
  const asked = (frame, shape) => promised((answer) => kernel.ask(frame, answer), shape);

  const nothing = () => {};
  const book = createFriends(asked, userIds, (known) => emit('friends', known));
  /** shown beside being online; the server forgets it with the connection */
  let status = '';

  /** @param {string} conv @returns {import('./index').Conversation} */
  function viewOf(conv) {
    const c = kernel.conversation(conv);
    /** @type {any} */
    const view = {
      conv, unread: kernel.table.unread(conv), last: c && c.last ? seen(c.last, conv) : null,
      head: c ? c.head : 0, t: c ? c.t : 0, read: c ? Math.max(c.read, c.want) : 0, cleared: c ? c.cleared : 0,
      peer: { read: c ? c.peer.read : 0, delivered: c ? c.peer.delivered : 0 },
      mentions: c ? c.mentions.filter((n) => n > c.mark[0] && n > c.want) : [],
      pinned: c ? c.pin > 0 : false, muted: c ? c.mute : false, hidden: c ? c.hidden : true,
    };
    withNotes(view, c);
    view[{ s: 'user', g: 'group', r: 'room' }[conv[0]] || 'other'] = conv.slice(2);
    return view;
  }

  /** @param {Fault | null} fault */
  function entered(fault) {
    const waiter = entering;
    entering = null;
    if (!waiter) return;
    if (fault) waiter.reject(fault);
    else waiter.resolve({ user: kernel.me() });
  }

  kernel.on('state', (/** @type {string} */ state, /** @type {string} */ before, /** @type {Fault | null} */ fault) => {
    if (state === 'online') {
      entered(null);
      book.look();
      if (status) kernel.call({ op: 'presence', status }, limits.requestTimeoutMs, nothing);
    }
    if (state === 'closed' || state === 'idle') entered(fault || own('closed'));
    if (fault && fault.code >= 4200 && fault.code < 4400 && state === 'closed') emit('kicked', describe(fault));
    if (fault && (state === 'closed' || fault.name === 'token_failed')) emit('error', describe(fault));
  });

  /** @param {any} entry @param {string} conv @param {boolean} live */
  function show(entry, conv, live) {
    emit(entry.type === 'command' ? 'command' : 'message', fromEntry(entry, conv, kernel.me()), { live });
  }

  kernel.on('entry', (/** @type {any} */ entry, /** @type {string} */ conv, /** @type {any} */ how) => {
    const known = entry.from === kernel.me() && outgoing.remove(entry.cid);
    if (!known && !how.quiet) show(entry, conv, how.live);
  });

  kernel.on('sent', (/** @type {any} */ out, /** @type {any} */ reply) => {
    const message = outgoing.of(out, kernel.me());
    Object.assign(message, { n: reply.n, t: reply.t, state: 'sent', error: null });
    outgoing.settle(out.cid);
    emit('updated', message);
  });

  kernel.on('unsent', (/** @type {any} */ out, /** @type {Fault} */ fault) => {
    const message = outgoing.of(out, kernel.me());
    message.error = describe(fault);
    if (out.fault) message.state = 'failed';
    if (out.fault) outgoing.settle(out.cid);
    emit('updated', message);
  });

  // Listed under other names: what an app sees is a message and a conversation, not an entry and a name.
  kernel.on('friend entry', (/** @type {any} */ entry) => {
    emit('friend', friendEventOf(entry));
    book.heard(entry);
  });
  kernel.on('changed entry', (/** @type {any} */ entry, /** @type {string} */ conv) => emit('updated', fromEntry(entry, conv, kernel.me())));
  kernel.on('removed entries', (/** @type {any} */ event) => emit('removed', event));
  kernel.on('pin entry', (/** @type {any} */ e, /** @type {string} */ conv) => emit('pin', { conv, n: e.target, on: e.on, from: e.from }));
  kernel.on('group entry', (/** @type {any} */ entry) => emit('group', groupEventOf(entry)));
  kernel.on('changed', (/** @type {string} */ conv) => emit('conversation', viewOf(conv)));
  kernel.on('expiring', (/** @type {any} */ event) => emit('token-expiring', event));

  /**
   * @param {string} conv
   * @param {number} before
   * @param {number} limit
   * @param {Message[]} found
   * @param {number} rounds
   * @param {(entry: any) => boolean} wanted
   * @param {(fault: Fault | null, page: import('./index').HistoryPage | null) => void} done
   */
  function gather(conv, before, limit, found, rounds, wanted, done) {
    kernel.history(conv, before, limit, (fault, entries, more) => {
      if (fault && found.length === 0) {
        done(fault, null);
        return;
      }
      const shown = entries.filter(wanted).map((entry) => seen(entry, conv));
      const all = shown.concat(found);
      const lowest = entries.length > 0 ? entries[0].n : before;
      if (!fault && more && entries.length > 0 && all.length < limit && rounds < HISTORY_ROUNDS_MAX) {
        gather(conv, lowest, limit, all, rounds + 1, wanted, done);
        return;
      }
      const messages = all.slice(-limit);
      const cut = messages.length < all.length;
      done(null, { messages, more: more || cut, before: cut ? messages[0].n : lowest });
    });
  }

  /** @param {any} given message or its id */
  const cidOf = (given) => String(typeof given === 'string' ? given.slice(given.lastIndexOf('/') + 1) : given && given.cid);

  const life = createLife(kernel, asked, nameOf);

  /** @type {Omit<import('./index').Hongyan, keyof import('./index').Special>} */
  const hy = {
    get state() { return kernel.state(); },
    get user() { return kernel.me(); },
    on: kernel.on,
    once: kernel.once,
    off: kernel.off,

    login(given) {
      const credentials = given || {};
      return new Promise((resolve, reject) => {
        /** @param {string} token @param {string} user */
        const start = (token, user) => {
          if (!user) throw own('bad_argument', 'Give the user: the token does not name one.');
          outgoing.clear();
          book.clear();
          status = '';
          entering = { resolve, reject };
          try {
            kernel.start({ user, token, tokenProvider: credentials.tokenProvider });
          } catch (fault) {
            entering = null;
            throw fault;
          }
        };
        const token = credentials.token || '';
        const user = credentials.user || userOf(token);
        if (!token && !credentials.tokenProvider) throw own('bad_argument', 'Give a token or a tokenProvider.');
        if (kernel.running() || entering) throw own('bad_argument', 'Already logged in: log out first.');
        if (user || !credentials.tokenProvider) start(token, user);
        // Without a name there is no local data to show: the token comes first.
        else {
          Promise.resolve(credentials.tokenProvider()).then((fresh) => start(fresh, userOf(fresh))).catch(reject);
        }
      });
    },

    logout(how) {
      return new Promise((resolve) => {
        if (kernel.running()) kernel.logout(Boolean(how && how.wipe), resolve);
        else resolve(undefined);
      });
    },

    renewToken: (token) => promised((answer) => kernel.renew(token, answer), nothing),

    send(given) {
      needLogin();
      const draft = draftOf(given || {}, limits);
      /** @type {any} */
      let message = null;
      const fault = kernel.post(draft, (out) => {
        message = outgoing.of(out, kernel.me());
        emit('message', message, { live: true });
      });
      if (fault) throw fault;
      return message;
    },
    sendText: (to, text, more) => hy.send(Object.assign({}, more, {
      to, type: /** @type {'text'} */ ('text'), content: { text: String(text) },
    })),

    resend(given) {
      needLogin();
      const out = kernel.resend(cidOf(given), (/** @type {any} */ again) => {
        const message = outgoing.of(again, kernel.me());
        Object.assign(message, { state: 'sending', error: null });
        emit('updated', message);
      });
      if (!out) throw own('bad_argument', 'Only a failed message can be sent again.');
      return outgoing.of(out, kernel.me());
    },
    discard(given) {
      const cid = cidOf(given);
      outgoing.remove(cid);
      return kernel.discard(cid);
    },
    pending(target) {
      const conv = nameOf(target);
      return kernel.outgoing().filter((out) => out.to === conv).map((out) => outgoing.of(out, kernel.me()));
    },

    upload: files.upload,
    fileUrl: files.fileUrl,

    recall(target, n) {
      return promised((answer) => {
        const number = n === undefined ? Number(/** @type {any} */ (target).n) : n;
        if (!(number > 0)) throw own('bad_argument', 'Only a sent message can be recalled.');
        life.recall(nameOf(target), number, answer);
      }, nothing);
    },

    history(target, how) {
      const given = how || {};
      const limit = Math.min(Math.max(1, given.limit || HISTORY_LIMIT), limits.historyPageMax);
      return promised((answer) => {
        const conv = nameOf(target);
        if (given.before === 1) answer(null, { messages: [], more: false, before: 1 });
        else gather(conv, given.before || 0, limit, [], 1, given.events ? (entry) => isShown(entry) || entry.event === 'group' : isShown, answer);
      }, (page) => page);
    },

    conversation: (target) => viewOf(nameOf(target)),
    unread: (target) => kernel.table.unread(nameOf(target)),
    markRead(target, n) {
      needLogin();
      kernel.read(nameOf(target), n && typeof n === 'object' ? n.n : n);
    },
    receipt(message) {
      const c = kernel.conversation(message.conv);
      if (message.state !== 'sent' || !message.mine || !c) return message.state;
      return message.n <= c.peer.read ? 'read' : message.n <= c.peer.delivered ? 'delivered' : 'sent';
    },

    pin: (target, on) => change({ op: 'set', conv: nameOf(target), pin: on !== false }),
    clear: (target, n) => change(n === undefined ? { op: 'clear', conv: nameOf(target) } : { op: 'clear', conv: nameOf(target), n }),
    remove: (target, how) => change({ op: 'delete', conv: nameOf(target), clear: Boolean(how && how.clear) }),

    signal: (target, name, data) => promised((answer) => {
      const frame = { op: 'signal', to: nameOf(target), name, data: jsonCopy('data', data || {}, limits.signalBytesMax) };
      kernel.call(frame, limits.requestTimeoutMs, answer);
    }, (reply) => Boolean(reply.online)),
    typing(target) {
      const conv = nameOf(target);
      const now = platform.now();
      if (kernel.state() !== 'online' || now - (typedAt.get(conv) || 0) < TYPING_EVERY_MS) return;
      typedAt.set(conv, now);
      hy.signal(conv, 'typing').catch((fault) => kernel.log('debug', 'typing: ' + fault.name));
    },

    presence: (users) => asked({ op: 'presence', users: userIds(users) }, (reply) => reply.users || {}),
    watch: (users) => promised((answer) => kernel.watch(userIds(users), true, answer), (reply) => reply.users || {}),
    unwatch: (users) => promised((answer) => kernel.watch(userIds(users), false, answer), nothing),

    users(given) {
      const ids = userIds(given);
      /** @type {Array<Promise<import('./index').User[]>>} */
      const pages = [];
      for (let i = 0; i < ids.length; i += limits.usersPageMax) {
        pages.push(asked({ op: 'users', users: ids.slice(i, i + limits.usersPageMax) }, (reply) => reply.users || []));
      }
      return Promise.all(pages).then((all) => all.reduce((sum, one) => sum.concat(one), []));
    },
    groups: createGroups(asked, userIds),
    rooms: createRooms({ asked, kernel, userIds, show, tell: (event) => emit('room', event) }),
    friends: book.friends,
    setStatus(text) {
      status = String(text || '');
      return asked({ op: 'presence', status }, nothing);
    },
    statuses: (users) => asked({ op: 'presence', users: userIds(users) }, (reply) => reply.status || {}),
    edit: life.edit,
    react: life.react,
    unreact: life.unreact,
    reactions: life.reactions,
    removeForMe: life.removeForMe,
    pinMessage: life.pinMessage,
    pinnedMessages: life.pinnedMessages,
    replies: life.replies,
    messages: life.messages,
    readCounts: life.readCounts,
    readers: life.readers,
    mergedOf: life.mergedOf,
    setProfile: (patch) => asked(Object.assign({}, patch, { op: 'profile' }), profileOf),
  };

  /** @param {Frame} frame */
  function change(frame) {
    return promised((answer) => kernel.change(frame, answer), nothing);
  }

  return Object.assign(hy, createConv({ kernel, nameOf, change, asked, viewOf }));
}

/** @param {any} reply @returns {import('./index').User} */
function profileOf(reply) {
  return { user: reply.user, name: reply.name, avatar: reply.avatar, attributes: reply.attributes, allow: reply.allow };
}

/** A bare host gets the native dialect's path. @param {string} url */
function linkOf(url) {
  if (typeof url !== 'string' || !/^wss?:\/\/[^/]/.test(url)) throw own('bad_argument', 'url must begin with wss:// (or ws:// while developing).');
  return /^wss?:\/\/[^/]+\/?$/.test(url) ? url.replace(/\/?$/, '/link') : url;
}

/**
 * @param {any} wx
 * @param {import('./index').Host} [host]
 */
const wholePlatform = (wx, host) => Object.assign(wxPlatform(wx, host), wxHttp(wx));

module.exports = { create, wxPlatform: wholePlatform, VERSION };
