'use strict';
/**
 * A MobileIMSDK server from memory, over the scripted transport of fake-wx: sections 2, 4 and 5 of the protocol as the real one was
 * observed, and, with `offline: true`, our server's store behind it (an absent receiver's message is kept and given at the next login).
 *
 * `bad` breaks it: `deaf(p)` swallows what came, `mute(p)` what should leave, `refuse(info)` is the code of a refused login.
 */

const IDLE_MS = 20000;
const QOS_CHECK_MS = 5000;
const QOS_FRESH_MS = 2000;

const order = ['bridge', 'type', 'dataContent', 'from', 'to', 'fp', 'QoS', 'typeu', 'sm'];

function createFakeServer(clock, transport, options) {
  const given = options || {};
  /** user → the session that counts */
  const table = new Map();
  /** fp → { p, at, retries } of what was written and not acknowledged */
  const unacked = new Map();
  /** every type 2 that was accepted, once per fp */
  const log = [];
  const accepted = new Set();
  const stored = new Map();
  const server = {
    received: [],
    log,
    table,
    bad: { deaf: null, mute: null, refuse: null },
    idleMs: given.idleMs || IDLE_MS,
    say,
    kick,
    restart,
    sessions: [],
  };

  function frame(type, dataContent, to, more) {
    const p = Object.assign({ bridge: false, type, from: '0', to, QoS: false, typeu: -1, sm: -1 }, dataContent === undefined ? {} : { dataContent }, more);
    return order.reduce((sum, key) => (p[key] === undefined ? sum : Object.assign(sum, { [key]: p[key] })), {});
  }

  function write(session, p) {
    if (session.peer.state() !== 'open') return false;
    if (!(server.bad.mute && server.bad.mute(p, session))) session.peer.send(JSON.stringify(p));
    return true;
  }

  /** To whom it is for, if there; kept until acknowledged when it has QoS. */
  function deliver(p) {
    const session = table.get(p.to);
    if (!session || !write(session, p)) return false;
    if (p.QoS && p.fp && !unacked.has(p.fp)) unacked.set(p.fp, { p, at: clock.now(), retries: 0 });
    return true;
  }

  function store(p) {
    const list = stored.get(p.to) || [];
    if (!list.some((one) => one.fp === p.fp)) stored.set(p.to, list.concat([p]));
  }

  function data(session, p) {
    if (p.to === '0') {
      if (p.QoS) write(session, frame(4, p.fp, p.from));
      if (!accepted.has(p.fp)) log.push(p);
      accepted.add(p.fp);
      return;
    }
    if (given.offline) {
      // Durable first; a repeated one is acknowledged and not forwarded again.
      if (!accepted.has(p.fp)) {
        accepted.add(p.fp);
        log.push(p);
        if (p.QoS) store(p);
        deliver(p);
      }
      if (p.QoS) write(session, frame(4, p.fp, p.from, { from: p.to }));
      return;
    }
    if (!accepted.has(p.fp)) log.push(p);
    accepted.add(p.fp);
    if (deliver(p) && p.QoS && p.fp) write(session, frame(4, p.fp, p.from, { from: p.to }));
  }

  function login(session, info) {
    const code = server.bad.refuse ? server.bad.refuse(info) || 0 : 0;
    if (code !== 0) {
      write(session, frame(50, JSON.stringify({ code, firstLoginTime: -1 }), '-1'));
      session.peer.close(1000, 'Bye');
      return;
    }
    const asked = info.firstLoginTime;
    const first = asked > 0 ? asked : clock.now();
    write(session, frame(50, JSON.stringify({ code: 0, firstLoginTime: first }), info.loginUserId));
    const old = table.get(info.loginUserId);
    if (old && old !== session && asked > 0 && asked < old.first) {
      kickOut(session, info.loginUserId, { code: 1 });
      return;
    }
    session.user = info.loginUserId;
    session.first = first;
    table.set(session.user, session);
    if (old && old !== session && asked !== old.first) kickOut(old, session.user, { code: 1 });
    (stored.get(session.user) || []).forEach((p) => deliver(p));
  }

  function kickOut(session, user, info) {
    write(session, frame(54, JSON.stringify(info), user));
    session.peer.close(1000, 'Bye');
  }

  function gone(session) {
    clock.clear(session.idle);
    if (table.get(session.user) === session) table.delete(session.user);
  }

  function receive(session, text) {
    const p = JSON.parse(text);
    server.received.push(p);
    if (server.bad.deaf && server.bad.deaf(p, session)) return;
    watchIdle(session);
    if (p.type === 0) login(session, JSON.parse(p.dataContent));
    else if (p.type === 5) write(session, Object.assign({}, p, { type: 53 }));
    else if (p.type === 3) session.peer.close(1000, 'Bye');
    else if (!session.user) {
      write(session, frame(52, JSON.stringify({ errorCode: 301, errorMsg: text }), '-1'));
      if (p.type !== 1) session.peer.close(1000, 'Bye');
    } else if (p.type === 1) {
      const counted = table.get(session.user);
      if (counted) write(counted, frame(51, '{}', session.user));
    } else if (p.type === 2) data(session, p);
    else if (p.type === 4) {
      unacked.delete(p.dataContent);
      stored.forEach((list, user) => stored.set(user, list.filter((one) => one.fp !== p.dataContent)));
    }
  }

  function watchIdle(session) {
    clock.clear(session.idle);
    session.idle = clock.set(() => session.peer.close(1000, 'Bye'), server.idleMs);
  }

  function resend() {
    unacked.forEach((one, fp) => {
      if (one.retries >= 1) unacked.delete(fp);
      else if (clock.now() - one.at > QOS_FRESH_MS) {
        one.retries += 1;
        deliver(one.p);
      }
    });
    clock.set(resend, QOS_CHECK_MS);
  }

  transport.onSocket((peer) => {
    const session = { peer, user: null, first: 0, idle: 0 };
    server.sessions.push(session);
    watchIdle(session);
    peer.onMessage((text) => receive(session, text));
    peer.onClose(() => gone(session));
    // The transport tells of the client's end only.
    const { close } = peer;
    peer.close = (code, reason) => {
      close(code, reason);
      gone(session);
    };
  });
  clock.set(resend, QOS_CHECK_MS);

  /** Somebody without a phone speaks. @param {object} p */
  function say(p) {
    const whole = Object.assign({ bridge: false, type: 2, from: '0', to: '', QoS: true, typeu: -1, sm: -1 }, p);
    accepted.add(whole.fp);
    log.push(whole);
    if (given.offline && whole.QoS) store(whole);
    return deliver(whole);
  }

  function kick(user, code, reason) {
    kickOut(table.get(user), user, reason === undefined ? { code } : { code, reason });
  }

  /** Forgets who was there; the store stays. */
  function restart() {
    server.sessions.forEach((session) => {
      if (session.peer.state() === 'open') session.peer.kill();
      gone(session);
    });
    unacked.clear();
  }

  return server;
}

module.exports = { createFakeServer };
