'use strict';
/**
 * Refusals of the server, and the SDK's own, in one shape: an Error with code, name, band.
 *
 * @typedef {import('./types').Fault} Fault
 * @typedef {import('./types').FaultFields} FaultFields
 * @typedef {import('./types').Band} Band
 */

/** Codes from 9000 in this order: add at the end. @type {Record<string, Band>} */
const OWN = {
  connection_lost: 'later',
  timeout: 'later',
  not_logged_in: 'login',
  closed: 'never',
  outbox_full: 'later',
  too_large: 'fix',
  retry_window_over: 'never',
  bad_argument: 'fix',
  token_failed: 'later',
  token_needed: 'login',
  busy: 'later',
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
  return createFault({ code: 9000 + Object.keys(OWN).indexOf(name), name, band: OWN[name], zh: words[1] }, detail || words[0]);
}

/**
 * @param {any} err  of a reply, or a bye
 * @returns {Fault}
 */
function fromWire(err) {
  const name = String(err.name || 'unknown');
  const band = /^(fix|login|never)$/.test(err.band) ? err.band : 'later';
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
function plain({ code, name, band, zh }) {
  return { code, name, band, zh };
}

module.exports = { sentences, own, fromWire, plain };
