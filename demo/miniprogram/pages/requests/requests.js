'use strict';
/** Who asks to come into a group. */

const { initialOf, toneOf } = require('../../lib/face');
const here = require('../../lib/here');
const { words } = require('../../lib/i18n');
const { tell } = require('../../lib/sentence');
const serverClock = require('../../lib/server-clock');
const { fullTime } = require('../../lib/time');

Page({
  data: { t: words('requests'), lines: /** @type {any[]} */ ([]), ready: false },
  group: '',
  offs: /** @type {Array<() => void>} */ ([]),

  /** @param {any} query */
  onLoad(query) {
    if (!here.isIn()) return;
    this.group = decodeURIComponent(query.group || '');
    const t = words('requests');
    wx.setNavigationBarTitle({ title: t.title });
    this.setData({ t });
    const { groups, people } = here.account();
    this.offs = [
      groups.onEvent((event) => { if (event.group === this.group && /applied|handled/.test(event.action)) this.load(); }),
      people.onChange(() => this.load()),
    ];
    this.load();
  },
  onUnload() {
    this.offs.forEach((off) => off());
  },
  load() {
    const { hy, people } = here.account();
    hy.groups.applications(this.group).then((all) => this.setData({
      ready: true,
      lines: all.map((one) => {
        const person = people.of(one.user);
        return {
          id: one.user, name: person.name, initial: initialOf(person.name), tone: toneOf(one.user), avatar: person.avatar, reason: one.reason,
          time: fullTime(one.at, serverClock.now(), words('time')),
        };
      }),
    }), tell);
  },
  /** @param {any} e @param {boolean} yes */
  decide(e, yes) {
    const { hy, groups } = here.account();
    hy.groups.handle(this.group, e.currentTarget.dataset.id, yes).then((group) => {
      groups.learn(group);
      this.load();
    }).catch((fault) => {
      tell(fault);
      this.load();
    });
  },
  /** @param {any} e */
  accept(e) {
    this.decide(e, true);
  },
  /** @param {any} e */
  refuse(e) {
    this.decide(e, false);
  },
});
