'use strict';
/**
 * Rooms of the SDK against the real server.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { eventually, pair, startServer } = require('./real');

let server = null;
test.before(async () => { server = await startServer(); });
test.after(async () => { if (server) await server.end(); });

let rooms = 0;

/** @param {any} [more] */
async function made(more) {
  rooms += 1;
  const room = 'room-' + rooms;
  await server.rest('POST', '/rooms', Object.assign({ room }, more));
  return room;
}

/** @param {any} one */
function heard(one) {
  const seen = { events: [], texts: [] };
  one.hy.on('room', (event) => seen.events.push(event));
  one.hy.on('message', (message) => { if (!message.mine) seen.texts.push(message.content.text); });
  return seen;
}

test('a room: entered, talked in, with attributes, left', async () => {
  const [a, b] = await pair(server);
  const byA = heard(a);
  const byB = heard(b);
  const room = await made();
  await assert.rejects(a.hy.sendText({ room }, 'too early').whenSent(), { name: 'not_a_member' });
  assert.equal((await a.hy.rooms.enter(room)).members, 1);
  assert.equal((await b.hy.rooms.enter('r:' + room)).members, 2);
  await eventually(() => byA.events.some((e) => e.action === 'members' && e.members === 2 && e.in.indexOf(b.user) >= 0), 'arrival');
  await a.hy.sendText({ room }, 'welcome').whenSent();
  await eventually(() => byB.texts.length === 1, 'welcome');
  assert.deepEqual(byB.texts, ['welcome']);
  assert.deepEqual(a.hy.conversations().filter((c) => c.room === room), []);

  const set = await a.hy.rooms.setAttributes(room, { topic: 'geese' });
  assert.deepEqual(set.failed, []);
  await eventually(() => byB.events.some((e) => e.action === 'attributes' && e.fields['a.topic'] === 'geese'), 'attributes');
  assert.deepEqual((await b.hy.rooms.setAttributes(room, { topic: 'ducks' })).failed, ['topic']);
  assert.equal((await b.hy.rooms.setAttributes(room, { topic: 'ducks' }, { force: true })).room.attributes.topic, 'ducks');
  assert.deepEqual((await a.hy.rooms.members(room)).members.sort(), [a.user, b.user].sort());

  const other = await made();
  assert.equal((await b.hy.rooms.switchTo(other)).room, other);
  assert.deepEqual(b.hy.rooms.current(), [other]);
  await eventually(() => byA.events.some((e) => e.action === 'members' && e.members === 1), 'left');
  await b.hy.rooms.leave(other);
  assert.deepEqual(b.hy.rooms.current(), []);
  await server.rest('DELETE', '/rooms/' + room);
  await eventually(() => byA.events.some((e) => e.action === 'dismissed'), 'dismissed');
  assert.deepEqual(a.hy.rooms.current(), []);
  await assert.rejects(a.hy.rooms.enter(room), { name: 'room_dismissed' });
  await Promise.all([a.hy.logout(), b.hy.logout()]);
});

test('after a restart it enters again by itself, and reads what a room with history has kept', async (context) => {
  if (!server.restart) {
    context.skip('not a server of ours');
    return;
  }
  const [a, b] = await pair(server);
  const byB = heard(b);
  const kept = await made({ history: true });
  const loose = await made();
  for (const room of [kept, loose]) {
    await a.hy.rooms.enter(room);
    await b.hy.rooms.enter(room);
  }
  await a.hy.sendText({ room: kept }, 'one').whenSent();
  await eventually(() => byB.texts.length === 1, 'one');
  await server.restart();
  await server.rest('POST', '/rooms/' + kept + '/messages', { cid: 'r1', type: 'text', content: { text: 'meanwhile' } });
  await a.hy.sendText({ room: kept }, 'two').whenSent();
  // Where nothing is kept, only who is there again hears.
  await eventually(async () => (await a.hy.rooms.get(loose)).members === 2, 'both there again');
  await a.hy.sendText({ room: loose }, 'three').whenSent();
  await eventually(() => byB.texts.length === 4, 'all four');
  assert.deepEqual(byB.texts.slice().sort(), ['meanwhile', 'one', 'three', 'two']);
  assert.deepEqual(byB.texts.filter((text) => text !== 'three'), ['one', 'meanwhile', 'two']);
  await Promise.all([a.hy.logout(), b.hy.logout()]);
});
