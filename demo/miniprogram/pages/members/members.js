'use strict';
/** Everybody in a group, and what one may do with a member. */

const ask = require('../../lib/ask');
const { initialOf, toneOf } = require('../../lib/face');
const here = require('../../lib/here');
const { fill, words } = require('../../lib/i18n');
const { tell } = require('../../lib/sentence');
const serverClock = require('../../lib/server-clock');
const { oneLine } = require('../../lib/text');

const PAGE = 50;
const NAME_CHARS_MAX = 30;
const MINUTE_MS = 60000;
const GATHER_MS = 100;
const POWER = ['member', 'admin', 'owner'];

/** @typedef {import('../../lib/hongyan').GroupMember} GroupMember */

Page({
  data: { t: words('members'), lines: /** @type {any[]} */ ([]), ready: false, heir: false },
  group: '',
  /** the last page came */
  whole: false,
  busy: false,
  members: /** @type {GroupMember[]} */ ([]),
  offs: /** @type {Array<() => void>} */ ([]),
  timer: /** @type {any} */ (null),

  /** @param {any} query */
  onLoad(query) {
    if (!here.isIn()) return;
    this.group = decodeURIComponent(query.group || '');
    this.members = [];
    const t = words('members');
    const heir = Boolean(query.heir);
    wx.setNavigationBarTitle({ title: heir ? t.chooseHeir : t.title });
    this.setData({ t, heir });
    const { groups, people } = here.account();
    this.offs = [
      people.onChange(() => this.draw()),
      groups.onEvent((event) => { if (event.group === this.group) this.later(); }),
    ];
    this.more();
  },
  onUnload() {
    clearTimeout(this.timer);
    this.offs.forEach((off) => off());
  },
  onReachBottom() {
    if (!this.whole) this.more();
  },
  /** Something changed: as many as were here, again. */
  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const count = Math.max(PAGE, this.members.length);
      this.read([], count);
    }, GATHER_MS);
  },
  more() {
    if (!this.busy) this.read(this.members, this.members.length + PAGE);
  },
  /** @param {GroupMember[]} before @param {number} count */
  read(before, count) {
    const { hy, groups } = here.account();
    this.busy = true;
    hy.groups.members(this.group, { after: before.length > 0 ? before[before.length - 1].user : '', limit: PAGE }).then((found) => {
      groups.learnCards(this.group, found);
      const all = before.concat(found);
      this.whole = found.length < PAGE;
      if (!this.whole && all.length < count) {
        this.read(all, count);
        return;
      }
      this.busy = false;
      this.members = all;
      this.draw();
    }, (fault) => {
      this.busy = false;
      tell(fault);
    });
  },
  draw() {
    if (!here.app().account) return;
    const { people, user } = here.account();
    const t = words('members');
    const now = serverClock.now();
    this.setData({
      ready: true,
      lines: this.members.map((member) => {
        const person = people.of(member.user);
        const name = member.card || person.name;
        return {
          id: member.user, name, initial: initialOf(name), tone: toneOf(member.user), avatar: person.avatar, me: member.user === user,
          role: member.role === 'owner' ? t.owner : member.role === 'admin' ? t.admin : '', strong: member.role === 'owner',
          muted: member.muted > now,
        };
      }).sort((a, b) => Number(b.strong) - Number(a.strong) || Number(Boolean(b.role)) - Number(Boolean(a.role))),
    });
  },

  /** @param {any} e */
  tap(e) {
    const { id } = e.currentTarget.dataset;
    const member = this.members.find((one) => one.user === id);
    const { user, groups } = here.account();
    if (!member || id === user) return;
    if (this.data.heir) {
      this.heir(id);
      return;
    }
    const own = groups.of(this.group).role;
    const above = POWER.indexOf(own) > POWER.indexOf(member.role);
    const t = words('members');
    const list = [{ title: t.talk, run: () => this.talk(id) }];
    if (above) {
      list.push({ title: t.card, run: () => this.card(member) });
      if (own === 'owner' && groups.of(this.group).type !== 'work') {
        list.push(member.role === 'admin' ? { title: t.notAdmin, run: () => this.role(id, 'member') } : { title: t.makeAdmin, run: () => this.role(id, 'admin') });
      }
      list.push(member.muted > serverClock.now() ? { title: t.unmute, run: () => this.mute(id, 0) } : { title: t.mute, run: () => this.muteFor(id) });
      list.push({ title: t.kick, run: () => this.kick(id) });
    }
    if (list.length === 1) this.talk(id);
    else ask.choice(list.map((one) => one.title)).then((index) => { if (index >= 0) list[index].run(); });
  },
  /** @param {Promise<any>} work */
  doing(work) {
    work.then(() => this.later()).catch(tell);
  },
  /** @param {string} id */
  talk(id) {
    wx.navigateTo({ url: '/pages/chat/chat?conv=' + encodeURIComponent('s:' + id) });
  },
  /** @param {GroupMember} member */
  card(member) {
    ask.line(words('group').card, words('group').cardHint, member.card).then((card) => {
      if (card !== null) this.doing(here.account().hy.groups.setCard(this.group, { card: oneLine(card, NAME_CHARS_MAX) }, member.user));
    });
  },
  /** @param {string} id @param {'admin' | 'member'} role */
  role(id, role) {
    this.doing(here.account().hy.groups.setRole(this.group, id, role));
  },
  /** @param {string} id */
  muteFor(id) {
    const t = words('members');
    const minutes = [10, 60, 24 * 60];
    ask.choice([t.tenMinutes, t.hour, t.day]).then((index) => {
      if (index >= 0) this.mute(id, serverClock.now() + minutes[index] * MINUTE_MS);
    });
  },
  /** @param {string} id @param {number} until */
  mute(id, until) {
    this.doing(here.account().hy.groups.mute(this.group, id, Math.round(until)));
  },
  /** @param {string} id */
  kick(id) {
    const t = words('members');
    const { hy } = here.account();
    ask.choice([t.kickOnly, t.kickAndBan]).then((index) => {
      if (index === 0) this.doing(hy.groups.kick(this.group, [id]));
      if (index === 1) this.doing(hy.groups.ban(this.group, id));
    });
  },
  /** @param {string} id */
  heir(id) {
    const t = words('members');
    const { hy, people, groups } = here.account();
    ask.sure(t.chooseHeir, fill(t.heirAsk, { name: people.of(id).name })).then((yes) => {
      if (!yes) return undefined;
      return hy.groups.transfer(this.group, id).then(() => groups.read(this.group)).then(() => wx.navigateBack());
    }).catch(tell);
  },
});
