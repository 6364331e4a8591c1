'use strict';
/**
 * Groups as this device knows them: from storage at once, from the server when there is a connection, again after every change that an
 * event tells of, and after every absence, in which events may have been passed over.
 *
 * @typedef {import('./hongyan').Group} Group
 * @typedef {import('./hongyan').GroupMember} GroupMember
 * @typedef {object} Known
 * @property {string} id
 * @property {string} name  empty until it is known
 * @property {string} avatar
 * @property {string} type
 * @property {string} announcement
 * @property {string} introduction
 * @property {string} owner
 * @property {number} members
 * @property {string} join
 * @property {string} invite
 * @property {boolean} muted  all are, but administrators
 * @property {boolean} dismissed
 * @property {string} role  one's own; empty: not in it
 * @property {string} card  one's own
 * @property {number} silent  one may not speak before this moment, ms
 * @property {boolean} known  whether the server ever told
 */

const kept = require('./kept');
const { createEmitter } = require('./emitter');

const KEPT_MAX = 100;
const GATHER_MS = 80;
/** cards are read of this many pages of members; beyond them a name stands */
const CARD_PAGES_MAX = 3;
const PAGE = 100;

/** @type {Known} */
const BLANK = {
  id: '', name: '', avatar: '', type: '', announcement: '', introduction: '', owner: '', members: 0, join: '', invite: '', muted: false, dismissed: false,
  role: '', card: '', silent: 0, known: false,
};

/**
 * @param {import('./hongyan').Hongyan} hy
 * @param {string} me
 */
function createGroups(hy, me) {
  const key = 'groups:' + me;
  const events = createEmitter((error) => console.error(error));
  /** @type {Record<string, Known>} */
  const table = kept.read(key, {});
  /** @type {Set<string>} asked since the connection is up */
  const fresh = new Set();
  /** @type {Set<string>} */
  const wanted = new Set();
  /** @type {Map<string, Map<string, string>>} group → user → card */
  const cards = new Map();
  /** @type {Map<string, string>} group → address of its picture, which may have been renewed */
  const faces = new Map();
  /** @type {string[]} those one is in */
  let mine = [];
  let closed = false;
  /** @type {any} */
  let timer = null;

  function save() {
    const ids = Object.keys(table);
    ids.slice(0, Math.max(0, ids.length - KEPT_MAX)).forEach((id) => delete table[id]);
    kept.write(key, table);
  }

  /** @param {Group} group */
  function face(group) {
    const file = group.attributes.avatarFile;
    if (!/^https?:/.test(group.avatar)) faces.delete(group.group);
    else if (!file) faces.set(group.group, group.avatar);
    else {
      hy.fileUrl({ url: group.avatar, file }).then((url) => {
        if (faces.get(group.group) === url) return;
        faces.set(group.group, url);
        events.emit('changed', group.group);
      }, () => faces.set(group.group, group.avatar));
    }
  }

  /** @param {Group} group @param {GroupMember | null | undefined} own  undefined: not told */
  function take(group, own) {
    if (closed) return;
    const before = table[group.group];
    const row = own === undefined ? before : own;
    const next = {
      id: group.group, name: group.name, avatar: group.avatar, type: group.type, announcement: group.announcement, introduction: group.introduction,
      owner: group.owner, members: group.members, join: group.join, invite: group.invite, muted: group.muted, dismissed: group.dismissed, known: true,
      role: row ? row.role : '', card: row ? row.card : '', silent: own ? own.muted : own === null || !before ? 0 : before.silent,
    };
    face(group);
    if (JSON.stringify(before) === JSON.stringify(next)) return;
    delete table[group.group]; // the newest last
    table[group.group] = next;
    save();
    events.emit('changed', group.group);
  }

  /** @param {string} id @returns {Promise<Group & { member: GroupMember | null }>} */
  function read(id) {
    fresh.add(id);
    return hy.groups.get(id).then((group) => {
      take(group, group.member);
      return group;
    }, (fault) => {
      fresh.delete(id);
      throw fault;
    });
  }

  function ask() {
    timer = null;
    const ids = Array.from(wanted);
    wanted.clear();
    // What the server does not tell now it is asked again when the connection is back, or somebody looks.
    ids.forEach((id) => read(id).catch(() => {}));
  }
  /** @param {string} id */
  function want(id) {
    if (closed || hy.state !== 'online') return;
    wanted.add(id);
    if (timer === null) timer = setTimeout(ask, GATHER_MS);
  }

  function readMine() {
    hy.groups.list().then((all) => {
      mine = all.filter((group) => !group.dismissed).map((group) => group.group);
      all.forEach((group) => take(group, undefined));
      events.emit('changed', '');
    }, () => {});
  }

  const offs = [
    hy.on('state', (state) => {
      if (state !== 'online') return;
      const known = Array.from(fresh);
      fresh.clear();
      cards.clear();
      known.forEach(want);
      if (mine.length > 0) readMine();
    }),
    hy.on('group', (event) => {
      const map = cards.get(event.group);
      if (event.action === 'member' && map && event.fields.card !== undefined) event.users.forEach((user) => map.set(user, event.fields.card));
      if (table[event.group] || fresh.has(event.group)) want(event.group);
      if (/created|joined|left|kicked|dismissed|handled/.test(event.action) && mine.length > 0) readMine();
      events.emit('event', event);
    }),
  ];

  return {
    /** @param {(id: string) => void} listener  empty: the list of one's own */
    onChange: (listener) => events.on('changed', listener),
    /** After this object has taken note. @param {(event: import('./hongyan').GroupEvent) => void} listener */
    onEvent: (listener) => events.on('event', listener),
    /** What is known now; the rest is asked for. @param {string} id @returns {Known} */
    of(id) {
      if (!fresh.has(id) && hy.state === 'online') {
        fresh.add(id);
        want(id);
      }
      return table[id] || Object.assign({}, BLANK, { id });
    },
    /** @param {string} id */
    faceOf: (id) => faces.get(id) || '',
    read,
    /** After a change whose answer was the group. @param {Group} group */
    learn: (group) => take(group, undefined),
    mine: () => mine,
    readMine,
    /** The name in the group, or nothing. @param {string} id @param {string} user */
    cardOf(id, user) {
      const map = cards.get(id);
      return (map && map.get(user)) || '';
    },
    /** @param {string} id @param {GroupMember[]} members */
    learnCards(id, members) {
      const map = cards.get(id) || new Map();
      cards.set(id, map);
      members.forEach((member) => map.set(member.user, member.card));
    },
    /** Reads members, and with them how they are called. @param {string} id @returns {Promise<GroupMember[]>} */
    people(id) {
      /** @param {GroupMember[]} before @param {number} page @returns {Promise<GroupMember[]>} */
      const next = (before, page) => hy.groups.members(id, { after: before.length > 0 ? before[before.length - 1].user : '', limit: PAGE }).then((found) => {
        this.learnCards(id, found);
        const all = before.concat(found);
        return found.length < PAGE || page >= CARD_PAGES_MAX ? all : next(all, page + 1);
      });
      return next([], 1);
    },
    close() {
      closed = true;
      clearTimeout(timer);
      offs.forEach((off) => off());
    },
    forget: () => kept.forget(key),
  };
}

/** @typedef {ReturnType<typeof createGroups>} Groups */

module.exports = { createGroups };
