'use strict';
/** Oneself: name, device, connection, language, and the way out. */

const ask = require('../../lib/ask');
const { initialOf, toneOf } = require('../../lib/face');
const here = require('../../lib/here');
const Hongyan = require('../../lib/hongyan');
const i18n = require('../../lib/i18n');
const { tell } = require('../../lib/sentence');

const { fill, words } = i18n;
const NAME_CHARS_MAX = 64;
const KB_IN_MB = 1024;
const ALLOWS = /** @type {Array<import('../../lib/hongyan').Allow>} */ (['anyone', 'approval', 'nobody']);

Page({
  data: {
    t: words('me'), user: '', name: '', initial: '', tone: 0, avatar: '', device: '', server: '', state: '', dot: '', storage: '', language: '', status: '', allow: '',
    version: Hongyan.VERSION,
  },
  /** @type {Array<() => void>} */
  offs: [],

  onLoad() {
    if (!here.isIn()) return;
    const { status, people } = here.account();
    this.offs = [status.onState(() => { this.drawState(); this.look(); }), people.onChange(() => this.drawPerson())];
  },
  onShow() {
    if (!here.isIn()) return;
    const t = words('me');
    const { user, server } = here.account();
    const device = wx.getDeviceInfo();
    const storage = this.storage();
    this.setData({
      t, user, server, device: [device.model, device.system].filter(Boolean).join(' · '), storage,
      language: { system: t.languageSystem, zh: t.languageZh, en: t.languageEn }[i18n.chosen()],
    });
    wx.setNavigationBarTitle({ title: t.title });
    /** @type {any} */ (here.app()).nameTabs();
    here.app().badge();
    this.drawPerson();
    this.drawState();
    this.look();
  },
  onUnload() {
    this.offs.forEach((off) => off());
  },

  storage() {
    try {
      const info = wx.getStorageInfoSync();
      return fill(words('me').storageOf, { used: (info.currentSize / KB_IN_MB).toFixed(1), limit: Math.round(info.limitSize / KB_IN_MB) });
    } catch (error) {
      return '';
    }
  },
  drawPerson() {
    const { people, user } = here.account();
    const person = people.of(user);
    this.setData({ name: person.name, initial: initialOf(person.name), tone: toneOf(user), avatar: person.avatar });
  },
  allowWords() {
    const t = words('me');
    return [t.allowAnyone, t.allowApproval, t.allowNobody];
  },
  /** What others see of oneself, as the server has it. */
  look() {
    const { hy, user } = here.account();
    if (hy.state !== 'online') return;
    hy.statuses(user).then((texts) => this.setData({ status: texts[user] || '' }), () => {});
    hy.users(user).then(([self]) => {
      if (self) this.setData({ allow: this.allowWords()[ALLOWS.indexOf(self.allow || 'approval')] });
    }, () => {});
  },
  drawState() {
    const { state } = here.account().hy;
    this.setData({ state: words('states')[state], dot: state === 'online' ? 'good' : state === 'closed' || state === 'idle' ? 'off' : 'busy' });
  },

  rename() {
    const t = words('me');
    const { hy, people, user } = here.account();
    ask.line(t.name, t.nameHint, this.data.name === user ? '' : this.data.name).then((name) => {
      if (name === null) return undefined;
      if (name.length > NAME_CHARS_MAX) {
        wx.showToast({ title: t.nameLong, icon: 'none' });
        return undefined;
      }
      return hy.setProfile({ name }).then(() => {
        people.learn({ user, name, avatar: people.of(user).avatar });
        wx.showToast({ title: t.saved, icon: 'success' });
      });
    }).catch(tell);
  },
  chooseStatus() {
    const t = words('me');
    ask.line(t.status, t.statusHint, this.data.status).then((status) => {
      if (status === null) return undefined;
      return here.account().hy.setStatus(status).then(() => this.setData({ status }));
    }).catch(tell);
  },
  chooseAllow() {
    ask.choice(this.allowWords()).then((index) => {
      if (index < 0) return undefined;
      return here.account().hy.setProfile({ allow: ALLOWS[index] }).then(() => this.setData({ allow: this.allowWords()[index] }));
    }).catch(tell);
  },
  copyId() {
    wx.setClipboardData({ data: this.data.user });
  },
  chooseLanguage() {
    const t = words('me');
    /** @type {import('../../lib/i18n').Choice[]} */
    const choices = ['system', 'zh', 'en'];
    ask.choice([t.languageSystem, t.languageZh, t.languageEn]).then((index) => {
      if (index < 0) return;
      i18n.choose(choices[index]);
      this.onShow();
    });
  },
  openMobileim() {
    wx.navigateTo({ url: '/pages/mobileimsdk/mobileimsdk' });
  },
  openWafer() {
    wx.navigateTo({ url: '/pages/wafer/wafer' });
  },
  openLog() {
    wx.navigateTo({ url: '/pages/log/log' });
  },
  logout() {
    const t = words('me');
    ask.choice([t.logoutKeep, t.logoutWipe]).then((index) => {
      if (index === 0) here.app().leave(false);
      if (index !== 1) return;
      ask.sure(t.logoutWipe, t.wipeAsk).then((yes) => { if (yes) here.app().leave(true); });
    });
  },
});
