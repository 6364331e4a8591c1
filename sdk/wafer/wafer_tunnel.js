'use strict';
/**
 * The tunnel: a socket that comes back by itself, with a new address each time.
 *
 *   CLOSED ── open() ──► CONNECTING ──► ACTIVE ──── cut, or no pong ────► RECONNECTING ──► ACTIVE
 *     ▲                      │            │  close(), `close` packet            │ 5 attempts, 1 2 3 4 5 s apart
 *     └──────────────────────┴────────────┴─────────────────────────────────────┘
 *
 * Packets are `type` or `type:content`: message, ping, pong, timeout, close.
 */

const STATUS = { CLOSED: 'CLOSED', CONNECTING: 'CONNECTING', ACTIVE: 'ACTIVE', RECONNECTING: 'RECONNECTING' };
const TUNNEL_ERRORS = { ERR_CONNECT_SERVICE: 1001, ERR_CONNECT_SOCKET: 1002, ERR_RECONNECT: 2001, ERR_SOCKET_ERROR: 3001 };
const SYSTEM_EVENTS = ['connect', 'close', 'reconnecting', 'reconnect', 'error'];

const TUNNEL_LIMITS = {
  /** attempts at a reconnect */
  attempts: 5,
  /** ms; attempt k waits k times this */
  attemptWaitMs: 1000,
  /** ms for a socket to open: one that the system ended in the background may never say so */
  openMs: 20000,
  /** ms between a pong and the next ping, and from a ping to its pong; the server may say another */
  heartbeatMs: 15000,
  /** ms for the pong when there is a reason to ask */
  probeMs: 5000,
  /** ms in the background after which no socket is trusted */
  backgroundMs: 4000,
};

/** @param {any} response of the tunnel's address @returns {string} '' if it names none */
function connectUrlOf(response) {
  const body = response.statusCode === 200 && response.data;
  const url = body && (body.url || (body.data && body.data.connectUrl));
  return typeof url === 'string' ? url : '';
}

/** @param {string} text */
function parsePacket(text) {
  const colon = text.indexOf(':');
  return colon < 0 ? { type: text, content: '' } : { type: text.slice(0, colon), content: text.slice(colon + 1) };
}

/** @param {string} text @returns {any} null: not JSON */
function parseMessage(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return null;
  }
}

/**
 * @param {import('./wafer_session').WaferHost} host
 * @param {(options: any) => void} request
 */
function createTunnelClass(host, request) {
  /** the last that was made: there is one at a time @type {any} */
  let latest = null;
  /** what the latest wants to know of the phone @type {{ shown: (awayMs: number) => void, moved: () => void } | null} */
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

  /**
   * @constructor
   * @param {string} serviceUrl  GET answers the address of a socket
   */
  function Tunnel(serviceUrl) {
    if (latest && !latest.isClosed()) throw new Error('one tunnel at a time: the last one is not closed');
    if (!watcher) watchPhone();
    const tunnel = this;
    const attemptsMax = Number(Tunnel.MAX_RECONNECT_TRY_TIMES) || TUNNEL_LIMITS.attempts;
    const attemptWaitMs = Number(Tunnel.RECONNECT_TIME_INCREASE) || TUNNEL_LIMITS.attemptWaitMs;
    /** @type {Array<{ type: string, listener: (...values: any[]) => void }>} */
    const listeners = [];
    /** @type {string[]} packets for the next socket */
    let queue = [];
    /** what the last socket refused; goes first */
    let refused = /** @type {string[]} */ ([]);
    /** @type {any} */
    let task = null;
    /** what belongs to an opening before the present one is not heard */
    let opening = 0;
    /** it was open once, or closed: the next time is a reconnect */
    let again = false;
    let attempt = 0;
    let heartbeatMs = TUNNEL_LIMITS.heartbeatMs;
    /** @type {any} one at a time: the socket that is to open, the next ping, or the pong that is due */
    let deadline = null;
    /** @type {any} */
    let nextAttempt = null;

    tunnel.serviceUrl = serviceUrl;
    /** @type {string | null} */
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

    /** An error of a listener is the app's: reported, and no harm to the tunnel. @param {() => void} run */
    function call(run) {
      try {
        run();
      } catch (error) {
        host.setTimeout(() => { throw error; }, 0);
      }
    }

    /** @param {string} name @param {any} [value] */
    function fire(name, value) {
      listeners.slice().forEach(({ type, listener }) => {
        if (type === '*') call(() => listener(name, value));
        else if (type === name) call(() => listener(value));
      });
    }

    /** Only those who named it, not `*`. @param {string} name @param {any} [value] */
    function fireAlias(name, value) {
      listeners.filter((one) => one.type === name).forEach(({ listener }) => call(() => listener(value)));
    }

    /** @param {number} code @param {string} message @param {any} detail */
    const fireError = (code, message, detail) => fire('error', { code, message, detail: detail || null });

    // ---- socket

    /** @param {string} text */
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
      // One that is dead already answers with fail; without a listener WeChat prints an error.
      if (old) old.close({ code: 1000, fail() {} });
    }

    function askAddress() {
      opening += 1;
      const mine = opening;
      const failed = (/** @type {any} */ detail) => { if (mine === opening) addressFailed(detail); };
      request({
        url: serviceUrl,
        method: 'GET',
        /** @param {any} response */
        success(response) {
          if (mine !== opening) return;
          const url = connectUrlOf(response);
          if (url) connect(url);
          else failed(response);
        },
        fail: failed,
      });
    }

    /** @param {any} detail */
    function addressFailed(detail) {
      if (tunnel.status === STATUS.RECONNECTING) {
        tryAgain(detail);
        return;
      }
      tunnel.status = STATUS.CLOSED;
      fireError(TUNNEL_ERRORS.ERR_CONNECT_SERVICE, 'the tunnel service gives no address', detail);
    }

    /** @param {string} url */
    function connect(url) {
      const mine = opening;
      const ended = (/** @type {any} */ detail) => { if (mine === opening) socketEnded(detail); };
      tunnel.socketUrl = url;
      deadline = host.setTimeout(() => ended({ errMsg: 'connectSocket:fail timeout' }), TUNNEL_LIMITS.openMs);
      task = host.wx.connectSocket({ url, fail: ended });
      if (!task) return;
      task.onOpen(() => { if (mine === opening) opened(); });
      task.onMessage((/** @type {any} */ { data }) => { if (mine === opening) packet(String(data)); });
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
      // A listener may have closed it.
      if (mine !== opening) return;
      tunnel.status = STATUS.ACTIVE;
      const packets = refused.concat(queue);
      refused = [];
      queue = [];
      packets.forEach(send);
      beatLater();
    }

    /** @param {any} detail */
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

    // ---- reconnecting

    function lost() {
      dropSocket();
      tunnel.status = STATUS.RECONNECTING;
      attempt = 0;
      tryAgain(null);
    }

    /** @param {any} detail */
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
      // A listener may have closed it.
      if (mine === opening) nextAttempt = host.setTimeout(askAddress, attempt * attemptWaitMs);
    }

    // ---- heartbeat

    function beatLater() {
      host.clearTimeout(deadline);
      deadline = host.setTimeout(() => beat(heartbeatMs), heartbeatMs);
    }

    /** @param {number} patienceMs */
    function beat(patienceMs) {
      host.clearTimeout(deadline);
      deadline = host.setTimeout(lost, patienceMs);
      send('ping');
    }

    function probe() {
      if (tunnel.isActive()) beat(Math.min(heartbeatMs, TUNNEL_LIMITS.probeMs));
    }

    // ---- packets

    /** @param {string} text */
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

    /** @param {any} given */
    function message(given) {
      if (given === null) return;
      const { type, content } = given;
      fire(SYSTEM_EVENTS.indexOf(type) < 0 ? type : '@' + type, content);
      if (type === 'reconnected') fireAlias('@reconnected', content);
    }

    // ---- what an app calls

    tunnel.open = () => {
      if (!tunnel.isClosed()) return;
      tunnel.status = again ? STATUS.RECONNECTING : STATUS.CONNECTING;
      attempt = 0;
      askAddress();
    };

    /** @param {string} type @param {(...values: any[]) => void} listener */
    tunnel.on = (type, listener) => {
      if (typeof listener === 'function') listeners.push({ type, listener });
    };

    /** @param {string} type @param {any} [content] */
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

  Object.keys(STATUS).forEach((name) => { /** @type {any} */ (Tunnel)['STATUS_' + name] = /** @type {any} */ (STATUS)[name]; });
  /** @type {number | undefined} set it before a tunnel is made */
  Tunnel.MAX_RECONNECT_TRY_TIMES = undefined;
  /** @type {number | undefined} ms; set it before a tunnel is made */
  Tunnel.RECONNECT_TIME_INCREASE = undefined;
  return Object.assign(Tunnel, TUNNEL_ERRORS);
}

module.exports = { createTunnelClass };
