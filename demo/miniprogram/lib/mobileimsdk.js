'use strict';
// ---- mobileimsdk/module/mb_constants.js
const MBProtocalType = Object.freeze({
  FROM_CLIENT_TYPE_OF_LOGIN: 0,
  FROM_CLIENT_TYPE_OF_KEEP$ALIVE: 1,
  FROM_CLIENT_TYPE_OF_COMMON$DATA: 2,
  FROM_CLIENT_TYPE_OF_LOGOUT: 3,
  FROM_CLIENT_TYPE_OF_RECIVED: 4,
  FROM_CLIENT_TYPE_OF_ECHO: 5,
  FROM_SERVER_TYPE_OF_RESPONSE$LOGIN: 50,
  FROM_SERVER_TYPE_OF_RESPONSE$KEEP$ALIVE: 51,
  FROM_SERVER_TYPE_OF_RESPONSE$FOR$ERROR: 52,
  FROM_SERVER_TYPE_OF_RESPONSE$ECHO: 53,
  FROM_SERVER_TYPE_OF_KICKOUT: 54,
});

const MBErrorCode = Object.freeze({
  COMMON_CODE_OK: 0,
  COMMON_NO_LOGIN: 1,
  COMMON_UNKNOW_ERROR: 2,
  COMMON_DATA_SEND_FAILD: 3,
  COMMON_INVALID_PROTOCAL: 4,
  BREOKEN_CONNECT_TO_SERVER: 201,
  BAD_CONNECT_TO_SERVER: 202,
  CLIENT_SDK_NO_INITIALED: 203,
  LOCAL_NETWORK_NOT_WORKING: 204,
  TO_SERVER_NET_INFO_NOT_SETUP: 205,
  RESPONSE_FOR_UNLOGIN: 301,
});

const MBKickoutCode = Object.freeze({ KICKOUT_FOR_DUPLICATE_LOGIN: 1, KICKOUT_FOR_ADMIN: 2 });

const MBSenseMode = Object.freeze({ MODE_3S: 3, MODE_5S: 5, MODE_10S: 10, MODE_15S: 15, MODE_30S: 30, MODE_60S: 60, MODE_120S: 120 });

function senseTimes(mode) {
  const timeouts = new Map([[3, 5], [5, 8], [10, 15], [15, 20], [30, 35], [60, 65], [120, 125]]);
  const timeout = timeouts.get(mode);
  if (timeout === undefined) throw new TypeError('no such sense mode: ' + mode);
  return { intervalMs: mode * 1000, timeoutMs: timeout * 1000 };
}

const MBSocketEvent = Object.freeze({
  LOG: 'callback_onIMLog',
  DATA: 'callback_onIMData',
  LOGIN_SUCESS: 'callback_onIMAfterLoginSucess',
  LOGIN_FAILED: 'callback_onIMAfterLoginFailed',
  RECONNECT_SUCESS: 'callback_onIMReconnectSucess',
  DISCONNECTED: 'callback_onIMDisconnected',
  PING: 'callback_onIMPing',
  PONG: 'callback_onIMPong',
  SHOW_ALERT: 'callback_onIMShowAlert',
  KICKOUT: 'callback_onIMKickout',
  MESSAGES_LOST: 'callback_onMessagesLost',
  MESSAGES_BE_RECEIVED: 'callback_onMessagesBeReceived',
});

const SERVER_ID = '0';

const LIMITS = Object.freeze({
  loginTimeoutMs: 10000,
  reloginEveryMs: 3000,
  keepAliveCheckMs: 2000,
  probeReplyMs: 2000,
  doubtReplyMs: 5000,
  hiddenTrustMs: 4000,
  qosCheckMs: 5000,
  qosFreshMs: 3000,
  qosRetriesMax: 2,
  qosWaitingMax: 1000,
  qosKeptMs: 10 * 60000,
  qosSweepMs: 5 * 60000,
  qosKeptMax: 10000,
  frameBytesMax: 65536,
});

function createUuid(random) {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(random() * 16);
    return (place === 'x' ? digit : (digit % 4) + 8).toString(16);
  });
}

function textOf(value) {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

class PLoginInfo {
  constructor(loginUserId, loginToken, extra) {
    this.loginUserId = loginUserId;
    this.loginToken = loginToken;
    if (extra !== undefined) this.extra = extra;
  }
}

class PKickoutInfo {
  constructor(code, reason) {
    this.code = code;
    this.reason = reason;
  }
}
PKickoutInfo.KICKOUT_FOR_DUPLICATE_LOGIN = MBKickoutCode.KICKOUT_FOR_DUPLICATE_LOGIN;
PKickoutInfo.KICKOUT_FOR_ADMIN = MBKickoutCode.KICKOUT_FOR_ADMIN;

function createProtocal(type, dataContent, from, to, more) {
  return Object.assign({ bridge: false, type, dataContent: textOf(dataContent), from: textOf(from), to: textOf(to), fp: undefined, QoS: false, typeu: -1, sm: -1 }, more);
}

function packetText(p) {
  const number = (value) => (value === undefined || value === null || isNaN(value) ? -1 : Number(value));
  return JSON.stringify({
    bridge: p.bridge === true,
    type: p.type === undefined || p.type === null ? MBProtocalType.FROM_CLIENT_TYPE_OF_COMMON$DATA : Number(p.type),
    dataContent: textOf(p.dataContent), from: textOf(p.from), to: textOf(p.to), fp: textOf(p.fp),
    QoS: p.QoS === true, typeu: number(p.typeu), sm: number(p.sm),
  });
}

function createProtocalFactory(random) {
  const types = MBProtocalType;
  const factory = {
    createCommonData(dataContent, fromUserId, toUserId, QoS, fingerPrint, typeu) {
      const wanted = QoS === true;
      return createProtocal(types.FROM_CLIENT_TYPE_OF_COMMON$DATA, dataContent, fromUserId, toUserId, {
        QoS: wanted,
        fp: textOf(fingerPrint) || (wanted ? createUuid(random) : undefined),
        typeu: typeu === undefined || typeu === null ? -1 : Number(typeu),
      });
    },
    createCommonDataSimple: (dataContent, fromUserId, toUserId, typeu) => factory.createCommonData(dataContent, fromUserId, toUserId, true, null, typeu),
    createPLoginInfo(info) {
      const content = JSON.stringify({
        loginUserId: textOf(info.loginUserId), loginToken: textOf(info.loginToken), extra: textOf(info.extra), firstLoginTime: Number(info.firstLoginTime) || 0,
      });
      return createProtocal(types.FROM_CLIENT_TYPE_OF_LOGIN, content, info.loginUserId, SERVER_ID);
    },
    createPKeepAlive: (fromUserId) => createProtocal(types.FROM_CLIENT_TYPE_OF_KEEP$ALIVE, '{}', fromUserId, SERVER_ID),
    createPLoginoutInfo: (fromUserId) => createProtocal(types.FROM_CLIENT_TYPE_OF_LOGOUT, undefined, fromUserId, SERVER_ID),
    createRecivedBack: (fromUserId, toUserId, fingerPrint, bridge) => (
      createProtocal(types.FROM_CLIENT_TYPE_OF_RECIVED, fingerPrint, fromUserId, toUserId, { bridge: bridge === true })),
  };
  return factory;
}

const MBProtocalFactory = createProtocalFactory(Math.random);

// ---- mobileimsdk/module/mb_platform.js
function basics(name, host) {
  const own = host || {};
  return {
    name,
    now: own.now || (() => Date.now()),
    random: own.random || Math.random,
    setTimeout: own.setTimeout || ((run, ms) => setTimeout(run, ms)),
    clearTimeout: own.clearTimeout || ((timer) => clearTimeout(timer)),
    report: own.report || ((error) => console.error(error)),
    log: own.log || ((text) => console.log(text)),
  };
}

function wxPlatform(wx, host) {
  const base = basics('wx', host);

  function connect(url, events) {
    let task;
    try {
      task = wx.connectSocket({ url, fail: (result) => events.end(result.errMsg) });
    } catch (error) {
      base.setTimeout(() => events.end(String(error)), 0);
    }
    if (task) {
      task.onOpen(() => events.open());
      task.onMessage((result) => events.message(result.data));
      task.onError((result) => events.end(result.errMsg));
      task.onClose((result) => events.end('closed ' + result.code));
    }
    return {
      send(text, done) {
        if (task) task.send({ data: text, success: () => done(null), fail: (result) => done(result.errMsg) });
      },
      close() {
        if (task) task.close({ code: 1000, fail() {} });
      },
    };
  }

  function listen(on, off, listener) {
    if (typeof wx[on] === 'function') wx[on](listener);
    return () => { if (typeof wx[off] === 'function') wx[off](listener); };
  }

  return Object.assign(base, {
    connect,
    alert(text) { wx.showModal({ title: '提示', content: text, showCancel: false }); },
    onShow: (listener) => listen('onAppShow', 'offAppShow', () => listener()),
    onHide: (listener) => listen('onAppHide', 'offAppHide', () => listener()),
    onNetwork: (listener) => (
      listen('onNetworkStatusChange', 'offNetworkStatusChange', (event) => listener(event.isConnected))),
  });
}

function webPlatform(window, host) {
  const base = basics('web', host);

  function connect(url, events) {
    let socket;
    try {
      socket = new window.WebSocket(url);
      socket.onopen = () => events.open();
      socket.onmessage = (event) => events.message(event.data);
      socket.onerror = () => events.end('error');
      socket.onclose = (event) => events.end('closed ' + event.code);
    } catch (error) {
      base.setTimeout(() => events.end(String(error)), 0);
    }
    return {
      send(text, done) {
        const open = socket && socket.readyState === 1;
        if (open) socket.send(text);
        base.setTimeout(() => done(open ? null : 'not open'), 0);
      },
      close() { if (socket) socket.close(); },
    };
  }

  function listen(target, event, listener) {
    target.addEventListener(event, listener);
    return () => target.removeEventListener(event, listener);
  }

  return Object.assign(base, {
    connect,
    alert(text) { window.alert(text); },
    onShow: (listener) => listen(window.document, 'visibilitychange', () => {
      if (!window.document.hidden) listener();
    }),
    onHide: () => () => {},
    onNetwork(listener) {
      const offs = [listen(window, 'online', () => listener(true)), listen(window, 'offline', () => listener(false))];
      return () => offs.forEach((off) => off());
    },
  });
}

function noPlatform(host) {
  const base = basics('none', host);
  return Object.assign(base, {
    connect(url, events) {
      base.setTimeout(() => events.end('no platform'), 0);
      return { send() {}, close() {} };
    },
    alert(text) { base.log(text); },
    onShow: () => () => {},
    onHide: () => () => {},
    onNetwork: () => () => {},
  });
}

// ---- mobileimsdk/module/mb_keep_alive.js
function createKeepAlive({ platform, ping, lost }) {
  let times = { intervalMs: 0, timeoutMs: 0 };
  let answeredAt = 0;
  let pingTimer = null;
  let checkTimer = null;
  let probeTimer = null;

  function ask() {
    if (answeredAt === 0) answeredAt = platform.now();
    ping();
  }

  function beat() {
    pingTimer = platform.setTimeout(beat, times.intervalMs);
    ask();
  }

  function check() {
    const silentMs = answeredAt === 0 ? 0 : platform.now() - answeredAt;
    if (silentMs < 0) answeredAt = platform.now();
    checkTimer = platform.setTimeout(check, LIMITS.keepAliveCheckMs);
    if (silentMs >= times.timeoutMs) lost('no keep-alive for ' + silentMs + ' ms');
  }

  function stop() {
    [pingTimer, checkTimer, probeTimer].forEach((timer) => platform.clearTimeout(timer));
    probeTimer = null;
  }

  return {
    start(given) {
      stop();
      times = given;
      answeredAt = 0;
      pingTimer = platform.setTimeout(beat, times.intervalMs);
      checkTimer = platform.setTimeout(check, LIMITS.keepAliveCheckMs);
    },
    stop,
    answered() {
      answeredAt = platform.now();
      platform.clearTimeout(probeTimer);
      probeTimer = null;
    },
    probe(replyMs) {
      if (probeTimer !== null) return;
      probeTimer = platform.setTimeout(() => lost('no answer in doubt'), replyMs);
      ask();
    },
  };
}

// ---- mobileimsdk/module/mb_qos.js
function createQos({ platform, send, doubt, lost, log }) {
  const waiting = new Map();
  const kept = new Map();
  let sweptAt = 0;
  let timer = null;

  function since(at) {
    const ms = platform.now() - at;
    return ms >= 0 ? ms : Infinity;
  }

  function plan() {
    if (timer === null && waiting.size > 0) timer = platform.setTimeout(check, LIMITS.qosCheckMs);
  }

  function check() {
    timer = null;
    const given = [];
    let repeated = false;
    Array.from(waiting).forEach(([fp, one]) => {
      if (one.retries >= LIMITS.qosRetriesMax) {
        waiting.delete(fp);
        given.push(one.packet);
      } else if (since(one.at) > LIMITS.qosFreshMs) {
        one.retries += 1;
        repeated = true;
        log('again (' + one.retries + '): ' + fp);
        send(one.text);
      }
    });
    plan();
    if (repeated) doubt();
    if (given.length > 0) lost(given);
  }

  function forgetOld() {
    if (sweptAt !== 0 && since(sweptAt) < LIMITS.qosSweepMs) return;
    sweptAt = platform.now();
    kept.forEach((at, fp) => { if (since(at) >= LIMITS.qosKeptMs) kept.delete(fp); });
  }

  return {
    take(packet, text) {
      const fp = String(packet.fp);
      if (!waiting.has(fp) && waiting.size >= LIMITS.qosWaitingMax) return false;
      waiting.set(fp, { packet, text, at: platform.now(), retries: 0 });
      plan();
      return true;
    },
    acknowledged(fp) {
      waiting.delete(fp);
      if (waiting.size > 0) return;
      platform.clearTimeout(timer);
      timer = null;
    },
    waiting: () => waiting.size,
    renew() {
      waiting.forEach((one) => send(one.text));
      const now = platform.now();
      kept.forEach((at, fp) => kept.set(fp, now));
    },
    isNew(fp, mayForget) {
      if (mayForget) forgetOld();
      const known = kept.delete(fp);
      kept.set(fp, platform.now());
      if (kept.size > LIMITS.qosKeptMax) kept.delete(String(kept.keys().next().value));
      return !known;
    },
    forget() {
      kept.clear();
    },
    clear() {
      const left = Array.from(waiting.values(), (one) => one.packet);
      waiting.clear();
      platform.clearTimeout(timer);
      timer = null;
      return left;
    },
  };
}

// ---- mobileimsdk/module/mb_session.js
function createSession({ platform, times, handlers, log }) {
  let me = null;
  let url = '';
  let wanted = false;
  let logined = false;
  let online = false;
  let generation = 0;
  let socket = null;
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

  function setTimer(run, ms) {
    platform.clearTimeout(timer);
    timer = platform.setTimeout(run, ms);
  }

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

  function post(p) {
    const quiet = p.type === MBProtocalType.FROM_CLIENT_TYPE_OF_KEEP$ALIVE;
    (quiet ? log.heartbeat : log.core)('-> ' + describe(p));
    transmit(packetText(p), () => {});
  }

  function ping() {
    post(MBProtocalFactory.createPKeepAlive(me.loginUserId));
    handlers.ping();
  }

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

  function again(ms) {
    if (!hidden) setTimer(attempt, Math.max(0, ms));
  }

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

  function acknowledge(p) {
    const fp = String(p.fp);
    const news = qos.isNew(fp, online && !hidden);
    post(MBProtocalFactory.createRecivedBack(p.to === undefined || p.to === null ? me.loginUserId : p.to, p.from, fp, p.bridge));
    if (!news) log.core('known already: ' + fp);
    return news;
  }

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

  function failure(error) {
    if (Number(error.errorCode) !== MBErrorCode.RESPONSE_FOR_UNLOGIN) return;
    const was = online;
    if (!logined) {
      broken('not logged in');
      return;
    }
    drop();
    again(LIMITS.reloginEveryMs);
    if (was) handlers.disconnected();
  }

  function kickedOut(info) {
    const left = stop();
    handlers.kicked(new PKickoutInfo(Number(info.code), info.reason === null ? undefined : info.reason));
    if (!wanted) handlers.disconnected();
    if (left.length > 0) handlers.lost(left);
  }

  function logout() {
    if (online) post(MBProtocalFactory.createPLoginoutInfo(me.loginUserId));
    stop();
  }

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

  function networkChanged(isConnected) {
    network = isConnected;
    if (!wanted || hidden) return;
    if (online) keepAlive.probe(LIMITS.probeReplyMs);
    else if (!socket) {
      if (isConnected) attempt();
    } else {
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
    start(info, wsUrl) {
      logout();
      if (me && me.loginUserId !== info.loginUserId) qos.forget();
      me = info;
      url = wsUrl;
      wanted = true;
      attempt();
    },
    logout,
    release() {
      logout();
      unlisten.forEach((off) => off());
    },
  };
}

function parsed(text) {
  try {
    const value = JSON.parse(text);
    return value && typeof value === 'object' ? value : null;
  } catch (error) {
    return null;
  }
}

function describe(p) {
  const size = p.dataContent ? String(p.dataContent).length : 0;
  return 'type ' + p.type + ' ' + p.from + ' > ' + p.to + (p.fp ? ' ' + p.fp : '') + (p.QoS ? ' QoS' : '') + ' (' + size + ')';
}

// ---- mobileimsdk/mobileimsdk-client-sdk.js
const NO_URL = '请填写服务器地址,形如 wss://host/websocket。';
const NO_USER = '请填写登录信息:loginUserId 不能为空。';
const NO_CONNECTION = '连接服务器失败,请检查网络后重新登录。';

function utf8Bytes(text) {
  return text.length + text.replace(/[\u0000-\u007f]/g, '').length + text.replace(/[\u0000-\u07ff\ud800-\udfff]/g, '').length;
}

function packetOf(p, me) {
  if (!p || typeof p !== 'object' || p.to === undefined || p.to === null || (p.type !== undefined && isNaN(p.type))) return null;
  const own = p.from === undefined || p.from === null || p.from === '-1';
  return JSON.parse(packetText(Object.assign({}, p, own ? { from: me.loginUserId } : null)));
}

function createIMSDK(given) {
  let platform = given || noPlatform();
  let mode = MBSenseMode.MODE_15S;
  const debug = { core: false, sdk: false, heartbeat: false };

  function call(run, values) {
    if (typeof run !== 'function') return;
    try {
      run.apply(IMSDK, values);
    } catch (error) {
      platform.report(error);
    }
  }

  function fire(event, ...values) {
    if (event !== MBSocketEvent.PING && event !== MBSocketEvent.PONG) logs.sdk(event);
    call(IMSDK[event], values);
  }

  function logger(on, layer) {
    return (text) => {
      if (!on()) return;
      const line = '[IMSDK ' + layer + '] ' + text;
      if (typeof IMSDK.callback_onIMLog === 'function') call(IMSDK.callback_onIMLog, [line, false]);
      else platform.log(line);
    };
  }

  const logs = {
    core: logger(() => debug.core, 'core'),
    sdk: logger(() => debug.sdk, 'sdk'),
    heartbeat: logger(() => debug.core && debug.heartbeat, 'ping'),
  };

  function showAlert(text) {
    logs.sdk(text);
    if (typeof IMSDK.callback_onIMShowAlert === 'function') call(IMSDK.callback_onIMShowAlert, [text]);
    else platform.alert(text);
  }

  const newSession = () => createSession({
    platform,
    times: () => senseTimes(mode),
    log: logs,
    handlers: {
      accepted: (first) => fire(first ? MBSocketEvent.LOGIN_SUCESS : MBSocketEvent.RECONNECT_SUCESS),
      refused: (reconnect, code) => fire(MBSocketEvent.LOGIN_FAILED, reconnect, code),
      failed: () => showAlert(NO_CONNECTION),
      disconnected: () => fire(MBSocketEvent.DISCONNECTED),
      kicked: (info) => fire(MBSocketEvent.KICKOUT, info),
      ping: () => fire(MBSocketEvent.PING),
      pong: () => fire(MBSocketEvent.PONG),
      data: (p) => fire(MBSocketEvent.DATA, p, undefined),
      received: (fp) => fire(MBSocketEvent.MESSAGES_BE_RECEIVED, fp),
      lost: (packets) => fire(MBSocketEvent.MESSAGES_LOST, packets),
    },
  });

  function send(p, done) {
    if (!p || typeof p !== 'object') return MBErrorCode.COMMON_INVALID_PROTOCAL;
    if (!session.logined()) return platform.name === 'none' ? MBErrorCode.CLIENT_SDK_NO_INITIALED : MBErrorCode.COMMON_NO_LOGIN;
    if (p.QoS === true && !p.fp) p.fp = createUuid(platform.random);
    const packet = packetOf(p, session.me());
    if (!packet) return MBErrorCode.COMMON_INVALID_PROTOCAL;
    const text = packetText(packet);
    if (utf8Bytes(text) > LIMITS.frameBytesMax) return MBErrorCode.COMMON_DATA_SEND_FAILD;
    if (packet.QoS && !session.qos.take(packet, text)) return MBErrorCode.COMMON_DATA_SEND_FAILD;
    if (session.online()) {
      logs.core('-> ' + session.describe(packet));
      session.transmit(text, (errMsg) => done(packet.QoS ? null : errMsg));
    } else if (packet.QoS) later(() => done(null));
    else return session.network() ? MBErrorCode.BREOKEN_CONNECT_TO_SERVER : MBErrorCode.LOCAL_NETWORK_NOT_WORKING;
    return MBErrorCode.COMMON_CODE_OK;
  }

  function later(run) {
    platform.setTimeout(run, 0);
  }

  const IMSDK = {
    isLogined: () => session.logined(),
    isOnline: () => session.online(),
    getLoginInfo: () => session.me(),

    sendData(p, fnSucess, fnFail, fnComplete) {
      const done = (errMsg) => {
        const result = { errMsg: errMsg === null ? 'sendData:ok' : 'sendData:fail ' + errMsg };
        call(errMsg === null ? fnSucess : fnFail, [result]);
        call(fnComplete, [result]);
      };
      const code = send(p, done);
      if (code !== MBErrorCode.COMMON_CODE_OK) {
        logs.sdk('sendData: ' + code);
        later(() => done(String(code)));
      }
      return code;
    },

    disconnectSocket() {
      logs.sdk('disconnectSocket');
      session.logout();
    },

    setDebugCoreEnable(enable) { debug.core = Boolean(enable); },
    setDebugSDKEnable(enable) { debug.sdk = Boolean(enable); },
    setDebugPingPongEnable(enable) {
      debug.heartbeat = Boolean(enable);
      return debug.heartbeat;
    },

    loginImpl(varloginInfo, wsUrl) {
      const info = varloginInfo || {};
      const user = textOf(info.loginUserId);
      if (platform.name === 'none') return MBErrorCode.CLIENT_SDK_NO_INITIALED;
      if (!user) {
        showAlert(NO_USER);
        return MBErrorCode.COMMON_INVALID_PROTOCAL;
      }
      if (typeof wsUrl !== 'string' || !/^wss?:\/\/[^/]/i.test(wsUrl)) {
        showAlert(NO_URL);
        return MBErrorCode.TO_SERVER_NET_INFO_NOT_SETUP;
      }
      logs.sdk('loginImpl ' + user + ' ' + wsUrl);
      session.start(Object.assign({}, info, { loginUserId: user, firstLoginTime: Number(info.firstLoginTime) || 0 }), wsUrl);
      return MBErrorCode.COMMON_CODE_OK;
    },

    setSenseMode(next) {
      senseTimes(next);
      mode = (next);
    },
    setPlatform(next) {
      session.release();
      platform = next;
      session = newSession();
    },
  };
  Object.keys(MBSocketEvent).forEach((event) => { IMSDK[(MBSocketEvent)[event]] = null; });

  let session = newSession();
  return IMSDK;
}

function hostPlatform() {
  if (typeof wx !== 'undefined' && typeof wx.connectSocket === 'function') return wxPlatform(wx);
  if (typeof uni !== 'undefined' && typeof uni.connectSocket === 'function') return wxPlatform(uni);
  return undefined;
}

const IMSDK = createIMSDK(hostPlatform());

const MBKeepAliveDaemon = {
  setSenseMode: (mode) => IMSDK.setSenseMode(mode),
};

const MBUtils = {
  createUuid: () => createUuid(Math.random),
};

function attach(target) {
  Object.assign(target, {
    IMSDK, MBProtocalFactory, MBUtils, MBKeepAliveDaemon, MBSenseMode, MBErrorCode, MBKickoutCode, MBProtocalType, MBSocketEvent,
  });
}

function useWeb(window) {
  IMSDK.setPlatform(webPlatform(window));
  attach(window);
}

if (typeof wx !== 'undefined' && Object.isExtensible(wx)) attach(wx);

// ---- mobileimsdk/index.js
module.exports = {
  IMSDK, MBErrorCode, MBKeepAliveDaemon, MBKickoutCode, MBProtocalFactory, MBProtocalType, MBSenseMode, MBSocketEvent, MBUtils, PKickoutInfo, PLoginInfo,
  attach, createIMSDK, createProtocalFactory, useWeb, webPlatform, wxPlatform,
};
