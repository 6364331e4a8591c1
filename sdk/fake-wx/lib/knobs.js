'use strict';
/**
 * What a test can turn, with the value a knob has when nobody turns it. README.md explains each.
 *
 * @typedef {object} Knobs
 * @property {number} suspendAfterMs
 * @property {number} destroyAfterMs
 * @property {'before-suspend' | 'after-show' | 'never' | 'survives'} backgroundClose
 * @property {1000 | 1005 | 1006} backgroundCloseCode
 * @property {'show-first' | 'callbacks-first'} showOrder
 * @property {'true' | 1005 | 1006} serverCloseCode
 * @property {'error-then-close' | 'error-only'} handshakeFailure
 * @property {'ok' | 'fail'} deadSend
 * @property {'task' | 'undefined'} failedConnectReturns
 * @property {'native' | 'macrotask'} promise
 * @property {boolean} requireSecure
 * @property {number} callbackDelayMs
 * @property {number} latencyMs
 * @property {number} idleCutMs
 * @property {number} connectTimeoutMs
 * @property {number} requestTimeoutMs
 * @property {number} maxSockets
 * @property {number} maxRequests
 * @property {number} storageKeyLimitBytes
 * @property {number} storageLimitBytes
 */

/** @type {Readonly<Knobs>} */
const DEFAULTS = Object.freeze(/** @type {Knobs} */ ({
  suspendAfterMs: 5000,
  destroyAfterMs: 30 * 60 * 1000,
  backgroundClose: 'after-show',
  backgroundCloseCode: 1006,
  showOrder: 'show-first',
  serverCloseCode: 'true',
  handshakeFailure: 'error-then-close',
  deadSend: 'ok',
  failedConnectReturns: 'task',
  promise: 'native',
  requireSecure: false,
  callbackDelayMs: 0,
  latencyMs: 0,
  idleCutMs: 5 * 60 * 1000,
  connectTimeoutMs: 60 * 1000,
  requestTimeoutMs: 60 * 1000,
  maxSockets: 5,
  maxRequests: 10,
  storageKeyLimitBytes: 1024 * 1024,
  storageLimitBytes: 10 * 1024 * 1024,
}));

/** @type {Record<string, unknown[]>} */
const CHOICES = {
  backgroundClose: ['before-suspend', 'after-show', 'never', 'survives'],
  backgroundCloseCode: [1000, 1005, 1006],
  showOrder: ['show-first', 'callbacks-first'],
  serverCloseCode: ['true', 1005, 1006],
  handshakeFailure: ['error-then-close', 'error-only'],
  deadSend: ['ok', 'fail'],
  failedConnectReturns: ['task', 'undefined'],
  promise: ['native', 'macrotask'],
};

/**
 * A misspelt knob would silently test nothing, so it is refused.
 *
 * @param {Knobs} knobs
 * @param {Partial<Knobs>} patch
 */
function turn(knobs, patch) {
  for (const name of Object.keys(patch)) {
    const value = /** @type {Record<string, unknown>} */ (patch)[name];
    if (!(name in DEFAULTS)) throw new TypeError('no such knob: ' + name);
    const choices = CHOICES[name];
    if (choices ? choices.indexOf(value) < 0 : typeof value !== typeof (/** @type {any} */ (DEFAULTS)[name])) {
      throw new TypeError('knob ' + name + ' cannot be ' + String(value) + (choices ? '; one of ' + choices.join(', ') : ''));
    }
  }
  Object.assign(knobs, patch);
}

/**
 * @param {Partial<Knobs>} [patch]
 * @returns {Knobs}
 */
function createKnobs(patch) {
  const knobs = Object.assign({}, DEFAULTS);
  turn(knobs, patch || {});
  return knobs;
}

module.exports = { DEFAULTS, createKnobs, turn };
