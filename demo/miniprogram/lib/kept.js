'use strict';
/**
 * The app's own small things in storage, beside the SDK's: settings, the session, drafts, contacts. Full or broken storage costs
 * memory between runs, never a crash.
 */

const PREFIX = 'demo:';

/**
 * @template T
 * @param {string} key
 * @param {T} otherwise
 * @returns {T}
 */
function read(key, otherwise) {
  try {
    const value = wx.getStorageSync(PREFIX + key);
    return value === '' || value === undefined || value === null ? otherwise : value;
  } catch (error) {
    return otherwise;
  }
}

/**
 * @param {string} key
 * @param {any} value
 * @returns {boolean} whether it is stored
 */
function write(key, value) {
  try {
    wx.setStorageSync(PREFIX + key, value);
    return true;
  } catch (error) {
    return false;
  }
}

/** @param {string} key */
function forget(key) {
  try {
    wx.removeStorageSync(PREFIX + key);
  } catch (error) {
    write(key, null);
  }
}

module.exports = { forget, read, write };
