'use strict';
/** The rooms that are open, and a new one. */

const ask = require('../../lib/ask');
const { initialOf, toneOf } = require('../../lib/face');
const here = require('../../lib/here');
const { words } = require('../../lib/i18n');
const { tell } = require('../../lib/sentence');
const { oneLine } = require('../../lib/text');

const PAGE = 50;
const NAME_CHARS_MAX = 30;
/** a room that somebody made here and all have left goes by itself */
const LINGER_MS = 10 * 60 * 1000;

Page({
  data: { t: words('rooms'), lines: /** @type {Array<{ id: string, name: string, initial: string, tone: number, members: number }>} */ ([]), ready: false },
  all: /** @type {import('../../lib/hongyan').Room[]} */ ([]),
  more: false,
  off: () => {},

  onLoad() {
    if (!here.isIn()) return;
    this.setData({ t: words('rooms') });
    wx.setNavigationBarTitle({ title: words('rooms').title });
    this.off = here.account().hy.on('state', (state) => { if (state === 'online') this.begin(); });
  },
  onShow() {
    if (here.isIn()) this.begin();
  },
  onUnload() {
    this.off();
  },
  onReachBottom() {
    if (this.more) this.load(this.all[this.all.length - 1].room);
  },
  begin() {
    if (here.account().hy.state === 'online') this.load('');
  },
  /** @param {string} after */
  load(after) {
    here.account().hy.rooms.list(after ? { after, limit: PAGE } : { limit: PAGE }).then((page) => {
      this.all = (after ? this.all : []).concat(page);
      this.more = page.length === PAGE;
      this.draw();
    }).catch(tell);
  },
  draw() {
    const lines = this.all.map((room) => {
      const name = room.name || room.room;
      return { id: room.room, name, initial: initialOf(name), tone: toneOf('r:' + room.room), members: room.members };
    });
    this.setData({ ready: true, lines: lines.sort((a, b) => b.members - a.members || a.name.localeCompare(b.name)) });
  },
  /** @param {any} e */
  open(e) {
    const { id } = e.currentTarget.dataset;
    const line = this.data.lines.find((one) => one.id === id);
    this.go(id, line ? line.name : id);
  },
  /** @param {string} room @param {string} name */
  go(room, name) {
    wx.navigateTo({ url: '/pages/room/room?room=' + encodeURIComponent(room) + '&name=' + encodeURIComponent(name) });
  },
  /** Where the app allows it; else a back-end makes rooms, and the server says so. */
  make() {
    const t = words('rooms');
    ask.line(t.make, t.nameHint, '').then((given) => {
      const name = oneLine(given || '', NAME_CHARS_MAX);
      if (!name) return undefined;
      return here.account().hy.rooms.create({ name, linger: LINGER_MS }).then((room) => this.go(room.room, name));
    }).catch((fault) => {
      if (fault.name === 'room_not_permitted') wx.showToast({ title: t.backEnd, icon: 'none', duration: 3000 });
      else tell(fault);
    });
  },
});
