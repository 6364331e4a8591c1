'use strict';
/** Who wants to be friends, and whom one has asked. */

const ask = require('../../lib/ask');
const { initialOf, toneOf } = require('../../lib/face');
const here = require('../../lib/here');
const { words } = require('../../lib/i18n');
const { tell } = require('../../lib/sentence');

Page({
  data: { t: words('asks'), lines: /** @type {any[]} */ ([]), ready: false },
  offs: /** @type {Array<() => void>} */ ([]),
  visible: false,

  onLoad() {
    if (!here.isIn()) return;
    const t = words('asks');
    wx.setNavigationBarTitle({ title: t.title });
    this.setData({ t });
    const { friends, people } = here.account();
    this.offs = [friends.onChange(() => { this.draw(); this.look(); }), people.onChange(() => this.draw())];
    this.draw();
  },
  onShow() {
    if (!here.isIn()) return;
    this.visible = true;
    this.look();
  },
  onHide() {
    this.visible = false;
  },
  onUnload() {
    this.offs.forEach((off) => off());
  },
  /** What is on the screen has been seen; without a connection it waits for the next time. */
  look() {
    const { friends, hy } = here.account();
    if (this.visible && friends.book().unseen > 0) hy.friends.seen().catch(() => {});
  },
  draw() {
    if (!here.app().account) return;
    const { friends, people } = here.account();
    const t = words('asks');
    const lines = friends.book().requests.slice().sort((a, b) => b.at - a.at).map((one) => {
      const person = people.of(one.user);
      return {
        id: one.user, name: person.name, initial: initialOf(person.name), tone: toneOf(one.user), avatar: person.avatar, said: one.state === 'refused' && one.reason ? one.reason : one.wording,
        open: one.state === 'pending' && !one.mine, state: one.state === 'accepted' ? t.accepted : one.state === 'refused' ? t.refused : one.mine ? t.waiting : '',
      };
    });
    this.setData({ lines, ready: true });
  },
  /** @param {any} e */
  accept(e) {
    here.account().hy.friends.accept(e.currentTarget.dataset.id).catch(tell);
  },
  /** @param {any} e */
  refuse(e) {
    const t = words('asks');
    const { id } = e.currentTarget.dataset;
    ask.line(t.refuse, t.reasonHint, '').then((reason) => (reason === null ? undefined : here.account().hy.friends.refuse(id, reason))).catch(tell);
  },
  /** @param {any} e */
  hold(e) {
    const { id } = e.currentTarget.dataset;
    ask.choice([words('asks').forget]).then((index) => (index === 0 ? here.account().hy.friends.forget(id) : undefined)).catch(tell);
  },
});
