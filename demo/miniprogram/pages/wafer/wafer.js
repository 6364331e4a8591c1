'use strict';
/**
 * Wafer's classic, the chat room, through its client's API: who comes in and who leaves, and what they say. It has a session and a socket of
 * its own, beside the app's, and gives the socket back when the page is left. Nothing here is kept.
 */

const here = require('../../lib/here');
const { fill, words } = require('../../lib/i18n');
const { Tunnel, request, setLoginUrl } = require('../../lib/wafer');

const LINES_MAX = 200;
const LINES_KEPT = 100;

/** @type {Record<import('../../lib/wafer').Status, ['closed' | 'connecting' | 'online' | 'waiting', string]>} */
const STATES = { CLOSED: ['closed', 'off'], CONNECTING: ['connecting', 'busy'], ACTIVE: ['online', 'good'], RECONNECTING: ['waiting', 'busy'] };

/** @typedef {{ openId?: string, nickName?: string } | null | undefined} Who */

/** What WeChat calls everybody: no name. */
const ANYBODY = '微信用户';

/** @param {Who} who */
const nameOf = (who) => (who && ((who.nickName !== ANYBODY && who.nickName) || who.openId)) || '?';

Page({
  data: {
    t: words('wafer'), state: '', dot: 'off', people: '', text: '', problem: '', into: '',
    lines: /** @type {Array<{ id: string, kind: 'said' | 'mine' | 'event', name: string, text: string }>} */ ([]),
  },
  last: 0,
  gone: false,
  me: '',
  tunnel: /** @type {Tunnel | null} */ (null),

  onLoad() {
    if (!here.isIn()) return;
    const t = words('wafer');
    wx.setNavigationBarTitle({ title: t.title });
    this.setData({ t });
    this.enter();
  },
  onUnload() {
    this.gone = true;
    if (this.tunnel) this.tunnel.close();
  },

  /** A session first, so that the server knows who speaks; then the tunnel. */
  enter() {
    const server = here.account().server.replace(/\/+$/, '');
    this.setData({ problem: '' });
    this.show('CONNECTING');
    setLoginUrl(server + '/wafer/login');
    request({
      url: server + '/wafer/user',
      login: true,
      success: ({ data }) => {
        this.me = (data && data.data && data.data.userInfo && data.data.userInfo.openId) || '';
        if (!this.gone) this.open(server + '/wafer/tunnel');
      },
      fail: (error) => this.fail('message' in error ? error.message : error.errMsg),
    });
  },
  /** @param {string} url */
  open(url) {
    const tunnel = this.tunnel || new Tunnel(url);
    if (!this.tunnel) this.listen(tunnel);
    this.tunnel = tunnel;
    tunnel.open();
    this.draw();
  },
  /** @param {Tunnel} tunnel */
  listen(tunnel) {
    const { t } = this.data;
    tunnel.on('*', () => this.draw());
    tunnel.on('error', ({ message }) => this.fail(message));
    tunnel.on('people', (/** @type {{ total: number, enter?: Who, leave?: Who }} */ people) => {
      this.setData({ people: fill(t.people, { total: people.total }) });
      this.note('event', '', fill('enter' in people ? t.enter : t.leave, { name: nameOf(people.enter || people.leave) }));
    });
    tunnel.on('speak', (/** @type {{ word: unknown, who: Who }} */ speak) => {
      const mine = Boolean(speak.who && speak.who.openId === this.me);
      this.note(mine ? 'mine' : 'said', mine ? '' : nameOf(speak.who), String(speak.word));
    });
  },

  /** @param {any} e */
  typed(e) {
    this.setData({ text: e.detail.value });
  },
  send() {
    const word = this.data.text.trim();
    if (word === '' || !this.tunnel) return;
    // Kept by the tunnel while it is coming back.
    this.tunnel.emit('speak', { word });
    this.setData({ text: '' });
  },

  /** The event is told before the status changes. */
  draw() {
    setTimeout(() => { if (this.tunnel && !this.gone) this.show(this.tunnel.status); }, 0);
  },
  /** @param {import('../../lib/wafer').Status} status */
  show(status) {
    const [word, dot] = STATES[status];
    this.setData({ state: words('states')[word], dot });
    if (status !== 'ACTIVE') this.setData({ people: '' });
  },
  /** @param {string} problem */
  fail(problem) {
    if (this.gone) return;
    this.setData({ problem });
    this.show('CLOSED');
  },
  /** @param {'said' | 'mine' | 'event'} kind @param {string} name @param {string} text */
  note(kind, name, text) {
    if (this.gone) return;
    this.last += 1;
    const line = { id: 'l' + this.last, kind, name, text };
    const { lines } = this.data;
    if (lines.length >= LINES_MAX) this.setData({ lines: lines.slice(-LINES_KEPT).concat([line]), into: line.id });
    else this.setData({ ['lines[' + lines.length + ']']: line, into: line.id });
  },
});
