'use strict';
/** To whom a message is passed on: conversations first, then whom else one knows. Its content goes on as a message of one's own. */

const ask = require('../../lib/ask');
const { initialOf, toneOf } = require('../../lib/face');
const here = require('../../lib/here');
const { fill, words } = require('../../lib/i18n');
const { tell } = require('../../lib/sentence');
const { summaryOf } = require('../../lib/summary');
const { oneLine } = require('../../lib/text');
const { titleOf } = require('../chats/list');

const SHOWN_MAX = 100;
const SAID_CHARS_MAX = 80;

/** @typedef {{ id: string, name: string, initial: string, tone: number, avatar: string }} Line */

Page({
  data: { t: words('forward'), said: '', lines: /** @type {Line[]} */ ([]) },
  message: /** @type {import('../../lib/hongyan').Message | null} */ (null),
  offs: /** @type {Array<() => void>} */ ([]),

  /** @param {any} query */
  onLoad(query) {
    if (!here.isIn()) return;
    this.setData({ t: words('forward') });
    wx.setNavigationBarTitle({ title: words('forward').title });
    const { hy, people, groups } = here.account();
    this.offs = [people.onChange(() => this.draw()), groups.onChange(() => this.draw())];
    this.draw();
    hy.messages(decodeURIComponent(query.conv || ''), [Number(query.n) || 0]).then(([found]) => {
      if (!found || found.recalled) throw Object.assign(new Error('gone'), { name: found ? 'message_recalled' : 'message_unknown' });
      this.message = found;
      this.setData({ said: oneLine(summaryOf(found, (id) => people.of(id).name), SAID_CHARS_MAX) });
    }).catch(tell);
  },
  onUnload() {
    this.offs.forEach((off) => off());
  },
  draw() {
    if (!here.app().account) return;
    const account = here.account();
    const talks = account.hy.conversations();
    const rest = account.contacts.list().map((user) => ({ conv: 's:' + user, user })).filter((one) => !talks.some((talk) => talk.conv === one.conv));
    this.setData({
      lines: /** @type {Array<{ conv: string, user?: string, group?: string }>} */ (talks).concat(rest).slice(0, SHOWN_MAX).map((one) => {
        const { title, avatar, face } = titleOf(one, account);
        return { id: one.conv, name: title, initial: initialOf(title), tone: toneOf(face), avatar };
      }),
    });
  },
  /** @param {any} e */
  choose(e) {
    const { id } = e.currentTarget.dataset;
    const { message } = this;
    const line = this.data.lines.find((one) => one.id === id);
    if (!message || !line) return;
    const t = words('forward');
    ask.sure(fill(t.ask, { name: line.name }), this.data.said).then((yes) => {
      if (!yes) return;
      here.account().hy.send(/** @type {any} */ ({ to: id, type: message.type, content: message.content }));
      wx.showToast({ title: t.done, icon: 'success' });
      wx.navigateBack();
    }).catch(tell);
  },
});
