'use strict';
/**
 * login, checkSession and getUserInfo. The account belongs to the device; `exchange` is what WeChat's code2Session would answer the server.
 */

/**
 * @typedef {(options: any) => Record<string, unknown> | string} Profile  the answer's fields, or why there is none. Encrypting is WeChat's
 *   secret: a test that wants `encryptedData` gives it here
 */

const CODE_LIFE_MS = 5 * 60 * 1000;

/** What a mini-program published after November 2022 is told of anybody. */
const ANONYMOUS = { nickName: '微信用户', gender: 0, language: '', city: '', province: '', country: '', avatarUrl: '' };

/** @type {Profile} */
const anonymous = () => ({ userInfo: Object.assign({}, ANONYMOUS), rawData: JSON.stringify(ANONYMOUS) });

/**
 * @param {import('./ports').Clock} clock
 * @param {(count: number) => string} makeCode
 */
function createAccount(clock, makeCode) {
  /** @type {Map<string, number>} code → when it was given */
  const codes = new Map();
  let count = 0;
  let sessionValid = false;
  /** @type {string | null} */
  let loginProblem = null;
  return {
    sessionValid: () => sessionValid,
    loginProblem: () => loginProblem,
    /** @param {string | null} reason null: login works again */
    breakLogin(reason) { loginProblem = reason; },
    expireSession() { sessionValid = false; },
    newCode() {
      count += 1;
      const code = makeCode(count);
      codes.set(code, clock.now());
      sessionValid = true;
      return code;
    },
    /**
     * One use, within five minutes.
     * @param {string} code
     */
    exchange(code) {
      const given = codes.get(code);
      codes.delete(code);
      return given !== undefined && clock.now() - given <= CODE_LIFE_MS;
    },
  };
}

/** @typedef {ReturnType<typeof createAccount>} Account */

/**
 * @param {Account} account
 * @param {import('./calls').Calls} calls
 * @param {Profile} [profile]
 */
function createLogin(account, calls, profile) {
  return {
    login: calls.api('login', (_, reply) => {
      const problem = account.loginProblem();
      if (problem !== null) reply.fail(problem);
      else reply.ok({ code: account.newCode() });
    }),
    checkSession: calls.api('checkSession', (_, reply) => {
      if (account.sessionValid()) reply.ok();
      else reply.fail('session_key expired, please login again');
    }),
    getUserInfo: calls.api('getUserInfo', (options, reply) => {
      const answer = (profile || anonymous)(options);
      if (typeof answer === 'string') reply.fail(answer);
      else reply.ok(answer);
    }),
  };
}

module.exports = { createAccount, createLogin };
