'use strict';
/**
 * Refusals of the server, and the SDK's own, in one shape: an Error with code, name, band.
 *
 * @typedef {import('./types').Fault} Fault
 * @typedef {import('./types').FaultFields} FaultFields
 * @typedef {import('./types').Band} Band
 */

/** @type {Record<string, [number, Band]>} */
const OWN = {
  connection_lost: [9000, 'later'],
  timeout: [9001, 'later'],
  not_logged_in: [9002, 'login'],
  closed: [9003, 'never'],
  outbox_full: [9004, 'later'],
  too_large: [9005, 'fix'],
  retry_window_over: [9006, 'never'],
  bad_argument: [9007, 'fix'],
  token_failed: [9008, 'later'],
  token_needed: [9009, 'login'],
  busy: [9010, 'later'],
};

/** A facade that shows them to people gives the sentences, English and Chinese. @type {Record<string, [string, string]>} */
const sentences = {};

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
 * @param {string} [detail]  instead of the sentence
 * @returns {Fault}
 */
function own(name, detail) {
  const words = sentences[name] || [name, ''];
  return createFault({ code: OWN[name][0], name, band: OWN[name][1], zh: words[1] }, detail || words[0]);
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

module.exports = { sentences, own, fromWire, plain };
