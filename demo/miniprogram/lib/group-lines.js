'use strict';
/**
 * What happened in a group, in a sentence.
 *
 * @typedef {{ from: string, action: string, users: string[], fields: Record<string, string>, t: number }} Happening
 */

const { fill, words } = require('./i18n');
const serverClock = require('./server-clock');
const { oneLine } = require('./text');
const { fullTime } = require('./time');

const NAMES_MAX = 5;
const TEXT_CHARS_MAX = 60;
/** nobody in particular: a back-end did it */
const SYSTEM = '$system';

/** Whether it is worth a line in the conversation. @param {Happening} what */
function isTold(what) {
  return what.action !== 'member' && what.action !== 'applied' && what.action !== 'handled';
}

/**
 * @param {Happening} what
 * @param {(id: string) => string} nameOf
 * @param {string} me
 * @returns {string}
 */
function lineOf(what, nameOf, me) {
  const t = words('lines');
  /** @param {string} id */
  const called = (id) => (id === me ? t.you : id === SYSTEM ? t.system : nameOf(id));
  /** @param {string} id */
  const whom = (id) => (id === me ? t.youToo : called(id));
  /** @param {string[]} ids @param {(id: string) => string} name */
  const list = (ids, name) => ids.slice(0, NAMES_MAX).map(name).join(t.comma) + (ids.length > NAMES_MAX ? fill(t.more, { count: ids.length - NAMES_MAX }) : '');
  const all = what.users || [];
  const others = all.filter((id) => id !== what.from);
  const fields = what.fields || {};
  const values = { who: called(what.from), users: list(all, called), whom: list(all, whom), others: list(others, whom) };
  /** @param {string} text @param {Record<string, string>} [more] */
  const say = (text, more) => fill(text, Object.assign(values, more));
  switch (what.action) {
    case 'created': return say(others.length > 0 ? t.createdWith : t.created);
    case 'updated': return updated(fields, say);
    case 'dismissed': return say(t.dismissed);
    case 'joined': return say(fields.how === 'invite' && others.length > 0 ? t.invited : t.joined);
    case 'left': return say(t.left);
    case 'kicked': return say(t.kicked);
    case 'owner': return say(t.owner);
    case 'role': return say(fields.role === 'admin' ? t.admin : t.notAdmin);
    case 'muted': return say(t.muted, { time: fullTime(Number(fields.until) || 0, serverClock.now(), words('time')) });
    case 'unmuted': return say(t.unmuted);
    case 'banned': return say(t.banned);
    case 'unbanned': return say(t.unbanned);
    default: return say(t.changed);
  }
}

/** @param {Record<string, string>} fields @param {(text: string, more?: Record<string, string>) => string} say */
function updated(fields, say) {
  const t = words('lines');
  if (fields.name !== undefined) return say(t.renamed, { name: oneLine(fields.name, TEXT_CHARS_MAX) });
  if (fields.announcement) return say(t.announced, { text: oneLine(fields.announcement, TEXT_CHARS_MAX) });
  if (fields.muted !== undefined) return say(fields.muted === 'true' ? t.mutedAll : t.unmutedAll);
  if (fields.avatar !== undefined) return say(t.pictured);
  return say(t.changed);
}

module.exports = { isTold, lineOf };
