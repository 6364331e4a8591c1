'use strict';
/**
 * One login and its connection.
 *
 *            loginImpl                  50, code 0                    lost, 301
 *   idle ───────────────► logging in ───────────────► online ───────────────────► away
 *    ▲                        │                         ▲   │                     │  │ at once, then
 *    │ no connection, refused │                         └───┼──── 50, code 0 ─────┘  │ every 3 s
 *    ├────────────────────────┘                             │                        │
 *    └───────────────────────────── 54, disconnectSocket ◄──┴────────────────────────┴── refused: stays away
 *
 * Sockets are numbered. Whatever an older one still says (a platform may say it minutes later, or never) is ignored. While the
 * mini-program is hidden nothing is started; a socket that was hidden for more than a moment is not trusted again.
 *
 * @typedef {import('./mb_constants').Protocal} Protocal
 *
 * @typedef {object} Handlers
 * @property {(first: boolean) => void} accepted
 * @property {(reconnect: boolean, code: number) => void} refused
 * @property {(why: string) => void} failed  the first connection did not come
 * @property {() => void} disconnected
 * @property {(info: import('./mb_constants').PKickoutInfo) => void} kicked
 * @property {() => void} ping
 * @property {() => void} pong
 * @property {(p: Protocal) => void} data
 * @property {(fp: string) => void} received
 * @property {(packets: Protocal[]) => void} lost
 *
 * @typedef {object} Log
 * @property {(text: string) => void} core
 * @property {(text: string) => void} heartbeat
 */

const { LIMITS, MBErrorCode, MBProtocalFactory, MBProtocalType, PKickoutInfo, packetText } = require('./mb_constants');
const { createKeepAlive } = require('./mb_keep_alive');
const { createQos } = require('./mb_qos');

/**
 * @param {object} parts
 * @param {import('../mobileimsdk-client-sdk').Platform} parts.platform
 * @param {() => { intervalMs: number, timeoutMs: number }} parts.times
 * @param {Handlers} parts.handlers
 * @param {Log} parts.log
 */
function createSession({ platform, times, handlers, log }) {
  /** @type {any} */
  let me = null;
  let url = '';
  /** a connection should be */
  let wanted = false;
  let logined = false;
  let online = false;
  let generation = 0;
  /** @type {import('../mobileimsdk-client-sdk').PlatformSocket | null} */
  let socket = null;
  /** the deadline of an attempt, or the wait for the next one @type {any} */
  let timer = null;
  let attemptAt = 0;
  let hidden = false;
  let hiddenAt = 0;
  let network = true;

  const keepAlive = createKeepAlive({ platform, ping, lost: broken });
  const qos = createQos({
    platform,
    send: (text) => { if (online) transmit(text, () => {}); },
    doubt: () => { if (online) keepAlive.probe(LIMITS.doubtReplyMs); },
    lost: (packets) => handlers.lost(packets),
    log: log.core,
  });
  const unlisten = [platform.onShow(shown), platform.onHide(hid), platform.onNetwork(networkChanged)];

  /**
   * @param {() => void} run
   * @param {number} ms
   */
  function setTimer(run, ms) {
    platform.clearTimeout(timer);
    timer = platform.setTimeout(run, ms);
  }

  /** The socket is over, whatever it thinks. */
  function drop() {
    generation += 1;
    platform.clearTimeout(timer);
    keepAlive.stop();
    online = false;
    const old = socket;
    socket = null;
    if (old) old.close();
  }

  function attempt() {
    drop();
    attemptAt = platform.now();
    const mine = generation;
    const current = () => mine === generation;
    setTimer(() => broken('no login within ' + LIMITS.loginTimeoutMs + ' ms'), LIMITS.loginTimeoutMs);
    log.core('connecting to ' + url);
    const made = platform.connect(url, {
      open: () => { if (current()) post(MBProtocalFactory.createPLoginInfo(me)); },
      message: (data) => { if (current()) receive(data); },
      end: (why) => { if (current()) broken(why); },
    });
    if (current()) socket = made;
    else made.close();
  }

  /** @param {string} text @param {(errMsg: string | null) => void} done */
  function transmit(text, done) {
    const mine = generation;
    if (!socket) {
      done('not connected');
      return;
    }
    socket.send(text, (errMsg) => {
      if (errMsg !== null && mine === generation) broken(errMsg);
      done(errMsg);
    });
  }

  /** @param {Protocal} p */
  function post(p) {
    const quiet = p.type === MBProtocalType.FROM_CLIENT_TYPE_OF_KEEP$ALIVE;
    (quiet ? log.heartbeat : log.core)('-> ' + describe(p));
    transmit(packetText(p), () => {});
  }

  function ping() {
    post(MBProtocalFactory.createPKeepAlive(me.loginUserId));
    handlers.ping();
  }

  /** The link is gone, or not to be trusted. @param {string} why */
  function broken(why) {
    if (!wanted) return;
    log.core('link lost: ' + why);
    const was = online;
    drop();
    if (logined) again(LIMITS.reloginEveryMs - Math.max(0, platform.now() - attemptAt));
    else if (!hidden) {
      wanted = false;
      handlers.failed(why);
    }
    if (was) handlers.disconnected();
  }

  /** Nothing is started in the background: the show does. @param {number} ms */
  function again(ms) {
    if (!hidden) setTimer(attempt, Math.max(0, ms));
  }

  /** @param {any} data */
  function receive(data) {
    const p = parsed(data);
    if (!p) {
      log.core('not a packet');
      return;
    }
    const answer = p.type === MBProtocalType.FROM_SERVER_TYPE_OF_RESPONSE$LOGIN ? parsed(p.dataContent) || {} : null;
    const pong = p.type === MBProtocalType.FROM_SERVER_TYPE_OF_RESPONSE$KEEP$ALIVE;
    (pong ? log.heartbeat : log.core)('<- ' + describe(p));
    if (p.QoS === true && p.fp && !(answer && Number(answer.code) !== MBErrorCode.COMMON_CODE_OK) && !acknowledge(p)) return;
    if (answer) loginAnswered(answer);
    else if (pong) {
      keepAlive.answered();
      handlers.pong();
    } else if (p.type === MBProtocalType.FROM_CLIENT_TYPE_OF_COMMON$DATA) handlers.data(p);
    else if (p.type === MBProtocalType.FROM_CLIENT_TYPE_OF_RECIVED) {
      qos.acknowledged(String(p.dataContent));
      handlers.received(String(p.dataContent));
    } else if (p.type === MBProtocalType.FROM_SERVER_TYPE_OF_RESPONSE$FOR$ERROR) failure(parsed(p.dataContent) || {});
    else if (p.type === MBProtocalType.FROM_SERVER_TYPE_OF_KICKOUT) kickedOut(parsed(p.dataContent) || {});
  }

  /** Whether it is news. Told each time: the first acknowledgement may be the one that was lost. @param {Protocal} p */
  function acknowledge(p) {
    const fp = String(p.fp);
    const news = qos.isNew(fp, online && !hidden);
    post(MBProtocalFactory.createRecivedBack(p.to === undefined || p.to === null ? me.loginUserId : p.to, p.from, fp, p.bridge));
    if (!news) log.core('known already: ' + fp);
    return news;
  }

  /** @param {any} answer */
  function loginAnswered(answer) {
    if (online) return;
    const first = !logined;
    const code = answer.code === undefined || isNaN(answer.code) ? MBErrorCode.COMMON_UNKNOW_ERROR : Number(answer.code);
    if (code !== MBErrorCode.COMMON_CODE_OK) {
      wanted = false;
      drop();
      handlers.refused(!first, code);
      return;
    }
    if (first) me.firstLoginTime = Number(answer.firstLoginTime) || 0;
    logined = true;
    online = true;
    platform.clearTimeout(timer);
    keepAlive.start(times());
    qos.renew();
    handlers.accepted(first);
  }

  /** @param {any} error */
  function failure(error) {
    if (Number(error.errorCode) !== MBErrorCode.RESPONSE_FOR_UNLOGIN) return;
    // The server closes right behind it; that close is not heard any more, so it cannot hasten the next login.
    const was = online;
    if (!logined) {
      broken('not logged in');
      return;
    }
    drop();
    again(LIMITS.reloginEveryMs);
    if (was) handlers.disconnected();
  }

  /** @param {any} info */
  function kickedOut(info) {
    const left = stop();
    handlers.kicked(new PKickoutInfo(Number(info.code), info.reason === null ? undefined : info.reason));
    // The app may have begun a new login in there.
    if (!wanted) handlers.disconnected();
    if (left.length > 0) handlers.lost(left);
  }

  function logout() {
    if (online) post(MBProtocalFactory.createPLoginoutInfo(me.loginUserId));
    stop();
  }

  /** Everything ends. Returns what was not acknowledged. */
  function stop() {
    wanted = false;
    logined = false;
    drop();
    return qos.clear();
  }

  function hid() {
    if (hidden) return;
    hidden = true;
    hiddenAt = platform.now();
    // An attempt would be frozen half way.
    if (!online) drop();
  }

  function shown() {
    const away = hidden ? platform.now() - hiddenAt : 0;
    hidden = false;
    if (!wanted) return;
    if (online && away >= 0 && away <= LIMITS.hiddenTrustMs) keepAlive.probe(LIMITS.probeReplyMs);
    else if (online) broken('hidden for ' + away + ' ms');
    else if (!socket) attempt();
  }

  /** @param {boolean} isConnected */
  function networkChanged(isConnected) {
    network = isConnected;
    if (!wanted || hidden) return;
    if (online) keepAlive.probe(LIMITS.probeReplyMs);
    else if (!socket) {
      if (isConnected) attempt();
    } else {
      // It may be opening on a network that is gone. Networks flap: it gets a short deadline, not a second socket.
      setTimer(() => broken('the network changed'), LIMITS.probeReplyMs);
    }
  }

  return {
    logined: () => logined,
    online: () => online,
    network: () => network,
    me: () => me,
    qos,
    transmit,
    describe,
    /** @param {any} info @param {string} wsUrl */
    start(info, wsUrl) {
      logout();
      if (me && me.loginUserId !== info.loginUserId) qos.forget();
      me = info;
      url = wsUrl;
      wanted = true;
      attempt();
    },
    logout,
    /** Another platform takes over. */
    release() {
      logout();
      unlisten.forEach((off) => off());
    },
  };
}

/** @param {any} text */
function parsed(text) {
  try {
    const value = JSON.parse(text);
    return value && typeof value === 'object' ? value : null;
  } catch (error) {
    return null;
  }
}

/** For logs: whose and what, without what is said or the token. @param {Protocal} p */
function describe(p) {
  const size = p.dataContent ? String(p.dataContent).length : 0;
  return 'type ' + p.type + ' ' + p.from + ' > ' + p.to + (p.fp ? ' ' + p.fp : '') + (p.QoS ? ' QoS' : '') + ' (' + size + ')';
}

module.exports = { createSession };
