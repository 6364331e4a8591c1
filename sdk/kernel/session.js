'use strict';
/**
 * Who we are: token, session secret, device. Resume when there is a session, else log in; ask the app's provider for a token when
 * the one we have is used up.
 *
 * @typedef {import('./types').Fault} Fault
 * @typedef {import('./types').Frame} Frame
 * @typedef {import('./types').Answer} Answer
 * @typedef {() => string | Promise<string>} TokenProvider
 *
 * @typedef {object} Credentials
 * @property {string} [token]
 * @property {TokenProvider} [tokenProvider]
 *
 * @typedef {(frame: Frame, timeoutMs: number, answer: Answer) => void} Call
 */

const { own } = require('./faults');

const PROTOCOL = 1;

/**
 * @param {object} parts
 * @param {import('./types').Platform} parts.platform
 * @param {import('./limits').Limits} parts.limits
 * @param {string} parts.app
 * @param {string} parts.sdk
 * @param {() => string} parts.device
 * @param {(secret: string) => void} parts.keep  the session secret changed: remember it
 */
function createSession({ platform, limits, app, sdk, device, keep }) {
  /** @type {Credentials} */
  let credentials = {};
  let secret = '';
  let token = '';
  let user = '';
  /** the token came from the provider and was not accepted yet */
  let fresh = false;
  let resumed = false;
  /** @type {Array<(fault: Fault | null) => void>} those who wait for the provider */
  let waiting = [];
  /** @type {any} */
  let timer = null;
  let round = 0;

  /** @param {string} next */
  function setSecret(next) {
    if (next === secret) return;
    secret = next;
    keep(secret);
  }

  /** @param {Fault | null} fault */
  function tokenCame(fault) {
    round += 1;
    platform.clearTimeout(timer);
    const all = waiting;
    waiting = [];
    all.forEach((one) => one(fault));
  }

  /** @param {(fault: Fault | null) => void} done */
  function needToken(done) {
    if (token) {
      done(null);
      return;
    }
    const provider = credentials.tokenProvider;
    if (!provider) {
      done(own('token_needed'));
      return;
    }
    waiting.push(done);
    if (waiting.length > 1) return;
    round += 1;
    const mine = round;
    timer = platform.setTimeout(() => tokenCame(own('token_failed')), limits.tokenTimeoutMs);
    /** @param {unknown} error */
    const failed = (error) => { if (mine === round) tokenCame(own('token_failed', String(error))); };
    try {
      Promise.resolve(provider()).then((given) => {
        if (mine !== round) return;
        if (typeof given === 'string' && given) {
          token = given;
          fresh = true;
          tokenCame(null);
        } else failed('no token');
      }, failed);
    } catch (error) {
      failed(error);
    }
  }

  /**
   * @param {Frame} reply
   * @param {Answer} done
   */
  function entered(reply, done) {
    if (user && reply.user !== user) {
      setSecret('');
      done(own('bad_argument', 'The token is for ' + reply.user), {});
      return;
    }
    setSecret(reply.session);
    done(null, reply);
  }

  /**
   * @param {Call} call
   * @param {Answer} done
   */
  function login(call, done) {
    needToken((fault) => {
      if (fault) {
        done(fault, {});
        return;
      }
      const frame = { op: 'login', v: PROTOCOL, app, token, device: device(), platform: platform.name, sdk };
      call(frame, limits.requestTimeoutMs, (refused, reply) => {
        if (!refused) {
          resumed = false;
          fresh = false;
          entered(reply, done);
          return;
        }
        // An old token may have run out; one that was just fetched is simply wrong.
        const again = refused.band === 'login' && credentials.tokenProvider && !fresh;
        if (refused.band === 'login') token = '';
        if (again) login(call, done);
        else done(refused, {});
      });
    });
  }

  return {
    /**
     * @param {string} who
     * @param {Credentials} given
     * @param {string} kept  session secret of an earlier run
     */
    begin(who, given, kept) {
      user = who;
      credentials = given;
      token = given.token || '';
      fresh = false;
      secret = kept;
    },
    /** Fetch a token while the socket opens. */
    prepare() {
      if (!secret && credentials.tokenProvider) needToken(() => {});
    },
    /**
     * On a fresh socket: resume or log in.
     * @param {Call} call
     * @param {Answer} done
     */
    enter(call, done) {
      if (!secret) {
        login(call, done);
        return;
      }
      call({ op: 'resume', v: PROTOCOL, app, session: secret }, limits.requestTimeoutMs, (refused, reply) => {
        if (!refused) {
          resumed = true;
          entered(reply, done);
        } else if (refused.band === 'later' || refused.band === 'never') done(refused, {});
        else {
          setSecret('');
          login(call, done);
        }
      });
    },
    /** The server says that this token is over. */
    spent() {
      token = '';
      setSecret('');
    },
    resumed: () => resumed,
    canRefresh: () => Boolean(credentials.tokenProvider),
    /**
     * A token, for whoever renews or asks beside the socket.
     * @param {string | null | undefined} given  this one; null: a new one from the provider; undefined: what there is
     * @param {(fault: Fault | null, token: string) => void} done
     */
    refresh(given, done) {
      if (given !== undefined) token = given || '';
      needToken((fault) => {
        fresh = false; // it may have ended when the next login uses it
        done(fault, token);
      });
    },
    forget: () => setSecret(''),
    /** No timer, no waiting: the end. */
    close() {
      waiting = [];
      round += 1;
      platform.clearTimeout(timer);
    },
  };
}

/** @typedef {ReturnType<typeof createSession>} Session */

module.exports = { createSession };
