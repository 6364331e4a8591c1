'use strict';
/**
 * Names and faces by user id: from storage at once, from the server when there is a connection, each id once per run.
 *
 * @typedef {{ id: string, name: string, avatar: string }} Person
 */

const kept = require('./kept');
const { createEmitter } = require('./emitter');

const KEPT_MAX = 300;
const NAME_CHARS_MAX = 64;
const AVATAR_CHARS_MAX = 512;
const GATHER_MS = 50;

/**
 * @param {import('./hongyan').Hongyan} hy
 * @param {string} me
 * @param {(id: string) => string} remarkOf  what one calls somebody oneself
 */
function createPeople(hy, me, remarkOf) {
  const key = 'people:' + me;
  const events = createEmitter((error) => console.error(error));
  /** @type {Record<string, [string, string]>} */
  const known = kept.read(key, {});
  /** @type {Set<string>} asked in this run */
  const asked = new Set();
  /** @type {Set<string>} */
  const wanted = new Set();
  /** @type {any} */
  let timer = null;

  function save() {
    const ids = Object.keys(known);
    ids.slice(0, Math.max(0, ids.length - KEPT_MAX)).forEach((id) => delete known[id]);
    kept.write(key, known);
  }

  /** @param {import('./hongyan').User[]} users */
  function take(users) {
    /** @type {string[]} */
    const changed = [];
    users.forEach((user) => {
      const name = String(user.name || '').slice(0, NAME_CHARS_MAX);
      const avatar = String(user.avatar || '');
      const before = known[user.user] || ['', ''];
      const next = /** @type {[string, string]} */ ([name, avatar.length <= AVATAR_CHARS_MAX && /^https?:/.test(avatar) ? avatar : '']);
      if (before[0] === next[0] && before[1] === next[1]) return;
      known[user.user] = next;
      changed.push(user.user);
    });
    if (changed.length === 0) return;
    save();
    events.emit('changed', changed);
  }

  function ask() {
    timer = null;
    const ids = Array.from(wanted);
    wanted.clear();
    if (ids.length === 0) return;
    hy.users(ids).then(take, () => ids.forEach((id) => asked.delete(id)));
  }

  return {
    /** @param {(ids: string[]) => void} listener */
    onChange: (listener) => events.on('changed', listener),
    /**
     * What is known now; the rest is asked for.
     * @param {string} id
     * @returns {Person}
     */
    of(id) {
      if (!asked.has(id)) {
        asked.add(id);
        wanted.add(id);
        if (timer === null) timer = setTimeout(ask, GATHER_MS);
      }
      const row = known[id] || ['', ''];
      return { id, name: remarkOf(id) || row[0] || id, avatar: row[1] };
    },
    /** They are called otherwise now. @param {string[]} ids */
    renamed: (ids) => events.emit('changed', ids),
    /** After an own change. @param {import('./hongyan').User} user */
    learn: (user) => take([user]),
    close: () => clearTimeout(timer),
    forget: () => kept.forget(key),
  };
}

/** @typedef {ReturnType<typeof createPeople>} People */

module.exports = { createPeople };
