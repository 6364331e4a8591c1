'use strict';
/** Choosing people: for a new group, or to bring them into one. */

const ask = require('../../lib/ask');
const { initialOf, toneOf } = require('../../lib/face');
const here = require('../../lib/here');
const { fill, words } = require('../../lib/i18n');
const { tell } = require('../../lib/sentence');
const { oneLine, utf8Length } = require('../../lib/text');

const ID_BYTES_MAX = 64;
/** a new group without a name is called after this many of its people */
const NAMES_MAX = 4;
const NAME_CHARS_MAX = 30;
/** the server takes this many at once */
const PEOPLE_MAX = 100;
const TYPES = ['work', 'public', 'meeting', 'community'];

/** @typedef {{ id: string, name: string, initial: string, tone: number, avatar: string, on: boolean, in: boolean }} Line */

Page({
  data: {
    t: words('pick'), lines: /** @type {Line[]} */ ([]), creating: false, name: '', type: 'work', note: '', types: /** @type {Array<{ type: string, title: string }>} */ ([]),
    count: 0, done: '', busy: false,
  },
  /** of the group that they are brought into; empty: a new one */
  group: '',
  chosen: /** @type {Set<string>} */ (new Set()),
  /** by hand, beyond the contacts */
  added: /** @type {string[]} */ ([]),
  members: /** @type {Set<string>} */ (new Set()),
  off: () => {},

  /** @param {any} query */
  onLoad(query) {
    if (!here.isIn()) return;
    this.group = decodeURIComponent(query.group || '');
    this.chosen = new Set();
    this.added = [];
    this.members = new Set();
    const t = words('pick');
    const titles = words('group');
    wx.setNavigationBarTitle({ title: this.group ? t.invite : t.create });
    this.setData({
      t, creating: !this.group, types: TYPES.map((type) => ({ type, title: { work: titles.work, public: titles.public, meeting: titles.meeting, community: titles.community }[type] || '' })),
    });
    const { people, groups } = here.account();
    this.off = people.onChange(() => this.draw());
    if (this.group) {
      groups.people(this.group).then((members) => {
        members.forEach((member) => this.members.add(member.user));
        this.draw();
      }, tell);
    }
    this.choose('work');
    this.draw();
  },
  onUnload() {
    this.off();
  },

  draw() {
    if (!here.app().account) return;
    const { contacts, people } = here.account();
    const t = words('pick');
    const ids = this.added.concat(contacts.list().filter((id) => this.added.indexOf(id) < 0));
    const lines = ids.map((id) => {
      const person = people.of(id);
      return {
        id, name: person.name, initial: initialOf(person.name), tone: toneOf(id), avatar: person.avatar, on: this.chosen.has(id), in: this.members.has(id),
      };
    });
    const count = this.chosen.size;
    this.setData({ lines, count, done: count > 0 ? fill(this.group ? t.inviteMany : t.createMany, { count }) : this.group ? t.invite : t.create });
  },
  /** @param {any} e */
  toggle(e) {
    const { id } = e.currentTarget.dataset;
    if (this.members.has(id)) return;
    if (this.chosen.has(id)) this.chosen.delete(id);
    else if (this.chosen.size < PEOPLE_MAX) this.chosen.add(id);
    this.draw();
  },
  add() {
    const t = words('contacts');
    ask.line(t.add, t.addHint, '').then((id) => {
      if (!id || id === here.account().user) return undefined;
      if (utf8Length(id) > ID_BYTES_MAX || /[\u0000-\u001f\u007f]/.test(id)) throw Object.assign(new Error('bad id'), { name: 'bad_user_id' });
      return here.account().hy.users(id).then((found) => {
        if (found.length === 0) throw Object.assign(new Error('unknown'), { name: 'user_unknown' });
        if (this.added.indexOf(id) < 0) this.added = [id].concat(this.added);
        if (!this.members.has(id)) this.chosen.add(id);
        this.draw();
      });
    }).catch(tell);
  },
  /** @param {any} e */
  named(e) {
    this.data.name = e.detail.value;
  },
  /** @param {any} e */
  typed(e) {
    this.choose(e.currentTarget.dataset.type);
  },
  /** @param {string} type */
  choose(type) {
    const t = words('pick');
    this.setData({ type, note: type === 'work' ? t.workNote : type === 'public' ? t.publicNote : type === 'meeting' ? t.meetingNote : t.communityNote });
  },
  go() {
    if (this.data.busy || (this.group && this.chosen.size === 0)) return;
    this.setData({ busy: true });
    const work = this.group ? this.invite() : this.create();
    work.catch((fault) => {
      this.setData({ busy: false });
      tell(fault);
    });
  },
  invite() {
    const { hy, groups } = here.account();
    return hy.groups.invite(this.group, Array.from(this.chosen)).then((group) => {
      groups.learn(group);
      wx.navigateBack();
    });
  },
  create() {
    const { hy, groups, people, user } = here.account();
    const members = Array.from(this.chosen);
    const names = [user].concat(members).slice(0, NAMES_MAX).map((id) => people.of(id).name);
    const name = oneLine(this.data.name, NAME_CHARS_MAX) || oneLine(names.join(words('lines').comma), NAME_CHARS_MAX);
    return hy.groups.create({ name, type: this.data.type, members }).then((group) => {
      groups.learn(group);
      wx.redirectTo({ url: '/pages/chat/chat?conv=' + encodeURIComponent('g:' + group.group) });
    });
  },
});
