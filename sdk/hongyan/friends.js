'use strict';
/**
 * Friends, requests, lists of them, blocks: each call is one deed of the operation `friend` (docs/wire/native.md 5.11).
 *
 * What is known here follows the server by version: after every login, and whenever an event says that there is more, this asks for
 * what changed since it asked last, once the app has called `load`. So a device that was away, or missed an event, ends with the same as every other.
 *
 * @typedef {import('./index').Friend} Friend
 */

/** @param {any} reply @returns {import('./index').FriendRelation} */
const relationOf = (reply) => ({ user: reply.user, relation: reply.relation, blocked: reply.blocked });

/** @param {any} item */
const nameOf = (item) => item.kind + '/' + (item.user || item.name);

/** What an item is to an app. @param {any} item */
function shown(item) {
  const copy = Object.assign({}, item);
  delete copy.kind;
  delete copy.v;
  return copy;
}

/** @param {any} [how] what comes with a request, a yes or a change */
function sorted(how) {
  const data = Object.assign({}, how);
  const { attributes, lists } = data;
  delete data.attributes;
  delete data.lists;
  return { data, attributes: attributes || {}, lists };
}

/**
 * @param {(frame: any, pick: (reply: any) => any) => Promise<any>} asked
 * @param {(given: any) => string[]} userIds
 * @param {(known: import('./index').FriendBook) => void} changed
 */
function createFriends(asked, userIds, changed) {
  /** @type {Map<string, any>} */
  let items = new Map();
  let cursor = '';
  let version = -1;
  let seen = 0;
  /** @type {Promise<any> | null} */
  let running = null;
  let again = false;
  /** the app wants to know */
  let used = false;
  /** of the user: an answer for an earlier one is not for us */
  let epoch = 0;

  /** @returns {import('./index').FriendBook} */
  function known() {
    /** @type {any} */
    const book = { friends: [], requests: [], blocks: [], lists: [], unseen: 0 };
    items.forEach((item) => {
      if (item.kind === 'list') book.lists.push(item.name);
      else book[item.kind + 's'].push(shown(item));
    });
    book.unseen = book.requests.filter((/** @type {any} */ r) => !r.mine && r.state === 'pending' && r.at > seen).length;
    return book;
  }

  /** @returns {Promise<any>} */
  function page() {
    const mine = epoch;
    return asked({ op: 'friend', do: 'list', after: cursor }, (reply) => reply).then((reply) => {
      if (mine !== epoch) return undefined;
      if (reply.reset) items.clear();
      reply.items.forEach((/** @type {any} */ item) => {
        if (item.gone) items.delete(nameOf(item));
        else items.set(nameOf(item), item);
      });
      cursor = reply.next;
      version = reply.version;
      seen = reply.seen;
      return reply.more || again ? more() : undefined;
    });
  }

  function more() {
    again = false;
    return page();
  }

  /** Everything that is new; one question at a time. */
  function load() {
    used = true;
    if (running) again = true;
    else {
      const before = version;
      const mine = epoch;
      /** @param {any} fault */
      const end = (fault) => {
        if (mine === epoch) running = null;
        if (mine === epoch && version !== before) changed(known());
        if (fault) throw fault;
        return known();
      };
      running = more().then(() => end(null), end);
    }
    return /** @type {Promise<import('./index').FriendBook>} */ (running);
  }

  /** @param {string} deed @param {any} users @param {any} [more] */
  const act = (deed, users, more) =>
    asked(Object.assign({ op: 'friend', do: deed, users: userIds(users) }, more), relationOf);
  /** @param {string} deed @param {any} data @param {any} [users] */
  const list = (deed, data, users) => asked({ op: 'friend', do: deed, data, users: userIds(users || []) }, () => {});

  /** @type {import('./index').Friends} */
  const friends = {
    load,
    known,
    request: (user, how) => act('request', user, sorted(how)),
    accept: (user, how) => act('accept', user, sorted(how)),
    refuse: (user, reason) => act('refuse', user, { data: { reason: reason || '' } }),
    forget: (user) => act('forget', user),
    seen: () => list('seen', {}),
    remove: (user, how) => act('delete', user, { data: { both: Boolean(how && how.both) } }),
    edit: (user, change) => act('edit', user, sorted(change)),
    check: (users) => asked({ op: 'friend', do: 'check', users: userIds(users) }, (reply) => reply.relations || []),
    block: (user, how) => act('block', user, { data: Object.assign({}, how) }),
    unblock: (user) => act('unblock', user),
    addTo: (name, users) => list('fill', { name }, users),
    takeFrom: (name, users) => list('unfill', { name }, users),
    renameList: (name, to) => list('rename', { name, to }),
    removeList: (name) => list('unlist', { name }),
  };

  return {
    friends,
    /** Another user, or nobody. */
    clear() {
      items = new Map();
      cursor = '';
      version = -1;
      running = null;
      epoch += 1;
    },
    /** There may be more than is known: look. Who fails is told by the connection. */
    look() {
      if (used) load().catch(() => {});
    },
    /** @param {any} entry of one's own feed */
    heard(entry) {
      if (used && entry.version > version) load().catch(() => {});
    },
  };
}

/**
 * @param {any} entry
 * @returns {import('./index').FriendEvent}
 */
function friendEventOf(entry) {
  return { action: entry.action, user: entry.user, from: entry.from, fields: entry.fields || {}, n: entry.n, t: entry.t };
}

module.exports = { createFriends, friendEventOf };
