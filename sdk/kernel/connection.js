'use strict';
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

const { backoff } = require('./backoff');
const { fromWire, own } = require('./faults');

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

module.exports = { createConnection };
