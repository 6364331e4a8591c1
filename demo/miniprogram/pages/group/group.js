'use strict';
/** One group: what it is, who is in it, what one may do with it, and the way in and out. */

const ask = require('../../lib/ask');
const { initialOf, toneOf } = require('../../lib/face');
const here = require('../../lib/here');
const { fill, words } = require('../../lib/i18n');
const { tell } = require('../../lib/sentence');
const { oneLine } = require('../../lib/text');
const media = require('../chat/media');
const { waysOut } = require('./ways-out');

const TILES_MAX = 13;
const NAME_CHARS_MAX = 30;
const PREVIEW_CHARS_MAX = 40;
const JOINS = /** @type {Array<'free' | 'approval' | 'closed'>} */ (['free', 'approval', 'closed']);
const INVITES = /** @type {Array<'members' | 'admins' | 'closed'>} */ (['members', 'admins', 'closed']);

/** @typedef {{ id: string, name: string, initial: string, tone: number, avatar: string }} Tile */

Page({
  data: {
    t: words('group'), id: '', ready: false, inside: false, name: '', initial: '', tone: 0, avatar: '', kind: '', members: 0, tiles: /** @type {Tile[]} */ ([]),
    announcement: '', introduction: '', card: '', role: '', may: { edit: false, manage: false, invite: false }, requests: '', join: '', invite: '',
    muted: false, pinned: false, quiet: false, way: '', exits: /** @type {Array<{ what: string, title: string }>} */ ([]),
  },
  id: '',
  offs: /** @type {Array<() => void>} */ ([]),

  /** @param {any} query */
  onLoad(query) {
    if (!here.isIn()) return;
    this.id = decodeURIComponent(query.group || '');
    const { groups, people } = here.account();
    this.setData({ t: words('group'), id: this.id });
    wx.setNavigationBarTitle({ title: words('group').title });
    this.offs = [
      groups.onChange((id) => { if (id === this.id) this.draw(); }),
      groups.onEvent((event) => { if (event.group === this.id) this.look(); }),
      people.onChange(() => this.tiles()),
    ];
    this.draw();
  },
  onShow() {
    if (!here.isIn() || !this.id) return;
    this.draw();
    groupRead(this.id, () => this.look());
  },
  onUnload() {
    this.offs.forEach((off) => off());
  },

  draw() {
    if (!here.app().account) return;
    const { groups, hy } = here.account();
    const t = words('group');
    const group = groups.of(this.id);
    const conversation = hy.conversation('g:' + this.id);
    const name = group.name || fill(words('chats').group, { id: this.id });
    const manage = group.role === 'owner' || group.role === 'admin';
    const inside = Boolean(group.role) && !group.dismissed;
    this.setData({
      ready: group.known, inside, name, initial: initialOf(name), tone: toneOf('g:' + this.id), avatar: groups.faceOf(this.id), members: group.members,
      kind: { work: t.work, public: t.public, meeting: t.meeting, community: t.community }[group.type] || '', role: group.role,
      announcement: oneLine(group.announcement, PREVIEW_CHARS_MAX) || t.none, introduction: oneLine(group.introduction, PREVIEW_CHARS_MAX) || t.none, card: group.card || t.none,
      may: {
        edit: manage || group.type === 'work', manage, invite: group.invite === 'members' || (group.invite === 'admins' && manage),
      },
      join: this.joinWords()[JOINS.indexOf(/** @type {any} */ (group.join))] || '', invite: this.inviteWords()[INVITES.indexOf(/** @type {any} */ (group.invite))] || '',
      muted: group.muted, pinned: conversation.pinned, quiet: conversation.muted,
      way: !group.known || inside ? '' : group.dismissed ? t.dismissed : group.join === 'closed' ? t.closedNote : '',
      exits: inside ? waysOut(group) : [],
    });
  },
  joinWords() {
    const t = words('group');
    return [t.joinFree, t.joinApproval, t.joinClosed];
  },
  inviteWords() {
    const t = words('group');
    return [t.inviteMembers, t.inviteAdmins, t.inviteClosed];
  },
  /** Who is in it, and who waits. */
  look() {
    const { hy, groups } = here.account();
    const group = groups.of(this.id);
    if (!group.role || group.dismissed) return;
    hy.groups.members(this.id, { limit: TILES_MAX }).then((found) => {
      groups.learnCards(this.id, found);
      this.ids = found.map((member) => member.user);
      this.tiles();
    }, () => {});
    if (group.role === 'member') return;
    hy.groups.applications(this.id).then((all) => this.setData({ requests: all.length > 0 ? String(all.length) : '' }), () => {});
  },
  ids: /** @type {string[]} */ ([]),
  tiles() {
    if (!here.app().account) return;
    const { groups, people } = here.account();
    this.setData({
      tiles: this.ids.map((id) => {
        const person = people.of(id);
        const name = groups.cardOf(this.id, id) || person.name;
        return { id, name, initial: initialOf(name), tone: toneOf(id), avatar: person.avatar };
      }),
    });
  },

  // ---- what one changes

  /** @param {import('../../lib/hongyan').GroupChange} change */
  edit(change) {
    const { hy, groups } = here.account();
    return hy.groups.edit(this.id, change).then((group) => groups.learn(group)).catch(tell);
  },
  rename() {
    if (!this.data.may.edit || !this.data.inside) return;
    const t = words('group');
    ask.line(t.name, t.nameHint, here.account().groups.of(this.id).name).then((name) => {
      if (name) this.edit({ name: oneLine(name, NAME_CHARS_MAX) });
    });
  },
  picture() {
    if (!this.data.may.edit || !this.data.inside) return;
    const { hy } = here.account();
    media.chooseOne((path) => hy.upload(path).then((file) => this.edit({ avatar: file.url, attributes: { avatarFile: file.file } })).catch(tell));
  },
  announce() {
    wx.navigateTo({ url: '/pages/note/note?what=announcement&group=' + encodeURIComponent(this.id) });
  },
  introduce() {
    wx.navigateTo({ url: '/pages/note/note?what=introduction&group=' + encodeURIComponent(this.id) });
  },
  myName() {
    const t = words('group');
    const { hy, groups } = here.account();
    ask.line(t.card, t.cardHint, groups.of(this.id).card).then((card) => {
      if (card === null) return undefined;
      return hy.groups.setCard(this.id, { card: oneLine(card, NAME_CHARS_MAX) }).then(() => groups.read(this.id));
    }).catch(tell);
  },
  chooseJoin() {
    ask.choice(this.joinWords()).then((index) => { if (index >= 0) this.edit({ join: JOINS[index] }); });
  },
  chooseInvite() {
    ask.choice(this.inviteWords()).then((index) => { if (index >= 0) this.edit({ invite: INVITES[index] }); });
  },
  muteAll() {
    this.edit({ muted: !this.data.muted });
  },
  pin() {
    here.account().hy.pin('g:' + this.id, !this.data.pinned).then(() => this.draw()).catch(tell);
  },
  hush() {
    here.account().hy.mute('g:' + this.id, !this.data.quiet).then(() => this.draw()).catch(tell);
  },
  copyId() {
    wx.setClipboardData({ data: this.id });
  },

  // ---- who is in it

  all() {
    wx.navigateTo({ url: '/pages/members/members?group=' + encodeURIComponent(this.id) });
  },
  bring() {
    wx.navigateTo({ url: '/pages/pick/pick?group=' + encodeURIComponent(this.id) });
  },
  decide() {
    wx.navigateTo({ url: '/pages/requests/requests?group=' + encodeURIComponent(this.id) });
  },
  /** @param {any} e */
  person(e) {
    const { id } = e.currentTarget.dataset;
    if (id !== here.account().user) wx.navigateTo({ url: '/pages/chat/chat?conv=' + encodeURIComponent('s:' + id) });
  },

  // ---- in and out

  enter() {
    const { hy, groups } = here.account();
    const t = words('group');
    const { join } = groups.of(this.id);
    const reason = join === 'approval' ? ask.line(t.joinAsk, t.reasonHint, '') : Promise.resolve('');
    reason.then((text) => {
      if (text === null) return undefined;
      return hy.groups.join(this.id, text).then(() => groups.read(this.id)).then((group) => {
        if (group.member) wx.redirectTo({ url: '/pages/chat/chat?conv=' + encodeURIComponent('g:' + this.id) });
        else wx.showToast({ title: t.asked, icon: 'none', duration: 2500 });
      });
    }).catch(tell);
  },
  /** @param {any} e */
  exit(e) {
    const t = words('group');
    const { hy } = here.account();
    const { what } = e.currentTarget.dataset;
    if (what === 'transfer') {
      wx.navigateTo({ url: '/pages/members/members?heir=1&group=' + encodeURIComponent(this.id) });
      return;
    }
    const leaving = what === 'leave';
    ask.sure(leaving ? t.leave : t.dismiss, leaving ? t.leaveAsk : t.dismissAsk).then((yes) => {
      if (!yes) return undefined;
      return (leaving ? hy.groups.leave(this.id) : hy.groups.dismiss(this.id)).then(() => wx.switchTab({ url: '/pages/chats/chats' }));
    }).catch(tell);
  },
});

/** @param {string} id @param {() => void} then */
function groupRead(id, then) {
  here.account().groups.read(id).then(then, tell);
}
