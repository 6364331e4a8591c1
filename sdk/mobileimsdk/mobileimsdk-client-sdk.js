'use strict';
/**
 * MobileIMSDK for mini-programs: the API of its handbook, over its own wire protocol.
 *
 *      your pages                       this file                    module/
 *   ┌──────────────┐  sendData       ┌──────────────┐  packets  ┌────────────────────────────┐  one WebSocket  ┌────────┐
 *   │ im-manager   │ ──────────────► │ IMSDK: codes │ ────────► │ mb_session                 │ ◄─────────────► │ server │
 *   │              │ ◄────────────── │ callbacks,   │ ◄──────── │ mb_qos, mb_keep_alive      │  mb_constants   └────────┘
 *   └──────────────┘  callback_on…   │ logs         │           └────────────────────────────┘
 *                                    └──────────────┘             mb_platform: wx, uni, browser
 *
 *   require('/mobileimsdk/mobileimsdk-client-sdk');           // puts IMSDK and its companions on `wx`
 *   wx.IMSDK.callback_onIMData = (p) => show(p.from, p.dataContent);
 *   wx.IMSDK.loginImpl({ loginUserId: 'alice', loginToken: 'token' }, 'wss://im.example.com/websocket');
 *   wx.IMSDK.sendData(wx.MBProtocalFactory.createCommonDataSimple('hello', 'alice', 'bob', -1));
 *
 * Types: index.d.ts. What the handbook leaves open: README.md.
 *
 * @typedef {import('./mobileimsdk-client-sdk').Platform} Platform
 */

const {
  LIMITS, MBErrorCode, MBKickoutCode, MBProtocalFactory, MBProtocalType, MBSenseMode, MBSocketEvent, PKickoutInfo, PLoginInfo, createProtocalFactory,
  createUuid, packetText, senseTimes, textOf,
} = require('./module/mb_constants');
const { noPlatform, webPlatform, wxPlatform } = require('./module/mb_platform');
const { createSession } = require('./module/mb_session');

const NO_URL = '请填写服务器地址,形如 wss://host/websocket。';
const NO_USER = '请填写登录信息:loginUserId 不能为空。';
const NO_CONNECTION = '连接服务器失败,请检查网络后重新登录。';

/** @param {string} text */
function utf8Bytes(text) {
  // Each is one to three bytes; a surrogate is half of four.
  return text.length + text.replace(/[\u0000-\u007f]/g, '').length + text.replace(/[\u0000-\u07ff\ud800-\udfff]/g, '').length;
}

/**
 * What `sendData` makes of the app's packet; null if it is none.
 *
 * @param {any} p
 * @param {any} me
 */
function packetOf(p, me) {
  if (!p || typeof p !== 'object' || p.to === undefined || p.to === null || (p.type !== undefined && isNaN(p.type))) return null;
  const own = p.from === undefined || p.from === null || p.from === '-1';
  return JSON.parse(packetText(Object.assign({}, p, own ? { from: me.loginUserId } : null)));
}

/**
 * One SDK. An app has one, which is made below; tests and pages with two people make more.
 *
 * @param {Platform} [given]
 * @returns {import('./mobileimsdk-client-sdk').IMSDK}
 */
function createIMSDK(given) {
  let platform = given || noPlatform();
  let mode = MBSenseMode.MODE_15S;
  const debug = { core: false, sdk: false, heartbeat: false };

  /**
   * Calls what the app gave. What it throws is reported and harms nothing here.
   * @param {any} run
   * @param {any[]} values
   */
  function call(run, values) {
    if (typeof run !== 'function') return;
    try {
      run.apply(IMSDK, values);
    } catch (error) {
      platform.report(error);
    }
  }

  /** @param {string} event @param {any[]} values */
  function fire(event, ...values) {
    if (event !== MBSocketEvent.PING && event !== MBSocketEvent.PONG) logs.sdk(event);
    call(IMSDK[event], values);
  }

  /** @param {() => boolean} on @param {string} layer */
  function logger(on, layer) {
    return (/** @type {string} */ text) => {
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

  /** @param {string} text */
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

  /** @param {any} p @param {(errMsg: string | null) => void} done */
  function send(p, done) {
    if (!p || typeof p !== 'object') return MBErrorCode.COMMON_INVALID_PROTOCAL;
    if (!session.logined()) return platform.name === 'none' ? MBErrorCode.CLIENT_SDK_NO_INITIALED : MBErrorCode.COMMON_NO_LOGIN;
    // The app finds its message again by this.
    if (p.QoS === true && !p.fp) p.fp = createUuid(platform.random);
    const packet = packetOf(p, session.me());
    if (!packet) return MBErrorCode.COMMON_INVALID_PROTOCAL;
    const text = packetText(packet);
    if (utf8Bytes(text) > LIMITS.frameBytesMax) return MBErrorCode.COMMON_DATA_SEND_FAILD;
    if (packet.QoS && !session.qos.take(packet, text)) return MBErrorCode.COMMON_DATA_SEND_FAILD;
    if (session.online()) {
      logs.core('-> ' + session.describe(packet));
      // With QoS it is kept, and goes out again whatever the socket says.
      session.transmit(text, (errMsg) => done(packet.QoS ? null : errMsg));
    } else if (packet.QoS) later(() => done(null));
    else return session.network() ? MBErrorCode.BREOKEN_CONNECT_TO_SERVER : MBErrorCode.LOCAL_NETWORK_NOT_WORKING;
    return MBErrorCode.COMMON_CODE_OK;
  }

  /** As the platform does: nothing that an app hears comes inside its own call. @param {() => void} run */
  function later(run) {
    platform.setTimeout(run, 0);
  }

  /** @type {any} */
  const IMSDK = {
    isLogined: () => session.logined(),
    isOnline: () => session.online(),
    getLoginInfo: () => session.me(),

    /** @param {any} p @param {any} [fnSucess] @param {any} [fnFail] @param {any} [fnComplete] */
    sendData(p, fnSucess, fnFail, fnComplete) {
      const done = (/** @type {string | null} */ errMsg) => {
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

    /** @param {any} enable */
    setDebugCoreEnable(enable) { debug.core = Boolean(enable); },
    /** @param {any} enable */
    setDebugSDKEnable(enable) { debug.sdk = Boolean(enable); },
    /** @param {any} enable */
    setDebugPingPongEnable(enable) {
      debug.heartbeat = Boolean(enable);
      return debug.heartbeat;
    },

    /** @param {any} varloginInfo @param {string} wsUrl */
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
      // A copy: the next login with the same object is a fresh one.
      session.start(Object.assign({}, info, { loginUserId: user, firstLoginTime: Number(info.firstLoginTime) || 0 }), wsUrl);
      return MBErrorCode.COMMON_CODE_OK;
    },

    /** @param {number} next one of MBSenseMode; holds from the next login */
    setSenseMode(next) {
      senseTimes(next);
      mode = /** @type {any} */ (next);
    },
    /** @param {Platform} next */
    setPlatform(next) {
      session.release();
      platform = next;
      session = newSession();
    },
  };
  // They are there to be assigned.
  Object.keys(MBSocketEvent).forEach((event) => { IMSDK[/** @type {any} */ (MBSocketEvent)[event]] = null; });

  let session = newSession();
  return IMSDK;
}

/** The host of this script, if it is one of those that are known by a global. */
function hostPlatform() {
  if (typeof wx !== 'undefined' && typeof wx.connectSocket === 'function') return wxPlatform(wx);
  // @ts-ignore uni-app's global
  if (typeof uni !== 'undefined' && typeof uni.connectSocket === 'function') return wxPlatform(uni);
  return undefined;
}

const IMSDK = createIMSDK(hostPlatform());

const MBKeepAliveDaemon = {
  /** @param {number} mode one of MBSenseMode; before the login */
  setSenseMode: (mode) => IMSDK.setSenseMode(mode),
};

const MBUtils = {
  /** A new fingerprint. */
  createUuid: () => createUuid(Math.random),
};

/**
 * Puts what MobileIMSDK's clients find on `wx` (or on `window`) there.
 *
 * @param {any} target
 */
function attach(target) {
  Object.assign(target, {
    IMSDK, MBProtocalFactory, MBUtils, MBKeepAliveDaemon, MBSenseMode, MBErrorCode, MBKickoutCode, MBProtocalType, MBSocketEvent,
  });
}

/** A browser: all in one. @param {any} window */
function useWeb(window) {
  IMSDK.setPlatform(webPlatform(window));
  attach(window);
}

if (typeof wx !== 'undefined' && Object.isExtensible(wx)) attach(wx);

module.exports = {
  IMSDK, MBErrorCode, MBKeepAliveDaemon, MBKickoutCode, MBProtocalFactory, MBProtocalType, MBSenseMode, MBSocketEvent, MBUtils, PKickoutInfo, PLoginInfo,
  attach, createIMSDK, createProtocalFactory, useWeb, webPlatform, wxPlatform,
};
