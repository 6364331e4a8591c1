'use strict';
/**
 * login and checkSession. The account belongs to the device; `exchange` is what WeChat's code2Session would answer the server.
 */

const CODE_LIFE_MS = 5 * 60 * 1000;

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
 */
function createLogin(account, calls) {
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
  };
}

module.exports = { createAccount, createLogin };
