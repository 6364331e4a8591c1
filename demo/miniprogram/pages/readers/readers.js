'use strict';
/** Who in a group has read a message, and who has not. */

const { initialOf, toneOf } = require('../../lib/face');
const here = require('../../lib/here');
const { fill, words } = require('../../lib/i18n');
const { tell } = require('../../lib/sentence');
const { summaryOf } = require('../../lib/summary');
const { oneLine } = require('../../lib/text');

const PAGE = 100;
const SAID_CHARS_MAX = 80;

/** @typedef {{ id: string, name: string, initial: string, tone: number, avatar: string }} Line */

Page({
  data: { t: words('readers'), said: '', read: true, lines: /** @type {Line[]} */ ([]), yes: '', no: '', ready: false },
  conv: '',
  n: 0,
  ids: /** @type {string[]} */ ([]),
  /** of the next page; empty: that was all */
  next: '',
  message: /** @type {import('../../lib/hongyan').Message | null} */ (null),
  offs: /** @type {Array<() => void>} */ ([]),

  /** @param {any} query */
  onLoad(query) {
    if (!here.isIn()) return;
    this.conv = decodeURIComponent(query.conv || '');
    this.n = Number(query.n) || 0;
    this.setData({ t: words('readers') });
    wx.setNavigationBarTitle({ title: words('readers').title });
    const { hy, people } = here.account();
    this.offs = [
      people.onChange(() => this.draw()),
      hy.on('readers', (event) => { if (event.conv === this.conv && event.n >= this.n) this.begin(); }),
    ];
    hy.messages(this.conv, [this.n]).then(([found]) => {
      if (!found) throw Object.assign(new Error('gone'), { name: 'message_unknown' });
      this.message = found;
      this.begin();
    }).catch(tell);
  },
  onUnload() {
    this.offs.forEach((off) => off());
  },
  onReachBottom() {
    if (this.next) this.load(this.next);
  },

  /** How many, and the first of them. */
  begin() {
    const t = words('readers');
    here.account().hy.readCounts(this.conv, [this.n]).then((counts) => {
      const { read, all } = counts[this.n] || { read: 0, all: 0 };
      this.setData({ yes: fill(t.yes, { count: read }), no: fill(t.no, { count: all - read }) });
      this.load('');
    }, tell);
  },
  /** @param {string} after */
  load(after) {
    const { read } = this.data;
    if (!this.message) return;
    here.account().hy.readers(this.message, { read, after, limit: PAGE }).then((page) => {
      if (read !== this.data.read) return; // the other list was chosen meanwhile
      this.ids = (after ? this.ids : []).concat(page.users);
      this.next = page.next;
      this.setData({ ready: true });
      this.draw();
    }, tell);
  },
  draw() {
    if (!here.app().account || !this.message) return;
    const { groups, people } = here.account();
    /** @param {string} id */
    const nameOf = (id) => groups.cardOf(this.conv.slice(2), id) || people.of(id).name;
    this.setData({
      said: oneLine(summaryOf(this.message, nameOf), SAID_CHARS_MAX),
      lines: this.ids.map((id) => ({ id, name: nameOf(id), initial: initialOf(nameOf(id)), tone: toneOf(id), avatar: people.of(id).avatar })),
    });
  },
  haveRead() {
    this.choose(true);
  },
  haveNot() {
    this.choose(false);
  },
  /** @param {boolean} read */
  choose(read) {
    if (read === this.data.read) return;
    this.ids = [];
    this.next = '';
    this.setData({ read, lines: [], ready: false });
    this.load('');
  },
});
