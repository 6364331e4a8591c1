'use strict';
/**
 * A server that speaks docs/wire/native.md to `fake-wx`, with its log in memory and on the test's clock. Written from the document,
 * apart from the real server, so that both are readings of one text.
 *
 * How to extend
 *   a new operation      add a function to `operations`: (conn, frame) => reply fields, or throw refusal('name', more)
 *   a new event or push  write it with `append` (numbered, counted, pushed to everybody concerned) or `conn.push` (not counted)
 *   a new misfortune     a field of `bad`, looked at in one place:
 *                          refuse    (op, frame, conn) => refusal | undefined     answers with it
 *                          silent    (op, frame, conn) => boolean                 does the work, loses the answer
 *                          deaf      (op, frame, conn) => boolean                 loses the request
 *                          pushes    (frame, conn) => 'drop' | delayMs | undefined  what happens to a counted push
 *   a new invariant      compute it naively from `log(conv)` as `naiveUnread` does; never from the formula under test
 */

const ERRORS = {
  bad_json: [1000, 'fix'], bad_frame: [1001, 'fix'], unknown_operation: [1002, 'fix'], not_logged_in: [1005, 'login'],
  already_logged_in: [1006, 'fix'], token_invalid: [2001, 'login'], token_expired: [2002, 'login'], user_disabled: [2006, 'never'],
  resume_unknown: [2008, 'login'], too_fast: [3001, 'later'], bad_content: [3002, 'fix'], blocked: [3005, 'never'], muted: [3006, 'later'],
  recall_too_late: [3012, 'never'], recall_not_allowed: [3013, 'never'], message_unknown: [3014, 'never'], bad_cursor: [3016, 'fix'],
  internal: [5000, 'later'], busy: [5001, 'later'], storage_full: [5002, 'later'],
};
const CLOSES = {
  shutting_down: [4000, 'later'], heartbeat_timeout: [4001, 'later'], ack_timeout: [4004, 'later'], login_timeout: [4005, 'later'],
  token_expired: [4200, 'login'], token_revoked: [4201, 'login'], replaced: [4300, 'never'], kicked_by_policy: [4301, 'never'],
  kicked_by_admin: [4302, 'never'],
};
const LIMITS = {
  heartbeatMs: 25000, idleMs: 75000, loginTimeoutMs: 10000, resumableMs: 600000, ackTimeoutMs: 15000, ackRetriesMax: 3,
  tokenWarningMs: 60000, recallWindowMs: 120000,
};

function refusal(name, more) {
  const [code, band] = ERRORS[name];
  return Object.assign(new Error(name), { err: Object.assign({ code, name, band, text: name + '.', zh: name }, more) });
}

/** A token of the shape of a JWT; `seconds` from now. */
function tokenFor(user, now, seconds) {
  const body = { app: 'demo', sub: user, iat: Math.floor(now / 1000), exp: Math.floor(now / 1000) + (seconds || 3600) };
  return 'h.' + Buffer.from(JSON.stringify(body)).toString('base64url') + '.s';
}

function createFakeServer(clock, transportServer, options) {
  const limits = Object.assign({}, LIMITS, options);
  const bad = { refuse: null, silent: null, deaf: null, pushes: null };
  const logs = new Map();
  const views = new Map();
  const sessions = new Map();
  const conns = new Set();
  const sends = new Map();
  const signals = [];
  const acks = [];
  const requests = [];
  const revoked = new Set();
  // As on a server where nothing was ever written.
  let mid = 0;
  let secrets = 0;
  let forgetBefore = 0;

  // Conversations: 'a|b' for two users, 'u|a' for a feed.
  const keyOf = (me, conv) => (conv === 'u:' ? 'u|' + me : [me, conv.slice(2)].sort().join('|'));
  const partiesOf = (key) => (key.startsWith('u|') ? [key.slice(2)] : Array.from(new Set(key.split('|'))));
  const nameFor = (me, key) => {
    if (key.startsWith('u|')) return 'u:';
    const [a, b] = key.split('|');
    return 's:' + (a === me ? b : a);
  };
  const log = (key) => {
    if (!logs.has(key)) logs.set(key, []);
    return logs.get(key);
  };
  const view = (me, key) => {
    const id = me + ' ' + key;
    if (!views.has(id)) views.set(id, { read: [0, 0], sent: [0, 0], cleared: [0, 0], pin: 0, mute: false, hidden: false, delivered: 0 });
    return views.get(id);
  };
  const kAt = (key, n) => (n > 0 ? log(key)[n - 1].k : 0);
  const mark = (me, key) => {
    const v = view(me, key);
    return [v.read, v.sent, v.cleared].reduce((most, one) => (one[0] > most[0] ? one : most), [0, 0]);
  };
  const recalled = (key, after) => log(key).filter((e) => e.op === 'event' && e.event === 'recall' && e.counted && e.target > after).map((e) => e.target);

  /** The truth, counted by hand. */
  function naiveUnread(me, conv) {
    const key = keyOf(me, conv);
    const all = log(key);
    const v = view(me, key);
    const own = all.filter((e) => e.op === 'msg' && e.from === me).reduce((most, e) => Math.max(most, e.n), 0);
    const from = Math.max(v.read[0], v.cleared[0], own);
    return all.filter((e) => e.n > from && e.op === 'msg' && e.from !== me && e.type !== 'recalled' && e.count !== false).length;
  }

  function shown(entry) {
    const copy = Object.assign({}, entry);
    delete copy.key;
    return copy;
  }

  function append(key, from, fields, counted, except) {
    const all = log(key);
    mid += 1;
    const other = partiesOf(key).find((user) => user !== from) || from;
    const entry = Object.assign({
      op: fields.event ? 'event' : 'msg', from, to: key.startsWith('u|') ? 'u:' : 's:' + other,
      n: all.length + 1, k: (all.length > 0 ? all[all.length - 1].k : 0) + (counted ? 1 : 0), mid, t: clock.now(),
    }, fields);
    all.push(entry);
    partiesOf(key).forEach((user) => {
      view(user, key).hidden = false;
      conns.forEach((conn) => { if (conn.user === user && conn !== except) conn.counted(shown(entry)); });
    });
    return entry;
  }

  function summary(me, key) {
    const all = log(key);
    const head = all[all.length - 1];
    const v = view(me, key);
    const m = mark(me, key);
    const except = Array.from(new Set(recalled(key, m[0])));
    const last = all.filter((e) => e.op === 'msg' && e.type !== 'command' && e.n > v.cleared[0]).pop();
    const peer = partiesOf(key).find((user) => user !== me) || me;
    const peerView = view(peer, key);
    return {
      conv: nameFor(me, key), head: head.n, k: head.k, last: last ? shown(last) : null, t: head.t, mid: head.mid,
      unread: naiveUnread(me, nameFor(me, key)), mark: m, read: v.read[0], except,
      peer: { read: peerView.read[0], delivered: Math.max(peerView.delivered, peerView.read[0]) },
      cleared: v.cleared[0], pin: v.pin, mute: v.mute, hidden: v.hidden,
    };
  }

  const keysOf = (me) => Array.from(logs.keys()).filter((key) => log(key).length > 0 && partiesOf(key).includes(me));
  const others = (me, key) => partiesOf(key).filter((user) => user !== me);
  const stateOf = (user) => {
    const mine = Array.from(conns).filter((conn) => conn.user === user);
    if (mine.some((conn) => conn.session.state === 'foreground')) return 'online';
    return mine.length > 0 || Array.from(sessions.values()).some((s) => s.user === user && s.state === 'background' && s.until > clock.now()) ? 'background' : 'offline';
  };

  function setting(conn, key) {
    const v = view(conn.user, key);
    const fields = {
      conv: nameFor(conn.user, key), pin: v.pin, mute: v.mute, cleared: v.cleared[0], ck: v.cleared[1], hidden: v.hidden,
    };
    append('u|' + conn.user, conn.user, Object.assign({ event: 'setting' }, fields), false, conn);
    return fields;
  }

  function enter(conn, session) {
    // One connection per session, one session per device.
    conns.forEach((other) => {
      if (other !== conn && other.session && other.user === session.user && other.session.device === session.device) other.bye('replaced');
    });
    Array.from(sessions).forEach(([secret, one]) => {
      if (one === session || (one.user === session.user && one.device === session.device)) sessions.delete(secret);
    });
    secrets += 1;
    const secret = 'secret-' + secrets;
    sessions.set(secret, session);
    Object.assign(conn, { session, user: session.user, secret, pushed: 0 });
    session.until = Infinity;
    conns.add(conn);
    conn.watchToken();
    return {
      user: session.user, session: secret, t: clock.now(), cursor: mid, heartbeat: limits.heartbeatMs, idle: limits.idleMs,
      expires: session.expires, resumable: limits.resumableMs,
    };
  }

  function checkToken(token) {
    let body = null;
    try {
      body = JSON.parse(Buffer.from(String(token).split('.')[1], 'base64url').toString());
    } catch (error) {
      throw refusal('token_invalid');
    }
    if (revoked.has(token) || !body.sub) throw refusal('token_invalid');
    if (body.exp * 1000 <= clock.now()) throw refusal('token_expired');
    return body;
  }

  const operations = {
    login(conn, f) {
      const body = checkToken(f.token);
      if (!f.device || f.v !== 1 || f.app !== 'demo') throw refusal('bad_frame');
      return enter(conn, { user: body.sub, device: f.device, state: 'foreground', expires: body.exp * 1000, until: Infinity });
    },
    resume(conn, f) {
      const session = sessions.get(f.session);
      if (!session || session.until < clock.now()) throw refusal('resume_unknown');
      return enter(conn, session);
    },
    ping: (conn) => ({ t: clock.now(), pushed: conn.pushed, cursor: mid }),
    state(conn, f) {
      conn.session.state = f.state;
      announce(conn.user);
      return { state: f.state };
    },
    renew(conn, f) {
      const body = checkToken(f.token);
      conn.session.expires = body.exp * 1000;
      conn.watchToken();
      return { expires: body.exp * 1000 };
    },
    logout(conn) {
      conn.after = () => {
        sessions.delete(conn.secret);
        conn.end(1000);
      };
      return {};
    },
    send(conn, f) {
      if (typeof f.cid !== 'string' || !f.content || !/^s:./.test(f.to)) throw refusal('bad_frame');
      const id = conn.user + ' ' + f.cid;
      const first = sends.get(id);
      if (first && !f.retry) throw new Error('the client sent ' + id + ' twice without retry');
      if (first) return first;
      const key = keyOf(conn.user, f.to);
      const fields = { cid: f.cid, type: f.type, content: f.content };
      ['ext', 'mentions', 'quote'].forEach((name) => { if (f[name] !== undefined) fields[name] = f[name]; });
      const counted = f.count === undefined ? f.type !== 'command' : f.count;
      if (!counted) fields.count = false;
      const entry = append(key, conn.user, fields, counted, conn);
      view(conn.user, key).sent = [entry.n, entry.k];
      const reply = { n: entry.n, k: entry.k, mid: entry.mid, t: entry.t };
      sends.set(id, reply);
      return reply;
    },
    recall(conn, f) {
      const key = keyOf(conn.user, f.conv);
      const entry = log(key)[f.n - 1];
      if (!entry || entry.op !== 'msg') throw refusal('message_unknown');
      if (entry.from !== conn.user) throw refusal('recall_not_allowed');
      const done = log(key).find((e) => e.event === 'recall' && e.target === f.n);
      if (done) return { n: done.n, k: done.k, mid: done.mid, t: done.t };
      if (clock.now() - entry.t > limits.recallWindowMs) throw refusal('recall_too_late');
      const counted = entry.count !== false;
      delete entry.content;
      Object.assign(entry, { type: 'recalled', by: conn.user });
      const event = append(key, conn.user, { event: 'recall', target: f.n, counted, sender: entry.from }, false, conn);
      return { n: event.n, k: event.k, mid: event.mid, t: event.t };
    },
    history(conn, f) {
      const key = keyOf(conn.user, f.conv);
      const all = log(key).filter((e) => e.n > view(conn.user, key).cleared[0]);
      const limit = Math.min(f.limit || 20, 100);
      const back = (f.dir || 'back') === 'back';
      const some = all.filter((e) => (back ? e.n <= (f.from || Infinity) : e.n >= (f.from || 1)));
      const entries = back ? some.slice(-limit) : some.slice(0, limit);
      return { conv: f.conv, head: log(key).length, entries: entries.map(shown), more: some.length > entries.length };
    },
    read(conn, f) {
      const key = keyOf(conn.user, f.conv);
      const v = view(conn.user, key);
      const n = Math.min(f.n, log(key).length);
      if (n > v.read[0]) {
        v.read = [n, kAt(key, n)];
        append('u|' + conn.user, conn.user, { event: 'read', conv: f.conv, read: n, rk: v.read[1] }, false, conn);
        others(conn.user, key).forEach((user) => {
          append('u|' + user, conn.user, { event: 'receipt', conv: nameFor(user, key), user: conn.user, read: n }, false, conn);
        });
      }
      return { n: v.read[0], k: v.read[1] };
    },
    ack(conn, f) {
      acks.push({ user: conn.user, got: f.got });
      conn.acked();
      f.got.forEach(([conv, n]) => {
        if (conv === 'u:') return;
        const key = keyOf(conn.user, conv);
        const v = view(conn.user, key);
        if (n <= v.delivered) return;
        v.delivered = Math.min(n, log(key).length);
        others(conn.user, key).forEach((user) => conns.forEach((one) => {
          if (one.user === user) one.push({ op: 'receipt', conv: nameFor(user, key), delivered: v.delivered });
        }));
      });
    },
    conversations: (conn) => ({ conversations: keysOf(conn.user).filter((key) => !key.startsWith('u|')).map((key) => summary(conn.user, key)), more: false }),
    sync(conn, f) {
      if (f.cursor > mid) throw refusal('bad_cursor');
      if (f.cursor > 0 && f.cursor < forgetBefore) return { conversations: [], more: false, cursor: mid, whole: false };
      const from = f.next ? Number(f.next) : 0;
      const changed = keysOf(conn.user).map((key) => ({ key, mid: log(key)[log(key).length - 1].mid }))
        .filter((one) => one.mid > f.cursor && one.mid > from).sort((a, b) => a.mid - b.mid);
      const some = changed.slice(0, f.limit);
      const more = changed.length > some.length;
      const conversations = some.map(({ key }) => {
        const fresh = log(key).filter((e) => e.mid > f.cursor && e.n > view(conn.user, key).cleared[0]);
        return Object.assign(summary(conn.user, key), { entries: f.entries > 0 ? fresh.slice(-f.entries).map(shown) : [] });
      });
      return { conversations, more, next: more ? String(some[some.length - 1].mid) : null, cursor: mid, whole: true };
    },
    set(conn, f) {
      const key = keyOf(conn.user, f.conv);
      const v = view(conn.user, key);
      if (f.pin !== undefined) v.pin = f.pin ? clock.now() : 0;
      if (f.mute !== undefined) v.mute = f.mute;
      return setting(conn, key);
    },
    clear(conn, f) {
      const key = keyOf(conn.user, f.conv);
      const n = Math.min(f.n || Infinity, log(key).length);
      const v = view(conn.user, key);
      if (n > v.cleared[0]) v.cleared = [n, kAt(key, n)];
      return setting(conn, key);
    },
    delete(conn, f) {
      const key = keyOf(conn.user, f.conv);
      const v = view(conn.user, key);
      if (f.clear) v.cleared = [log(key).length, kAt(key, log(key).length)];
      Object.assign(v, { hidden: true, pin: 0 });
      return setting(conn, key);
    },
    signal(conn, f) {
      const to = f.to.slice(2);
      signals.push(Object.assign({ from: conn.user }, f));
      const there = Array.from(conns).filter((one) => one.user === to && one.session.state === 'foreground');
      there.forEach((one) => one.push({ op: 'signal', from: conn.user, to: f.to, name: f.name, data: f.data, t: clock.now() }));
      return { online: there.length > 0 };
    },
    presence(conn, f) {
      const users = {};
      f.users.forEach((user) => {
        users[user] = stateOf(user);
        if (f.watch === true) conn.watching.add(user);
        if (f.watch === false) conn.watching.delete(user);
      });
      return { users };
    },
    users: (conn, f) => ({ users: f.users.filter((user) => keysOf(user).length > 0).map((user) => ({ user, name: user.toUpperCase(), attributes: {} })) }),
    profile: (conn, f) => ({ user: conn.user, name: f.name, avatar: f.avatar, attributes: f.attributes || {} }),
  };

  function announce(user) {
    const state = stateOf(user);
    conns.forEach((conn) => { if (conn.watching.has(user)) conn.push({ op: 'presence', user, state, t: clock.now() }); });
  }

  function createConn(peer) {
    let idle = 0;
    let tokenTimer = 0;
    let ackTimer = 0;
    let ackRetries = 0;
    const conn = {
      peer, user: null, session: null, secret: null, pushed: 0, watching: new Set(), after: null,
      push(frame) { if (peer.state() === 'open') peer.send(frame); },
      counted(frame) {
        conn.pushed += 1;
        conn.waitAck();
        const fate = bad.pushes ? bad.pushes(frame, conn) : undefined;
        if (fate === 'drop') return;
        if (typeof fate === 'number') clock.set(() => conn.push(frame), fate);
        else conn.push(frame);
      },
      waitAck() {
        if (ackTimer) return;
        ackTimer = clock.set(() => {
          ackTimer = 0;
          ackRetries += 1;
          if (!conns.has(conn)) return;
          if (ackRetries > limits.ackRetriesMax) {
            conn.bye('ack_timeout');
            return;
          }
          conn.push({ op: 'sync' });
          conn.waitAck();
        }, limits.ackTimeoutMs);
      },
      acked() {
        clock.clear(ackTimer);
        ackTimer = 0;
        ackRetries = 0;
      },
      watchToken() {
        clock.clear(tokenTimer);
        const left = conn.session.expires - clock.now();
        if (left > limits.tokenWarningMs) {
          tokenTimer = clock.set(() => {
            conn.push({ op: 'expiring', at: conn.session.expires, in: limits.tokenWarningMs });
            tokenTimer = clock.set(() => conn.bye('token_expired'), limits.tokenWarningMs);
          }, left - limits.tokenWarningMs);
        } else tokenTimer = clock.set(() => conn.bye('token_expired'), left);
      },
      /** says why, then closes */
      bye(name, more) {
        const [code, band] = CLOSES[name];
        conn.push(Object.assign({ op: 'bye', code, name, band, text: name + '.', zh: name }, more));
        if (band !== 'later' && conn.secret) sessions.delete(conn.secret);
        conn.end(code);
      },
      end(code) {
        peer.close(code, '');
        conn.gone();
      },
      gone() {
        clock.clear(idle);
        clock.clear(tokenTimer);
        clock.clear(ackTimer);
        if (!conns.delete(conn)) return;
        conn.session.until = clock.now() + (conn.session.state === 'background' ? 30 * 60000 : limits.resumableMs);
        announce(conn.user);
      },
      heard() {
        clock.clear(idle);
        idle = clock.set(() => conn.bye(conn.session ? 'heartbeat_timeout' : 'login_timeout'), conn.session ? limits.idleMs : limits.loginTimeoutMs);
      },
    };
    conn.heard();
    return conn;
  }

  function handle(conn, f) {
    requests.push(Object.assign({ user: conn.user, at: clock.now() }, f));
    if (bad.deaf && bad.deaf(f.op, f, conn)) return;
    let reply = null;
    try {
      const refused = bad.refuse && bad.refuse(f.op, f, conn);
      if (refused) throw refused;
      if (!operations[f.op]) throw refusal('unknown_operation');
      if (!conn.session && f.op !== 'login' && f.op !== 'resume') throw refusal('not_logged_in');
      if (conn.session && (f.op === 'login' || f.op === 'resume')) throw refusal('already_logged_in');
      reply = Object.assign({ re: f.id }, operations[f.op](conn, f));
    } catch (error) {
      if (!error.err) throw error;
      reply = { re: f.id, err: error.err };
    }
    if (f.id && !(bad.silent && bad.silent(f.op, f, conn))) conn.push(reply);
    if (conn.after) conn.after();
  }

  transportServer.onSocket((peer) => {
    const conn = createConn(peer);
    peer.onMessage((text) => {
      conn.heard();
      handle(conn, JSON.parse(text));
    });
    peer.onClose(() => conn.gone());
  });

  return {
    bad, sessions, signals, acks, requests, revoked, limits, naiveUnread, refusal,
    token: (user, seconds) => tokenFor(user, clock.now(), seconds),
    log: (a, b) => log([a, b].sort().join('|')),
    feed: (user) => log('u|' + user),
    connsOf: (user) => Array.from(conns).filter((conn) => conn.user === user),
    stateOf,
    /** As if `from` had another device: a message without an SDK. */
    say(from, to, text, more) {
      secrets += 1;
      const conn = { user: from };
      return operations.send(conn, Object.assign({ op: 'send', to: 's:' + to, cid: 'x' + secrets, type: 'text', content: { text } }, more));
    },
    /** Any other operation of a device without an SDK. */
    act: (user, frame) => operations[frame.op]({ user }, frame),
    closeAll: (name, more) => Array.from(conns).forEach((conn) => conn.bye(name, more)),
    /** The server restarts: sessions are gone, the log is not. */
    restart() {
      sessions.clear();
      Array.from(conns).forEach((conn) => {
        conn.peer.kill();
        conn.gone();
      });
      sessions.clear();
    },
    /** Cursors older than now are not kept any more. */
    forget() { forgetBefore = mid; },
  };
}

module.exports = { createFakeServer, tokenFor };
