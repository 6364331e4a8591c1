'use strict';
/** Whom one knows, and who is there just now. */

const ask = require('../../lib/ask');
const { initialOf, toneOf } = require('../../lib/face');
const here = require('../../lib/here');
const { fill, words } = require('../../lib/i18n');
const { tell } = require('../../lib/sentence');
const { utf8Length } = require('../../lib/text');

/** the server tells about this many */
const WATCHED_MAX = 200;
const ID_BYTES_MAX = 64;
const GATHER_MS = 60;

/** @typedef {{ id: string, name: string, initial: string, tone: number, avatar: string, presence: string, state: string, added: boolean, friend: boolean, blocked: boolean }} Line */

/** @typedef {{ id: string, name: string, initial: string, tone: number, avatar: string, members: number }} GroupLine */

Page({
  data: { t: words('contacts'), asks: '', lines: /** @type {Line[]} */ ([]), groups: /** @type {GroupLine[]} */ ([]), ready: false },
  /** @type {Array<() => void>} */
  offs: [],
  /** @type {any} */
  timer: null,
  /** @type {Record<string, string>} */
  presence: {},
  /** texts that people show beside being online @type {Record<string, string>} */
  statuses: {},
  /** @type {Set<string>} */
  watched: new Set(),

  onLoad() {
    if (!here.isIn()) return;
    const { hy, people, groups, friends } = here.account();
    this.statuses = {};
    this.presence = {};
    this.watched = new Set();
    const later = () => this.later();
    this.offs = [
      hy.on('presence', (event) => {
        this.presence[event.user] = event.state;
        this.statuses[event.user] = event.status || '';
        later();
      }),
      hy.on('state', (state) => {
        if (state === 'online') {
          this.watch();
          groups.readMine();
        } else this.presence = {};
        later();
      }),
      hy.on('conversation', later), people.onChange(later), groups.onChange(later), friends.onChange(later),
    ];
  },
  onShow() {
    if (!here.isIn()) return;
    this.setData({ t: words('contacts') });
    wx.setNavigationBarTitle({ title: words('contacts').title });
    here.app().badge();
    this.draw();
    this.watch();
    if (here.account().hy.state === 'online') here.account().groups.readMine();
  },
  onUnload() {
    clearTimeout(this.timer);
    this.offs.forEach((off) => off());
  },

  later() {
    if (this.timer !== null) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.draw();
    }, GATHER_MS);
  },
  draw() {
    if (!here.app().account) return;
    const { contacts, people, groups: known, friends } = here.account();
    const { unseen } = friends.book();
    const asks = unseen > 0 ? String(unseen) : '';
    if (asks !== this.data.asks) this.setData({ asks });
    const t = words('contacts');
    const lines = contacts.list().map((id) => {
      const person = people.of(id);
      const state = this.presence[id] || '';
      return {
        id, name: person.name, initial: initialOf(person.name), tone: toneOf(id), avatar: person.avatar, state, added: contacts.isAdded(id),
        friend: friends.isFriend(id), blocked: friends.isBlocked(id),
        presence: friends.isBlocked(id) ? t.blocked : this.beside(id, state),
      };
    }).sort((a, b) => a.name.localeCompare(b.name));
    const groups = known.mine().map((id) => {
      const group = known.of(id);
      const name = group.name || fill(words('chats').group, { id });
      return { id, name, initial: initialOf(name), tone: toneOf('g:' + id), avatar: known.faceOf(id), members: group.members };
    }).sort((a, b) => a.name.localeCompare(b.name));
    if (!this.data.ready || JSON.stringify(lines) !== JSON.stringify(this.data.lines)) this.setData({ lines, ready: true });
    if (JSON.stringify(groups) !== JSON.stringify(this.data.groups)) this.setData({ groups });
  },
  /** The text that somebody shows, or how they are. @param {string} id @param {string} state */
  beside(id, state) {
    const t = words('contacts');
    if (state === 'offline') return t.offline;
    return this.statuses[id] || (state === 'online' ? t.online : state === 'background' ? t.background : '');
  },
  watch() {
    const { hy, contacts } = here.account();
    const fresh = contacts.list().filter((id) => !this.watched.has(id)).slice(0, WATCHED_MAX - this.watched.size);
    if (fresh.length === 0 || hy.state !== 'online') return;
    fresh.forEach((id) => this.watched.add(id));
    hy.watch(fresh).then((states) => {
      Object.assign(this.presence, states);
      this.later();
      return hy.statuses(fresh).then((texts) => {
        Object.assign(this.statuses, texts);
        this.later();
      }, () => {});
    }, () => fresh.forEach((id) => this.watched.delete(id)));
  },

  /** @param {any} e */
  open(e) {
    wx.navigateTo({ url: '/pages/chat/chat?conv=' + encodeURIComponent('s:' + e.currentTarget.dataset.id) });
  },
  /** @param {any} e */
  openGroup(e) {
    wx.navigateTo({ url: '/pages/chat/chat?conv=' + encodeURIComponent('g:' + e.currentTarget.dataset.id) });
  },
  newGroup() {
    wx.navigateTo({ url: '/pages/pick/pick' });
  },
  findGroup() {
    const t = words('contacts');
    ask.line(t.findGroup, t.groupHint, '').then((given) => {
      const id = String(given || '').replace(/^g:/, '');
      if (!id) return undefined;
      return here.account().groups.read(id).then(() => wx.navigateTo({ url: '/pages/group/group?group=' + encodeURIComponent(id) }));
    }).catch(tell);
  },
  openRooms() {
    wx.navigateTo({ url: '/pages/rooms/rooms' });
  },
  openAsks() {
    wx.navigateTo({ url: '/pages/asks/asks' });
  },
  /** @param {any} e */
  menu(e) {
    const id = e.currentTarget.dataset.id;
    const t = words('contacts');
    const { contacts, friends, hy } = here.account();
    /** @type {Array<{ title: string, run: () => any }>} */
    const list = [];
    if (friends.isFriend(id)) {
      list.push({ title: t.remark, run: () => this.remark(id) });
      list.push({ title: t.unfriend, run: () => ask.sure(t.unfriend, t.unfriendAsk).then((yes) => (yes ? hy.friends.remove(id, { both: true }) : undefined)) });
    } else list.push({ title: t.befriend, run: () => this.befriend(id) });
    if (friends.isBlocked(id)) list.push({ title: t.unblock, run: () => hy.friends.unblock(id) });
    else list.push({ title: t.block, run: () => hy.friends.block(id) });
    if (contacts.isAdded(id)) {
      list.push({
        title: t.remove,
        run: () => {
          contacts.remove(id);
          this.draw();
        },
      });
    }
    ask.choice(list.map((one) => one.title)).then((index) => (index < 0 ? undefined : list[index].run())).catch(tell);
  },
  /** @param {string} id */
  remark(id) {
    const { friends, hy } = here.account();
    return ask.line(words('contacts').remark, words('contacts').remarkHint, friends.remarkOf(id))
      .then((remark) => (remark === null ? undefined : hy.friends.edit(id, { remark })));
  },
  /** @param {string} id */
  befriend(id) {
    const t = words('contacts');
    return ask.line(t.befriend, t.wordingHint, '').then((wording) => {
      if (wording === null) return undefined;
      return here.account().hy.friends.request(id, { wording }).then((now) => {
        wx.showToast({ title: now.relation === 'both' ? t.nowFriends : t.asked, icon: 'none' });
      });
    });
  },
  add() {
    const t = words('contacts');
    ask.line(t.add, t.addHint, '').then((id) => {
      if (!id) return undefined;
      const { hy, contacts } = here.account();
      if (id === hy.user) throw Object.assign(new Error(t.self), { words: t.self });
      if (utf8Length(id) > ID_BYTES_MAX || /[\u0000-\u001f\u007f]/.test(id)) throw Object.assign(new Error('bad id'), { name: 'bad_user_id' });
      return hy.users(id).then((found) => {
        if (found.length === 0) throw Object.assign(new Error(t.unknown), { words: t.unknown });
        contacts.add(id);
        this.draw();
        this.watch();
        wx.navigateTo({ url: '/pages/chat/chat?conv=' + encodeURIComponent('s:' + id) });
      });
    }).catch((fault) => {
      if (fault.words) wx.showToast({ title: fault.words, icon: 'none' });
      else tell(fault);
    });
  },
});
