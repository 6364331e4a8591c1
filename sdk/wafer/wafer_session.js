'use strict';
/**
 * The session: who the person is, from WeChat's code to two headers on each request.
 *
 *   login:   stored? → wx.checkSession → that                               no traffic
 *            else wx.login → wx.getUserInfo (if it can) → GET loginUrl → stored
 *   request: with the stored session's headers; an answer that says the session ended → login → once more
 *
 * @typedef {object} WaferHost  what is there in a mini-program; tests give their own
 * @property {any} wx
 * @property {(run: () => void, ms: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {() => number} now
 */

const { LoginError, MAGIC, RequestError, STORED, WAFER_ERRORS } = require('./wafer_errors');

/** @param {any} options @param {'success' | 'fail' | 'complete'} kind @param {any} [value] */
function tell(options, kind, value) {
  // The handbook writes `error`, the original calls `fail`.
  const listener = options[kind] || (kind === 'fail' && options.error);
  if (typeof listener === 'function') listener(value);
}

/** @param {any} body of a refusal @param {string} otherwise */
const sentence = (body, otherwise) => [body && body.error, body && body.message].filter(Boolean).join(': ') || otherwise;

/** @param {WaferHost} host */
function createWaferSession(host) {
  let loginUrl = '';
  /** where storage fails, for this run @type {any} */
  let kept = null;
  /** those who wait for the login that is under way @type {any[] | null} */
  let waiting = null;

  function stored() {
    try {
      return kept || host.wx.getStorageSync(STORED) || null;
    } catch (error) {
      return null;
    }
  }

  /** @param {any} session */
  function store(session) {
    kept = null;
    try {
      host.wx.setStorageSync(STORED, session);
    } catch (error) {
      kept = session;
    }
  }

  /** Forgets the session; the server keeps it until it ends there. */
  function clearSession() {
    kept = null;
    host.wx.removeStorageSync(STORED);
  }

  /** What `request` adds, for requests made in another way. @returns {Record<string, string>} */
  function buildSessionHeader() {
    const session = stored();
    return session && session.id && session.skey ? { 'X-WX-Id': session.id, 'X-WX-Skey': session.skey } : {};
  }

  /** @param {string} url holds from now on */
  function setLoginUrl(url) {
    loginUrl = url;
  }

  /** The person's profile, or {} where WeChat gives none. @param {(profile: any) => void} done */
  function askProfile(done) {
    if (typeof host.wx.getUserInfo === 'function') host.wx.getUserInfo({ withCredentials: true, success: done, fail: () => done({}) });
    else done({});
  }

  /** @param {string} code @param {any} options @param {any} profile @param {{ success: (user: any) => void, fail: (error: any) => void }} ends */
  function enter(code, options, profile, ends) {
    const header = Object.assign(
      { 'X-WX-Code': code }, profile.encryptedData && { 'X-WX-Encrypted-Data': profile.encryptedData }, profile.iv && { 'X-WX-IV': profile.iv });
    host.wx.request({
      url: options.loginUrl || loginUrl,
      header,
      method: options.method || 'GET',
      data: options.data,
      /** @param {any} response */
      success({ data: body }) {
        if (!body || !body[MAGIC] || !body.session) {
          const why = body && body[MAGIC] ? sentence(body, 'the server gave no session') : 'what answers at the login address is no Wafer server';
          ends.fail(new LoginError(WAFER_ERRORS.ERR_LOGIN_SESSION_NOT_RECEIVED, why));
          return;
        }
        // The name and the picture that the phone tells; without them what the server knows.
        const userInfo = profile.userInfo || (body.data && body.data.userinfo) || {};
        store(Object.assign({}, body.session, { userInfo }));
        ends.success(userInfo);
      },
      fail: () => ends.fail(new LoginError(WAFER_ERRORS.ERR_LOGIN_FAILED, 'the login address does not answer')),
    });
  }

  /** @param {any} options @param {{ success: (user: any) => void, fail: (error: any) => void }} ends */
  function loginAnew(options, ends) {
    host.wx.login({
      success: (/** @type {any} */ { code }) => askProfile((profile) => enter(code, options, profile, ends)),
      fail: (/** @type {any} */ detail) => ends.fail(new LoginError(WAFER_ERRORS.ERR_WX_LOGIN_FAILED, 'WeChat gave no code', detail)),
    });
  }

  /** Two codes at a time end each other at WeChat: those who come while one is fetched share it. @param {any} options */
  function loginShared(options) {
    if (waiting) {
      waiting.push(options);
      return;
    }
    const all = [options];
    waiting = all;
    const end = (/** @type {'success' | 'fail'} */ kind) => (/** @type {any} */ value) => {
      waiting = null;
      all.forEach((one) => tell(one, kind, value));
    };
    loginAnew(options, { success: end('success'), fail: end('fail') });
  }

  /** @param {any} [given] */
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

  /** @param {any} options */
  function request(options) {
    if (!options || typeof options !== 'object') throw new RequestError(WAFER_ERRORS.ERR_INVALID_PARAMS, 'request() takes an object');
    let tried = false;

    /** @param {'success' | 'fail'} kind @param {any} value */
    function end(kind, value) {
      tell(options, kind, value);
      tell(options, 'complete', value);
    }

    const loginAndSend = () => login({ success: send, fail: (/** @type {any} */ error) => end('fail', error) });

    /** @param {any} body @param {Record<string, string>} header that was sent */
    function sessionFailed(body, header) {
      // Another request may have brought a new session meanwhile.
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
        /** @param {any} response */
        success(response) {
          if (response.data && response.data[MAGIC]) sessionFailed(response.data, header);
          else end('success', response);
        },
        fail: (/** @type {any} */ error) => end('fail', error),
        complete() {},
      }));
    }

    if (options.login) loginAndSend();
    else send();
  }

  return { setLoginUrl, login, clearSession, buildSessionHeader, request };
}

module.exports = { createWaferSession };
