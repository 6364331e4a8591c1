'use strict';
/**
 * Rooms: who is there now hears what is said now (docs/wire/native.md 5.12). Which rooms we are in is kept here, so that after a lost
 * connection or a restart of the server we enter again by ourselves, and the app hears what was missed: fetched where the room has a
 * history, counted where it has none.
 */

/** @typedef {import('./index').Room} Room */

/**
 * @typedef {object} Place  a room we are in
 * @property {number} n  the newest number that was shown
 * @property {number} since  when its numbers began
 * @property {boolean} history
 * @property {boolean} filling
 */

const FILL_PAGES_MAX = 5;
const FILL_PAGE = 100;

/** The id without the `r:` that names its conversation. @param {any} given */
function roomIdOf(given) {
  const id = given && typeof given === 'object' ? given.room : given;
  return String(id || '').replace(/^r:/, '');
}

/** @param {any} reply @returns {Room} */
const roomOf = (reply) => reply.room;

/**
 * @param {object} parts
 * @param {(frame: any, pick: (reply: any) => any) => Promise<any>} parts.asked
 * @param {any} parts.kernel
 * @param {(given: any) => string[]} parts.userIds
 * @param {(entry: any, conv: string, live: boolean) => void} parts.show  a message or command
 * @param {(event: any) => void} parts.tell
 * @returns {import('./index').Rooms}
 */
function createRooms({ asked, kernel, userIds, show, tell }) {
  /** @type {Map<string, Place>} by id */
  const places = new Map();

  /** @param {string} deed @param {any} room @param {any} [more] @param {(reply: any) => any} [pick] */
  const act = (deed, room, more, pick) =>
    asked(Object.assign({ op: 'room', do: deed, conv: 'r:' + roomIdOf(room) }, more), pick || roomOf);

  /** @param {Room} room */
  function entered(room) {
    const held = places.get(room.room);
    if (held && held.since === room.since) {
      if (room.n > held.n) missed(room.room, held, room.n);
    } else places.set(room.room, { n: room.n, since: room.since, history: room.history, filling: false });
    return room;
  }

  /** @param {string} id @param {string} action @param {any} [more] */
  const say = (id, action, more) => tell(Object.assign({ room: id, action }, more));

  /**
   * Numbers up to `last` did not come.
   * @param {string} id
   * @param {Place} place
   * @param {number} last
   */
  function missed(id, place, last) {
    if (!place.history) {
      const count = last - place.n;
      place.n = last;
      say(id, 'missed', { count });
    } else if (!place.filling) {
      place.filling = true;
      fill(id, place, FILL_PAGES_MAX);
    }
  }

  /** @param {string} id @param {Place} place @param {number} pages */
  function fill(id, place, pages) {
    const frame = { op: 'history', conv: 'r:' + id, from: place.n + 1, limit: FILL_PAGE, dir: 'forward' };
    asked(frame, (reply) => reply).then((reply) => {
      reply.entries.forEach((/** @type {any} */ entry) => { if (entry.n > place.n) take(id, place, entry, false); });
      if (reply.more && pages > 1) {
        fill(id, place, pages - 1);
        return;
      }
      place.filling = false;
      if (reply.more) {
        const count = reply.head - place.n;
        place.n = reply.head;
        say(id, 'missed', { count });
      }
    }, () => { place.filling = false; }); // entering again looks again
  }

  /** @param {string} id @param {Place} place @param {any} entry @param {boolean} live */
  function take(id, place, entry, live) {
    place.n = entry.n;
    if (entry.op === 'msg') {
      show(entry, 'r:' + id, live);
      return;
    }
    if (entry.event !== 'room') {
      say(id, entry.event, { from: entry.from, target: entry.target, n: entry.n, t: entry.t });
      return;
    }
    const out = entry.action === 'dismissed' || (entry.action === 'kicked' && entry.users.indexOf(kernel.me()) >= 0);
    if (out) places.delete(id);
    say(id, entry.action, { from: entry.from, users: entry.users, fields: entry.fields, n: entry.n, t: entry.t });
  }

  kernel.on('room frame', (/** @type {any} */ frame) => {
    const id = roomIdOf(frame.to || frame.conv);
    const place = places.get(id);
    if (frame.op === 'signal') kernel.emit('signal', Object.assign({}, frame, { conv: frame.to }));
    else if (frame.op === 'room') {
      const event = Object.assign({}, frame);
      ['op', 'conv'].forEach((name) => delete event[name]);
      say(id, 'members', event);
    } else if (place && frame.n > place.n) {
      if (frame.n > place.n + 1) {
        missed(id, place, frame.n - 1);
        if (place.filling) return; // the history brings this one too
      }
      take(id, place, frame, true);
    }
  });

  kernel.on('sent', (/** @type {any} */ out, /** @type {any} */ reply) => {
    const place = out.to[0] === 'r' && places.get(roomIdOf(out.to));
    if (place && reply.n > place.n) {
      if (reply.n > place.n + 1) missed(roomIdOf(out.to), place, reply.n - 1);
      if (!place.filling) place.n = reply.n;
    }
  });

  kernel.on('entered', () => {
    Array.from(places.keys()).forEach((id) => {
      act('enter', id).then(entered, (/** @type {any} */ fault) => {
        if (fault.band === 'later' || fault.name === 'closed' || !places.delete(id)) return;
        say(id, 'out', { error: fault });
      });
    });
  });
  kernel.on('state', (/** @type {string} */ state) => { if (state === 'idle') places.clear(); });

  return {
    enter: (room, how) => act('enter', room, how ? { data: how } : {}).then(entered),
    switchTo: (room, from) => act('switch', room, from === undefined ? {} : { data: { from: roomIdOf(from) } }).then((now) => {
      if (from !== undefined) places.delete(roomIdOf(from));
      else Array.from(places.keys()).forEach((id) => { if (id !== now.room) places.delete(id); });
      return entered(now);
    }),
    leave(room) {
      places.delete(roomIdOf(room));
      return act('leave', room, {}, () => {});
    },
    current: () => Array.from(places.keys()),
    create(given) {
      const data = Object.assign({}, given);
      const frame = { op: 'room', do: 'create', data };
      delete data.room;
      return asked(given && given.room ? Object.assign(frame, { conv: 'r:' + roomIdOf(given.room) }) : frame, roomOf);
    },
    get: (room) => act('get', room),
    list: (how) => asked(Object.assign({ op: 'room', do: 'list' }, how), (reply) => reply.rooms),
    members: (room, how) => act('members', room, { limit: how && how.limit, users: userIds((how && how.users) || []) },
      (reply) => ({ count: reply.count, members: reply.members })),
    setAttributes: (room, attributes, how) => act('set', room, { attributes, data: how || {} },
      (reply) => ({ room: reply.room, failed: reply.failed })),
    edit: (room, change) => act('edit', room, { data: change }),
    kick: (room, users, reason) => act('kick', room, { users: userIds(users), data: { reason: reason || '' } }),
    dismiss: (room) => act('dismiss', room),
  };
}

module.exports = { createRooms };
