'use strict';
/** What the connection did: for developers, and for whoever asks for help. */

const { words } = require('../../lib/i18n');
const log = require('../../lib/log');

const DRAW_MS = 500;
const SHOWN_MAX = 150;

Page({
  data: { t: words('log'), lines: /** @type {import('../../lib/log').Line[]} */ ([]), paused: false },
  /** @type {() => void} */
  off: () => {},
  /** @type {any} */
  timer: null,

  onLoad() {
    this.setData({ t: words('log') });
    wx.setNavigationBarTitle({ title: words('log').title });
    this.off = log.onChange(() => {
      if (this.timer === null) this.timer = setTimeout(() => this.draw(), DRAW_MS);
    });
    this.draw();
  },
  onUnload() {
    clearTimeout(this.timer);
    this.off();
  },
  draw() {
    this.timer = null;
    if (!this.data.paused) this.setData({ lines: log.lines().slice(-SHOWN_MAX).reverse() });
  },
  pause() {
    this.setData({ paused: !this.data.paused });
    this.draw();
  },
  copy() {
    wx.setClipboardData({ data: log.lines().map((line) => [line.t, line.level, line.text].join(' ')).join('\n') });
  },
  clear() {
    log.clear();
    this.draw();
  },
});
