'use strict';
// ---- wafer/wafer_errors.js
const MAGIC = 'F2C224D4-2BCE-4C64-AF9F-A6D872000D1A';
const STORED = 'weapp_session_' + MAGIC;

const WAFER_ERRORS = {
  ERR_INVALID_PARAMS: 'ERR_INVALID_PARAMS',
  ERR_WX_LOGIN_FAILED: 'ERR_WX_LOGIN_FAILED',
  ERR_WX_GET_USER_INFO: 'ERR_WX_GET_USER_INFO',
  ERR_LOGIN_TIMEOUT: 'ERR_LOGIN_TIMEOUT',
  ERR_LOGIN_FAILED: 'ERR_LOGIN_FAILED',
  ERR_LOGIN_SESSION_NOT_RECEIVED: 'ERR_LOGIN_MISSING_SESSION',
  ERR_INVALID_SESSION: 'ERR_INVALID_SESSION',
  ERR_CHECK_LOGIN_FAILED: 'ERR_CHECK_LOGIN_FAILED',
};

class LoginError extends Error {
  constructor(type, message, detail) {
    super(message);
    this.type = type;
    if (detail !== undefined) this.detail = detail;
  }
}

class RequestError extends Error {
  constructor(type, message) {
    super(message);
    this.type = type;
  }
}

// ---- wafer/wafer_session.js
function tell(options, kind, value) {
  const listener = options[kind] || (kind === 'fail' && options.error);
  if (typeof listener === 'function') listener(value);
}

const sentence = (body, otherwise) => [body && body.error, body && body.message].filter(Boolean).join(': ') || otherwise;

function createWaferSession(host) {
  let loginUrl = '';
  let kept = null;
  let waiting = null;

  function stored() {
    try {
      return kept || host.wx.getStorageSync(STORED) || null;
    } catch (error) {
      return null;
    }
  }

  function store(session) {
    kept = null;
    try {
      host.wx.setStorageSync(STORED, session);
    } catch (error) {
      kept = session;
    }
  }

  function clearSession() {
    kept = null;
    host.wx.removeStorageSync(STORED);
  }

  function buildSessionHeader() {
    const session = stored();
    return session && session.id && session.skey ? { 'X-WX-Id': session.id, 'X-WX-Skey': session.skey } : {};
  }

  function setLoginUrl(url) {
    loginUrl = url;
  }

  function askProfile(done) {
    if (typeof host.wx.getUserInfo === 'function') host.wx.getUserInfo({ withCredentials: true, success: done, fail: () => done({}) });
    else done({});
  }

  function enter(code, options, profile, ends) {
    const header = Object.assign(
      { 'X-WX-Code': code }, profile.encryptedData && { 'X-WX-Encrypted-Data': profile.encryptedData }, profile.iv && { 'X-WX-IV': profile.iv });
    host.wx.request({
      url: options.loginUrl || loginUrl,
      header,
      method: options.method || 'GET',
      data: options.data,
      success({ data: body }) {
        if (!body || !body[MAGIC] || !body.session) {
          const why = body && body[MAGIC] ? sentence(body, 'the server gave no session') : 'what answers at the login address is no Wafer server';
          ends.fail(new LoginError(WAFER_ERRORS.ERR_LOGIN_SESSION_NOT_RECEIVED, why));
          return;
        }
        const userInfo = profile.userInfo || (body.data && body.data.userinfo) || {};
        store(Object.assign({}, body.session, { userInfo }));
        ends.success(userInfo);
      },
      fail: () => ends.fail(new LoginError(WAFER_ERRORS.ERR_LOGIN_FAILED, 'the login address does not answer')),
    });
  }

  function loginAnew(options, ends) {
    host.wx.login({
      success: ({ code }) => askProfile((profile) => enter(code, options, profile, ends)),
      fail: (detail) => ends.fail(new LoginError(WAFER_ERRORS.ERR_WX_LOGIN_FAILED, 'WeChat gave no code', detail)),
    });
  }

  function loginShared(options) {
    if (waiting) {
      waiting.push(options);
      return;
    }
    const all = [options];
    waiting = all;
    const end = (kind) => (value) => {
      waiting = null;
      all.forEach((one) => tell(one, kind, value));
    };
    loginAnew(options, { success: end('success'), fail: end('fail') });
  }

  function login(given) {
    const options = given || {};
    if (!loginUrl) {
      tell(options, 'fail', new LoginError(WAFER_ERRORS.ERR_INVALID_PARAMS, 'setLoginUrl() comes first'));
      return;
    }
    const fresh = () => {
      if (options.loginUrl || options.method || options.data !== undefined) {
        loginAnew(options, { success: (user) => tell(options, 'success', user), fail: (error) => tell(options, 'fail', error) });
      } else loginShared(options);
    };
    const session = stored();
    if (!session) {
      fresh();
      return;
    }
    host.wx.checkSession({
      success: () => tell(options, 'success', session.userInfo),
      fail() {
        clearSession();
        fresh();
      },
    });
  }

  function request(options) {
    if (!options || typeof options !== 'object') throw new RequestError(WAFER_ERRORS.ERR_INVALID_PARAMS, 'request() takes an object');
    let tried = false;

    function end(kind, value) {
      tell(options, kind, value);
      tell(options, 'complete', value);
    }

    const loginAndSend = () => login({ success: send, fail: (error) => end('fail', error) });

    function sessionFailed(body, header) {
      if (buildSessionHeader()['X-WX-Skey'] === header['X-WX-Skey']) clearSession();
      const ended = body.error === WAFER_ERRORS.ERR_INVALID_SESSION;
      if (ended && !tried) {
        tried = true;
        loginAndSend();
        return;
      }
      const type = ended ? WAFER_ERRORS.ERR_INVALID_SESSION : WAFER_ERRORS.ERR_CHECK_LOGIN_FAILED;
      end('fail', new RequestError(type, sentence(body, 'the server does not accept the session')));
    }

    function send() {
      const header = buildSessionHeader();
      host.wx.request(Object.assign({}, options, {
        header: Object.assign({}, options.header, header),
        success(response) {
          if (response.data && response.data[MAGIC]) sessionFailed(response.data, header);
          else end('success', response);
        },
        fail: (error) => end('fail', error),
        complete() {},
      }));
    }

    if (options.login) loginAndSend();
    else send();
  }

  return { setLoginUrl, login, clearSession, buildSessionHeader, request };
}

// ---- wafer/wafer_tunnel.js
const STATUS = { CLOSED: 'CLOSED', CONNECTING: 'CONNECTING', ACTIVE: 'ACTIVE', RECONNECTING: 'RECONNECTING' };
const TUNNEL_ERRORS = { ERR_CONNECT_SERVICE: 1001, ERR_CONNECT_SOCKET: 1002, ERR_RECONNECT: 2001, ERR_SOCKET_ERROR: 3001 };
const SYSTEM_EVENTS = ['connect', 'close', 'reconnecting', 'reconnect', 'error'];

const TUNNEL_LIMITS = {
  attempts: 5,
  attemptWaitMs: 1000,
  openMs: 20000,
  heartbeatMs: 15000,
  probeMs: 5000,
  backgroundMs: 4000,
};

function connectUrlOf(response) {
  const body = response.statusCode === 200 && response.data;
  const url = body && (body.url || (body.data && body.data.connectUrl));
  return typeof url === 'string' ? url : '';
}

function parsePacket(text) {
  const colon = text.indexOf(':');
  return colon < 0 ? { type: text, content: '' } : { type: text.slice(0, colon), content: text.slice(colon + 1) };
}

function parseMessage(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return null;
  }
}

function createTunnelClass(host, request) {
  let latest = null;
  let watcher = null;

  function watchPhone() {
    const { wx } = host;
    let hiddenAt = 0;
    if (wx.onAppHide) wx.onAppHide(() => { hiddenAt = host.now(); });
    if (wx.onAppShow) {
      wx.onAppShow(() => {
        if (hiddenAt && watcher) watcher.shown(host.now() - hiddenAt);
        hiddenAt = 0;
      });
    }
    if (wx.onNetworkStatusChange) wx.onNetworkStatusChange(() => { if (watcher) watcher.moved(); });
  }

  function Tunnel(serviceUrl) {
    if (latest && !latest.isClosed()) throw new Error('one tunnel at a time: the last one is not closed');
    if (!watcher) watchPhone();
    const tunnel = this;
    const attemptsMax = Number(Tunnel.MAX_RECONNECT_TRY_TIMES) || TUNNEL_LIMITS.attempts;
    const attemptWaitMs = Number(Tunnel.RECONNECT_TIME_INCREASE) || TUNNEL_LIMITS.attemptWaitMs;
    const listeners = [];
    let queue = [];
    let refused = ([]);
    let task = null;
    let opening = 0;
    let again = false;
    let attempt = 0;
    let heartbeatMs = TUNNEL_LIMITS.heartbeatMs;
    let deadline = null;
    let nextAttempt = null;

    tunnel.serviceUrl = serviceUrl;
    tunnel.socketUrl = null;
    tunnel.status = STATUS.CLOSED;
    latest = tunnel;
    watcher = {
      shown(awayMs) {
        if (awayMs > TUNNEL_LIMITS.backgroundMs && tunnel.isActive()) lost();
        else probe();
      },
      moved: probe,
    };

    function call(run) {
      try {
        run();
      } catch (error) {
        host.setTimeout(() => { throw error; }, 0);
      }
    }

    function fire(name, value) {
      listeners.slice().forEach(({ type, listener }) => {
        if (type === '*') call(() => listener(name, value));
        else if (type === name) call(() => listener(value));
      });
    }

    function fireAlias(name, value) {
      listeners.filter((one) => one.type === name).forEach(({ listener }) => call(() => listener(value)));
    }

    const fireError = (code, message, detail) => fire('error', { code, message, detail: detail || null });


    function send(text) {
      const mine = opening;
      task.send({
        data: text,
        fail() {
          if (text.startsWith('message:')) refused.push(text);
          if (mine === opening && tunnel.isActive()) lost();
        },
      });
    }

    function dropSocket() {
      opening += 1;
      host.clearTimeout(deadline);
      host.clearTimeout(nextAttempt);
      const old = task;
      task = null;
      if (old) old.close({ code: 1000, fail() {} });
    }

    function askAddress() {
      opening += 1;
      const mine = opening;
      const failed = (detail) => { if (mine === opening) addressFailed(detail); };
      request({
        url: serviceUrl,
        method: 'GET',
        success(response) {
          if (mine !== opening) return;
          const url = connectUrlOf(response);
          if (url) connect(url);
          else failed(response);
        },
        fail: failed,
      });
    }

    function addressFailed(detail) {
      if (tunnel.status === STATUS.RECONNECTING) {
        tryAgain(detail);
        return;
      }
      tunnel.status = STATUS.CLOSED;
      fireError(TUNNEL_ERRORS.ERR_CONNECT_SERVICE, 'the tunnel service gives no address', detail);
    }

    function connect(url) {
      const mine = opening;
      const ended = (detail) => { if (mine === opening) socketEnded(detail); };
      tunnel.socketUrl = url;
      deadline = host.setTimeout(() => ended({ errMsg: 'connectSocket:fail timeout' }), TUNNEL_LIMITS.openMs);
      task = host.wx.connectSocket({ url, fail: ended });
      if (!task) return;
      task.onOpen(() => { if (mine === opening) opened(); });
      task.onMessage(({ data }) => { if (mine === opening) packet(String(data)); });
      task.onError(ended);
      task.onClose(ended);
    }

    function opened() {
      const name = again ? 'reconnect' : 'connect';
      const mine = opening;
      again = true;
      attempt = 0;
      fire(name);
      if (name === 'reconnect') fireAlias('reconnected');
      if (mine !== opening) return;
      tunnel.status = STATUS.ACTIVE;
      const packets = refused.concat(queue);
      refused = [];
      queue = [];
      packets.forEach(send);
      beatLater();
    }

    function socketEnded(detail) {
      if (tunnel.isActive()) lost();
      else if (tunnel.status === STATUS.RECONNECTING) {
        dropSocket();
        tryAgain(detail);
      } else {
        dropSocket();
        tunnel.status = STATUS.CLOSED;
        fireError(TUNNEL_ERRORS.ERR_SOCKET_ERROR, 'the socket does not open', detail);
      }
    }


    function lost() {
      dropSocket();
      tunnel.status = STATUS.RECONNECTING;
      attempt = 0;
      tryAgain(null);
    }

    function tryAgain(detail) {
      if (attempt === attemptsMax) {
        tunnel.status = STATUS.CLOSED;
        fire('close');
        fireError(TUNNEL_ERRORS.ERR_RECONNECT, 'the tunnel could not be opened again', detail);
        return;
      }
      const mine = opening;
      attempt += 1;
      if (attempt === 1) fire('reconnecting');
      if (mine === opening) nextAttempt = host.setTimeout(askAddress, attempt * attemptWaitMs);
    }


    function beatLater() {
      host.clearTimeout(deadline);
      deadline = host.setTimeout(() => beat(heartbeatMs), heartbeatMs);
    }

    function beat(patienceMs) {
      host.clearTimeout(deadline);
      deadline = host.setTimeout(lost, patienceMs);
      send('ping');
    }

    function probe() {
      if (tunnel.isActive()) beat(Math.min(heartbeatMs, TUNNEL_LIMITS.probeMs));
    }


    function packet(text) {
      const { type, content } = parsePacket(text);
      if (type === 'message') message(parseMessage(content));
      else if (type === 'pong') beatLater();
      else if (type === 'close') tunnel.close();
      else if (type === 'timeout' && Number(content) > 0) {
        heartbeatMs = Number(content) * 1000;
        beat(heartbeatMs);
      }
    }

    function message(given) {
      if (given === null) return;
      const { type, content } = given;
      fire(SYSTEM_EVENTS.indexOf(type) < 0 ? type : '@' + type, content);
      if (type === 'reconnected') fireAlias('@reconnected', content);
    }


    tunnel.open = () => {
      if (!tunnel.isClosed()) return;
      tunnel.status = again ? STATUS.RECONNECTING : STATUS.CONNECTING;
      attempt = 0;
      askAddress();
    };

    tunnel.on = (type, listener) => {
      if (typeof listener === 'function') listeners.push({ type, listener });
    };

    tunnel.emit = (type, content) => {
      const text = 'message:' + JSON.stringify({ type, content });
      if (tunnel.isActive()) send(text);
      else queue.push(text);
    };

    tunnel.close = () => {
      if (tunnel.isActive()) send('close');
      again = true;
      dropSocket();
      tunnel.status = STATUS.CLOSED;
      fire('close');
    };

    tunnel.isClosed = () => tunnel.status === STATUS.CLOSED;
    tunnel.isConnecting = () => tunnel.status === STATUS.CONNECTING;
    tunnel.isActive = () => tunnel.status === STATUS.ACTIVE;
    tunnel.isReconnecting = () => tunnel.status === STATUS.RECONNECTING;
  }

  Object.keys(STATUS).forEach((name) => { (Tunnel)['STATUS_' + name] = (STATUS)[name]; });
  Tunnel.MAX_RECONNECT_TRY_TIMES = undefined;
  Tunnel.RECONNECT_TIME_INCREASE = undefined;
  return Object.assign(Tunnel, TUNNEL_ERRORS);
}

// ---- wafer/index.js
function createWafer(given) {
  const host = {
    get wx() { return (given && given.wx) || hostWx(); },
    setTimeout: (run, ms) => ((given && given.setTimeout) || setTimeout)(run, ms),
    clearTimeout: (timer) => ((given && given.clearTimeout) || clearTimeout)(timer),
    now: () => ((given && given.now) || Date.now)(),
  };
  const session = createWaferSession(host);
  return Object.assign({ LoginError, RequestError, Tunnel: createTunnelClass(host, session.request) }, session, WAFER_ERRORS);
}

function hostWx() {
  if (typeof wx !== 'undefined') return wx;
  if (typeof uni !== 'undefined') return uni;
  throw new Error('neither wx nor uni is here: createWafer({ wx }) takes one');
}

const { Tunnel, buildSessionHeader, clearSession, login, request, setLoginUrl } = createWafer();
const {
  ERR_CHECK_LOGIN_FAILED, ERR_INVALID_PARAMS, ERR_INVALID_SESSION, ERR_LOGIN_FAILED, ERR_LOGIN_SESSION_NOT_RECEIVED, ERR_LOGIN_TIMEOUT,
  ERR_WX_GET_USER_INFO, ERR_WX_LOGIN_FAILED,
} = WAFER_ERRORS;

module.exports = {
  ERR_CHECK_LOGIN_FAILED, ERR_INVALID_PARAMS, ERR_INVALID_SESSION, ERR_LOGIN_FAILED, ERR_LOGIN_SESSION_NOT_RECEIVED, ERR_LOGIN_TIMEOUT,
  ERR_WX_GET_USER_INFO, ERR_WX_LOGIN_FAILED, LoginError, RequestError, Tunnel, buildSessionHeader, clearSession, createWafer, login, request, setLoginUrl,
};
