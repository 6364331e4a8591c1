'use strict';
/**
 * Friends, requests and blocks, as the pages need them. The SDK keeps in step with the server once it has been asked; what is looked up
 * for every line of a list is put aside here.
 */

const { createEmitter } = require('./emitter');

/** @param {import('./hongyan').Hongyan} hy */
function createFriends(hy) {
  const events = createEmitter((error) => console.error(error));
  let book = hy.friends.known();
  /** @type {Map<string, string>} friend → remark */
  let remarks = new Map();
  /** @type {Set<string>} */
  let blocked = new Set();

  /** @param {import('./hongyan').FriendBook} now */
  function take(now) {
    book = now;
    remarks = new Map(now.friends.map((friend) => /** @type {[string, string]} */ ([friend.user, friend.remark])));
    blocked = new Set(now.blocks.map((block) => block.user));
    events.emit('changed');
  }

  /** The SDK asks again by itself after every login, but only once somebody has asked; what fails now is asked at the next one. */
  function load() {
    if (hy.state === 'online') hy.friends.load().catch(() => {});
  }

  const offs = [hy.on('friends', take), hy.on('state', (state) => { if (state === 'online') load(); })];

  return {
    /** @param {() => void} listener */
    onChange: (listener) => events.on('changed', listener),
    book: () => book,
    /** What one calls somebody oneself. @param {string} id */
    remarkOf: (id) => remarks.get(id) || '',
    /** @param {string} id */
    isFriend: (id) => remarks.has(id),
    /** @param {string} id */
    isBlocked: (id) => blocked.has(id),
    close: () => offs.forEach((off) => off()),
  };
}

/** @typedef {ReturnType<typeof createFriends>} Friends */

module.exports = { createFriends };
