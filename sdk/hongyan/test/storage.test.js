'use strict';
/**
 * Storage that is full, broken, cut off in the middle or shared.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { createWorld } = require('./world');

const KB = 1024;

test('full storage: the oldest pages make room, the app is told, nothing throws, nothing is lost', async () => {
  const world = createWorld();
  const alice = world.phone('alice', { knobs: { storageLimitBytes: 400 * KB } });
  await alice.login();
  for (let i = 0; i < 400; i += 1) {
    world.server.say('u' + (i % 7), 'alice', 'x'.repeat(2000) + i);
    if (i % 10 === 0) await world.advance(700);
  }
  await world.advance(3000);
  assert.ok(alice.device.storage.usedBytes() <= 400 * KB);
  for (let i = 0; i < 7; i += 1) world.checkReceived(alice, 'u' + i);
  await alice.device.destroy();
  await world.until(alice.coldStart());
  assert.equal(alice.hy.totalUnread(), 400);
  // Evicted pages come from the server.
  const page = await world.until(alice.hy.history('s:u0', { limit: 58 }));
  assert.equal(page.messages.length, 58);
  assert.equal(page.messages[0].n, 1);
  await world.end();
});

test('no byte left: works from memory, tells once, and stores again when there is room', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  const bob = world.phone('bob');
  alice.device.fillStorage(0);
  await Promise.all([alice.login(), bob.login()]);
  alice.hy.sendText('s:bob', 'a1');
  bob.hy.sendText('s:alice', 'b1');
  await world.advance(5000);
  assert.deepEqual(bob.texts(), ['b1', 'a1']);
  assert.deepEqual(alice.texts(), ['a1', 'b1']);
  assert.equal(alice.of('storage').length, 1);
  assert.equal(alice.of('storage')[0].full, true);
  alice.device.freeStorage();
  bob.hy.sendText('s:alice', 'b2');
  await world.advance(5000);
  await alice.device.destroy();
  await alice.device.loseNetwork('event');
  alice.coldStart().catch(() => {});
  assert.equal(alice.hy.conversation('s:bob').last.content.text, 'b2');
  await alice.device.restoreNetwork();
  await world.calm();
  await world.end();
});

for (const broken of ['setStorageSync', 'getStorageSync', 'removeStorageSync', 'getStorageInfoSync', 'all']) {
  test('storage is broken: ' + broken, async () => {
    const world = createWorld();
    const alice = world.phone('alice');
    const bob = world.phone('bob');
    const fail = () => { throw new Error('storage is broken'); };
    ['setStorageSync', 'getStorageSync', 'removeStorageSync', 'getStorageInfoSync'].forEach((name) => {
      if (broken === name || broken === 'all') alice.device.wx[name] = fail;
    });
    alice.boot();
    await Promise.all([alice.login(), bob.login()]);
    for (let i = 0; i < 3; i += 1) {
      alice.hy.sendText('s:bob', 'a' + i);
      bob.hy.sendText('s:alice', 'b' + i);
      await world.advance(1000);
    }
    alice.hy.markRead('s:bob');
    await alice.device.hide();
    await world.advance(8000);
    bob.hy.sendText('s:alice', 'b3');
    await alice.device.show();
    await world.calm();
    world.checkReceived(alice, 'bob');
    world.checkReceived(bob, 'alice');
    assert.equal((await world.until(alice.hy.history('s:bob', { limit: 100 }))).messages.length, 7);
    assert.equal(alice.hy.unread('s:bob'), 1);
    assert.ok(alice.of('storage').length >= 1 || broken === 'removeStorageSync' || broken === 'getStorageSync');
    await world.end();
  });
}

test('damaged values: found, dropped, fetched anew', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  for (let i = 0; i < 60; i += 1) world.server.say('u' + (i % 20), 'alice', 'x' + i);
  await world.advance(3000);
  await alice.device.destroy();
  let turn = 0;
  alice.device.storage.info().keys.forEach((key) => {
    if (!/:[mc]:/.test(key)) return;
    turn += 1;
    if (turn % 2) alice.device.storage.set(key, ['', '1,99|{', 7, { a: 1 }, '1,2|{}x'][turn % 5]);
  });
  world.server.say('u1', 'alice', 'late');
  await world.until(alice.coldStart());
  await world.advance(1000);
  assert.equal(alice.hy.conversations().length, 20);
  assert.equal(alice.hy.totalUnread(), 61);
  assert.deepEqual(alice.texts('s:u1').slice(-1), ['late']);
  for (let i = 0; i < 20; i += 1) assert.equal((await world.until(alice.hy.history('s:u' + i))).messages.length, i === 1 ? 4 : 3);
  await world.end();
});

test('keys stay small: no value above 64 KB, whatever is sent', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  for (let i = 0; i < 20; i += 1) {
    alice.hy.sendText('s:bob', '雁'.repeat(10000));
    world.server.say('bob', 'alice', '鸿'.repeat(10000));
    await world.advance(800);
  }
  await world.advance(3000);
  const box = alice.device.storage;
  const sizes = box.info().keys.map((key) => Buffer.byteLength(JSON.stringify(box.get(key))));
  assert.ok(Math.max(...sizes) <= 64 * KB, String(Math.max(...sizes)));
  await alice.device.destroy();
  await world.until(alice.coldStart());
  assert.equal((await world.until(alice.hy.history('s:bob', { limit: 100 }))).messages.length, 40);
  await world.end();
});

test('writes are gathered: a busy minute is a few writes, not one per message', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  let writes = 0;
  const set = alice.device.wx.setStorageSync;
  alice.device.wx.setStorageSync = (key, value) => {
    writes += 1;
    set(key, value);
  };
  for (let i = 0; i < 200; i += 1) world.server.say('bob', 'alice', 'x' + i);
  await world.advance(1000);
  assert.ok(writes < 20, String(writes));
  await world.end();
});

test('two users on one phone keep apart; wipe forgets one of them', async () => {
  const world = createWorld();
  const phone = world.phone('alice');
  await phone.login();
  world.server.say('bob', 'alice', 'for alice');
  world.server.say('bob', 'eve', 'for eve');
  await world.advance(3000);
  const device = world.server.requests.find((f) => f.op === 'login').device;
  await world.until(phone.hy.logout());
  await world.until(phone.hy.login({ user: 'eve', token: world.server.token('eve') }));
  assert.deepEqual((await world.until(phone.hy.history('s:bob'))).messages.map((m) => m.content.text), ['for eve']);
  assert.equal(world.server.requests.filter((f) => f.op === 'login').pop().device, device, 'the same device');
  await world.until(phone.hy.logout({ wipe: true }));
  const left = phone.device.storage.info().keys;
  assert.ok(left.some((key) => /:alice:/.test(key)));
  assert.ok(!left.some((key) => /:eve:/.test(key)), left.join());
  assert.ok(!JSON.stringify(left.map((key) => phone.device.storage.get(key))).includes('secret-'), 'no session secret after logout');
  await world.end();
});

test('strange ids live in storage without harm', async () => {
  const world = createWorld();
  const ids = ['a:b', 'c^1', 'd~1', 'e|f'.replace('|', '/'), '名字', '%41', 'm:x'];
  const alice = world.phone('al:i^ce');
  await alice.login();
  ids.forEach((id) => world.server.say(id, 'al:i^ce', 'from ' + id));
  await world.advance(3000);
  await alice.device.destroy();
  await world.until(alice.coldStart());
  for (const id of ids) {
    assert.deepEqual((await world.until(alice.hy.history({ user: id }))).messages.map((m) => m.content.text), ['from ' + id]);
    assert.equal(alice.hy.unread({ user: id }), 1);
  }
  await world.end();
});
