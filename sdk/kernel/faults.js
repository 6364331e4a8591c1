'use strict';
/**
 * Refusals of the server, and the SDK's own, in one shape: an Error with code, name, band.
 *
 * @typedef {import('./types').Fault} Fault
 * @typedef {import('./types').FaultFields} FaultFields
 * @typedef {import('./types').Band} Band
 */

/** @type {Record<string, [number, Band, string]>} */
const OWN = {
  connection_lost: [9000, 'later', 'The connection was lost.'],
  timeout: [9001, 'later', 'No answer came in time.'],
  not_logged_in: [9002, 'login', 'Log in first.'],
  closed: [9003, 'never', 'The session has ended.'],
  outbox_full: [9004, 'later', 'Too many messages wait to be sent.'],
  too_large: [9005, 'fix', 'The message is too large.'],
  retry_window_over: [9006, 'never', 'Too old to be sent again safely.'],
  bad_argument: [9007, 'fix', 'An argument is wrong.'],
  token_failed: [9008, 'later', 'The token provider failed.'],
  token_needed: [9009, 'login', 'A new token is needed.'],
  busy: [9010, 'later', 'Too many requests at once.'],
};

/** The same names in Chinese, given by a facade that wants them. @type {Record<string, string>} */
const chinese = {};

/**
 * @param {FaultFields} fields
 * @param {string} text
 * @returns {Fault}
 */
function createFault(fields, text) {
  return Object.assign(/** @type {any} */ (new Error(text)), fields);
}

/**
 * @param {string} name  of the table above
 * @param {string} [detail]  instead of the table's sentence
 * @returns {Fault}
 */
function own(name, detail) {
  const row = OWN[name];
  return createFault({ code: row[0], name, band: row[1], zh: chinese[name] }, detail || row[2]);
}

/**
 * @param {any} err  of a reply, or a bye
 * @returns {Fault}
 */
function fromWire(err) {
  const name = String(err.name || 'unknown');
  const band = ['fix', 'later', 'login', 'never'].indexOf(err.band) < 0 ? 'later' : err.band;
  /** @type {FaultFields} */
  const fields = { code: Number(err.code) || 0, name, band };
  if (err.zh) fields.zh = String(err.zh);
  if (err.after > 0) fields.after = Number(err.after);
  if (err.field) fields.field = String(err.field);
  return createFault(fields, String(err.text || name));
}

/**
 * What storage keeps of it.
 * @param {Fault} fault
 * @returns {FaultFields}
 */
function plain(fault) {
  return { code: fault.code, name: fault.name, band: fault.band, zh: fault.zh };
}

module.exports = { chinese, own, fromWire, plain };
