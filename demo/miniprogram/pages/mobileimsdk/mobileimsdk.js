'use strict';
/**
 * The same server through MobileIMSDK's API: log in, send, and see every callback. Whoever is written to may use either SDK.
 * It has a connection of its own, beside the app's, and gives it back when the page is left.
 */

const here = require('../../lib/here');
const { words } = require('../../lib/i18n');
const { IMSDK, MBErrorCode, MBProtocalFactory, MBSocketEvent } = require('../../lib/mobileimsdk');

const LINES_MAX = 200;
const LINES_KEPT = 100;

/** What is told of an argument: text as it is, a packet by what matters. @param {any} value @returns {string} */
function shown(value) {
  if (value === undefined) return '';
  if (Array.isArray(value)) return '[' + value.map(shown).join(', ') + ']';
  if (value && typeof value === 'object' && 'dataContent' in value) return value.from + ' → ' + value.to + ': ' + value.dataContent;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** @param {string} server http… → ws… */
const socketOf = (server) => server.replace(/^http/, 'ws').replace(/\/+$/, '') + '/websocket';

Page({
  data: {
    t: words('mobileim'), user: '', token: '', to: '', text: '', logined: false, online: false, debug: false,
    lines: /** @type {Array<{ id: number, time: string, name: string, text: string, kind: string }>} */ ([]),
  },
  last: 0,

  onLoad() {
    if (!here.isIn()) return;
    wx.setNavigationBarTitle({ title: 'MobileIMSDK' });
    this.setData({ t: words('mobileim'), user: here.account().user });
    const kinds = /** @type {Record<string, string>} */ ({
      [MBSocketEvent.DATA]: 'in', [MBSocketEvent.MESSAGES_LOST]: 'bad', [MBSocketEvent.LOGIN_FAILED]: 'bad', [MBSocketEvent.KICKOUT]: 'bad',
      [MBSocketEvent.SHOW_ALERT]: 'bad', [MBSocketEvent.LOG]: 'faint', [MBSocketEvent.PING]: 'faint', [MBSocketEvent.PONG]: 'faint',
    });
    Object.keys(MBSocketEvent).forEach((event) => {
      const name = /** @type {any} */ (MBSocketEvent)[event];
      /** @type {any} */ (IMSDK)[name] = (/** @type {any[]} */ ...values) => {
        this.note(name, values.map(shown).filter(Boolean).join(' '), kinds[name] || '');
        this.draw();
      };
    });
  },
  onUnload() {
    IMSDK.disconnectSocket();
    Object.keys(MBSocketEvent).forEach((event) => { /** @type {any} */ (IMSDK)[/** @type {any} */ (MBSocketEvent)[event]] = null; });
  },

  /** @param {any} e */
  typed(e) {
    this.setData({ [e.currentTarget.dataset.field]: e.detail.value });
  },
  login() {
    const { user, token } = this.data;
    const url = socketOf(here.account().server);
    this.note('loginImpl', user + ' ' + url, 'out');
    // A development server takes any token; another one wants a token of this user.
    const code = IMSDK.loginImpl({ loginUserId: user.trim(), loginToken: token.trim() || 'development' }, url);
    if (code !== MBErrorCode.COMMON_CODE_OK) this.note('loginImpl', String(code), 'bad');
    this.draw();
  },
  logout() {
    IMSDK.disconnectSocket();
    this.note('disconnectSocket', '', 'out');
    this.draw();
  },
  send() {
    const { user, to, text } = this.data;
    if (text === '') return;
    const p = MBProtocalFactory.createCommonDataSimple(text, user.trim(), to.trim(), -1);
    const code = IMSDK.sendData(p);
    this.note('sendData', code === MBErrorCode.COMMON_CODE_OK ? shown(p) + ' ' + p.fp : String(code), code === MBErrorCode.COMMON_CODE_OK ? 'out' : 'bad');
    if (code === MBErrorCode.COMMON_CODE_OK) this.setData({ text: '' });
  },
  debug() {
    const debug = !this.data.debug;
    IMSDK.setDebugCoreEnable(debug);
    IMSDK.setDebugPingPongEnable(debug);
    this.setData({ debug });
  },
  clear() {
    this.setData({ lines: [] });
  },
  copy() {
    wx.setClipboardData({ data: this.data.lines.map((line) => [line.time, line.name, line.text].join(' ')).join('\n') });
  },

  draw() {
    this.setData({ logined: IMSDK.isLogined(), online: IMSDK.isOnline() });
  },
  /** @param {string} name @param {string} text @param {string} kind */
  note(name, text, kind) {
    this.last += 1;
    const now = new Date();
    const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map((part) => ('0' + part).slice(-2)).join(':');
    const line = { id: this.last, time, name, text: text.slice(0, 400), kind };
    const { lines } = this.data;
    if (lines.length >= LINES_MAX) this.setData({ lines: lines.slice(-LINES_KEPT).concat([line]) });
    else this.setData({ ['lines[' + lines.length + ']']: line });
  },
});
