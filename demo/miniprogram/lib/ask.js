'use strict';
/**
 * Questions to the person. Buttons of WeChat's modal hold four characters; English words that are longer give way to its own.
 */

const { words } = require('./i18n');

const BUTTON_CHARS_MAX = 4;

/** @param {string} text @param {string} short */
const button = (text, short) => (text.length <= BUTTON_CHARS_MAX ? text : short);

/**
 * @param {string} title
 * @param {string} content
 * @returns {Promise<boolean>}
 */
function sure(title, content) {
  const t = words('common');
  return new Promise((resolve) => {
    wx.showModal({
      title, content, confirmText: button(t.ok, 'OK'), cancelText: button(t.cancel, 'No'),
      success: (answer) => resolve(answer.confirm), fail: () => resolve(false),
    });
  });
}

/**
 * @param {string} title
 * @param {string} placeholder
 * @param {string} value
 * @returns {Promise<string | null>} null: thought better of it
 */
function line(title, placeholder, value) {
  const t = words('common');
  return new Promise((resolve) => {
    wx.showModal({
      title, content: value, editable: true, placeholderText: placeholder, confirmText: button(t.ok, 'OK'), cancelText: button(t.cancel, 'No'),
      success: (answer) => resolve(answer.confirm ? String(answer.content || '').trim() : null), fail: () => resolve(null),
    });
  });
}

/**
 * @param {string[]} itemList
 * @returns {Promise<number>} -1: none
 */
function choice(itemList) {
  return new Promise((resolve) => {
    wx.showActionSheet({ itemList, success: (answer) => resolve(answer.tapIndex), fail: () => resolve(-1) });
  });
}

/** Something that the person must allow in the settings first. @param {string} content */
function allow(content) {
  sure('', content).then((yes) => {
    if (yes) wx.openSetting({ fail: () => {} });
  });
}

module.exports = { allow, choice, line, sure };
