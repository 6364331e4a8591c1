'use strict';
/**
 * Wafer's client for mini-programs: a session on each request, and a tunnel.
 *
 *   app ─► login, request ─► wafer_session.js ─► wx.login, wx.request
 *      └─► Tunnel ─────────► wafer_tunnel.js ──► request, wx.connectSocket
 */

const { LoginError, RequestError, WAFER_ERRORS } = require('./wafer_errors');
const { createWaferSession } = require('./wafer_session');
const { createTunnelClass } = require('./wafer_tunnel');

/**
 * A client of its own, on a `wx` of its own: for tests, and for hosts that are no mini-program.
 *
 * @param {Partial<import('./wafer_session').WaferHost>} [given]
 */
function createWafer(given) {
  /** @type {import('./wafer_session').WaferHost} */
  const host = {
    // Looked for when it is needed: a module may be loaded where there is none.
    get wx() { return (given && given.wx) || hostWx(); },
    setTimeout: (run, ms) => ((given && given.setTimeout) || setTimeout)(run, ms),
    clearTimeout: (timer) => ((given && given.clearTimeout) || clearTimeout)(timer),
    now: () => ((given && given.now) || Date.now)(),
  };
  const session = createWaferSession(host);
  return Object.assign({ LoginError, RequestError, Tunnel: createTunnelClass(host, session.request) }, session, WAFER_ERRORS);
}

/** WeChat's global, or uni-app's. */
function hostWx() {
  if (typeof wx !== 'undefined') return wx;
  // @ts-ignore uni-app's global
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
