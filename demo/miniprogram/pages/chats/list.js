'use strict';
/**
 * Conversations as lines of a list, and the smallest change from one list to the next.
 *
 * @typedef {import('../../lib/hongyan').Conversation} Conversation
 * @typedef {{ id: string, title: string, initial: string, tone: number, avatar: string, last: string, draft: string, state: string,
 *   time: string, unread: string, pinned: boolean, muted: boolean, dot: boolean }} Line
 */

const { initialOf, toneOf } = require('../../lib/face');
const { fill, words } = require('../../lib/i18n');
const serverClock = require('../../lib/server-clock');
const { summaryOf } = require('../../lib/summary');
const { oneLine } = require('../../lib/text');
const { listTime } = require('../../lib/time');

const UNREAD_SHOWN_MAX = 99;

/**
 * What a conversation is called, and by whose face it is known.
 * @param {{ conv: string, user?: string, group?: string, room?: string }} c
 * @param {{ people: import('../../lib/people').People, groups: import('../../lib/groups').Groups }} account
 */
function titleOf(c, { people, groups }) {
  const t = words('chats');
  if (c.user) {
    const person = people.of(c.user);
    return { title: person.name, avatar: person.avatar, face: c.user };
  }
  if (c.group) return { title: groups.of(c.group).name || fill(t.group, { id: c.group }), avatar: groups.faceOf(c.group), face: c.conv };
  return { title: fill(t.room, { id: c.room || '' }), avatar: '', face: c.conv };
}

/**
 * @param {Conversation} c
 * @param {import('../../lib/account').Account} account
 * @returns {Line}
 */
function lineOf(c, account) {
  const { title, avatar, face } = titleOf(c, account);
  const { last } = c;
  const draft = account.drafts.get(c.conv);
  /** @param {string} id */
  const nameOf = (id) => (c.group && account.groups.cardOf(c.group, id)) || account.people.of(id).name;
  let said = last && !account.hidden.has(last) ? summaryOf(last, nameOf) : '';
  if (said && last && !c.user && !last.mine && !last.recalled && last.type !== 'notice') said = nameOf(last.from) + ': ' + said;
  const mentioned = c.unread > 0 && account.mentioned.has(c.conv, c.read);
  const state = last && last.mine && (last.state === 'sending' || last.state === 'failed') ? last.state : '';
  return {
    id: c.conv, title, initial: initialOf(title), tone: toneOf(face), avatar,
    last: draft ? oneLine(draft.text, 60) : said, draft: draft ? words('types').draft : mentioned ? words('types').mentioned : '', state: draft ? '' : state,
    time: last || c.t ? listTime(last ? last.t : c.t, serverClock.now(), words('time')) : '',
    unread: c.muted || c.unread === 0 ? '' : c.unread > UNREAD_SHOWN_MAX ? UNREAD_SHOWN_MAX + '+' : String(c.unread),
    pinned: c.pinned, muted: c.muted, dot: c.muted && c.unread > 0,
  };
}

/**
 * @param {Line[]} before
 * @param {Line[]} after
 * @returns {Record<string, any> | null} for setData
 */
function changes(before, after) {
  const same = before.length === after.length && after.every((line, i) => line.id === before[i].id);
  if (!same) return { lines: after };
  /** @type {Record<string, any>} */
  const patch = {};
  after.forEach((line, i) => {
    const old = before[i];
    const differs = /** @type {Array<keyof Line>} */ (Object.keys(line)).some((name) => line[name] !== old[name]);
    if (differs) patch['lines[' + i + ']'] = line;
  });
  return Object.keys(patch).length > 0 ? patch : null;
}

module.exports = { changes, lineOf, titleOf };
