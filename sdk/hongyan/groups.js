'use strict';
/** Groups: each call is one deed of the operation `group` (docs/wire/native.md 5.10). */

/** @typedef {import('./index').Group} Group */

/** @param {any} reply @returns {Group} */
const groupOf = (reply) => reply.group;

/** @param {any} reply @returns {Record<string, number>} */
const countersOf = (reply) => reply.counters || {};

/** The id without the `g:` that names its conversation. @param {any} given */
function idOf(given) {
  const id = given && typeof given === 'object' ? given.group : given;
  return String(id || '').replace(/^g:/, '');
}

/**
 * What a change holds, sorted into what the wire calls data and attributes.
 * @param {any} [change]
 */
function changeOf(change) {
  const data = Object.assign({}, change);
  const attributes = data.attributes || {};
  delete data.attributes;
  delete data.group;
  delete data.members;
  return { data, attributes };
}

/**
 * @param {(frame: any, pick: (reply: any) => any) => Promise<any>} asked
 * @param {(given: any) => string[]} userIds
 * @returns {import('./index').Groups}
 */
function createGroups(asked, userIds) {
  /** @param {string} deed @param {any} group @param {any} [more] */
  const act = (deed, group, more) =>
    asked(Object.assign({ op: 'group', do: deed, conv: 'g:' + idOf(group) }, more), groupOf);
  /** @param {string} deed @param {any} group @param {any} how @param {string} field */
  const page = (deed, group, how, field) =>
    asked(Object.assign({ op: 'group', do: deed, conv: 'g:' + idOf(group) }, how), (reply) => reply[field] || []);
  /** @param {string} how @param {any} group @param {Record<string, number>} values */
  function counting(how, group, values) {
    /** @type {Record<string, string>} */
    const attributes = {};
    Object.keys(values).forEach((name) => { attributes[name] = String(values[name]); });
    return asked({ op: 'group', do: 'count', conv: 'g:' + idOf(group), data: { how }, attributes }, countersOf);
  }
  return {
    create(given) {
      const frame = Object.assign({ op: 'group', do: 'create', users: userIds((given && given.members) || []) }, changeOf(given));
      return asked(given && given.group ? Object.assign(frame, { conv: 'g:' + idOf(given.group) }) : frame, groupOf);
    },
    get: (group) => asked({ op: 'group', do: 'get', conv: 'g:' + idOf(group) },
      (reply) => Object.assign(reply.group, { member: reply.member || null })),
    list: () => asked({ op: 'group', do: 'list' }, (reply) => reply.groups || []),
    members: (group, how) => page('members', group, how, 'members'),
    applications: (group, how) => page('applications', group, how, 'applications'),
    bans: (group, how) => page('bans', group, how, 'bans'),
    speakers: (group, how) => page('speakers', group, how, 'speakers'),
    setSpeakers: (group, users, may) => act(may ? 'allow' : 'disallow', group, { users: userIds(users) }),
    counters: (group) => asked({ op: 'group', do: 'counters', conv: 'g:' + idOf(group) }, countersOf),
    count: (group, values) => counting('add', group, values),
    setCounters: (group, values) => counting('set', group, values),
    answer: (group, accept, reason) => act('answer', group, { data: { accept, reason: reason || '' } }),
    edit: (group, change) => act('edit', group, changeOf(change)),
    join: (group, reason) => act('join', group, { data: { reason: reason || '' } }),
    handle: (group, user, accept, reason) => act('handle', group, { users: [user], data: { accept, reason: reason || '' } }),
    invite: (group, users) => act('invite', group, { users: userIds(users) }),
    leave: (group) => act('leave', group),
    kick: (group, users, reason) => act('kick', group, { users: userIds(users), data: { reason: reason || '' } }),
    ban: (group, user, until) => act('ban', group, { users: [user], data: { until: until || 0 } }),
    unban: (group, user) => act('unban', group, { users: [user] }),
    setRole: (group, user, role) => act('role', group, { users: [user], data: { role } }),
    transfer: (group, user) => act('transfer', group, { users: [user] }),
    mute: (group, user, until) => act('mute', group, { users: [user], data: { until } }),
    setCard: (group, change, user) => act('card', group, {
      users: user ? [user] : [],
      data: change.card === undefined ? {} : { card: change.card },
      attributes: change.attributes || {},
    }),
    dismiss: (group) => act('dismiss', group),
  };
}

/**
 * What the app is told of an entry of a group, or of one's own feed.
 * @param {any} entry
 * @returns {import('./index').GroupEvent}
 */
function groupEventOf(entry) {
  const fields = Object.assign({}, entry.fields);
  const group = fields.group || String(entry.to).replace(/^g:/, '');
  delete fields.group;
  return { group, action: entry.action, from: entry.from, users: entry.users || [], fields, n: entry.n, t: entry.t };
}

module.exports = { createGroups, groupEventOf };
