'use strict';
/**
 * What a conversation has when it is a group: the line above with its announcement, and whether one may write here now.
 *
 * @typedef {object} GroupPage  the part of the page that is used here
 * @property {string} conv
 * @property {any} data
 * @property {(patch: any) => void} setData
 * @property {import('../../lib/account').Account} account
 * @property {{ draw: () => void }} heading
 * @property {() => void} renamed
 * @property {(message: any) => void} came
 */

const { isTold } = require('../../lib/group-lines');
const { fill, words } = require('../../lib/i18n');
const serverClock = require('../../lib/server-clock');
const { oneLine } = require('../../lib/text');
const { fullTime } = require('../../lib/time');

const NOTE_CHARS_MAX = 60;
/** timers hold no more */
const WAIT_MS_MAX = 0x7fffffff;

/** @param {GroupPage} page */
function createInGroup(page) {
  const id = page.conv.slice(2);
  const { account } = page;
  let waiting = 0;
  /** @type {any} */
  let timer = null;

  /** Why one cannot write, or nothing. */
  function closedFor() {
    const t = words('group');
    const group = account.groups.of(id);
    if (!group.known) return '';
    if (group.dismissed) return t.dismissed;
    if (!group.role) return t.out;
    const now = serverClock.now();
    clearTimeout(timer);
    if (group.silent > now) {
      timer = setTimeout(draw, Math.min(WAIT_MS_MAX, group.silent - now));
      return fill(t.silent, { time: fullTime(group.silent, now, words('time')) });
    }
    return group.muted && group.role === 'member' ? t.allMuted : '';
  }

  function draw() {
    const t = words('group');
    const group = account.groups.of(id);
    const closed = closedFor();
    const note = waiting > 0 ? fill(t.waiting, { count: waiting }) : oneLine(group.announcement, NOTE_CHARS_MAX);
    const bar = group.known && group.role && !group.dismissed ? { note: note || t.about, calm: !note } : null;
    if (closed !== page.data.closed || JSON.stringify(bar) !== JSON.stringify(page.data.group)) page.setData({ closed, group: bar });
    page.heading.draw();
  }

  /** Who decides hears how many wait. */
  function count() {
    const { role } = account.groups.of(id);
    if (role !== 'owner' && role !== 'admin') return;
    account.hy.groups.applications(id).then((all) => {
      waiting = all.length;
      draw();
    }, () => {});
  }

  const offs = [
    account.groups.onChange((which) => { if (which === id) draw(); }),
    account.groups.onEvent((event) => {
      if (event.group !== id) return;
      if (event.action === 'applied' || event.action === 'handled') count();
      if (event.action === 'member') page.renamed();
      // One's own going is told in one's own feed, whose numbers are others.
      const gone = /left|kicked/.test(event.action) && event.users.indexOf(account.user) >= 0;
      if (gone || !isTold(event)) return;
      page.came({
        id: page.conv + '#' + event.n, conv: page.conv, from: event.from, mine: event.from === account.user, n: event.n, t: event.t, type: 'group',
        content: { action: event.action, users: event.users, fields: event.fields }, state: 'received', recalled: false, error: null,
      });
    }),
  ];
  draw();
  count();
  // Names in the group stand above what is here already.
  account.groups.people(id).then(() => page.renamed(), () => {});

  return {
    draw,
    shown() {
      account.groups.read(id).then(() => count(), () => {});
    },
    open: () => wx.navigateTo({ url: '/pages/group/group?group=' + encodeURIComponent(id) }),
    close() {
      clearTimeout(timer);
      offs.forEach((off) => off());
    },
  };
}

/** @typedef {ReturnType<typeof createInGroup>} InGroup */

module.exports = { createInGroup };
