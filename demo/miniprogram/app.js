'use strict';
/**
 * The root: who is logged in, and what concerns all pages. Everything else is in lib/ (no page, no wx:if) and pages/.
 */

const { createAccount } = require('./lib/account');
const config = require('./config');
const { words } = require('./lib/i18n');
const kept = require('./lib/kept');
const log = require('./lib/log');

const BADGE_MS = 100;

/** @param {any} query  of the start: server, user and auto come from a link, or from the phones on the server's own page */
function sessionOf(query) {
  const given = query || {};
  /** @type {import('./lib/account').Session | null} */
  const saved = kept.read('session', null);
  if (!given.user || !given.auto) return saved;
  const server = given.server ? decodeURIComponent(given.server) : config.server;
  const user = decodeURIComponent(given.user);
  // Who logged in here before stays, and who logged out of it stays out.
  if (saved) return saved;
  return kept.read('left', false) ? null : { user, server, token: '' };
}

App({
  /** @type {import('./lib/account').Account | null} */
  account: null,
  /** @type {{ name: string, zh?: string, text?: string } | null} */
  ended: null,
  config: Object.assign({ user: '' }, config),
  /** @type {any} */
  badgeTimer: null,

  onLaunch(options) {
    const query = options.query || {};
    if (query.user) this.config.user = decodeURIComponent(query.user);
    if (query.server) this.config.server = decodeURIComponent(query.server);
    const session = sessionOf(query);
    if (session) this.open(session);
  },
  onHide() {
    if (this.account) this.account.drafts.flush();
  },
  onError(error) {
    log.note('error', String(error));
  },

  /** @param {import('./lib/account').Session} session */
  open(session) {
    kept.write('session', session);
    kept.forget('left');
    this.ended = null;
    const account = createAccount(session, config);
    this.account = account;
    account.hy.on('state', (state, before, fault) => {
      if (state === 'closed' && this.account === account) this.end(fault);
    });
    account.hy.on('conversation', () => this.badge());
    account.friends.onChange(() => this.badge());
    account.login();
    this.badge();
  },
  /** @param {import('./lib/account').Session} session */
  enter(session) {
    this.open(session);
    wx.switchTab({ url: '/pages/chats/chats' });
  },
  /** The session is over, and not by our wish. @param {any} fault */
  end(fault) {
    this.ended = fault ? { name: fault.name, zh: fault.zh, text: fault.message } : { name: 'closed' };
    if (this.account) this.account.close(false);
    this.account = null;
    wx.reLaunch({ url: '/pages/ended/ended' });
  },
  again() {
    const session = kept.read('session', /** @type {any} */ (null));
    if (session && !session.token) this.enter(session);
    else wx.reLaunch({ url: '/pages/login/login' });
  },
  /** @param {boolean} wipe */
  leave(wipe) {
    const account = this.account;
    this.account = null;
    kept.forget('session');
    kept.write('left', true);
    if (account) account.close(wipe);
    wx.reLaunch({ url: '/pages/login/login' });
  },

  badge() {
    if (this.badgeTimer !== null) return;
    this.badgeTimer = setTimeout(() => {
      this.badgeTimer = null;
      const counts = this.account ? [this.account.hy.totalUnread(), this.account.friends.book().unseen] : [0, 0];
      // Both fail on a page without a tab bar: the tab pages ask again when they are shown.
      const quiet = () => {};
      counts.forEach((count, index) => {
        if (count > 0) wx.setTabBarBadge({ index, text: count > 99 ? '99+' : String(count), fail: quiet });
        else wx.removeTabBarBadge({ index, fail: quiet });
      });
    }, BADGE_MS);
  },
  /** In the language of now. */
  nameTabs() {
    const t = words('tabs');
    [t.chats, t.contacts, t.me].forEach((text, index) => wx.setTabBarItem({ index, text, fail: () => {} }));
  },
});
