'use strict';
/**
 * What travels, and its numbers. The names and their spelling are MobileIMSDK's.
 *
 * @typedef {import('./mb_constants').Protocal} Protocal
 */

/** `type` of a packet. */
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

/** What `sendData` returns. 0 to 1024 belong to the framework; an application's own codes are greater. */
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

/** `code` of a PKickoutInfo; an application's own are greater than 100. */
const MBKickoutCode = Object.freeze({ KICKOUT_FOR_DUPLICATE_LOGIN: 1, KICKOUT_FOR_ADMIN: 2 });

/** How often the two sides speak. The server must be set to the same. */
const MBSenseMode = Object.freeze({ MODE_3S: 3, MODE_5S: 5, MODE_10S: 10, MODE_15S: 15, MODE_30S: 30, MODE_60S: 60, MODE_120S: 120 });

/**
 * Keep-alive every `intervalMs`; without an answer for `timeoutMs` the link is lost.
 *
 * @param {number} mode one of MBSenseMode
 */
function senseTimes(mode) {
  const timeouts = new Map([[3, 5], [5, 8], [10, 15], [15, 20], [30, 35], [60, 65], [120, 125]]);
  const timeout = timeouts.get(mode);
  if (timeout === undefined) throw new TypeError('no such sense mode: ' + mode);
  return { intervalMs: mode * 1000, timeoutMs: timeout * 1000 };
}

/** Every callback of IMSDK, by what happened. */
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

/** Every limit, with its unit in its name. */
const LIMITS = Object.freeze({
  /** connect and login together; the handbook's demos wait 6 s before they tell the person */
  loginTimeoutMs: 10000,
  reloginEveryMs: 3000,
  keepAliveCheckMs: 2000,
  /** asked in doubt: after a short time in the background, or a change of network */
  probeReplyMs: 2000,
  /** asked because a message had to be sent again: that may be a slow link, or a busy server, so more patience */
  doubtReplyMs: 5000,
  /** WeChat suspends after 5 s and may kill the socket: hidden for longer than this, the old socket is never trusted */
  hiddenTrustMs: 4000,
  qosCheckMs: 5000,
  /** just sent: not sent again yet */
  qosFreshMs: 3000,
  qosRetriesMax: 2,
  qosWaitingMax: 1000,
  /** a fingerprint that was received is remembered this long, */
  qosKeptMs: 10 * 60000,
  /** looked through this often, */
  qosSweepMs: 5 * 60000,
  /** and only the latest of a flood */
  qosKeptMax: 10000,
  /** the servers' limit of a WebSocket frame */
  frameBytesMax: 65536,
});

/** A random UUID, as MobileIMSDK's fingerprints are. @param {() => number} random */
function createUuid(random) {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(random() * 16);
    return (place === 'x' ? digit : (digit % 4) + 8).toString(16);
  });
}

/** Only text travels. @param {any} value @returns {string | undefined} undefined: the field is left out */
function textOf(value) {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What to log in with. */
class PLoginInfo {
  /**
   * @param {string} loginUserId
   * @param {string} [loginToken]
   * @param {string} [extra]
   */
  constructor(loginUserId, loginToken, extra) {
    this.loginUserId = loginUserId;
    this.loginToken = loginToken;
    if (extra !== undefined) this.extra = extra;
  }
}

/** Why the server ended the session. */
class PKickoutInfo {
  /** @param {number} code one of MBKickoutCode, or the application's @param {string} [reason] */
  constructor(code, reason) {
    this.code = code;
    this.reason = reason;
  }
}
PKickoutInfo.KICKOUT_FOR_DUPLICATE_LOGIN = MBKickoutCode.KICKOUT_FOR_DUPLICATE_LOGIN;
PKickoutInfo.KICKOUT_FOR_ADMIN = MBKickoutCode.KICKOUT_FOR_ADMIN;

/**
 * @param {number} type
 * @param {any} dataContent
 * @param {any} from
 * @param {any} to
 * @param {Partial<Protocal>} [more]
 * @returns {Protocal}
 */
function createProtocal(type, dataContent, from, to, more) {
  return Object.assign({ bridge: false, type, dataContent: textOf(dataContent), from: textOf(from), to: textOf(to), fp: undefined, QoS: false, typeu: -1, sm: -1 }, more);
}

/**
 * As it travels: every field with its type, in the order in which MobileIMSDK writes them, what is null left out.
 *
 * @param {any} p
 */
function packetText(p) {
  const number = (/** @type {any} */ value) => (value === undefined || value === null || isNaN(value) ? -1 : Number(value));
  return JSON.stringify({
    bridge: p.bridge === true,
    type: p.type === undefined || p.type === null ? MBProtocalType.FROM_CLIENT_TYPE_OF_COMMON$DATA : Number(p.type),
    dataContent: textOf(p.dataContent), from: textOf(p.from), to: textOf(p.to), fp: textOf(p.fp),
    QoS: p.QoS === true, typeu: number(p.typeu), sm: number(p.sm),
  });
}

/**
 * Makes packets.
 *
 * @param {() => number} random
 * @returns {import('./mb_constants').MBProtocalFactory}
 */
function createProtocalFactory(random) {
  const types = MBProtocalType;
  /** @type {import('./mb_constants').MBProtocalFactory} */
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

module.exports = {
  LIMITS, MBErrorCode, MBKickoutCode, MBProtocalFactory, MBProtocalType, MBSenseMode, MBSocketEvent, PKickoutInfo, PLoginInfo,
  createProtocal, createProtocalFactory, createUuid, packetText, senseTimes, textOf,
};
