'use strict';
/** What goes wrong, with Wafer's names. */

/** The key that marks an answer as one about the session, and names the place in storage. */
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
  /** @param {string} type @param {string} message @param {unknown} [detail] what WeChat said */
  constructor(type, message, detail) {
    super(message);
    /** one of the ERR_ */
    this.type = type;
    if (detail !== undefined) this.detail = detail;
  }
}

class RequestError extends Error {
  /** @param {string} type @param {string} message */
  constructor(type, message) {
    super(message);
    /** one of the ERR_ */
    this.type = type;
  }
}

module.exports = { LoginError, MAGIC, RequestError, STORED, WAFER_ERRORS };
