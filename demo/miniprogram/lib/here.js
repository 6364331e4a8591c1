'use strict';
/**
 * The running app, for pages and components.
 *
 * @typedef {import('./account').Account} Account
 * @typedef {object} TheApp
 * @property {Account | null} account
 * @property {{ name: string, zh?: string, text?: string } | null} ended  why the last session ended
 * @property {Record<string, any>} config
 * @property {(session: import('./account').Session) => void} enter  logs in, and goes to the conversations
 * @property {(wipe: boolean) => void} leave
 * @property {() => void} again  after a session ended: the same person, here
 * @property {() => void} badge  brings the tab bar up to date
 */

/** @returns {TheApp} */
const app = () => /** @type {any} */ (getApp());

/** For pages that exist only while somebody is logged in. @returns {Account} */
function account() {
  const current = app().account;
  if (!current) throw new Error('nobody is logged in');
  return current;
}

/** @returns {boolean} false: the page is being left, somebody must log in first */
function isIn() {
  if (app().account) return true;
  wx.reLaunch({ url: '/pages/login/login' });
  return false;
}

module.exports = { account, app, isIn };
