'use strict';
/**
 * A refusal in the person's language. Ours by name; what the server says when a later version knows more names; never a code alone.
 */

const { language, words } = require('./i18n');

/**
 * @param {any} fault  an Error of the SDK, an error on a message, or anything thrown
 * @returns {string}
 */
function sentenceOf(fault) {
  const given = fault || {};
  /** @type {Record<string, string>} */
  const known = words('errors');
  if (Object.prototype.hasOwnProperty.call(known, given.name)) return known[given.name];
  const told = language() === 'zh' ? given.zh : given.code && (given.text || given.message);
  return told || known.unknown;
}

/** @param {any} fault */
function tell(fault) {
  wx.showToast({ title: sentenceOf(fault), icon: 'none', duration: 2500 });
}

module.exports = { sentenceOf, tell };
