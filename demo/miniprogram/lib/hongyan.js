'use strict';
// ---- kernel/backoff.js
function backoff(tries, random, limits) {
  const ceiling = Math.min(limits.backoffMaxMs, limits.backoffMinMs * Math.pow(2, Math.min(tries, 20) + 1));
  return Math.round(limits.backoffMinMs + random() * (ceiling - limits.backoffMinMs));
}

// ---- kernel/faults.js
const OWN = {
  connection_lost: 'later',
  timeout: 'later',
  not_logged_in: 'login',
  closed: 'never',
  outbox_full: 'later',
  too_large: 'fix',
  retry_window_over: 'never',
  bad_argument: 'fix',
  token_failed: 'later',
  token_needed: 'login',
  busy: 'later',
};

const sentences = {};

function createFault(fields, text) {
  return Object.assign((new Error(text)), fields);
}

function own(name, detail) {
  const words = sentences[name] || [name, ''];
  return createFault({ code: 9000 + Object.keys(OWN).indexOf(name), name, band: OWN[name], zh: words[1] }, detail || words[0]);
}

function fromWire(err) {
  const name = String(err.name || 'unknown');
  const band = /^(fix|login|never)$/.test(err.band) ? err.band : 'later';
  const fields = { code: Number(err.code) || 0, name, band };
  if (err.zh) fields.zh = String(err.zh);
  if (err.after > 0) fields.after = Number(err.after);
  if (err.field) fields.field = String(err.field);
  return createFault(fields, String(err.text || name));
}

function plain({ code, name, band, zh }) {
  return { code, name, band, zh };
}

// ---- kernel/connection.js
function createConnection({ platform, limits, url, requests, session, handlers, log }) {
  let state = 'idle';
  let level = 'idle';
  let generation = 0;
  let socket = null;
  let running = false;
  let entered = false;
  let hidden = false;
  let hiddenAt = 0;
  let tries = 0;
  let enteredAt = 0;
  let heartbeatMs = 0;
  let probing = false;
  let timer = null;
  let unlisten = [];

  function setState(next, fault) {
    level = next;
    const shown = hidden && running ? 'suspended' : next;
    if (shown === state) return;
    const before = state;
    state = shown;
    log('info', before + ' -> ' + shown + (fault ? ' (' + fault.name + ')' : ''));
    handlers.state(shown, before, fault || null);
  }

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
    if (mine !== generation) return;
    session.prepare();
    const guard = (run) => (value) => { if (mine === generation) run(value); };
    const events = {
      open: () => { if (mine === generation) opened(); },
      message: guard(receive),
      end: guard((reason) => lose(own('connection_lost', reason))),
    };
    setTimer(() => lose(own('timeout')), limits.connectTimeoutMs);
    socket = platform.connect(url, events);
  }

  function opened() {
    const live = socket;
    if (!live) return;
    platform.clearTimeout(timer);
    const mine = generation;
    requests.open((text) => live.send(text));
    setState('authenticating');
    if (mine !== generation) return;
    const call = (frame, timeoutMs, answer) => {
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
      if (hidden || session.resumed()) tellState(!hidden);
      beat();
      requests.ready();
      handlers.entered(reply);
    });
  }

  function refused(fault) {
    if (fault.band === 'later') lose(fault);
    else if (fault.band === 'login') needLogin(fault);
    else stop('closed', fault);
  }

  function needLogin(fault) {
    if (session.canRefresh() && fault.name !== 'token_needed') lose(fault);
    else stop('closed', fault);
  }

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
    if (state === 'waiting') setTimer(open, delay);
  }

  function receive(data) {
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

  function probe() {
    if (!entered || probing) return;
    probing = true;
    ping(limits.probeReplyMs);
  }

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

  function again() {
    tries = 0;
    open();
  }

  function onNetwork(isConnected) {
    if (hidden) return;
    if (entered) probe();
    else if (level === 'waiting' && isConnected) again();
    else if (level !== 'waiting') {
      tries = 0;
      setTimer(() => lose(own('timeout')), limits.probeReplyMs);
    }
  }

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
    stop,
  };
}

// ---- kernel/unread.js
function unread(c) {
  return Math.max(0, c.k - c.mark[1] - c.exceptn);
}

function moveMark(c, n, k) {
  if (n <= c.mark[0]) return false;
  c.mark = [n, k];
  const kept = c.except.filter((one) => one > n);
  c.exceptn = kept.length === c.except.length ? c.exceptn : kept.length;
  c.except = kept;
  return true;
}

function addEntry(c, entry, mine) {
  c.k = entry.k;
  if (mine) moveMark(c, entry.n, entry.k);
}

// ---- kernel/conversations.js
const BUCKETS = 32;
const FEED = 'u:';

function bucketOf(conv) {
  let hash = 7;
  for (let i = 0; i < conv.length; i += 1) hash = (hash * 31 + conv.charCodeAt(i)) % 65521;
  return hash % BUCKETS;
}

function conversationOf(entry, me) {
  if (entry.to.slice(0, 2) !== 's:' || entry.from === me) return entry.to;
  return 's:' + entry.from;
}

function isShown(entry) {
  return entry.op === 'msg' && !/command|removed/.test((entry.type));
}

function blank(conv) {
  return {
    conv, head: 0, k: 0, t: 0, mid: 0, last: null, mark: [0, 0], except: [], exceptn: 0, mentions: [], read: 0, want: 0,
    peer: { read: 0, delivered: 0 }, cleared: 0, pin: 0, mute: false, hidden: false, notes: {},
  };
}

function createConversations({ store, pages, me, emit, makeFate }) {
  let table = new Map();
  let touched = new Set();

  function touch(c) {
    touched.add(c.conv);
    const bucket = bucketOf(c.conv);
    store.put('c:' + bucket, () => {
      const all = Array.from(table.values()).filter((one) => bucketOf(one.conv) === bucket);
      return all.length > 0 ? all : undefined;
    });
  }

  function need(conv) {
    let c = table.get(conv);
    if (!c) {
      c = blank(conv);
      table.set(conv, c);
    }
    return c;
  }

  function applyFeed(entry) {
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

  function readBySelf(c, n, k) {
    c.read = Math.max(c.read, n);
    if (c.want <= c.read) c.want = 0;
    moveMark(c, n, k);
    touch(c);
  }

  function readByPeer(c, user, n) {
    if (c.conv.slice(0, 2) === 's:') {
      if (n <= c.peer.read) return;
      c.peer.read = n;
      c.peer.delivered = Math.max(c.peer.delivered, n);
      touch(c);
    }
    emit('read', { conv: c.conv, user, n });
  }

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
    get: (conv) => table.get(conv),
    need,
    touch,
    setting,
    readBySelf,
    fate,
    forget: pages.forget,
    applyFeed,

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

    delivered(c, n) {
      if (n <= c.peer.delivered) return;
      c.peer.delivered = n;
      touch(c);
      emit('delivered', { conv: c.conv, n });
    },

    list() {
      return Array.from(table.values())
        .filter((c) => c.conv !== FEED && !c.hidden && c.head > 0)
        .sort((a, b) => b.pin - a.pin || b.t - a.t || b.mid - a.mid);
    },
    unread(conv) {
      const c = table.get(conv);
      return c ? unread(c) : 0;
    },

    tell() {
      if (touched.size === 0) return;
      const all = touched;
      touched = new Set();
      all.forEach((conv) => { if (conv !== FEED) emit('changed', conv); });
    },
    load() {
      table = new Map();
      touched = new Set();
      const before = store.damaged();
      store.keys('c:').forEach((key) => {
        const all = store.get(key) || [];
        all.forEach((c) => table.set(c.conv, Object.assign(blank(c.conv), c)));
      });
      return store.damaged() === before;
    },
    reset() {
      table.forEach(touch);
      table = new Map();
      pages.forget();
    },
  };
}

// ---- kernel/emitter.js
function createEmitter(report) {
  let table = {};

  function add(event, run, once) {
    if (typeof run !== 'function') throw new TypeError('a listener of "' + event + '" must be a function');
    table[event] = (table[event] || []).concat([{ run, once }]);
    return () => off(event, run);
  }

  function off(event, run) {
    if (event === undefined) table = {};
    else if (!run) delete table[event];
    else table[event] = (table[event] || []).filter((one) => one.run !== run);
  }

  return {
    on: (event, run) => add(event, run, false),
    once: (event, run) => add(event, run, true),
    off,
    emit(event, ...values) {
      (table[event] || []).forEach((one) => {
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

// ---- kernel/limits.js
const LIMITS = {
  connectTimeoutMs: 10000,
  requestTimeoutMs: 10000,
  askTimeoutMs: 20000,
  asksMax: 200,
  heartbeatReplyMs: 8000,
  probeReplyMs: 2000,
  hiddenTrustMs: 4000,
  backoffMinMs: 1000,
  backoffMaxMs: 30000,
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
  gapGraceMs: 300,
  earlyMax: 100,
  gapFillMax: 200,
  feedFillMax: 1000,

  pageEntries: 32,
  pagesInMemoryMax: 128,
  partCharsMax: 16000,
  writeDelayMs: 500,
  storageSharePercent: 80,
};

// ---- kernel/text.js
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

function randomText(random) {
  return Math.floor(random() * 1e15).toString(36);
}

// ---- kernel/outbox.js
const SEQ_DIGITS = 12;

function createOutbox({ platform, limits, requests, store, ready, doubt, relogin, sent, unsent }) {
  let items = [];
  let lastSeq = 0;
  let underWay = 0;
  let timer = null;

  function keyOf(out) {
    return 'o:' + ('00000000000' + out.seq).slice(-SEQ_DIGITS);
  }

  function save(out) {
    store.putNow(keyOf(out), out);
  }

  function remove(item) {
    items = items.filter((one) => one !== item);
    store.putNow(keyOf(item.out), undefined);
  }

  function fail(item, fault) {
    item.out.fault = plain(fault);
    save(item.out);
    unsent(item.out, fault);
  }

  function frameOf(out, retry) {
    const frame = Object.assign({}, out, { op: 'send' });
    ['seq', 'at', 'tried', 'fault'].forEach((name) => delete frame[name]);
    if (retry) Object.assign(frame, { retry, age: Math.max(0, platform.now() - out.at) });
    return frame;
  }

  function transmit(item) {
    const out = item.out;
    const retry = out.tried;
    if (retry && platform.now() - out.at > limits.retryWindowMs) {
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
      if (items.indexOf(item) >= 0) answered(item, fault, reply);
      pump();
    });
  }

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
    const held = new Set();
    items.slice().forEach((item) => {
      if (item.out.fault || held.has(item.out.to)) return;
      if (!item.busy && item.notBefore <= now && underWay < limits.outboxWindow) transmit(item);
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
    add(draft, taken) {
      if (items.filter((item) => !item.out.fault).length >= limits.outboxMax) return own('outbox_full');
      while (items.length >= limits.outboxMax) remove((items.find((item) => item.out.fault !== null)));
      lastSeq += 1;
      const now = platform.now();
      const cid = now.toString(36) + '-' + randomText(platform.random) + '-' + lastSeq.toString(36);
      const out = Object.assign({}, draft, { seq: lastSeq, cid, at: now, tried: false, fault: null });
      items.push({ out, busy: false, tries: 0, notBefore: 0 });
      taken(out);
      pump();
      if (!out.tried) save(out);
      return null;
    },
    pump,
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
    discard(cid) {
      const item = items.find((one) => one.out.cid === cid);
      if (item) remove(item);
      return item !== undefined;
    },
    seen(entry) {
      const item = items.find((one) => one.out.cid === entry.cid);
      if (!item) return undefined;
      remove(item);
      return item.out;
    },
    list: () => items.map((item) => item.out),
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

// ---- kernel/pages.js
function createPages({ store, limits }) {
  const memory = new Map();

  function keyOf(conv, n) {
    return 'm:' + encodeURIComponent(conv) + ':' + Math.floor(n / limits.pageEntries);
  }

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
    begin: () => memory.clear(),
    get: (conv, n) => pageOf(conv, n).entries[n],
    put(conv, entry) {
      const page = pageOf(conv, entry.n);
      page.entries[entry.n] = entry;
      store.put(keyOf(conv, entry.n), () => page.entries);
    },
    run(conv, top, floor, limit) {
      const found = [];
      for (let n = top; n >= floor && found.length < limit; n -= 1) {
        const entry = pageOf(conv, n).entries[n];
        if (!entry) break;
        found.push(entry);
      }
      return found.reverse();
    },
    forget() {
      Array.from(memory.keys()).concat(store.keys('m:')).forEach((key) => store.put(key, () => undefined));
      memory.clear();
    },
  };
}

// ---- kernel/platform.js
function wxPlatform(wx, host) {
  const own = host || {};
  const later = own.setTimeout || ((run, ms) => setTimeout(run, ms));

  function connect(url, events) {
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
      send(text) {
        if (task) task.send({ data: text, fail: (result) => events.end(result.errMsg) });
      },
      close() {
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
      const changed = (event) => listener(event.isConnected);
      wx.onNetworkStatusChange(changed);
      return () => { wx.offNetworkStatusChange((changed)); };
    },
  };
}

// ---- kernel/receipts.js
function createReceipts({ platform, limits, requests, conversations, ready, store, feedWrite }) {
  const got = new Map();
  const busy = new Set();
  let ackTimer = null;
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

  function soon(after) {
    if (readTimer === null) readTimer = platform.setTimeout(sendReads, Math.max(limits.readDelayMs, after || 0));
  }

  return {
    got(conv, n) {
      if (n < 1) return;
      got.set(conv, Math.max(n, got.get(conv) || 0));
      if (ackTimer === null) ackTimer = platform.setTimeout(sendAcks, limits.ackDelayMs);
    },
    read(c, n, k) {
      if (n <= Math.max(c.read, c.want)) return;
      c.want = n;
      if (k >= 0) moveMark(c, n, k);
      conversations().touch(c);
      soon();
    },
    entered: sendReads,
    flush() {
      sendAcks();
      sendReads();
    },
    lost() {
      got.clear();
      busy.clear();
      platform.clearTimeout(ackTimer);
      platform.clearTimeout(readTimer);
      ackTimer = null;
      readTimer = null;
    },
  };
}

// ---- kernel/requests.js
function createRequests(platform, limits) {
  let rows = [];
  let lastId = 0;
  let write = null;
  let ready = false;

  function end(row, fault, reply) {
    if (rows.indexOf(row) < 0) return;
    rows = rows.filter((one) => one !== row);
    platform.clearTimeout(row.timer);
    row.answer(fault, reply);
  }

  function transmit(row) {
    if (!write) return;
    lastId += 1;
    row.id = lastId;
    write(JSON.stringify(Object.assign({}, row.frame, { id: row.id })));
  }

  function add(frame, ask, timeoutMs, answer) {
    const row = { frame, answer, ask, id: 0, timer: null };
    row.timer = platform.setTimeout(() => end(row, own('timeout'), {}), timeoutMs);
    rows.push(row);
    return row;
  }

  function failAll(which, name) {
    rows.filter(which).forEach((row) => end(row, own(name), {}));
  }

  return {
    call(frame, timeoutMs, answer) {
      const row = add(frame, false, timeoutMs, answer);
      if (write) transmit(row);
      else end(row, own('connection_lost'), {});
    },
    ask(frame, answer) {
      if (rows.length >= limits.asksMax) {
        answer(own('busy'), {});
        return;
      }
      const row = add(frame, true, limits.askTimeoutMs, answer);
      if (ready) transmit(row);
    },
    tell(frame) {
      if (write) write(JSON.stringify(frame));
    },
    answer(reply) {
      const row = reply.re > 0 ? rows.find((one) => one.id === reply.re) : undefined;
      if (row) end(row, reply.err ? fromWire(reply.err) : null, reply);
      return row !== undefined;
    },
    open(writer) {
      write = writer;
      lastId = 0;
    },
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
    close: () => failAll(() => true, 'closed'),
  };
}

// ---- kernel/session.js
const PROTOCOL = 1;

function createSession({ platform, limits, app, sdk, device, keep }) {
  let credentials = {};
  let secret = '';
  let token = '';
  let user = '';
  let fresh = false;
  let resumed = false;
  let waiting = [];
  let timer = null;
  let round = 0;

  function setSecret(next) {
    if (next === secret) return;
    secret = next;
    keep(secret);
  }

  function tokenCame(fault) {
    round += 1;
    platform.clearTimeout(timer);
    const all = waiting;
    waiting = [];
    all.forEach((one) => one(fault));
  }

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

  function entered(reply, done) {
    if (user && reply.user !== user) {
      setSecret('');
      done(own('bad_argument', 'The token is for ' + reply.user), {});
      return;
    }
    setSecret(reply.session);
    done(null, reply);
  }

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
        const again = refused.band === 'login' && credentials.tokenProvider && !fresh;
        if (refused.band === 'login') token = '';
        if (again) login(call, done);
        else done(refused, {});
      });
    });
  }

  return {
    begin(who, given, kept) {
      user = who;
      credentials = given;
      token = given.token || '';
      fresh = false;
      secret = kept;
    },
    prepare() {
      if (!secret && credentials.tokenProvider) needToken(() => {});
    },
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
    spent() {
      token = '';
      setSecret('');
    },
    resumed: () => resumed,
    canRefresh: () => Boolean(credentials.tokenProvider),
    refresh(given, done) {
      if (given !== undefined) token = given || '';
      needToken((fault) => {
        fresh = false; // it may have ended when the next login uses it
        done(fault, token);
      });
    },
    forget: () => setSecret(''),
    close() {
      waiting = [];
      round += 1;
      platform.clearTimeout(timer);
    },
  };
}

// ---- kernel/store.js
const ORDER = ['o', 'm', 'c', 's'];
const ROUNDS = 4;
const EVICT_AT_LEAST = 8;

function createStore({ platform, limits, prefix, trouble, age }) {
  const storage = platform.storage;
  let known = new Set();
  let space = prefix;
  const dirty = new Map();
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

  function failed(reason, removed) {
    if (!failing) trouble({ full: true, removed, reason });
    failing = true;
  }

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
        reason = String((error && (error).errMsg) || error);
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
        const value = (dirty.get(key));
        if (kind === 's' && !whole) return;
        const written = write(space + key, value());
        if (written || kind === 'm') dirty.delete(key);
        if (!written && kind !== 'm') whole = false;
      });
    });
  }

  return {
    open(name) {
      space = prefix + name;
      dirty.clear();
      damaged = 0;
      scan();
    },
    get: (key) => read(space + key),
    damaged: () => damaged,
    put(key, value) {
      dirty.set(key, value);
      if (timer === null) timer = platform.setTimeout(flush, limits.writeDelayMs);
    },
    putNow: (key, value) => write(space + key, value),
    keys: (start) => Array.from(known)
      .filter((key) => key.indexOf(space + start) === 0 && key.indexOf('^') < 0)
      .map((key) => key.slice(space.length)),
    flush,
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

// ---- kernel/sync.js
const ROUNDS_MAX = 3;


function createSync({ platform, limits, requests, conversations, receipts, me, save, synced, reset, log }) {
  let cursor = 0;
  let received = 0;
  let whole = false;
  let running = false;
  let again = false;
  let rounds = 0;
  let all = false;
  let newsAfter = 0;
  const shown = new Map();
  let tries = 0;
  let epoch = 0;
  let ownFeedWrites = 0;
  let timer = null;
  const early = new Map();

  function later(run, ms) {
    platform.clearTimeout(timer);
    timer = platform.setTimeout(() => {
      timer = null;
      run();
    }, ms);
  }

  function call(frame, answer) {
    const mine = epoch;
    requests.call(frame, limits.requestTimeoutMs, (fault, reply) => { if (mine === epoch) answer(fault, reply); });
  }

  function drain(c, live) {
    const waiting = early.get(c.conv);
    if (!waiting) return;
    const rest = waiting.filter((entry) => entry.n > c.head).sort((a, b) => a.n - b.n);
    while (rest.length > 0 && rest[0].n <= c.head + 1) {
      const entry = (rest.shift());
      if (entry.n === c.head + 1) conversations.apply(c, entry, { live, quiet: false });
    }
    if (rest.length > 0) early.set(c.conv, rest);
    else early.delete(c.conv);
  }

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

  function push(frame) {
    received += 1;
    const entry = (frame);
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

  function page(next) {
    const frame = { op: 'sync', cursor, limit: limits.syncPage, entries: limits.syncEntries, next };
    call(frame, (fault, reply) => {
      if (fault) {
        refused(fault);
        return;
      }
      if (reply.whole === false && cursor > 0) {
        log('warn', 'from nothing');
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
    conversations.table().forEach((c) => shown.set(c.conv, c.head));
    reset();
    page(null);
  }

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

  function each(items, index, end) {
    if (index === items.length) end();
    else absorb(items[index], () => each(items, index + 1, end));
  }

  function absorb(item, next) {
    const c = conversations.need(item.conv);
    const entries = item.entries || [];
    const first = entries.length > 0 ? entries[0].n : item.head + 1;
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
      if (held && first - 1 > c.head) {
        conversations.forget();
        if (c.conv === FEED) refresh();
      }
      rest();
    }
  }

  function absorbEntry(c, entry) {
    const old = entry.mid <= newsAfter || entry.n <= (shown.get(c.conv) || 0);
    if (entry.n > c.head) conversations.apply(c, entry, { live: false, quiet: old });
  }

  function refresh() {
    all = true;
    again = true;
  }

  function fill(c, last, next) {
    const limit = Math.min(limits.historyPageMax, last - c.head);
    call({ op: 'history', conv: c.conv, from: c.head + 1, limit, dir: 'forward' }, (fault, reply) => {
      if (fault && fault.band === 'later') {
        refused(fault);
        return;
      }
      const before = c.head;
      const entries = (!fault && reply.entries) || [];
      entries.forEach((entry) => {
        if (entry.n <= last) absorbEntry(c, entry);
      });
      if (c.head >= last || c.head === before) next();
      else fill(c, last, next);
    });
  }

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

  function jump() {
    Array.from(early.keys()).forEach((conv) => {
      const c = conversations.need(conv);
      (early.get(conv) || []).sort((a, b) => a.n - b.n).forEach((entry) => absorbEntry(c, entry));
    });
    early.clear();
    conversations.tell();
  }

  return {
    load(from, news) {
      cursor = from;
      newsAfter = news;
    },
    cursor: () => cursor,
    push,
    take,
    start,
    ownFeedWrite() { ownFeedWrites += 1; },
    entered(position) {
      received = 0;
      if (newsAfter < 0) newsAfter = position;
      start();
    },
    pong(pong) {
      if (pong.pushed !== received) {
        log('info', 'missed: ' + received + '/' + pong.pushed);
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

// ---- kernel/index.js
function createKernel(options) {
  const platform = options.platform;
  const limits = Object.assign({}, LIMITS, options.limits);
  const emitter = createEmitter(platform.report);
  const emit = emitter.emit;
  const log = (level, text) => emit('log', { level, text });
  let me = '';
  let device = '';
  let secret = '';
  let settled = false;
  const watched = new Set();
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
      const entry = Object.assign({}, out, reply, { op: 'msg', from: me });
      ['seq', 'at', 'tried', 'fault', 're'].forEach((name) => delete entry[name]);
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

  function applied(event, ...values) {
    if (event === 'entry' && values[0].from === me && values[0].cid) {
      const out = outbox.seen(values[0]);
      if (out) emit('sent', out, values[0]);
    }
    emit(event, ...values);
  }

  function stateChanged(state, before, fault) {
    if (state === 'closed') store.close();
    emit('state', state, before, fault);
  }

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
      emit('signal', Object.assign({}, frame, { conv: conversationOf((frame), me) }));
    } else if (frame.op === 'presence') emit('presence', frame);
    else if (frame.op === 'expiring') {
      emit('expiring', { at: frame.at, in: frame.in, renewing: session.canRefresh() });
      if (session.canRefresh()) renew(null, () => {});
    } else emit('push', frame);
    conversations.tell();
  }

  function renew(token, answer) {
    session.refresh(token, (fault, fresh) => {
      if (fault) renewed(fault, {});
      else requests.call({ op: 'renew', token: fresh }, limits.requestTimeoutMs, renewed);
    });
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

  function openDevice() {
    store.open('');
    const kept = store.get('device');
    device = typeof kept === 'string' && kept ? kept : device || 'd-' + randomText(platform.random) + randomText(platform.random);
    if (kept !== device) store.putNow('device', device);
  }

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
    const frame = { op: 'history', conv, limit: Math.min(limit - held.length, limits.historyPageMax), dir: 'back' };
    if (known) frame.from = lowest - 1;
    requests.ask(frame, (fault, reply) => {
      if (fault) {
        if (held.length > 0) answer(null, held, true);
        else answer(fault, [], true);
        return;
      }
      const entries = reply.entries || [];
      if (conv !== FEED) entries.forEach((entry) => pages.put(conv, entry));
      answer(null, entries.concat(held), Boolean(reply.more));
    });
  }

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
    emit,
    limits,
    platform,
    log,
    me: () => me,
    state: connection.state,
    running: connection.running,

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

// ---- kernel/http.js
function wxHttp(wx) {
  const answers = (done) => ({
    success: (result) => done(null, { status: result.statusCode, data: result.data }),
    fail: (result) => done(result.errMsg, { status: 0, data: null }),
  });

  return {
    request: ({ url, header, timeoutMs }, done) => wx.request(Object.assign({ url, header, timeout: timeoutMs }, answers(done))),
    upload({ url, filePath, name, header, timeoutMs, progress }, done) {
      const task = wx.uploadFile(Object.assign({ url, filePath, name, header, timeout: timeoutMs }, answers(done)));
      task.onProgressUpdate((update) => progress(update.progress));
      return task;
    },
  };
}

// ---- hongyan/checks.js
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

function isText(text) {
  try {
    encodeURIComponent(text);
    return true;
  } catch (error) {
    return false;
  }
}

function jsonCopy(what, value, bytesMax) {
  if (!value || typeof value !== 'object' || Array.isArray(value)) throw own('bad_argument', what + ' must be an object.');
  const text = JSON.stringify(value);
  const bytes = utf8Length(text);
  if (bytes > bytesMax) throw own('too_large', what + ' has ' + bytes + ' bytes; at most ' + bytesMax + '.');
  return JSON.parse(text);
}

function draftOf(given, limits) {
  if (typeof given.type !== 'string' || !given.type) throw own('bad_argument', 'type is missing.');
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
  const how = howOf(given);
  if (how) draft.how = how;
  if (utf8Length(JSON.stringify(draft)) > limits.frameBytesMax - 1024) throw own('too_large');
  return draft;
}

function howOf(given) {
  const how = {};
  if (given.only !== undefined) how.only = userIds(given.only);
  ['priority', 'life', 'burn'].forEach((name) => {
    if (given[name] !== undefined) how[name] = given[name];
  });
  return Object.keys(how).length > 0 ? how : undefined;
}

function userIds(given) {
  const ids = Array.isArray(given) ? given : [given];
  ids.forEach((id) => {
    if (typeof id !== 'string' || !id || !isText(id)) throw own('bad_argument', 'Not a user id: ' + JSON.stringify(id));
  });
  return ids;
}

// ---- kernel/events.js
function addRecall(c, target, counted) {
  if (!counted || target <= c.mark[0] || c.except.indexOf(target) >= 0) return;
  c.except = c.except.concat([target]);
  c.exceptn += 1;
}

function installEvents(kernel) {
  const { pages, table } = kernel;

  function replace(c, now, event) {
    if (pages.get(c.conv, now.n)) pages.put(c.conv, now);
    if (c.last && c.last.n === now.n) c.last = now;
    table.touch(c);
    kernel.emit(event, now, c.conv);
  }

  function erase(c, e, n, counted, gone) {
    addRecall(c, n, counted);
    const bare = { op: 'msg', from: e.sender || e.from, to: e.to, n, k: 0, mid: 0, t: e.t };
    const left = Object.assign({}, pages.get(c.conv, n) || bare, gone);
    ['content', 'ext', 'mentions', 'how'].forEach((name) => delete left[name]);
    replace(c, left, 'recalled entry');
  }

  kernel.on('event entry', (e, c) => {
    const targets = e.targets || [];
    if (e.event === 'recall') erase(c, e, Number(e.target), Boolean(e.counted), { type: 'recalled', by: e.from });
    else if (e.event === 'withheld') addRecall(c, e.n, Boolean(e.counted));
    else if (e.event === 'expired') {
      const type = e.fields.why === 'burn' ? 'burnt' : 'expired';
      targets.forEach((n) => erase(c, e, n, e.fields.counted === 'true', { type }));
    } else if (e.event === 'finished') {
      const old = pages.get(c.conv, targets[0]) || (c.last && c.last.n === targets[0] && c.last);
      if (old) replace(c, Object.assign({}, old, { content: e.content, how: Object.assign({}, old.how, { open: false }) }), 'finished entry');
    }
  });
}

// ---- hongyan/messages.js
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

function errorOf(message) {
  const error = message.error;
  return Object.assign(new Error(error ? error.text : 'not sent'), error);
}

function fromEntry(entry, conv, me) {
  const mine = entry.from === me;
  const e = entry;
  const event = e.event === 'group';
  const message = {
    id: entry.cid ? entry.from + '/' + entry.cid : conv + '#' + entry.n,
    conv, from: entry.from, mine, n: entry.n, t: entry.t, type: event ? 'group' : entry.type,
    content: event ? { action: e.action, users: e.users || [], fields: e.fields || {} } : entry.content || {},
    state: mine ? 'sent' : 'received', recalled: entry.type === 'recalled', error: null,
  };
  ['cid', 'ext', 'mentions', 'quote', 'count', 'push', 'by', 'root', 'edited', 'how'].forEach((name) => {
    const value = (entry)[name];
    if (value !== undefined) message[name] = value;
  });
  if (message.recalled) delete message.edited;
  else if (entry.reactions) message.reactions = entry.reactions.map((one) => Object.assign({ mine: one.users.indexOf(me) >= 0 }, one));
  return withPromise(message, []);
}

function createOutgoing() {
  const table = new Map();

  return {
    of(out, me) {
      let row = table.get(out.cid);
      if (!row) {
        const message = {
          id: me + '/' + out.cid, conv: out.to, from: me, mine: true, n: 0, t: out.at, type: out.type, content: out.content,
          state: out.fault ? 'failed' : 'sending', recalled: false, error: out.fault ? describe(out.fault) : null, cid: out.cid,
        };
        ['ext', 'mentions', 'quote', 'count', 'push', 'how'].forEach((name) => {
          const value = (out)[name];
          if (value !== undefined) message[name] = value;
        });
        const waiters = [];
        row = { message: withPromise(message, waiters), waiters };
        table.set(out.cid, row);
      }
      return row.message;
    },
    settle(cid) {
      const row = table.get(cid);
      if (!row) return;
      row.waiters.splice(0).forEach((waiter) => {
        if (row.message.state === 'failed') waiter.reject(errorOf(row.message));
        else waiter.resolve(row.message);
      });
    },
    remove: (cid) => table.delete(String(cid)),
    clear: () => table.clear(),
  };
}

function describe(fault) {
  return { code: fault.code, name: fault.name, band: fault.band, text: fault.message || fault.name, zh: fault.zh || '' };
}

// ---- hongyan/conv.js
function withNotes(view, c) {
  const notes = (c && c.notes) || {};
  Object.assign(view, {
    mentionsThrough: Boolean(notes.mentions), draft: notes.draft || '', custom: notes.custom || '',
    marks: (notes.marks || []).slice(), folders: (notes.folders || []).slice(),
  });
}

function takes(filter, view) {
  return (!filter.mark || view.marks.indexOf(filter.mark) >= 0)
    && (!filter.folder || view.folders.indexOf(filter.folder) >= 0)
    && (!filter.unread || view.unread > 0 || view.marks.indexOf('unread') >= 0);
}

function createSight(kernel) {
  installEvents(kernel);
  kernel.on('recalled entry', (entry, conv) => {
    kernel.emit(entry.type === 'recalled' ? 'recalled' : 'expired', fromEntry(entry, conv, kernel.me()));
  });
  let ahead = 0;
  kernel.on('entered', (t) => { ahead = t - kernel.platform.now() || 0; });
  return (entry, conv) => {
    const life = entry.how && entry.how.life;
    const over = life > 0 && entry.content && kernel.platform.now() + ahead >= entry.t + life;
    return fromEntry(over ? Object.assign({}, entry, { type: 'expired', content: undefined, ext: undefined }) : entry, conv, kernel.me());
  };
}

function foldersOf(fields) {
  return Object.keys(fields).map(Number).sort((a, b) => a - b).map((number) => ({ folder: number, name: fields[number] }));
}

function createConv({ kernel, nameOf, change, asked, viewOf }) {
  const drafts = new Map();

  const note = (conv, notes) => change({ op: 'set', conv, notes });

  function tellDraft(conv, text) {
    drafts.set(conv, text);
    return note(conv, { draft: text }).then(() => {
      if (drafts.get(conv) === text) drafts.delete(conv);
    });
  }

  kernel.on('state', (state) => {
    if (state === 'idle') drafts.clear();
    if (state !== 'online') return;
    drafts.forEach((text, conv) => {
      tellDraft(conv, text).catch((fault) => {
        if (fault.band === 'fix' || fault.band === 'never') drafts.delete(conv);
      });
    });
  });

  kernel.on('feed entry', (entry) => {
    if (entry.event === 'folders') kernel.emit('folders', foldersOf(entry.fields));
    if (entry.event === 'schedule') kernel.emit('schedule', Object.assign({}, entry.fields));
  });
  kernel.on('push', (frame) => {
    if (frame.op === 'stream') streamed(conversationOf(frame, kernel.me()), frame);
    if (frame.op !== 'online') return;
    kernel.emit('online-message', fromEntry(Object.assign({}, frame, { n: 0 }), conversationOf(frame, kernel.me()), kernel.me()));
  });

  function streamed(conv, piece) {
    const c = kernel.conversation(conv);
    const old = c && (kernel.pages.get(conv, piece.n) || (c.last && c.last.n === piece.n && c.last));
    if (!old || !old.content || String(old.content.text).length !== piece.at) return;
    const now = Object.assign({}, old, { content: { text: old.content.text + piece.text } });
    if (kernel.pages.get(conv, piece.n)) kernel.pages.put(conv, now);
    if (c.last && c.last.n === piece.n) c.last = now;
    kernel.emit('updated', fromEntry(now, conv, kernel.me()));
  }
  kernel.on('finished entry', (entry, conv) => {
    kernel.emit('updated', fromEntry(entry, conv, kernel.me()));
  });

  const folder = (deed, more) => asked(Object.assign({ op: 'folder', do: deed }, more), (reply) => reply.folders || []);
  const newId = () => kernel.platform.now().toString(36) + '-' + Math.floor(kernel.platform.random() * 1e9).toString(36);
  const names = (targets) => (Array.isArray(targets) ? targets : [targets]).map(nameOf);

  return {
    conversations: (filter) => kernel.conversations().map((c) => viewOf(c.conv))
      .filter((view) => takes(filter || {}, view)),
    totalUnread: (how) => kernel.conversations().reduce((sum, c) => (
      sum + (c.mute && !(how && how.muted) ? 0 : kernel.table.unread(c.conv))), 0),
    mute: (target, on, how) => change(Object.assign({ op: 'set', conv: nameOf(target), mute: on !== false },
      how && { notes: { mentions: Boolean(how.mentions) } })),
    folders: {
      list: () => folder('list', {}),
      create: (name) => folder('create', { name }),
      rename: (number, name) => folder('rename', { data: { folder: number }, name }),
      remove: (number) => folder('delete', { data: { folder: number } }),
      put: (number, targets) => folder('add', { data: { folder: number }, convs: names(targets) }),
      take: (number, targets) => folder('remove', { data: { folder: number }, convs: names(targets) }),
    },
    schedules: {
      create(given, at) {
        const draft = draftOf(given || {}, kernel.limits);
        return asked(Object.assign({ op: 'schedule', do: 'create', cid: newId(), data: { at } }, draft), (reply) => ({ cid: reply.cid, at: reply.at }));
      },
      list: () => asked({ op: 'schedule', do: 'list' }, (reply) => (reply.schedules || []).map((one) => (
        Object.assign({ conv: one.to }, one)))),
      cancel: (given) => asked({ op: 'schedule', do: 'cancel', cid: String(given && given.cid ? given.cid : given) }, () => undefined),
    },
    stream(target, text, more) {
      const conv = nameOf(target);
      const begin = text || '';
      const draft = draftOf(Object.assign({}, more, { to: conv, type: 'text', content: { text: begin } }), kernel.limits);
      const frame = Object.assign({ op: 'stream', do: 'open', cid: newId(), data: { text: begin } }, draft);
      return asked(frame, (reply) => {
        const n = reply.n;
        let at = begin.length;
        let last = Promise.resolve();
        const next = (deed, data, shape) => {
          last = last.then(() => asked({ op: 'stream', do: deed, conv, n, data: data() }, shape));
          return last;
        };
        return {
          conv, n,
          add: (piece) => next('add', () => ({ at, text: piece }), (answer) => { at = answer.at; }),
          finish: (whole) => next('finish', () => (whole === undefined ? {} : { text: whole }), () => undefined),
        };
      });
    },
    sendOnline(given) {
      const draft = draftOf(given || {}, kernel.limits);
      const cid = newId();
      const how = Object.assign({}, draft.how, { online: true });
      return asked(Object.assign({ op: 'send', cid }, draft, { how }), (reply) => Boolean(reply.online));
    },
    translate: (text, how) => asked({ op: 'assist', do: 'translate', data: Object.assign({ text }, how) }, (reply) => reply.text),
    voiceToText: (message, how) => asked({ op: 'assist', do: 'write', conv: message.conv, n: message.n, data: how || {} }, (reply) => reply.text),
    totals: () => asked({ op: 'total' }, (reply) => ({ unread: reply.unread, muted: reply.muted })),
    setDraft(target, text) {
      const conv = nameOf(target);
      const c = kernel.conversation(conv);
      if (c) {
        c.notes = Object.assign({}, c.notes, { draft: text || undefined });
        kernel.table.touch(c);
        kernel.table.tell();
      }
      return tellDraft(conv, text);
    },
    setCustom: (target, text) => note(nameOf(target), { custom: text }),
    mark: (target, mark, on) => note(nameOf(target), { marks: { [mark]: on !== false } }),
    alerts(message) {
      const view = viewOf(message.conv);
      const mentions = message.mentions || [];
      const meant = mentions.indexOf(kernel.me()) >= 0 || mentions.indexOf('*') >= 0;
      return !message.mine && message.push !== false && message.state === 'received' && (!view.muted || (view.mentionsThrough && meant));
    },
  };
}

// ---- hongyan/files.js
const MARGIN_MS = 60000;
const KNOWN_MAX = 500;
const ABORTED = { code: 9011, name: 'aborted', band: 'never', text: 'Given up.', zh: '已取消。' };
const UPLOAD_TIMEOUT_MS = 180000;

function createFiles(kernel, base) {
  const { platform, limits } = kernel;
  const known = new Map();
  const asking = new Map();

  let ahead = 0;
  kernel.on('entered', (t) => { ahead = t - platform.now() || 0; });

  const lasts = (expires) => expires - platform.now() - ahead > MARGIN_MS;

  function read(reply) {
    let data = reply.data;
    try {
      if (typeof data === 'string') data = JSON.parse(data);
    } catch (error) {
      data = null;
    }
    if (reply.status >= 200 && reply.status < 300 && data && data.file) return take(data);
    throw data && data.err ? fromWire(data.err) : own('connection_lost', 'HTTP ' + reply.status);
  }

  function take(data) {
    const file = Object.assign({}, data, { url: base + data.url });
    known.delete(file.file);
    known.set(file.file, file);
    if (known.size > KNOWN_MAX) known.delete(String(known.keys().next().value));
    return file;
  }

  function withToken(request, again) {
    const token = new Promise((resolve, reject) => {
      kernel.token(again ? null : undefined, (fault, given) => (fault ? reject(fault) : resolve(given)));
    });
    return token.then((given) => request({ Authorization: 'Bearer ' + given }).then(read).catch((fault) => {
      if (fault.band === 'login' && !again && kernel.running()) return withToken(request, true);
      throw fault;
    }));
  }

  function upload(filePath, how) {
    const progress = (how && how.onProgress) || (() => {});
    let aborted = false;
    let task = null;
    const request = (header) => new Promise((resolve, reject) => {
      if (aborted) throw fromWire(ABORTED);
      task = platform.upload({
        url: base + '/api/v1/files', filePath, name: 'file', header, timeoutMs: UPLOAD_TIMEOUT_MS, progress: tell,
      }, (reason, reply) => {
        if (aborted) reject(fromWire(ABORTED));
        else if (reason !== null) reject(own('connection_lost', reason));
        else resolve(reply);
      });
    });
    function tell(percent) {
      try {
        if (!aborted) progress(percent);
      } catch (error) {
        platform.report(error);
      }
    }
    const coming = new Promise((resolve, reject) => {
      if (!kernel.running()) throw own('not_logged_in');
      if (typeof filePath !== 'string' || !filePath) throw own('bad_argument', 'Give the path of a file.');
      if (!platform.upload) throw own('bad_argument', 'This platform cannot upload.');
      withToken(request).then(resolve, reject);
    });
    return Object.assign(coming, {
      abort() {
        aborted = true;
        if (task) task.abort();
      },
    });
  }

  function fresh(id) {
    const before = asking.get(id);
    if (before) return before;
    const url = base + '/api/v1/files/' + encodeURIComponent(id);
    const asked = withToken((header) => new Promise((resolve, reject) => {
      platform.request({ url, header, timeoutMs: limits.requestTimeoutMs }, (reason, reply) => {
        if (reason === null) resolve(reply);
        else reject(own('connection_lost', reason));
      });
    })).then((file) => file.url);
    asking.set(id, asked);
    const over = () => { asking.delete(id); };
    asked.then(over, over);
    return asked;
  }

  function fileUrl(content) {
    const { file, url = '' } = content || {};
    if (!file) return Promise.resolve(url);
    const held = known.get(file);
    if (held && lasts(held.expires)) return Promise.resolve(held.url);
    const ends = /[?&]e=(\d+)/.exec(url);
    const good = ends !== null && lasts(Number(ends[1]));
    if (good && url.indexOf(base + '/') === 0) return Promise.resolve(url);
    if (!kernel.running() || !platform.request) return good ? Promise.resolve(url) : Promise.reject(own('not_logged_in'));
    return fresh(String(file)).catch((fault) => {
      if (good) return url;
      throw fault;
    });
  }

  return { upload, fileUrl };
}

const baseOf = (link) => link.replace(/^ws(s?):\/\/([^/]+).*$/, 'http$1://$2');

// ---- hongyan/friends.js
const relationOf = (reply) => ({ user: reply.user, relation: reply.relation, blocked: reply.blocked });

const nameOf = (item) => item.kind + '/' + (item.user || item.name);

function shown(item) {
  const copy = Object.assign({}, item);
  delete copy.kind;
  delete copy.v;
  return copy;
}

function sorted(how) {
  const data = Object.assign({}, how);
  const { attributes, lists } = data;
  delete data.attributes;
  delete data.lists;
  return { data, attributes: attributes || {}, lists };
}

function createFriends(asked, userIds, changed) {
  let items = new Map();
  let cursor = '';
  let version = -1;
  let seen = 0;
  let running = null;
  let again = false;
  let used = false;
  let epoch = 0;

  function known() {
    const book = { friends: [], requests: [], blocks: [], lists: [], unseen: 0 };
    items.forEach((item) => {
      if (item.kind === 'list') book.lists.push(item.name);
      else book[item.kind + 's'].push(shown(item));
    });
    book.unseen = book.requests.filter((r) => !r.mine && r.state === 'pending' && r.at > seen).length;
    return book;
  }

  function page() {
    const mine = epoch;
    return asked({ op: 'friend', do: 'list', after: cursor }, (reply) => reply).then((reply) => {
      if (mine !== epoch) return undefined;
      if (reply.reset) items.clear();
      reply.items.forEach((item) => {
        if (item.gone) items.delete(nameOf(item));
        else items.set(nameOf(item), item);
      });
      cursor = reply.next;
      version = reply.version;
      seen = reply.seen;
      return reply.more || again ? more() : undefined;
    });
  }

  function more() {
    again = false;
    return page();
  }

  function load() {
    used = true;
    if (running) again = true;
    else {
      const before = version;
      const mine = epoch;
      const end = (fault) => {
        if (mine === epoch) running = null;
        if (mine === epoch && version !== before) changed(known());
        if (fault) throw fault;
        return known();
      };
      running = more().then(() => end(null), end);
    }
    return (running);
  }

  const act = (deed, users, more) =>
    asked(Object.assign({ op: 'friend', do: deed, users: userIds(users) }, more), relationOf);
  const list = (deed, data, users) => asked({ op: 'friend', do: deed, data, users: userIds(users || []) }, () => {});

  const friends = {
    load,
    known,
    request: (user, how) => act('request', user, sorted(how)),
    accept: (user, how) => act('accept', user, sorted(how)),
    refuse: (user, reason) => act('refuse', user, { data: { reason: reason || '' } }),
    forget: (user) => act('forget', user),
    seen: () => list('seen', {}),
    remove: (user, how) => act('delete', user, { data: { both: Boolean(how && how.both) } }),
    edit: (user, change) => act('edit', user, sorted(change)),
    check: (users) => asked({ op: 'friend', do: 'check', users: userIds(users) }, (reply) => reply.relations || []),
    block: (user, how) => act('block', user, { data: Object.assign({}, how) }),
    unblock: (user) => act('unblock', user),
    addTo: (name, users) => list('fill', { name }, users),
    takeFrom: (name, users) => list('unfill', { name }, users),
    renameList: (name, to) => list('rename', { name, to }),
    removeList: (name) => list('unlist', { name }),
  };

  return {
    friends,
    clear() {
      items = new Map();
      cursor = '';
      version = -1;
      running = null;
      epoch += 1;
    },
    look() {
      if (used) load().catch(() => {});
    },
    heard(entry) {
      if (used && entry.version > version) load().catch(() => {});
    },
  };
}

function friendEventOf(entry) {
  return { action: entry.action, user: entry.user, from: entry.from, fields: entry.fields || {}, n: entry.n, t: entry.t };
}

// ---- hongyan/fate.js
const MENTIONS_MAX = 100;
const LAST_LOOKBACK = 50;

function reacted(reactions, e) {
  const old = reactions.find((one) => one.key === e.key) || { key: e.key, users: [] };
  const users = old.users.filter((user) => user !== e.from);
  const now = { key: e.key, count: e.count, users: e.on ? users.concat([e.from]) : users };
  const rest = reactions.filter((one) => one.key !== e.key);
  if (e.count < 1) return rest;
  return rest.length < reactions.length ? reactions.map((one) => (one.key === e.key ? now : one)) : rest.concat([now]);
}

function makeFate({ pages, me, emit, touch }) {
  function mention(c, n, users) {
    c.mentions = c.mentions.filter((one) => one !== n && one > c.mark[0]);
    const meant = users.indexOf(me()) >= 0 || users.indexOf('*') >= 0;
    if (meant && n > c.mark[0] && c.mentions.length < MENTIONS_MAX) c.mentions = c.mentions.concat([n]).sort((a, b) => a - b);
  }

  function become(c, e) {
    const n = Number(e.target);
    const edit = e.event === 'edit';
    if (edit && e.content && e.sender !== me()) mention(c, n, e.mentions || []);
    const old = pages.get(c.conv, n);
    const held = old || (c.last && c.last.n === n ? c.last : null);
    if (!held || !held.content || (held.rev || 0) >= e.rev) return;
    const now = Object.assign({}, held, { rev: e.rev });
    if (edit && e.content) {
      ['content', 'ext', 'mentions', 'edited'].forEach((name) => { if (e[name] === undefined) delete now[name]; else now[name] = e[name]; });
    } else if (!edit) now.reactions = reacted(now.reactions || [], e);
    if (old) pages.put(c.conv, now);
    if (c.last && c.last.n === n) c.last = now;
    emit('changed entry', now, c.conv);
  }

  function remove(c, numbers, counting) {
    counting.forEach((n) => addRecall(c, n, true));
    numbers.forEach((n) => {
      mention(c, n, []);
      const old = pages.get(c.conv, n);
      if (!old) return;
      const gone = Object.assign({}, old, { type: 'removed' });
        delete gone.content;
      pages.put(c.conv, gone);
    });
    if (c.last && numbers.indexOf(c.last.n) >= 0) {
      const older = pages.run(c.conv, c.last.n - 1, c.cleared + 1, LAST_LOOKBACK).filter(isShown);
      c.last = older.length > 0 ? older[older.length - 1] : null;
    }
    touch(c);
    emit('removed entries', { conv: c.conv, numbers });
  }

  return (c, e) => {
    if (e.event === 'edit' || e.event === 'reaction') become(c, e);
    else if (e.event === 'removed') remove(c, e.numbers, e.counting);
    else if (e.event === 'recall') mention(c, e.target, []);
    else if (e.event === 'pin') emit('pin entry', e, c.conv);
    else if (e.op === 'msg' && e.mentions && e.from !== me()) mention(c, e.n, e.mentions);
  };
}

// ---- hongyan/groups.js
const groupOf = (reply) => reply.group;

const countersOf = (reply) => reply.counters || {};

function idOf(given) {
  const id = given && typeof given === 'object' ? given.group : given;
  return String(id || '').replace(/^g:/, '');
}

function changeOf(change) {
  const data = Object.assign({}, change);
  const attributes = data.attributes || {};
  delete data.attributes;
  delete data.group;
  delete data.members;
  return { data, attributes };
}

function createGroups(asked, userIds) {
  const act = (deed, group, more) =>
    asked(Object.assign({ op: 'group', do: deed, conv: 'g:' + idOf(group) }, more), groupOf);
  const page = (deed, group, how, field) =>
    asked(Object.assign({ op: 'group', do: deed, conv: 'g:' + idOf(group) }, how), (reply) => reply[field] || []);
  function counting(how, group, values) {
    const attributes = {};
    Object.keys(values).forEach((name) => { attributes[name] = String(values[name]); });
    return asked({ op: 'group', do: 'count', conv: 'g:' + idOf(group), data: { how }, attributes }, countersOf);
  }
  return {
    create(given) {
      const frame = Object.assign({ op: 'group', do: 'create', users: userIds((given && given.members) || []) }, changeOf(given));
      return asked(given && given.group ? Object.assign(frame, { conv: 'g:' + idOf(given.group) }) : frame, groupOf);
    },
    get: (group) => asked({ op: 'group', do: 'get', conv: 'g:' + idOf(group) },
      (reply) => Object.assign(reply.group, { member: reply.member || null })),
    list: () => asked({ op: 'group', do: 'list' }, (reply) => reply.groups || []),
    members: (group, how) => page('members', group, how, 'members'),
    applications: (group, how) => page('applications', group, how, 'applications'),
    bans: (group, how) => page('bans', group, how, 'bans'),
    speakers: (group, how) => page('speakers', group, how, 'speakers'),
    setSpeakers: (group, users, may) => act(may ? 'allow' : 'disallow', group, { users: userIds(users) }),
    counters: (group) => asked({ op: 'group', do: 'counters', conv: 'g:' + idOf(group) }, countersOf),
    count: (group, values) => counting('add', group, values),
    setCounters: (group, values) => counting('set', group, values),
    answer: (group, accept, reason) => act('answer', group, { data: { accept, reason: reason || '' } }),
    edit: (group, change) => act('edit', group, changeOf(change)),
    join: (group, reason) => act('join', group, { data: { reason: reason || '' } }),
    handle: (group, user, accept, reason) => act('handle', group, { users: [user], data: { accept, reason: reason || '' } }),
    invite: (group, users) => act('invite', group, { users: userIds(users) }),
    leave: (group) => act('leave', group),
    kick: (group, users, reason) => act('kick', group, { users: userIds(users), data: { reason: reason || '' } }),
    ban: (group, user, until) => act('ban', group, { users: [user], data: { until: until || 0 } }),
    unban: (group, user) => act('unban', group, { users: [user] }),
    setRole: (group, user, role) => act('role', group, { users: [user], data: { role } }),
    transfer: (group, user) => act('transfer', group, { users: [user] }),
    mute: (group, user, until) => act('mute', group, { users: [user], data: { until } }),
    setCard: (group, change, user) => act('card', group, {
      users: user ? [user] : [],
      data: change.card === undefined ? {} : { card: change.card },
      attributes: change.attributes || {},
    }),
    dismiss: (group) => act('dismiss', group),
  };
}

function groupEventOf(entry) {
  const fields = Object.assign({}, entry.fields);
  const group = fields.group || String(entry.to).replace(/^g:/, '');
  delete fields.group;
  return { group, action: entry.action, from: entry.from, users: entry.users || [], fields, n: entry.n, t: entry.t };
}

// ---- hongyan/life.js
function numberOf(given) {
  const n = Number(given && typeof given === 'object' ? given.n : given);
  if (!(n > 0)) throw own('bad_argument', 'Only a sent message has a life.');
  return n;
}

function createLife(kernel, asked, nameOf) {
  const placeOf = (message) => ({ conv: nameOf(message), n: numberOf(message) });

  const act = (deed, place, more, shape) => asked(Object.assign({ op: 'message', do: deed }, place, more), shape);

  const shown = (entry, conv) => fromEntry(entry, conv, kernel.me());

  function caused(conv, reply, event) {
    const place = { op: 'event', from: kernel.me(), to: conv, n: reply.n, k: reply.k, mid: reply.mid, t: reply.t };
    kernel.sync.take(conv, (Object.assign(place, event)));
    kernel.table.tell();
  }

  function react(message, key, on) {
    const place = placeOf(message);
    return act(on ? 'react' : 'unreact', place, { data: { key } }, (reply) => {
      const now = (reply.reactions || []).find((one) => one.key === key);
      const event = { event: 'reaction', target: place.n, rev: reply.rev, key, on, count: now ? now.count : 0 };
      if (reply.n) caused(place.conv, reply, event);
    });
  }

  function pin(message, on) {
    const place = placeOf(message);
    return act(on ? 'pin' : 'unpin', place, {}, (reply) => {
      if (reply.n) caused(place.conv, reply, { event: 'pin', target: place.n, on });
    });
  }

  return {
    recall(conv, n, answer) {
      kernel.ask({ op: 'recall', conv, n }, (fault, reply) => {
        const old = kernel.pages.get(conv, n);
        const counted = !old || old.count !== false;
        if (!fault) caused(conv, reply, { event: 'recall', target: n, counted, sender: old ? old.from : kernel.me() });
        answer(fault, reply);
      });
    },
    edit(message, change) {
      const place = placeOf(message);
      const { limits, platform } = kernel;
      const edit = {
        cid: randomText(platform.random), retry: true, type: message.type,
        content: jsonCopy('content', change.content, limits.contentBytesMax),
      };
      if (change.ext !== undefined) edit.ext = jsonCopy('ext', change.ext, limits.extBytesMax);
      if (change.mentions !== undefined) edit.mentions = userIds(change.mentions);
      const seen = message.edited ? message.edited.count : 0;
      const data = change.overwrite ? {} : { edits: seen };
      return act('edit', place, Object.assign({ data }, edit), (reply) => {
        const held = kernel.pages.get(place.conv, place.n);
        const before = held && held.edited ? held.edited.count : seen;
        caused(place.conv, reply, {
          event: 'edit', target: place.n, sender: message.from, rev: reply.rev, type: edit.type, content: edit.content,
          ext: edit.ext || message.ext, mentions: edit.mentions || message.mentions, edited: { t: reply.t, count: before + 1 },
        });
      });
    },
    react: (message, key) => react(message, key, true),
    unreact: (message, key) => react(message, key, false),
    reactions(message, key, how) {
      const given = how || {};
      return act('reactions', placeOf(message), { data: { key }, after: given.after, limit: given.limit },
        (reply) => ({ users: reply.users || [], next: reply.next || '' }));
    },

    removeForMe(target, messages) {
      const all = messages || [target];
      const conv = nameOf(target);
      return asked({ op: 'message', do: 'remove', conv, numbers: all.map(numberOf) }, (reply) => {
        kernel.sync.ownFeedWrite();
        const c = kernel.conversation(conv);
        if (c) kernel.table.fate(c, Object.assign({ event: 'removed' }, reply));
        kernel.table.tell();
      });
    },

    pinMessage: (message, on) => pin(message, on !== false),
    pinnedMessages(target) {
      const conv = nameOf(target);
      return asked({ op: 'message', do: 'pins', conv }, (reply) => (reply.pins || []).map(
        (one) => ({ message: shown(one.entry, conv), by: one.by, t: one.t }),
      ));
    },

    replies(message, how) {
      const given = how || {};
      const place = placeOf(message);
      const after = given.after ? String(given.after) : undefined;
      return act('replies', place, { after, limit: given.limit }, (reply) => ({
        root: reply.root, more: Boolean(reply.more), messages: (reply.entries || []).map((one) => shown(one, place.conv)),
      }));
    },
    messages(target, numbers) {
      const conv = nameOf(target);
      return asked({ op: 'message', do: 'get', conv, numbers: numbers.map(numberOf) },
        (reply) => (reply.entries || []).filter((one) => one.type !== 'removed').map((one) => shown(one, conv)));
    },

    readCounts(target, messages) {
      const conv = nameOf(target);
      return asked({ op: 'message', do: 'counts', conv, numbers: messages.map(numberOf) }, (reply) => {
        const counts = {};
        (reply.counts || []).forEach((one) => { counts[one[0]] = { read: one[1], all: one[2] }; });
        return counts;
      });
    },
    readers(message, how) {
      const given = how || {};
      return act('readers', placeOf(message), { data: { read: given.read !== false }, after: given.after, limit: given.limit },
        (reply) => ({ users: reply.users || [], next: reply.next || '' }));
    },

    mergedOf: (title, messages) => ({
      title: String(title),
      messages: messages.map((one) => ({ from: one.from, t: one.t, type: one.type, content: one.content })),
    }),
  };
}

// ---- hongyan/rooms.js
const FILL_PAGES_MAX = 5;
const FILL_PAGE = 100;

function roomIdOf(given) {
  const id = given && typeof given === 'object' ? given.room : given;
  return String(id || '').replace(/^r:/, '');
}

const roomOf = (reply) => reply.room;

function createRooms({ asked, kernel, userIds, show, tell }) {
  const places = new Map();

  const act = (deed, room, more, pick) =>
    asked(Object.assign({ op: 'room', do: deed, conv: 'r:' + roomIdOf(room) }, more), pick || roomOf);

  function entered(room) {
    const held = places.get(room.room);
    if (held && held.since === room.since) {
      if (room.n > held.n) missed(room.room, held, room.n);
    } else places.set(room.room, { n: room.n, since: room.since, history: room.history, filling: false });
    return room;
  }

  const say = (id, action, more) => tell(Object.assign({ room: id, action }, more));

  function missed(id, place, last) {
    if (!place.history) {
      const count = last - place.n;
      place.n = last;
      say(id, 'missed', { count });
    } else if (!place.filling) {
      place.filling = true;
      fill(id, place, FILL_PAGES_MAX);
    }
  }

  function fill(id, place, pages) {
    const frame = { op: 'history', conv: 'r:' + id, from: place.n + 1, limit: FILL_PAGE, dir: 'forward' };
    asked(frame, (reply) => reply).then((reply) => {
      reply.entries.forEach((entry) => { if (entry.n > place.n) take(id, place, entry, false); });
      if (reply.more && pages > 1) {
        fill(id, place, pages - 1);
        return;
      }
      place.filling = false;
      if (reply.more) {
        const count = reply.head - place.n;
        place.n = reply.head;
        say(id, 'missed', { count });
      }
    }, () => { place.filling = false; }); // entering again looks again
  }

  function take(id, place, entry, live) {
    place.n = entry.n;
    if (entry.op === 'msg') {
      show(entry, 'r:' + id, live);
      return;
    }
    if (entry.event !== 'room') {
      say(id, entry.event, { from: entry.from, target: entry.target, n: entry.n, t: entry.t });
      return;
    }
    const out = entry.action === 'dismissed' || (entry.action === 'kicked' && entry.users.indexOf(kernel.me()) >= 0);
    if (out) places.delete(id);
    say(id, entry.action, { from: entry.from, users: entry.users, fields: entry.fields, n: entry.n, t: entry.t });
  }

  kernel.on('room frame', (frame) => {
    const id = roomIdOf(frame.to || frame.conv);
    const place = places.get(id);
    if (frame.op === 'signal') kernel.emit('signal', Object.assign({}, frame, { conv: frame.to }));
    else if (frame.op === 'room') {
      const event = Object.assign({}, frame);
      ['op', 'conv'].forEach((name) => delete event[name]);
      say(id, 'members', event);
    } else if (place && frame.n > place.n) {
      if (frame.n > place.n + 1) {
        missed(id, place, frame.n - 1);
        if (place.filling) return; // the history brings this one too
      }
      take(id, place, frame, true);
    }
  });

  kernel.on('sent', (out, reply) => {
    const place = out.to[0] === 'r' && places.get(roomIdOf(out.to));
    if (place && reply.n > place.n) {
      if (reply.n > place.n + 1) missed(roomIdOf(out.to), place, reply.n - 1);
      if (!place.filling) place.n = reply.n;
    }
  });

  kernel.on('entered', () => {
    Array.from(places.keys()).forEach((id) => {
      act('enter', id).then(entered, (fault) => {
        if (fault.band === 'later' || fault.name === 'closed' || !places.delete(id)) return;
        say(id, 'out', { error: fault });
      });
    });
  });
  kernel.on('state', (state) => { if (state === 'idle') places.clear(); });

  return {
    enter: (room, how) => act('enter', room, how ? { data: how } : {}).then(entered),
    switchTo: (room, from) => act('switch', room, from === undefined ? {} : { data: { from: roomIdOf(from) } }).then((now) => {
      if (from !== undefined) places.delete(roomIdOf(from));
      else Array.from(places.keys()).forEach((id) => { if (id !== now.room) places.delete(id); });
      return entered(now);
    }),
    leave(room) {
      places.delete(roomIdOf(room));
      return act('leave', room, {}, () => {});
    },
    current: () => Array.from(places.keys()),
    create(given) {
      const data = Object.assign({}, given);
      const frame = { op: 'room', do: 'create', data };
      delete data.room;
      return asked(given && given.room ? Object.assign(frame, { conv: 'r:' + roomIdOf(given.room) }) : frame, roomOf);
    },
    get: (room) => act('get', room),
    list: (how) => asked(Object.assign({ op: 'room', do: 'list' }, how), (reply) => reply.rooms),
    members: (room, how) => act('members', room, { limit: how && how.limit, users: userIds((how && how.users) || []) },
      (reply) => ({ count: reply.count, members: reply.members })),
    setAttributes: (room, attributes, how) => act('set', room, { attributes, data: how || {} },
      (reply) => ({ room: reply.room, failed: reply.failed })),
    edit: (room, change) => act('edit', room, { data: change }),
    kick: (room, users, reason) => act('kick', room, { users: userIds(users), data: { reason: reason || '' } }),
    dismiss: (room) => act('dismiss', room),
  };
}

// ---- hongyan/sentences.js
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
const VERSION = '0.1.0';
const TYPING_EVERY_MS = 3000;
const HISTORY_LIMIT = 20;
const HISTORY_ROUNDS_MAX = 8;

Object.assign(sentences, SENTENCES);

function create(options) {
  const kernel = createKernel({
    url: linkOf(options.url), app: options.app, platform: options.platform, limits: options.limits, sdk: 'hongyan-js/' + VERSION, makeFate,
  });
  const { limits, emit, platform } = kernel;
  const seen = createSight(kernel);
  const files = createFiles(kernel, baseOf(options.url));
  const outgoing = createOutgoing();
  const typedAt = new Map();
  let entering = null;

  const nameOf = (target) => conversationName(target, limits.idBytesMax);

  function needLogin() {
    if (!kernel.running()) throw own('not_logged_in');
  }

  function promised(work, shape) {
    return new Promise((resolve, reject) => {
      needLogin();
      work((fault, value) => {
        if (fault) reject(fault);
        else resolve(shape(value));
      });
    });
  }

  const asked = (frame, shape) => promised((answer) => kernel.ask(frame, answer), shape);

  const nothing = () => {};
  const book = createFriends(asked, userIds, (known) => emit('friends', known));
  let status = '';

  function viewOf(conv) {
    const c = kernel.conversation(conv);
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

  function entered(fault) {
    const waiter = entering;
    entering = null;
    if (!waiter) return;
    if (fault) waiter.reject(fault);
    else waiter.resolve({ user: kernel.me() });
  }

  kernel.on('state', (state, before, fault) => {
    if (state === 'online') {
      entered(null);
      book.look();
      if (status) kernel.call({ op: 'presence', status }, limits.requestTimeoutMs, nothing);
    }
    if (state === 'closed' || state === 'idle') entered(fault || own('closed'));
    if (fault && fault.code >= 4200 && fault.code < 4400 && state === 'closed') emit('kicked', describe(fault));
    if (fault && (state === 'closed' || fault.name === 'token_failed')) emit('error', describe(fault));
  });

  function show(entry, conv, live) {
    emit(entry.type === 'command' ? 'command' : 'message', fromEntry(entry, conv, kernel.me()), { live });
  }

  kernel.on('entry', (entry, conv, how) => {
    const known = entry.from === kernel.me() && outgoing.remove(entry.cid);
    if (!known && !how.quiet) show(entry, conv, how.live);
  });

  kernel.on('sent', (out, reply) => {
    const message = outgoing.of(out, kernel.me());
    Object.assign(message, { n: reply.n, t: reply.t, state: 'sent', error: null });
    outgoing.settle(out.cid);
    emit('updated', message);
  });

  kernel.on('unsent', (out, fault) => {
    const message = outgoing.of(out, kernel.me());
    message.error = describe(fault);
    if (out.fault) message.state = 'failed';
    if (out.fault) outgoing.settle(out.cid);
    emit('updated', message);
  });

  kernel.on('friend entry', (entry) => {
    emit('friend', friendEventOf(entry));
    book.heard(entry);
  });
  kernel.on('changed entry', (entry, conv) => emit('updated', fromEntry(entry, conv, kernel.me())));
  kernel.on('removed entries', (event) => emit('removed', event));
  kernel.on('pin entry', (e, conv) => emit('pin', { conv, n: e.target, on: e.on, from: e.from }));
  kernel.on('group entry', (entry) => emit('group', groupEventOf(entry)));
  kernel.on('changed', (conv) => emit('conversation', viewOf(conv)));
  kernel.on('expiring', (event) => emit('token-expiring', event));

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

  const cidOf = (given) => String(typeof given === 'string' ? given.slice(given.lastIndexOf('/') + 1) : given && given.cid);

  const life = createLife(kernel, asked, nameOf);

  const hy = {
    get state() { return kernel.state(); },
    get user() { return kernel.me(); },
    on: kernel.on,
    once: kernel.once,
    off: kernel.off,

    login(given) {
      const credentials = given || {};
      return new Promise((resolve, reject) => {
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
      let message = null;
      const fault = kernel.post(draft, (out) => {
        message = outgoing.of(out, kernel.me());
        emit('message', message, { live: true });
      });
      if (fault) throw fault;
      return message;
    },
    sendText: (to, text, more) => hy.send(Object.assign({}, more, {
      to, type: ('text'), content: { text: String(text) },
    })),

    resend(given) {
      needLogin();
      const out = kernel.resend(cidOf(given), (again) => {
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
        const number = n === undefined ? Number((target).n) : n;
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

  function change(frame) {
    return promised((answer) => kernel.change(frame, answer), nothing);
  }

  return Object.assign(hy, createConv({ kernel, nameOf, change, asked, viewOf }));
}

function profileOf(reply) {
  return { user: reply.user, name: reply.name, avatar: reply.avatar, attributes: reply.attributes, allow: reply.allow };
}

function linkOf(url) {
  if (typeof url !== 'string' || !/^wss?:\/\/[^/]/.test(url)) throw own('bad_argument', 'url must begin with wss:// (or ws:// while developing).');
  return /^wss?:\/\/[^/]+\/?$/.test(url) ? url.replace(/\/?$/, '/link') : url;
}

const wholePlatform = (wx, host) => Object.assign(wxPlatform(wx, host), wxHttp(wx));

module.exports = { create, wxPlatform: wholePlatform, VERSION };
