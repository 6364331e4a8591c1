'use strict';
/**
 * Chinese and English. What is shown on a page is put into its data as `t`, one group of words at a time.
 */

const en = require('./words/en');
const zh = require('./words/zh');
const kept = require('./kept');

/** @typedef {typeof en} Words */
/** @typedef {'zh' | 'en'} Language */
/** @typedef {'system' | Language} Choice */

/** @type {Record<Language, Words>} */
const WORDS = { zh, en };

/** @type {Choice | null} */
let choice = null;

/** @returns {Choice} */
function chosen() {
  if (choice === null) choice = kept.read('language', /** @type {Choice} */ ('system'));
  return choice;
}

/** @param {Choice} next */
function choose(next) {
  choice = next;
  kept.write('language', next);
}

/** @returns {Language} */
function language() {
  const own = chosen();
  if (own !== 'system') return own;
  return /^zh/i.test(wx.getAppBaseInfo().language || '') ? 'zh' : 'en';
}

/**
 * @template {keyof Words} G
 * @param {G} group
 * @returns {Words[G]}
 */
const words = (group) => WORDS[language()][group];

/**
 * @param {string} template
 * @param {Record<string, string | number>} values
 */
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

module.exports = { chosen, choose, fill, language, words };
