'use strict';
/**
 * Whom one knows: friends, everybody one has a conversation with, and ids added by hand on this device.
 */

const kept = require('./kept');

const ADDED_MAX = 500;

/**
 * @param {import('./hongyan').Hongyan} hy
 * @param {string} me
 * @param {import('./friends').Friends} friends
 */
function createContacts(hy, me, friends) {
  const key = 'contacts:' + me;
  /** @type {string[]} */
  let added = kept.read(key, []);
  return {
    /** @returns {string[]} */
    list() {
      const all = new Set(added);
      friends.book().friends.forEach((friend) => all.add(friend.user));
      hy.conversations().forEach((c) => {
        if (c.user && c.user !== me) all.add(c.user);
      });
      return Array.from(all);
    },
    /** @param {string} id */
    isAdded: (id) => added.indexOf(id) >= 0,
    /** @param {string} id */
    add(id) {
      added = added.filter((one) => one !== id).concat([id]).slice(-ADDED_MAX);
      kept.write(key, added);
    },
    /** @param {string} id */
    remove(id) {
      added = added.filter((one) => one !== id);
      kept.write(key, added);
    },
    forget: () => kept.forget(key),
  };
}

/** @typedef {ReturnType<typeof createContacts>} Contacts */

module.exports = { createContacts };
