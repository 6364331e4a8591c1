'use strict';
// ---- kernel/backoff.js
/**
 * How long to wait before try number `tries` (0 = the first repetition): between the minimum and a ceiling that doubles. The whole
 * width is random, so that a restarted server is not met by everybody in the same second.
 *
 * @param {number} tries
 * @param {() => number} random
 * @param {{ backoffMinMs: number, backoffMaxMs: number }} limits
 * @returns {number} ms
 */
function backoff(tries, random, limits) {
  const ceiling = Math.min(limits.backoffMaxMs, limits.backoffMinMs * Math.pow(2, Math.min(tries, 20) + 1));
  return Math.round(limits.backoffMinMs + random() * (ceiling - limits.backoffMinMs));
}

// ---- kernel/faults.js
/**
 * Refusals of the server, and the SDK's own, in one shape: an Error with code, name, band.
 *
 * @typedef {import('./types').Fault} Fault
 * @typedef {import('./types').FaultFields} FaultFields
 * @typedef {import('./types').Band} Band
 */

/** @type {Record<string, [number, Band]>} */
const OWN = {
  connection_lost: [9000, 'later'],
  timeout: [9001, 'later'],
  not_logged_in: [9002, 'login'],
  closed: [9003, 'never'],
  outbox_full: [9004, 'later'],
  too_large: [9005, 'fix'],
  retry_window_over: [9006, 'never'],
  bad_argument: [9007, 'fix'],
  token_failed: [9008, 'later'],
  token_needed: [9009, 'login'],
  busy: [9010, 'later'],
};

/** A facade that shows them to people gives the sentences, English and Chinese. @type {Record<string, [string, string]>} */
const sentences = {};

/**
 * @param {FaultFields} fields
 * @param {string} text
 * @returns {Fault}
 */
function createFault(fields, text) {
  return Object.assign(/** @type {any} */ (new Error(text)), fields);
}

/**
 * @param {string} name  of the table above
 * @param {string} [detail]  instead of the sentence
 * @returns {Fault}
 */
function own(name, detail) {
  const words = sentences[name] || [name, ''];
  return createFault({ code: OWN[name][0], name, band: OWN[name][1], zh: words[1] }, detail || words[0]);
}

/**
 * @param {any} err  of a reply, or a bye
 * @returns {Fault}
 */
function fromWire(err) {
  const name = String(err.name || 'unknown');
  const band = ['fix', 'later', 'login', 'never'].indexOf(err.band) < 0 ? 'later' : err.band;
  /** @type {FaultFields} */
  const fields = { code: Number(err.code) || 0, name, band };
  if (err.zh) fields.zh = String(err.zh);
  if (err.after > 0) fields.after = Number(err.after);
  if (err.field) fields.field = String(err.field);
  return createFault(fields, String(err.text || name));
}

/**
 * What storage keeps of it.
 * @param {Fault} fault
 * @returns {FaultFields}
 */
function plain(fault) {
  return { code: fault.code, name: fault.name, band: fault.band, zh: fault.zh };
}

// ---- kernel/connection.js
/**
 * The one connection.
 *
 *            start                open              login/resume ok          whole
 *   idle ─────────► connecting ─────────► authenticating ─────────► syncing ───────► online
 *    ▲                ▲   ▲                     │                      │               │
 *    │ logout         │   └── back-off ── waiting ◄────────── lost, bye "later" ───────┘
 *    │           show │                                                │
 *    └─ (any)         └──────────── suspended ◄──── hide ──── (any)    └─ bye "never", refused ──► closed
 *
 * Sockets are numbered. Whatever an older socket still says (and a platform may say it minutes later, or never) is ignored. While
 * the app is hidden nothing is started; a socket that was hidden for more than a moment is never trusted again.
 *
 * @typedef {import('./types').State} State
 * @typedef {import('./types').Fault} Fault
 * @typedef {import('./types').Frame} Frame
 *
 * @typedef {object} Handlers
 * @property {(state: State, before: State, fault: Fault | null) => void} state
 * @property {(reply: Frame) => void} entered  logged in or resumed
 * @property {(reply: Frame) => void} pong
 * @property {(frame: Frame) => void} push
 * @property {() => void} hide  a last moment to write things down
 * @property {() => void} lost
 */


/**
 * @param {object} parts
 * @param {import('./types').Platform} parts.platform
 * @param {import('./limits').Limits} parts.limits
 * @param {string} parts.url
 * @param {import('./requests').Requests} parts.requests
 * @param {import('./session').Session} parts.session
 * @param {Handlers} parts.handlers
 * @param {import('./types').Log} parts.log
 */
function createConnection({ platform, limits, url, requests, session, handlers, log }) {
  /** @type {State} */
  let state = 'idle';
  /** what to be when shown: how far this connection has come */
  /** @type {State} */
  let level = 'idle';
  let generation = 0;
  /** @type {import('./types').Socket | null} */
  let socket = null;
  let running = false;
  let entered = false;
  let hidden = false;
  let hiddenAt = 0;
  let tries = 0;
  let enteredAt = 0;
  let heartbeatMs = 0;
  let probing = false;
  /** the one timer: connect deadline, back-off or heartbeat, never two of them */
  /** @type {any} */
  let timer = null;
  /** @type {Array<() => void>} */
  let unlisten = [];

  /**
   * @param {State} next
   * @param {Fault | null} [fault]
   */
  function setState(next, fault) {
    level = next;
    const shown = hidden && running ? 'suspended' : next;
    if (shown === state) return;
    const before = state;
    state = shown;
    log('info', before + ' -> ' + shown + (fault ? ' (' + fault.name + ')' : ''));
    handlers.state(shown, before, fault || null);
  }

  /**
   * @param {() => void} run
   * @param {number} ms
   */
  function setTimer(run, ms) {
    platform.clearTimeout(timer);
    timer = platform.setTimeout(run, ms);
  }

  function drop() {
    generation += 1;
    platform.clearTimeout(timer);
    const old = socket;
    socket = null;
    probing = false;
    if (entered && platform.now() - enteredAt >= limits.stableMs) tries = 0;
    entered = false;
    if (old) old.close();
    requests.lost();
    handlers.lost();
  }

  function open() {
    drop();
    const mine = generation;
    setState('connecting');
    // Whoever listens may have stopped us.
    if (mine !== generation) return;
    session.prepare();
    /**
     * @template T
     * @param {(value: T) => void} run
     * @returns {(value: T) => void}
     */
    const guard = (run) => (value) => { if (mine === generation) run(value); };
    /** @type {import('./types').SocketEvents} */
    const events = {
      open: () => { if (mine === generation) opened(); },
      message: guard(receive),
      end: guard((/** @type {string} */ reason) => lose(own('connection_lost', reason))),
    };
    setTimer(() => lose(own('timeout')), limits.connectTimeoutMs);
    socket = platform.connect(url, events);
  }

  function opened() {
    const live = socket;
    if (!live) return;
    // The timer of the handshake has done its work; from here every request has its own.
    platform.clearTimeout(timer);
    const mine = generation;
    requests.open((text) => live.send(text));
    setState('authenticating');
    if (mine !== generation) return;
    /** @type {import('./session').Call} */
    const call = (frame, timeoutMs, answer) => {
      // A token may arrive when its connection is long gone.
      if (mine === generation) requests.call(frame, timeoutMs, answer);
      else answer(own('connection_lost'), {});
    };
    session.enter(call, (fault, reply) => {
      if (mine !== generation) return;
      if (fault) {
        refused(fault);
        return;
      }
      entered = true;
      enteredAt = platform.now();
      heartbeatMs = reply.heartbeat > 0 ? reply.heartbeat : 25000;
      setState('syncing');
      if (mine !== generation) return;
      // A session that was resumed may still count as in the background.
      if (hidden || session.resumed()) tellState(!hidden);
      beat();
      requests.ready();
      handlers.entered(reply);
    });
  }

  /** @param {Fault} fault */
  function refused(fault) {
    if (fault.band === 'later') lose(fault);
    else if (fault.band === 'login') needLogin(fault);
    else stop('closed', fault);
  }

  /** @param {Fault} fault */
  function needLogin(fault) {
    // Fresh tokens that are refused, again and again, are retried as slowly as anything else.
    if (session.canRefresh() && fault.name !== 'token_needed') lose(fault);
    else stop('closed', fault);
  }

  /**
   * The connection is gone or not to be trusted.
   * @param {Fault} fault
   */
  function lose(fault) {
    if (!running) return;
    drop();
    if (hidden) {
      setState('waiting', fault);
      return;
    }
    const delay = Math.max(backoff(tries, platform.random, limits), fault.after || 0);
    tries += 1;
    setState('waiting', fault);
    // A listener may have stopped us, or started anew.
    if (state === 'waiting') setTimer(open, delay);
  }

  /** @param {any} data */
  function receive(data) {
    /** @type {Frame | null} */
    let frame = null;
    try {
      frame = JSON.parse(data);
    } catch (error) {
      log('warn', 'not JSON');
    }
    if (!frame || typeof frame !== 'object') return;
    if (frame.re !== undefined) {
      if (!requests.answer(frame) && frame.err) log('warn', 'refused: ' + frame.err.name);
    } else if (frame.op === 'bye') bye(fromWire(frame));
    else handlers.push(frame);
  }

  /** @param {Fault} fault */
  function bye(fault) {
    log('info', 'bye ' + fault.code + ' ' + fault.name);
    if (fault.band === 'login') {
      session.spent();
      needLogin(session.canRefresh() ? fault : own('token_needed', fault.message));
    } else if (fault.band === 'later') lose(fault);
    else stop('closed', fault);
  }

  function beat() {
    setTimer(() => ping(limits.heartbeatReplyMs), heartbeatMs);
  }

  /** @param {number} deadlineMs */
  function ping(deadlineMs) {
    const mine = generation;
    requests.call({ op: 'ping' }, deadlineMs, (fault, reply) => {
      if (mine !== generation) return;
      probing = false;
      if (fault) {
        lose(fault);
        return;
      }
      beat();
      handlers.pong(reply);
    });
  }

  /** Is it still there? Asked when there is a reason to doubt. */
  function probe() {
    if (!entered || probing) return;
    probing = true;
    ping(limits.probeReplyMs);
  }

  /** @param {boolean} foreground */
  function tellState(foreground) {
    requests.call({ op: 'state', state: foreground ? 'foreground' : 'background' }, limits.requestTimeoutMs, (fault) => {
      if (fault && fault.name !== 'connection_lost') log('warn', 'state: ' + fault.name);
    });
  }

  function onHide() {
    if (hidden) return;
    hidden = true;
    hiddenAt = platform.now();
    if (entered) {
      tellState(false);
      handlers.hide();
      setState(level);
    } else {
      drop();
      handlers.hide();
      setState('waiting');
    }
  }

  function onShow() {
    if (!hidden) {
      // Also comes right after launch.
      if (level === 'waiting') again();
      return;
    }
    hidden = false;
    const away = platform.now() - hiddenAt;
    if (entered && away >= 0 && away <= limits.hiddenTrustMs) {
      setState(level);
      tellState(true);
      probe();
    } else again();
  }

  /** At once, and with fresh patience. */
  function again() {
    tries = 0;
    open();
  }

  /** @param {boolean} isConnected */
  function onNetwork(isConnected) {
    if (hidden) return;
    if (entered) probe();
    else if (level === 'waiting' && isConnected) again();
    else if (level !== 'waiting') {
      // It may be opening on a network that is gone. Networks flap: it gets a short deadline, not a second socket.
      tries = 0;
      setTimer(() => lose(own('timeout')), limits.probeReplyMs);
    }
  }

  /**
   * @param {State} end
   * @param {Fault | null} fault
   */
  function stop(end, fault) {
    if (!running) return;
    running = false;
    unlisten.forEach((one) => one());
    unlisten = [];
    drop();
    session.close();
    if (end === 'closed') session.forget();
    requests.close();
    setState(end, fault);
  }

  return {
    state: () => state,
    running: () => running,
    /** Logged in on a live socket: frames may go. */
    entered: () => entered,
    start() {
      running = true;
      hidden = false;
      tries = 0;
      unlisten = [platform.onShow(onShow), platform.onHide(onHide), platform.onNetwork(onNetwork)];
      open();
    },
    synced: () => { if (entered) setState('online'); },
    lose,
    probe,
    /** @param {State} end @param {Fault | null} fault */
    stop,
  };
}

/** @typedef {ReturnType<typeof createConnection>} Connection */

// ---- kernel/unread.js
/**
 * Unread is a formula (docs/wire/native.md section 6):   unread = K − M − X
 *
 *   K  running count at the head: how many entries up to it count as unread for others
 *   M  running count at the mark: the greatest of joined, cleared, read, last own send
 *   X  counted messages after the mark that were recalled since
 *
 * The server computes the same; a property test holds both against a naive recount. Pure: it only touches the four fields below.
 *
 * @typedef {object} Counted
 * @property {number} k
 * @property {[number, number]} mark  [number, running count there]
 * @property {number[]} except  numbers of X; the newest of them when there are very many
 * @property {number} exceptn  their true number
 */

/** @param {Counted} c */
function unread(c) {
  return Math.max(0, c.k - c.mark[1] - c.exceptn);
}

/**
 * The mark goes forward only, and drops the exceptions it passes.
 * @param {Counted} c
 * @param {number} n
 * @param {number} k  running count at n
 * @returns {boolean} whether it moved
 */
function moveMark(c, n, k) {
  if (n <= c.mark[0]) return false;
  c.mark = [n, k];
  const kept = c.except.filter((one) => one > n);
  // The list holds the newest: once the mark passes one of them, it has passed all that are not listed.
  c.exceptn = kept.length === c.except.length ? c.exceptn : kept.length;
  c.except = kept;
  return true;
}

/**
 * @param {Counted} c
 * @param {{ n: number, k: number }} entry  in order: the one after the head
 * @param {boolean} mine  a message (not an event) that I sent
 */
function addEntry(c, entry, mine) {
  c.k = entry.k;
  if (mine) moveMark(c, entry.n, entry.k);
}

/**
 * @param {Counted} c
 * @param {number} target
 * @param {boolean} counted  it had counted as unread
 */
function addRecall(c, target, counted) {
  if (!counted || target <= c.mark[0] || c.except.indexOf(target) >= 0) return;
  c.except = c.except.concat([target]);
  c.exceptn += 1;
}

// ---- kernel/conversations.js
/**
 * What is known of each conversation, and how entries change it. Entries are applied in order of their numbers, each once; who calls
 * `apply` has seen to that (sync.js).
 *
 * @typedef {import('./types').Conversation} Conversation
 * @typedef {import('./types').Entry} Entry
 */


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

/** Shown in a chat: a message that is not a command to a program. @param {Entry} entry */
function isShown(entry) {
  return entry.op === 'msg' && entry.type !== 'command';
}

/** @param {string} conv @returns {Conversation} */
function blank(conv) {
  return {
    conv, head: 0, k: 0, t: 0, mid: 0, last: null, mark: [0, 0], except: [], exceptn: 0, read: 0, want: 0,
    peer: { read: 0, delivered: 0 }, cleared: 0, pin: 0, mute: false, hidden: false,
  };
}

/**
 * @param {object} parts
 * @param {import('./store').Store} parts.store
 * @param {import('./pages').Pages} parts.pages
 * @param {() => string} parts.me
 * @param {import('./types').Emit} parts.emit
 */
function createConversations({ store, pages, me, emit }) {
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
   * @param {Conversation} c
   * @param {Entry} entry
   */
  function recall(c, entry) {
    const target = Number(entry.target);
    addRecall(c, target, Boolean(entry.counted));
    const old = pages.get(c.conv, target);
    /** @type {Entry} */
    const bare = { op: 'msg', from: entry.sender || entry.from, to: entry.to, n: target, k: 0, mid: 0, t: entry.t };
    const gone = Object.assign(/** @type {any} */ ({}), old || bare, { type: 'recalled', by: entry.from });
    ['content', 'ext', 'mentions'].forEach((name) => delete gone[name]);
    if (old) pages.put(c.conv, gone);
    if (c.last && c.last.n === target) c.last = gone;
    emit('recalled entry', gone, c.conv);
  }

  /**
   * An event of one's own feed: something that another device of mine, or a partner, did.
   * @param {Entry} entry
   */
  function applyFeed(entry) {
    const c = entry.conv ? table.get(entry.conv) : undefined;
    if (!c) return; // a conversation that this device does not know yet: its summary will say it
    /** @type {any} each event has its own fields */
    const e = entry;
    if (e.event === 'read') readBySelf(c, e.read, e.rk);
    else if (e.event === 'receipt') readByPeer(c, e.user, e.read);
    else if (entry.event === 'setting') setting(c, entry);
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
    if (given.pin !== undefined) c.pin = given.pin;
    if (given.mute !== undefined) c.mute = given.mute;
    if (given.hidden !== undefined) c.hidden = given.hidden;
    if (given.cleared > c.cleared) {
      c.cleared = given.cleared;
      if (given.ck !== undefined) moveMark(c, c.cleared, given.ck);
      if (c.last && c.last.n <= c.cleared) c.last = null;
    }
    touch(c);
  }

  return {
    table: () => table,
    /** @param {string} conv */
    get: (conv) => table.get(conv),
    need,
    touch,
    setting,
    readBySelf,
    applyFeed,

    /**
     * The entry after the head, or after a jump.
     * @param {Conversation} c
     * @param {Entry} entry
     * @param {{ live: boolean, quiet: boolean }} how  quiet: part of the first picture, not news
     */
    apply(c, entry, how) {
      c.head = entry.n;
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
      if (entry.op === 'event' && entry.event === 'recall') recall(c, entry);
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

// ---- kernel/emitter.js
/**
 * Events. A listener that throws is reported and harms nobody else.
 *
 * @param {(error: unknown) => void} report
 */
function createEmitter(report) {
  /** @type {Record<string, Array<{ run: Function, once: boolean }>>} */
  let table = {};

  /**
   * @param {string} event
   * @param {Function} run
   * @param {boolean} once
   */
  function add(event, run, once) {
    if (typeof run !== 'function') throw new TypeError('a listener of "' + event + '" must be a function');
    table[event] = (table[event] || []).concat([{ run, once }]);
    return () => off(event, run);
  }

  /**
   * Without `run`: all listeners of the event. Without both: all.
   * @param {string} [event]
   * @param {Function} [run]
   */
  function off(event, run) {
    if (event === undefined) table = {};
    else if (!run) delete table[event];
    else table[event] = (table[event] || []).filter((one) => one.run !== run);
  }

  return {
    /** @param {string} event @param {Function} run @returns {() => void} removes it again */
    on: (event, run) => add(event, run, false),
    /** @param {string} event @param {Function} run @returns {() => void} */
    once: (event, run) => add(event, run, true),
    off,
    /** @param {string} event @param {any[]} values */
    emit(event, ...values) {
      (table[event] || []).forEach((one) => {
        // Removed by a listener before it: it must not hear of this one any more.
        if ((table[event] || []).indexOf(one) < 0) return;
        if (one.once) off(event, one.run);
        try {
          one.run.apply(undefined, values);
        } catch (error) {
          report(error);
        }
      });
    },
  };
}

/** @typedef {ReturnType<typeof createEmitter>} Emitter */

// ---- kernel/limits.js
/**
 * Every limit of the SDK, with its unit in its name. Those marked "server" repeat the server's table so that a message which can
 * never be accepted fails here, at once.
 */

const LIMITS = {
  connectTimeoutMs: 10000,
  requestTimeoutMs: 10000,
  /** an app's request waits for a connection, and for its answer, this long in all */
  askTimeoutMs: 20000,
  asksMax: 200,
  heartbeatReplyMs: 8000,
  probeReplyMs: 2000,
  /** WeChat suspends after 5 s and may kill the socket: hidden for longer than this, the old socket is never trusted */
  hiddenTrustMs: 4000,
  backoffMinMs: 1000,
  backoffMaxMs: 30000,
  /** a connection that lasted this long starts the back-off from the beginning */
  stableMs: 10000,
  logoutMs: 2000,
  tokenTimeoutMs: 15000,
  renewRetryMs: 10000,

  outboxMax: 500,
  outboxWindow: 8,
  retryWindowMs: 24 * 60 * 60 * 1000,
  frameBytesMax: 65536, // server
  contentBytesMax: 32768, // server
  extBytesMax: 8192, // server
  idBytesMax: 64, // server
  signalBytesMax: 4096, // server
  historyPageMax: 100, // server
  watchedUsersMax: 200, // server
  usersPageMax: 100, // server

  ackDelayMs: 1500,
  ackPairsMax: 100, // server
  readDelayMs: 200,

  syncPage: 50,
  syncEntries: 20,
  /** two frames may change places; a gap that lasts longer is a loss */
  gapGraceMs: 300,
  earlyMax: 100,
  /** a longer absence leaves a hole that history() fills when somebody scrolls there */
  gapFillMax: 200,
  feedFillMax: 1000,

  pageEntries: 32,
  pagesInMemoryMax: 128,
  /** a stored value is cut into parts of this length: below 64 KB in UTF-8 */
  partCharsMax: 16000,
  writeDelayMs: 500,
  /** the app needs storage too */
  storageSharePercent: 80,
};

/** @typedef {typeof LIMITS} Limits */

// ---- kernel/text.js
/**
 * Small things that the platform lacks: no TextEncoder, no atob, no crypto.
 */

/** @param {string} text */
function utf8Length(text) {
  let bytes = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00) {
      bytes += 4;
      i += 1;
    } else bytes += 3;
  }
  return bytes;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Whom a token names, unverified (the server does that): its local data can be shown before the network answers.
 *
 * @param {unknown} token
 * @returns {string} '' when it is not a JWT
 */
function userOf(token) {
  const body = typeof token === 'string' ? token.split('.')[1] : undefined;
  if (!body) return '';
  let bits = 0;
  let held = 0;
  let percent = '';
  for (let i = 0; i < body.length; i += 1) {
    const value = ALPHABET.indexOf(body[i] === '+' ? '-' : body[i] === '/' ? '_' : body[i]);
    if (value < 0) break;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      percent += '%' + (((held >> bits) & 0xff) | 0x100).toString(16).slice(1);
    }
  }
  try {
    const sub = JSON.parse(decodeURIComponent(percent)).sub;
    return typeof sub === 'string' ? sub : '';
  } catch (error) {
    return ''; // not a token that we can read: the server will say what is wrong with it
  }
}

/**
 * About fifty bits: enough beside a time and a device that differ too.
 * @param {() => number} random
 */
function randomText(random) {
  return Math.floor(random() * 1e15).toString(36);
}

// ---- kernel/outbox.js
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
    const frame = { op: 'send', to: out.to, cid: out.cid, type: out.type, content: out.content };
    // What is undefined does not travel.
    ['ext', 'mentions', 'quote', 'count', 'push'].forEach((name) => { frame[name] = /** @type {any} */ (out)[name]; });
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

// ---- kernel/pages.js
/**
 * The entries of conversations that this device holds, in pages of equal ranges of numbers. Which numbers are held is what the pages
 * say, so it cannot disagree with them: an evicted page is a hole, and history() fills holes from the server.
 *
 * @typedef {import('./types').Entry} Entry
 * @typedef {{ entries: Record<string, Entry> }} Page
 */

/**
 * @param {object} parts
 * @param {import('./store').Store} parts.store
 * @param {import('./limits').Limits} parts.limits
 */
function createPages({ store, limits }) {
  /** @type {Map<string, Page>} least recently used first */
  const memory = new Map();

  /**
   * @param {string} conv
   * @param {number} n
   */
  function keyOf(conv, n) {
    return 'm:' + encodeURIComponent(conv) + ':' + Math.floor(n / limits.pageEntries);
  }

  /**
   * @param {string} conv
   * @param {number} n
   */
  function pageOf(conv, n) {
    const key = keyOf(conv, n);
    let page = memory.get(key);
    if (page) memory.delete(key);
    else page = { entries: store.get(key) || {} };
    memory.set(key, page);
    if (memory.size > limits.pagesInMemoryMax) {
      store.flush();
      memory.delete(memory.keys().next().value || '');
    }
    return page;
  }

  return {
    /** Another user: nothing of the last one stays in memory. */
    begin: () => memory.clear(),
    /**
     * @param {string} conv
     * @param {number} n
     * @returns {Entry | undefined}
     */
    get: (conv, n) => pageOf(conv, n).entries[n],
    /**
     * @param {string} conv
     * @param {Entry} entry
     */
    put(conv, entry) {
      const page = pageOf(conv, entry.n);
      page.entries[entry.n] = entry;
      store.put(keyOf(conv, entry.n), () => page.entries);
    },
    /**
     * The run of held numbers that ends at `top`, at most `limit`, ascending; it ends at a hole.
     * @param {string} conv
     * @param {number} top
     * @param {number} floor  the lowest number wanted
     * @param {number} limit
     */
    run(conv, top, floor, limit) {
      /** @type {Entry[]} */
      const found = [];
      for (let n = top; n >= floor && found.length < limit; n -= 1) {
        const entry = pageOf(conv, n).entries[n];
        if (!entry) break;
        found.push(entry);
      }
      return found.reverse();
    },
    /** Nothing is held any more, in memory or in storage. */
    forget() {
      Array.from(memory.keys()).concat(store.keys('m:')).forEach((key) => store.put(key, () => undefined));
      memory.clear();
    },
  };
}

/** @typedef {ReturnType<typeof createPages>} Pages */

// ---- kernel/platform.js
/**
 * WeChat's `wx` as the kernel wants it. Another platform (a browser, another vendor's mini-program) writes these few functions.
 *
 * @typedef {import('./types').Platform} Platform
 *
 * @typedef {object} Host  what a mini-program has as globals; tests give their own
 * @property {(run: () => void, ms: number) => any} [setTimeout]
 * @property {(timer: any) => void} [clearTimeout]
 * @property {() => number} [now]
 * @property {() => number} [random]
 *
 * @typedef {Pick<WechatMiniprogram.Wx, 'connectSocket' | 'getStorageSync' | 'setStorageSync' | 'removeStorageSync'
 *   | 'getStorageInfoSync' | 'onAppShow' | 'offAppShow' | 'onAppHide' | 'offAppHide' | 'onNetworkStatusChange'
 *   | 'offNetworkStatusChange'>} WxPart
 */

/**
 * @param {WxPart} wx
 * @param {Host} [host]
 * @returns {Platform}
 */
function wxPlatform(wx, host) {
  const own = host || {};
  const later = own.setTimeout || ((/** @type {() => void} */ run, /** @type {number} */ ms) => setTimeout(run, ms));

  /**
   * @param {string} url
   * @param {import('./types').SocketEvents} events
   */
  function connect(url, events) {
    /** @type {WechatMiniprogram.SocketTask | undefined} */
    let task;
    try {
      task = wx.connectSocket({ url, fail: (result) => events.end(result.errMsg) });
    } catch (error) {
      later(() => events.end(String(error)), 0);
    }
    if (task) {
      task.onOpen(() => events.open());
      task.onMessage((result) => events.message(result.data));
      task.onError((result) => events.end(result.errMsg));
      task.onClose((result) => events.end('closed ' + result.code));
    }
    return {
      /** @param {string} text */
      send(text) {
        if (task) task.send({ data: text, fail: (result) => events.end(result.errMsg) });
      },
      close() {
        // A task that is dead already answers with fail; without a listener WeChat prints an error for it.
        if (task) task.close({ code: 1000, fail() {} });
      },
    };
  }

  return {
    name: 'wechat',
    now: own.now || (() => Date.now()),
    random: own.random || Math.random,
    setTimeout: later,
    clearTimeout: own.clearTimeout || ((timer) => clearTimeout(timer)),
    report: (error) => console.error(error),
    connect,
    storage: {
      get: (key) => wx.getStorageSync(key),
      set: (key, value) => wx.setStorageSync(key, value),
      remove: (key) => wx.removeStorageSync(key),
      info() {
        const info = wx.getStorageInfoSync();
        return { keys: info.keys, usedBytes: info.currentSize * 1024, limitBytes: info.limitSize * 1024 };
      },
    },
    onShow(listener) {
      const shown = () => listener();
      wx.onAppShow(shown);
      return () => { wx.offAppShow(shown); };
    },
    onHide(listener) {
      const hidden = () => listener();
      wx.onAppHide(hidden);
      return () => { wx.offAppHide(hidden); };
    },
    onNetwork(listener) {
      /** @param {{ isConnected: boolean }} event */
      const changed = (event) => listener(event.isConnected);
      wx.onNetworkStatusChange(changed);
      return () => { wx.offNetworkStatusChange(/** @type {any} the typings leave out what it is given */ (changed)); };
    },
  };
}

// ---- kernel/receipts.js
/**
 * What we tell about what we received (`ack`) and what the person read (`read`), gathered for a moment. An unconfirmed read mark is
 * kept with its conversation, so it survives the connection and the app.
 *
 * @typedef {import('./types').Conversation} Conversation
 */


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

// ---- kernel/requests.js
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

// ---- kernel/session.js
/**
 * Who we are: token, session secret, device. Resume when there is a session, else log in; ask the app's provider for a token when
 * the one we have is used up.
 *
 * @typedef {import('./types').Fault} Fault
 * @typedef {import('./types').Frame} Frame
 * @typedef {import('./types').Answer} Answer
 * @typedef {() => string | Promise<string>} TokenProvider
 *
 * @typedef {object} Credentials
 * @property {string} [token]
 * @property {TokenProvider} [tokenProvider]
 *
 * @typedef {(frame: Frame, timeoutMs: number, answer: Answer) => void} Call
 */


const PROTOCOL = 1;

/**
 * @param {object} parts
 * @param {import('./types').Platform} parts.platform
 * @param {import('./limits').Limits} parts.limits
 * @param {string} parts.app
 * @param {string} parts.sdk
 * @param {() => string} parts.device
 * @param {(secret: string) => void} parts.keep  the session secret changed: remember it
 */
function createSession({ platform, limits, app, sdk, device, keep }) {
  /** @type {Credentials} */
  let credentials = {};
  let secret = '';
  let token = '';
  let user = '';
  /** the token came from the provider and was not accepted yet */
  let fresh = false;
  let resumed = false;
  /** @type {Array<(fault: Fault | null) => void>} those who wait for the provider */
  let waiting = [];
  /** @type {any} */
  let timer = null;
  let round = 0;

  /** @param {string} next */
  function setSecret(next) {
    if (next === secret) return;
    secret = next;
    keep(secret);
  }

  /** @param {Fault | null} fault */
  function tokenCame(fault) {
    round += 1;
    platform.clearTimeout(timer);
    const all = waiting;
    waiting = [];
    all.forEach((one) => one(fault));
  }

  /** @param {(fault: Fault | null) => void} done */
  function needToken(done) {
    if (token) {
      done(null);
      return;
    }
    const provider = credentials.tokenProvider;
    if (!provider) {
      done(own('token_needed'));
      return;
    }
    waiting.push(done);
    if (waiting.length > 1) return;
    round += 1;
    const mine = round;
    timer = platform.setTimeout(() => tokenCame(own('token_failed')), limits.tokenTimeoutMs);
    /** @param {unknown} error */
    const failed = (error) => { if (mine === round) tokenCame(own('token_failed', String(error))); };
    try {
      Promise.resolve(provider()).then((given) => {
        if (mine !== round) return;
        if (typeof given === 'string' && given) {
          token = given;
          fresh = true;
          tokenCame(null);
        } else failed('no token');
      }, failed);
    } catch (error) {
      failed(error);
    }
  }

  /**
   * @param {Frame} reply
   * @param {Answer} done
   */
  function entered(reply, done) {
    if (user && reply.user !== user) {
      setSecret('');
      done(own('bad_argument', 'The token is for ' + reply.user), {});
      return;
    }
    setSecret(reply.session);
    done(null, reply);
  }

  /**
   * @param {Call} call
   * @param {Answer} done
   */
  function login(call, done) {
    needToken((fault) => {
      if (fault) {
        done(fault, {});
        return;
      }
      const frame = { op: 'login', v: PROTOCOL, app, token, device: device(), platform: platform.name, sdk };
      call(frame, limits.requestTimeoutMs, (refused, reply) => {
        if (!refused) {
          resumed = false;
          fresh = false;
          entered(reply, done);
          return;
        }
        // An old token may have run out; one that was just fetched is simply wrong.
        const again = refused.band === 'login' && credentials.tokenProvider && !fresh;
        if (refused.band === 'login') token = '';
        if (again) login(call, done);
        else done(refused, {});
      });
    });
  }

  return {
    /**
     * @param {string} who
     * @param {Credentials} given
     * @param {string} kept  session secret of an earlier run
     */
    begin(who, given, kept) {
      user = who;
      credentials = given;
      token = given.token || '';
      fresh = false;
      secret = kept;
    },
    /** Fetch a token while the socket opens. */
    prepare() {
      if (!secret && credentials.tokenProvider) needToken(() => {});
    },
    /**
     * On a fresh socket: resume or log in.
     * @param {Call} call
     * @param {Answer} done
     */
    enter(call, done) {
      if (!secret) {
        login(call, done);
        return;
      }
      call({ op: 'resume', v: PROTOCOL, app, session: secret }, limits.requestTimeoutMs, (refused, reply) => {
        if (!refused) {
          resumed = true;
          entered(reply, done);
        } else if (refused.band === 'later' || refused.band === 'never') done(refused, {});
        else {
          setSecret('');
          login(call, done);
        }
      });
    },
    /** The server says that this token is over. */
    spent() {
      token = '';
      setSecret('');
    },
    resumed: () => resumed,
    canRefresh: () => Boolean(credentials.tokenProvider),
    /**
     * A new token from the provider, or the one given; whoever renews sends it.
     * @param {string | null} given
     * @param {(fault: Fault | null, token: string) => void} done
     */
    refresh(given, done) {
      token = given || '';
      needToken((fault) => done(fault, token));
    },
    forget: () => setSecret(''),
    /** No timer, no waiting: the end. */
    close() {
      waiting = [];
      round += 1;
      platform.clearTimeout(timer);
    },
  };
}

/** @typedef {ReturnType<typeof createSession>} Session */

// ---- kernel/store.js
/**
 * Local storage that is small, full, broken or cut off in the middle, and never throws.
 *
 * A value is kept as JSON text in parts: `key` holds "parts,length|text", then `key^1`, `key^2` … Parts are written last first, so
 * that a value whose writing was interrupted is found damaged (and read as absent), never as half.
 * Writes are gathered for a moment. When storage is full, message pages go first: they are a cache of what the server has.
 *
 * Keys, below a prefix for app and user:   o:<seq> outbox   m:<conv>:<page> messages   c:<bucket> conversations   s session
 *
 * @typedef {{ full: boolean, removed: number, reason: string }} Trouble
 */

/** Written in this order: what a cursor promises must be there before the cursor is. */
const ORDER = ['o', 'm', 'c', 's'];
const ROUNDS = 4;
const EVICT_AT_LEAST = 8;

/**
 * @param {object} parts
 * @param {import('./types').Platform} parts.platform
 * @param {import('./limits').Limits} parts.limits
 * @param {string} parts.prefix  of the app: `hy:<app>:`
 * @param {(trouble: Trouble) => void} parts.trouble
 * @param {(key: string) => number} parts.age  of one of our pages: the smaller, the sooner it goes
 */
function createStore({ platform, limits, prefix, trouble, age }) {
  const storage = platform.storage;
  /** @type {Set<string>} all keys of the app, in full */
  let known = new Set();
  let space = prefix;
  /** @type {Map<string, () => any>} */
  const dirty = new Map();
  /** @type {any} */
  let timer = null;
  let failing = false;
  let damaged = 0;

  function scan() {
    known = new Set();
    try {
      storage.info().keys.forEach((key) => { if (key.indexOf(prefix) === 0) known.add(key); });
    } catch (error) {
      failed(String(error), 0);
    }
  }

  /**
   * @param {string} reason
   * @param {number} removed
   */
  function failed(reason, removed) {
    // One report per trouble, not one per write.
    if (!failing) trouble({ full: true, removed, reason });
    failing = true;
  }

  /** @param {string} key in full */
  function drop(key) {
    for (let i = 0, part = key; i === 0 || known.has(part); i += 1, part = key + '^' + i) {
      try {
        storage.remove(part);
      } catch (error) {
        failed(String(error), 0);
      }
      known.delete(part);
    }
  }

  /** @param {string} key in full */
  function read(key) {
    if (!known.has(key)) return undefined;
    try {
      const first = String(storage.get(key));
      const bar = first.indexOf('|');
      const head = first.slice(0, bar).split(',');
      let text = first.slice(bar + 1);
      for (let i = 1; i < Number(head[0]); i += 1) text += storage.get(key + '^' + i);
      if (bar > 0 && text.length === Number(head[1])) return JSON.parse(text);
    } catch (error) {
      failed(String(error), 0);
    }
    damaged += 1;
    return undefined;
  }

  /**
   * May throw: the quota.
   * @param {string} key in full
   * @param {string} text
   */
  function writeParts(key, text) {
    const count = Math.max(1, Math.ceil(text.length / limits.partCharsMax));
    for (let i = count - 1; i >= 0; i -= 1) {
      const part = text.slice(i * limits.partCharsMax, (i + 1) * limits.partCharsMax);
      const name = i === 0 ? key : key + '^' + i;
      storage.set(name, i === 0 ? count + ',' + text.length + '|' + part : part);
      known.add(name);
    }
    for (let i = count; known.has(key + '^' + i); i += 1) {
      storage.remove(key + '^' + i);
      known.delete(key + '^' + i);
    }
  }

  /** Message pages, the first to go first. Other users of this device before ours. */
  function evictable() {
    return Array.from(known)
      .filter((key) => key.indexOf(':m:') > 0 && key.indexOf('^') < 0)
      .map((key) => ({ key, age: key.indexOf(space) === 0 ? age(key.slice(space.length)) : -1 }))
      .sort((a, b) => a.age - b.age)
      .map((one) => one.key);
  }

  function evict() {
    const pages = evictable();
    const gone = pages.slice(0, Math.max(EVICT_AT_LEAST, Math.ceil(pages.length / 10)));
    gone.forEach(drop);
    return gone.length;
  }

  /** Leave room for the app itself. */
  function shrink() {
    try {
      for (let i = 0; i < ROUNDS; i += 1) {
        const info = storage.info();
        if (info.usedBytes * 100 <= info.limitBytes * limits.storageSharePercent || evict() === 0) return;
      }
    } catch (error) {
      failed(String(error), 0);
    }
  }

  /**
   * @param {string} key in full
   * @param {any} value undefined: removed
   */
  function write(key, value) {
    if (value === undefined) {
      drop(key);
      return true;
    }
    const text = JSON.stringify(value);
    let removed = 0;
    let reason = '';
    for (let i = 0; i < ROUNDS; i += 1) {
      try {
        writeParts(key, text);
        if (removed > 0) trouble({ full: false, removed, reason });
        failing = false;
        return true;
      } catch (error) {
        reason = String((error && /** @type {any} */ (error).errMsg) || error);
        const gone = evict();
        removed += gone;
        if (gone === 0) break;
      }
    }
    failed(reason, removed);
    return false;
  }

  function flush() {
    platform.clearTimeout(timer);
    timer = null;
    if (dirty.size === 0) return;
    shrink();
    let whole = true;
    ORDER.forEach((kind) => {
      Array.from(dirty.keys()).filter((key) => key[0] === kind).forEach((key) => {
        const value = /** @type {() => any} */ (dirty.get(key));
        // A cursor is never ahead of what it stands for.
        if (kind === 's' && !whole) return;
        const written = write(space + key, value());
        if (written || kind === 'm') dirty.delete(key);
        if (!written && kind !== 'm') whole = false;
      });
    });
  }

  return {
    /** @param {string} name of the user's part; '' = the app's own */
    open(name) {
      space = prefix + name;
      dirty.clear();
      damaged = 0;
      scan();
    },
    /** @param {string} key */
    get: (key) => read(space + key),
    /** Values that could not be read since open. */
    damaged: () => damaged,
    /**
     * Later, in one go with others.
     * @param {string} key
     * @param {() => any} value asked when it is written
     */
    put(key, value) {
      dirty.set(key, value);
      if (timer === null) timer = platform.setTimeout(flush, limits.writeDelayMs);
    },
    /** Now. @param {string} key @param {any} value undefined: remove @returns {boolean} */
    putNow: (key, value) => write(space + key, value),
    /** @param {string} start */
    keys: (start) => Array.from(known)
      .filter((key) => key.indexOf(space + start) === 0 && key.indexOf('^') < 0)
      .map((key) => key.slice(space.length)),
    flush,
    /** Everything of this user. */
    wipe() {
      dirty.clear();
      Array.from(known).filter((key) => key.indexOf(space) === 0 && key.indexOf('^') < 0).forEach(drop);
    },
    close() {
      flush();
      platform.clearTimeout(timer);
      timer = null;
    },
  };
}

/** @typedef {ReturnType<typeof createStore>} Store */

// ---- kernel/sync.js
/**
 * A push is a hint. It is applied when it is the next number of its conversation; anything else is a reason to look:
 *
 *   number held already   → ignored (it is acknowledged again)
 *   number further on     → kept aside for a moment (frames may change places), then sync
 *   pong.pushed disagrees → sync
 *   push "sync"           → sync
 *
 * Sync asks what changed since `cursor`, conversation by conversation, and fetches by history what lies between what is held and what
 * the page brought. The cursor is stored after everything that it stands for.
 *
 * @typedef {import('./types').Entry} Entry
 * @typedef {import('./types').Frame} Frame
 * @typedef {import('./types').Conversation} Conversation
 */

/** Syncs in a row before an entry that still does not follow is taken as it is. */
const ROUNDS_MAX = 3;


/**
 * @param {object} parts
 * @param {import('./types').Platform} parts.platform
 * @param {import('./limits').Limits} parts.limits
 * @param {import('./requests').Requests} parts.requests
 * @param {import('./conversations').Conversations} parts.conversations
 * @param {import('./receipts').Receipts} parts.receipts
 * @param {() => string} parts.me
 * @param {() => void} parts.save  the cursor moved
 * @param {() => void} parts.synced
 * @param {() => void} parts.reset  local state is worthless
 * @param {import('./types').Log} parts.log
 */
function createSync({ platform, limits, requests, conversations, receipts, me, save, synced, reset, log }) {
  let cursor = 0;
  let received = 0;
  /** a sync was completed on this connection */
  let whole = false;
  let running = false;
  let again = false;
  let rounds = 0;
  let all = false;
  /** entries up to this position are part of the first picture, not news; -1 = the next login says it */
  let newsAfter = 0;
  /** @type {Map<string, number>} how far each conversation was shown before its local state was dropped */
  const shown = new Map();
  let tries = 0;
  /** of the connection: an answer to an older one is not for us */
  let epoch = 0;
  /** own changes that the feed numbers without telling this session */
  let ownFeedWrites = 0;
  /** @type {any} */
  let timer = null;
  /** @type {Map<string, Entry[]>} entries that came too early */
  const early = new Map();

  /**
   * @param {() => void} run
   * @param {number} ms
   */
  function later(run, ms) {
    platform.clearTimeout(timer);
    timer = platform.setTimeout(() => {
      timer = null;
      run();
    }, ms);
  }

  /**
   * Only a call of the present connection gets its answer.
   * @param {Frame} frame
   * @param {import('./types').Answer} answer
   */
  function call(frame, answer) {
    const mine = epoch;
    requests.call(frame, limits.requestTimeoutMs, (fault, reply) => { if (mine === epoch) answer(fault, reply); });
  }

  /** @param {Conversation} c @param {boolean} live */
  function drain(c, live) {
    const waiting = early.get(c.conv);
    if (!waiting) return;
    const rest = waiting.filter((entry) => entry.n > c.head).sort((a, b) => a.n - b.n);
    while (rest.length > 0 && rest[0].n <= c.head + 1) {
      const entry = /** @type {Entry} */ (rest.shift());
      if (entry.n === c.head + 1) conversations.apply(c, entry, { live, quiet: false });
    }
    if (rest.length > 0) early.set(c.conv, rest);
    else early.delete(c.conv);
  }

  /**
   * @param {string} conv
   * @param {Entry} entry
   * @returns {boolean} whether it is held now
   */
  function take(conv, entry) {
    const known = conversations.get(conv);
    const head = known ? known.head : 0;
    if (entry.n <= head) return true;
    const jump = entry.n - head - 1;
    if (jump > 0 && conv === FEED && jump <= ownFeedWrites) ownFeedWrites -= jump;
    else if (jump > 0) {
      const waiting = (early.get(conv) || []).filter((one) => one.n !== entry.n);
      if (waiting.length < limits.earlyMax) early.set(conv, waiting.concat([entry]));
      if (!running && timer === null) {
        later(() => {
          if (early.size > 0) start();
        }, limits.gapGraceMs);
      }
      return false;
    }
    const c = conversations.need(conv);
    conversations.apply(c, entry, { live: true, quiet: false });
    drain(c, true);
    return true;
  }

  /** @param {Frame} frame  msg or event */
  function push(frame) {
    received += 1;
    const entry = /** @type {Entry} */ (frame);
    const conv = conversationOf(entry, me());
    if (take(conv, entry)) {
      const c = conversations.get(conv);
      if (c) receipts.got(conv, c.head);
    }
  }

  function start() {
    platform.clearTimeout(timer);
    timer = null;
    if (running) {
      again = true;
      return;
    }
    running = true;
    again = false;
    page(null);
  }

  /** @param {string | null} next */
  function page(next) {
    const frame = { op: 'sync', cursor, limit: limits.syncPage, entries: limits.syncEntries, next };
    call(frame, (fault, reply) => {
      if (fault) {
        refused(fault);
        return;
      }
      if (reply.whole === false && cursor > 0) {
        log('warn', 'starting again from nothing');
        restart();
        return;
      }
      each(reply.conversations || [], 0, () => {
        conversations.tell();
        if (reply.more) page(reply.next);
        else done(reply.cursor);
      });
    });
  }

  function restart() {
    newsAfter = cursor;
    cursor = 0;
    early.clear();
    // Pushes may have shown more than the cursor says.
    conversations.table().forEach((c) => shown.set(c.conv, c.head));
    reset();
    page(null);
  }

  /** @param {import('./types').Fault} fault */
  function refused(fault) {
    if (fault.name === 'bad_cursor' && cursor > 0) {
      restart();
      return;
    }
    running = false;
    const delay = Math.max(backoff(tries, platform.random, limits), fault.after || 0);
    tries += 1;
    log('warn', 'sync: ' + fault.name);
    later(start, delay);
  }

  /**
   * @param {Frame[]} items
   * @param {number} index
   * @param {() => void} end
   */
  function each(items, index, end) {
    if (index === items.length) end();
    else absorb(items[index], () => each(items, index + 1, end));
  }

  /**
   * @param {Frame} item  summary with entries
   * @param {() => void} next
   */
  function absorb(item, next) {
    const c = conversations.need(item.conv);
    /** @type {Entry[]} */
    const entries = item.entries || [];
    const first = entries.length > 0 ? entries[0].n : item.head + 1;
    // What was there before the first picture is not missed: history() shows it to whoever scrolls there. But when the oldest that
    // came is news, those before it may be news too.
    const held = c.head > 0 || (entries.length > 0 && entries[0].mid > newsAfter);
    const most = c.conv === FEED ? limits.feedFillMax : limits.gapFillMax;
    const finish = () => {
      if (c.conv === FEED) {
        c.head = Math.max(c.head, item.head);
        ownFeedWrites = 0;
        conversations.touch(c);
      } else conversations.merge(c, item);
      drain(c, false);
      receipts.got(c.conv, c.head);
      next();
    };
    const rest = () => {
      entries.forEach((entry) => absorbEntry(c, entry));
      if (held && c.head < item.head && item.head - c.head <= most) fill(c, item.head, finish);
      else finish();
    };
    if (held && first - 1 > c.head && first - 1 - c.head <= most) fill(c, first - 1, rest);
    else {
      // Too many events of one's own feed to go through one by one: the summaries say the same.
      if (held && first - 1 > c.head && c.conv === FEED) refresh();
      rest();
    }
  }

  /** @param {Conversation} c @param {Entry} entry */
  function absorbEntry(c, entry) {
    const old = entry.mid <= newsAfter || entry.n <= (shown.get(c.conv) || 0);
    if (entry.n > c.head) conversations.apply(c, entry, { live: false, quiet: old });
  }

  /** All summaries anew after this sync. */
  function refresh() {
    all = true;
    again = true;
  }

  /**
   * Forward, up to number `last`.
   * @param {Conversation} c
   * @param {number} last
   * @param {() => void} next
   */
  function fill(c, last, next) {
    const limit = Math.min(limits.historyPageMax, last - c.head);
    call({ op: 'history', conv: c.conv, from: c.head + 1, limit, dir: 'forward' }, (fault, reply) => {
      if (fault && fault.band === 'later') {
        refused(fault);
        return;
      }
      const before = c.head;
      /** @type {Entry[]} */
      const entries = (!fault && reply.entries) || [];
      entries.forEach((entry) => {
        if (entry.n <= last) absorbEntry(c, entry);
      });
      if (c.head >= last || c.head === before) next();
      else fill(c, last, next);
    });
  }

  /** @param {number} reached */
  function done(reached) {
    running = false;
    tries = 0;
    newsAfter = 0;
    shown.clear();
    cursor = all ? 0 : Math.max(cursor, reached || 0);
    all = false;
    save();
    rounds += 1;
    if (again || (early.size > 0 && rounds < ROUNDS_MAX)) {
      start();
      return;
    }
    rounds = 0;
    jump();
    whole = true;
    synced();
  }

  /** What stays early after syncs that were whole follows numbers that we may not see (cleared, for example). */
  function jump() {
    Array.from(early.keys()).forEach((conv) => {
      const c = conversations.need(conv);
      (early.get(conv) || []).sort((a, b) => a.n - b.n).forEach((entry) => absorbEntry(c, entry));
    });
    early.clear();
    conversations.tell();
  }

  return {
    /**
     * @param {number} from  the stored cursor; 0 = everything
     * @param {number} news  entries after this position are news to the app; -1 = those after the next login
     */
    load(from, news) {
      cursor = from;
      newsAfter = news;
    },
    cursor: () => cursor,
    push,
    take,
    start,
    ownFeedWrite() { ownFeedWrites += 1; },
    /** Logged in: pushes are counted from here. @param {number} position  of the log */
    entered(position) {
      received = 0;
      if (newsAfter < 0) newsAfter = position;
      start();
    },
    /** @param {Frame} pong */
    pong(pong) {
      if (pong.pushed !== received) {
        log('info', 'pushes missed: ' + received + ' of ' + pong.pushed);
        received = pong.pushed;
        start();
      } else if (whole && !running && early.size === 0 && pong.cursor > cursor) {
        cursor = pong.cursor;
        save();
      }
    },
    lost() {
      epoch += 1;
      running = false;
      again = false;
      all = false;
      rounds = 0;
      whole = false;
      early.clear();
      platform.clearTimeout(timer);
      timer = null;
    },
  };
}

/** @typedef {ReturnType<typeof createSync>} Sync */

// ---- kernel/index.js
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
 * @property {Partial<import('./limits').Limits>} [limits]
 *
 * @typedef {object} Start
 * @property {string} user
 * @property {string} [token]
 * @property {import('./session').TokenProvider} [tokenProvider]
 */


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
  const conversations = createConversations({ store, pages, me: () => me, emit: applied });
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
      const entry = Object.assign({}, out, { op: 'msg', from: me, n: reply.n, k: reply.k, mid: reply.mid, t: reply.t });
      ['seq', 'at', 'tried', 'fault'].forEach((name) => delete entry[name]);
      sync.take(out.to, entry);
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
    if (frame.op === 'msg' || frame.op === 'event') {
      sync.push(frame);
      outbox.pump();
    } else if (frame.op === 'sync') sync.start();
    else if (frame.op === 'receipt') {
      const c = conversations.get(frame.conv);
      if (c) conversations.delivered(c, frame.delivered);
    } else if (frame.op === 'signal') {
      emit('signal', Object.assign({}, frame, { conv: conversationOf(/** @type {any} */ (frame), me) }));
    } else if (frame.op === 'presence') emit('presence', { user: frame.user, state: frame.state });
    else if (frame.op === 'expiring') {
      emit('expiring', { at: frame.at, in: frame.in, renewing: session.canRefresh() });
      if (session.canRefresh()) renew(null, () => {});
    }
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
      const some = users.slice(i, i + limits.usersPageMax);
      requests.call({ op: 'presence', users: some, watch: true }, limits.requestTimeoutMs, (fault, reply) => {
        if (!fault) Object.keys(reply.users || {}).forEach((user) => emit('presence', { user, state: reply.users[user] }));
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

  /**
   * @param {string} conv
   * @param {number} n
   * @param {Answer} answer
   */
  function recall(conv, n, answer) {
    requests.ask({ op: 'recall', conv, n }, (fault, reply) => {
      if (!fault) {
        const old = pages.get(conv, n);
        const entry = {
          op: 'event', from: me, to: conv, n: reply.n, k: reply.k, mid: reply.mid, t: reply.t,
          event: 'recall', target: n, counted: !old || old.count !== false, sender: me,
        };
        sync.take(conv, /** @type {Entry} */ (entry));
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
    history,
    change,
    recall,
    read,

    post: outbox.add,
    resend: outbox.resend,
    discard: outbox.discard,
    outgoing: outbox.list,

    conversation: conversations.get,
    conversations: conversations.list,
    unread: conversations.unread,

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

// ---- hongyan/checks.js
/**
 * What an app may pass. A mistake is told at once, not by the server a second later.
 */


/**
 * 's:bob', 'g:7', 'r:7', or {user: 'bob'}, {group: '7'}, {room: '7'}, or anything with a `conv` (a message, a conversation).
 *
 * @param {any} target
 * @param {number} idBytesMax
 * @returns {string}
 */
function conversationName(target, idBytesMax) {
  const given = target || {};
  const name = typeof target === 'string' ? target
    : given.conv ? String(given.conv)
      : given.user ? 's:' + given.user
        : given.group ? 'g:' + given.group
          : given.room ? 'r:' + given.room : '';
  if (!/^[sgr]:./.test(name) || /[\u0000-\u001f\u007f]/.test(name) || !isText(name) || utf8Length(name) > idBytesMax + 2) {
    throw own('bad_argument', 'Not a conversation: ' + JSON.stringify(target) + '. Write "s:bob" or {user: "bob"}.');
  }
  return name;
}

/** Half of a surrogate pair is no text. @param {string} text */
function isText(text) {
  try {
    encodeURIComponent(text);
    return true;
  } catch (error) {
    return false;
  }
}

/**
 * As it will travel: a copy, so that what the app changes later changes nothing here.
 *
 * @param {string} what
 * @param {any} value
 * @param {number} bytesMax
 */
function jsonCopy(what, value, bytesMax) {
  if (!value || typeof value !== 'object' || Array.isArray(value)) throw own('bad_argument', what + ' must be an object.');
  const text = JSON.stringify(value);
  const bytes = utf8Length(text);
  if (bytes > bytesMax) throw own('too_large', what + ' has ' + bytes + ' bytes; at most ' + bytesMax + '.');
  return JSON.parse(text);
}

/**
 * @param {any} given
 * @param {import('../kernel/limits').Limits} limits
 * @returns {import('../kernel/types').Draft}
 */
function draftOf(given, limits) {
  if (typeof given.type !== 'string' || !given.type) throw own('bad_argument', 'type is missing.');
  /** @type {import('../kernel/types').Draft} */
  const draft = {
    to: conversationName(given.to, limits.idBytesMax),
    type: given.type,
    content: jsonCopy('content', given.content, limits.contentBytesMax),
  };
  if (given.ext !== undefined) draft.ext = jsonCopy('ext', given.ext, limits.extBytesMax);
  if (given.mentions !== undefined) draft.mentions = userIds(given.mentions);
  if (given.quote !== undefined) {
    draft.quote = given.quote && typeof given.quote === 'object' ? given.quote.n : given.quote;
    if (!(Number(draft.quote) > 0)) throw own('bad_argument', 'quote must be a sent message or its number.');
  }
  if (given.count !== undefined) draft.count = Boolean(given.count);
  if (given.push !== undefined) draft.push = Boolean(given.push);
  // Room for the envelope that is added on the way.
  if (utf8Length(JSON.stringify(draft)) > limits.frameBytesMax - 1024) throw own('too_large');
  return draft;
}

/**
 * @param {any} given one id or several
 * @returns {string[]}
 */
function userIds(given) {
  const ids = Array.isArray(given) ? given : [given];
  ids.forEach((id) => {
    if (typeof id !== 'string' || !id || !isText(id)) throw own('bad_argument', 'Not a user id: ' + JSON.stringify(id));
  });
  return ids;
}

// ---- hongyan/messages.js
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
  /** @type {any} */
  const message = {
    id: entry.cid ? entry.from + '/' + entry.cid : conv + '#' + entry.n,
    conv, from: entry.from, mine, n: entry.n, t: entry.t, type: entry.type, content: entry.content || {},
    state: mine ? 'sent' : 'received', recalled: entry.type === 'recalled', error: null,
  };
  ['cid', 'ext', 'mentions', 'quote', 'count', 'push', 'by'].forEach((name) => {
    const value = /** @type {any} */ (entry)[name];
    if (value !== undefined) message[name] = value;
  });
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
        ['ext', 'mentions', 'quote', 'count', 'push'].forEach((name) => {
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

// ---- hongyan/sentences.js
/**
 * The SDK's own refusals in words, English and Chinese; the server sends its own.
 *
 * @type {Record<string, [string, string]>}
 */
const SENTENCES = {
  connection_lost: ['The connection was lost.', '连接已断开。'],
  timeout: ['No answer came in time.', '请求超时。'],
  not_logged_in: ['Log in first.', '请先登录。'],
  closed: ['The session has ended.', '会话已结束。'],
  outbox_full: ['Too many messages wait to be sent.', '待发送消息过多。'],
  too_large: ['The message is too large.', '消息过大。'],
  retry_window_over: ['Too old to be sent again safely.', '消息过旧,无法安全重发。'],
  bad_argument: ['An argument is wrong.', '参数错误。'],
  token_failed: ['The token provider failed.', '获取令牌失败。'],
  token_needed: ['A new token is needed.', '需要新的令牌。'],
  busy: ['Too many requests at once.', '请求过多。'],
};

// ---- hongyan/index.js
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
    url: linkOf(options.url), app: options.app, platform: options.platform, limits: options.limits, sdk: 'hongyan-js/' + VERSION,
  });
  const { limits, emit, platform } = kernel;
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

  /** @param {string} conv @returns {import('./index').Conversation} */
  function viewOf(conv) {
    const c = kernel.conversation(conv);
    /** @type {any} */
    const view = {
      conv, unread: kernel.unread(conv), last: c && c.last ? fromEntry(c.last, conv, kernel.me()) : null,
      head: c ? c.head : 0, t: c ? c.t : 0, read: c ? Math.max(c.read, c.want) : 0, cleared: c ? c.cleared : 0,
      peer: { read: c ? c.peer.read : 0, delivered: c ? c.peer.delivered : 0 },
      pinned: c ? c.pin > 0 : false, muted: c ? c.mute : false, hidden: c ? c.hidden : true,
    };
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
    if (state === 'online') entered(null);
    if (state === 'closed' || state === 'idle') entered(fault || own('closed'));
    if (fault && fault.code >= 4200 && fault.code < 4400 && state === 'closed') emit('kicked', describe(fault));
    if (fault && (state === 'closed' || fault.name === 'token_failed')) emit('error', describe(fault));
  });

  kernel.on('entry', (/** @type {any} */ entry, /** @type {string} */ conv, /** @type {any} */ how) => {
    const known = entry.from === kernel.me() && outgoing.remove(entry.cid);
    if (known || how.quiet) return;
    emit(entry.type === 'command' ? 'command' : 'message', fromEntry(entry, conv, kernel.me()), { live: how.live });
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
  kernel.on('recalled entry', (/** @type {any} */ entry, /** @type {string} */ conv) => emit('recalled', fromEntry(entry, conv, kernel.me())));
  kernel.on('changed', (/** @type {string} */ conv) => emit('conversation', viewOf(conv)));
  kernel.on('expiring', (/** @type {any} */ event) => emit('token-expiring', event));

  /**
   * @param {string} conv
   * @param {number} before
   * @param {number} limit
   * @param {Message[]} found
   * @param {number} rounds
   * @param {(fault: Fault | null, page: import('./index').HistoryPage | null) => void} done
   */
  function gather(conv, before, limit, found, rounds, done) {
    kernel.history(conv, before, limit, (fault, entries, more) => {
      if (fault && found.length === 0) {
        done(fault, null);
        return;
      }
      const shown = entries.filter(isShown).map((entry) => fromEntry(entry, conv, kernel.me()));
      const all = shown.concat(found);
      const lowest = entries.length > 0 ? entries[0].n : before;
      if (!fault && more && entries.length > 0 && all.length < limit && rounds < HISTORY_ROUNDS_MAX) {
        gather(conv, lowest, limit, all, rounds + 1, done);
        return;
      }
      const messages = all.slice(-limit);
      const cut = messages.length < all.length;
      done(null, { messages, more: more || cut, before: cut ? messages[0].n : lowest });
    });
  }

  /** @param {any} given message or its id */
  const cidOf = (given) => String(typeof given === 'string' ? given.slice(given.lastIndexOf('/') + 1) : given && given.cid);

  /** @type {import('./index').Hongyan} */
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

    recall(target, n) {
      const number = n === undefined ? Number(/** @type {any} */ (target).n) : n;
      return promised((answer) => {
        if (!(number > 0)) throw own('bad_argument', 'Only a sent message can be recalled.');
        kernel.recall(nameOf(target), number, answer);
      }, nothing);
    },

    history(target, how) {
      const given = how || {};
      const limit = Math.min(Math.max(1, given.limit || HISTORY_LIMIT), limits.historyPageMax);
      return promised((answer) => {
        const conv = nameOf(target);
        if (given.before === 1) answer(null, { messages: [], more: false, before: 1 });
        else gather(conv, given.before || 0, limit, [], 1, answer);
      }, (page) => page);
    },

    conversations: () => kernel.conversations().map((c) => viewOf(c.conv)),
    conversation: (target) => viewOf(nameOf(target)),
    unread: (target) => kernel.unread(nameOf(target)),
    totalUnread: () => kernel.conversations().reduce((sum, c) => sum + (c.mute ? 0 : kernel.unread(c.conv)), 0),
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
    mute: (target, on) => change({ op: 'set', conv: nameOf(target), mute: on !== false }),
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
    setProfile: (patch) => asked(Object.assign({}, patch, { op: 'profile' }), profileOf),
  };

  /** @param {Frame} frame */
  function change(frame) {
    return promised((answer) => kernel.change(frame, answer), nothing);
  }

  return hy;
}

/** @param {any} reply @returns {import('./index').User} */
function profileOf(reply) {
  return { user: reply.user, name: reply.name, avatar: reply.avatar, attributes: reply.attributes };
}

/** A bare host gets the native dialect's path. @param {string} url */
function linkOf(url) {
  if (typeof url !== 'string' || !/^wss?:\/\/[^/]/.test(url)) throw own('bad_argument', 'url must begin with wss:// (or ws:// while developing).');
  return /^wss?:\/\/[^/]+\/?$/.test(url) ? url.replace(/\/?$/, '/link') : url;
}

module.exports = { create, wxPlatform, VERSION };
