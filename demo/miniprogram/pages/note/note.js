'use strict';
/** What a group says to everybody: the announcement, or what it is about; to read, and for some to write. */

const here = require('../../lib/here');
const { fill, words } = require('../../lib/i18n');
const { tell } = require('../../lib/sentence');
const { utf8Length } = require('../../lib/text');

const BYTES_MAX = 4000;

Page({
  data: { t: words('note'), text: '', editing: false, may: false, empty: '', hint: '' },
  group: '',
  /** @type {'announcement' | 'introduction'} */
  what: 'announcement',
  written: '',

  /** @param {any} query */
  onLoad(query) {
    if (!here.isIn()) return;
    const t = words('note');
    this.group = decodeURIComponent(query.group || '');
    this.what = query.what === 'introduction' ? 'introduction' : 'announcement';
    const plain = this.what === 'announcement';
    wx.setNavigationBarTitle({ title: plain ? words('group').announcement : words('group').introduction });
    const group = here.account().groups.of(this.group);
    const may = group.role === 'owner' || group.role === 'admin' || (group.role === 'member' && group.type === 'work');
    this.written = group[this.what];
    this.setData({ t, text: group[this.what], may, editing: may && !group[this.what], empty: plain ? t.noAnnouncement : t.noIntroduction, hint: plain ? t.announcementHint : t.introductionHint });
  },
  edit() {
    this.setData({ editing: true });
  },
  /** @param {any} e */
  typed(e) {
    this.written = e.detail.value;
  },
  save() {
    const t = words('note');
    const { hy, groups } = here.account();
    const text = this.written.trim();
    if (utf8Length(text) > BYTES_MAX) {
      wx.showToast({ title: fill(t.long, { max: BYTES_MAX }), icon: 'none' });
      return;
    }
    hy.groups.edit(this.group, this.what === 'announcement' ? { announcement: text } : { introduction: text }).then((group) => {
      groups.learn(group);
      this.setData({ text, editing: false });
      wx.showToast({ title: t.saved, icon: 'success' });
    }).catch(tell);
  },
});
