'use strict';
/** The session is over and not by our wish: why, and the way back in. */

const here = require('../../lib/here');
const { words } = require('../../lib/i18n');
const { sentenceOf } = require('../../lib/sentence');

/** @typedef {keyof import('../../lib/i18n').Words['ended']} Heading */

/** @type {Record<string, Heading>} */
const HEADINGS = {
  replaced: 'replaced', kicked_by_policy: 'kicked', kicked_by_admin: 'admin', token_expired: 'expired', token_needed: 'expired', token_revoked: 'expired',
  token_invalid: 'expired', user_disabled: 'disabled', app_disabled: 'disabled', session_limit: 'disabled',
};

Page({
  data: { t: words('ended'), heading: '', sentence: '' },

  onLoad() {
    const t = words('ended');
    const fault = here.app().ended || { name: 'closed' };
    this.setData({ t, heading: t[HEADINGS[fault.name] || 'general'], sentence: sentenceOf(Object.assign({ code: 1 }, fault)) });
    wx.setNavigationBarTitle({ title: '' });
  },
  again() {
    here.app().again();
  },
  other() {
    here.app().leave(false);
  },
});
