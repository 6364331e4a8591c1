'use strict';
/** Who are you? On a development server any id will do; in production WeChat says it (config.js). */

const credentials = require('../../lib/credentials');
const here = require('../../lib/here');
const { fill, words } = require('../../lib/i18n');
const kept = require('../../lib/kept');
const { utf8Length } = require('../../lib/text');

const ID_BYTES_MAX = 64;

Page({
  data: { t: words('login'), user: '', server: '', token: '', more: false, busy: false, problem: '', wechat: false },

  onLoad() {
    const { config } = here.app();
    const last = kept.read('last', { user: '', server: '' });
    this.setData({
      t: words('login'), user: last.user || config.user || '', server: last.server || config.server, wechat: config.credentials === 'wechat',
    });
    wx.setNavigationBarTitle({ title: '' });
  },
  /** @param {any} e */
  typed(e) {
    this.setData({ [e.currentTarget.dataset.field]: e.detail.value, problem: '' });
  },
  toggle() {
    this.setData({ more: !this.data.more });
  },

  /** @returns {string} of words.login; empty: all right */
  mistake() {
    const { user, server, wechat } = this.data;
    if (!/^https?:\/\/[^/]/.test(server.trim())) return 'badServer';
    if (wechat) return '';
    if (user.trim() === '') return 'needUser';
    return utf8Length(user.trim()) > ID_BYTES_MAX || /[\u0000-\u001f\u007f]/.test(user) ? 'badUser' : '';
  },
  go() {
    if (this.data.busy) return;
    const mistake = this.mistake();
    if (mistake) {
      this.tell({ name: mistake });
      return;
    }
    const { config } = here.app();
    const user = this.data.user.trim();
    const server = this.data.server.trim().replace(/\/+$/, '');
    const token = this.data.token.trim();
    this.setData({ busy: true, problem: '' });
    // Asked here once, so that a wrong address or a refusal is told on this page; later tokens are fetched as they are needed.
    const asked = this.data.wechat ? credentials.wechat(config.loginUrl)
      : token ? Promise.resolve({ user, token }) : credentials.development(server, config.app, user);
    asked.then((given) => {
      const name = given.user || user;
      kept.write('last', { user: name, server });
      this.setData({ busy: false });
      here.app().enter({ user: name, server, token: this.data.wechat ? '' : token });
    }).catch((fault) => {
      this.setData({ busy: false });
      this.tell(fault);
    });
  },
  /** @param {any} fault */
  tell(fault) {
    const t = words('login');
    const sentence = /** @type {Record<string, string>} */ (t)[fault.name] || t.noServer;
    this.setData({ problem: fill(sentence, { status: fault.status || '' }), more: this.data.more || fault.name === 'noServer' || fault.name === 'noCredentials' });
  },
});
