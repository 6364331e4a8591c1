'use strict';
/** The conversations: what was said last, what waits to be read. */

const ask = require('../../lib/ask');
const here = require('../../lib/here');
const { words } = require('../../lib/i18n');
const { tell } = require('../../lib/sentence');
const { changes, lineOf } = require('./list');

/** lines drawn at first, and with every arrival at the bottom */
const LINES_STEP = 60;
/** many changes come together after an absence */
const GATHER_MS = 60;
const MINUTE_MS = 60000;

Page({
  data: { t: words('chats'), lines: /** @type {import('./list').Line[]} */ ([]), ready: false, syncing: false },
  /** @type {Array<() => void>} */
  offs: [],
  /** @type {any} */
  timer: null,
  /** @type {any} */
  minute: null,
  most: LINES_STEP,
  visible: false,

  onLoad() {
    if (!here.isIn()) return;
    const { hy, people, drafts, groups } = here.account();
    const later = () => this.later();
    this.offs = [
      hy.on('conversation', later), hy.on('message', later), hy.on('updated', later), hy.on('recalled', later), hy.on('read', later),
      hy.on('reset', later), hy.on('state', later), people.onChange(later), drafts.onChange(later), groups.onChange(later),
    ];
    this.draw();
  },
  onShow() {
    if (!here.isIn()) return;
    this.visible = true;
    this.setData({ t: words('chats') });
    wx.setNavigationBarTitle({ title: words('chats').title });
    /** @type {any} */ (here.app()).nameTabs();
    here.app().badge();
    this.draw();
    // "Yesterday" begins at midnight, also for who looks on.
    this.minute = setInterval(() => this.draw(), MINUTE_MS);
  },
  onHide() {
    this.visible = false;
    clearInterval(this.minute);
  },
  onUnload() {
    this.onHide();
    clearTimeout(this.timer);
    this.offs.forEach((off) => off());
  },
  onReachBottom() {
    this.most += LINES_STEP;
    this.draw();
  },

  later() {
    if (this.timer !== null) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.visible) this.draw();
    }, GATHER_MS);
  },
  draw() {
    if (!here.app().account) return;
    const account = here.account();
    const lines = account.hy.conversations().slice(0, this.most).map((c) => lineOf(c, account));
    const patch = changes(this.data.lines, lines) || {};
    const syncing = lines.length === 0 && account.hy.state !== 'online' && account.status.trouble() !== 'waiting';
    if (syncing !== this.data.syncing) patch.syncing = syncing;
    if (!this.data.ready) patch.ready = true;
    if (Object.keys(patch).length > 0) this.setData(patch);
  },

  /** @param {any} e */
  open(e) {
    wx.navigateTo({ url: '/pages/chat/chat?conv=' + encodeURIComponent(e.currentTarget.dataset.conv) });
  },
  add() {
    wx.switchTab({ url: '/pages/contacts/contacts' });
  },
  /** @param {any} e */
  menu(e) {
    const conv = e.currentTarget.dataset.conv;
    const { hy } = here.account();
    const c = hy.conversation(conv);
    const t = words('chats');
    const list = [
      { title: c.pinned ? t.unpin : t.pin, run: () => hy.pin(conv, !c.pinned) },
      { title: c.muted ? t.unmute : t.mute, run: () => hy.mute(conv, !c.muted) },
      { title: t.clear, run: () => ask.sure(t.clear, t.clearAsk).then((yes) => (yes ? hy.clear(conv) : undefined)) },
      { title: t.remove, run: () => ask.sure(t.remove, t.removeAsk).then((yes) => (yes ? hy.remove(conv) : undefined)) },
    ];
    if (c.unread > 0) list.unshift({ title: t.markRead, run: () => Promise.resolve(hy.markRead(conv)) });
    ask.choice(list.map((one) => one.title)).then((index) => (index < 0 ? undefined : list[index].run())).catch(tell);
  },
});
