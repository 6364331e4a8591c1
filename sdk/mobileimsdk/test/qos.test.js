'use strict';
/**
 * QoS both ways, on the fake clock: when it is sent again, when it is lost, what is acknowledged, what is shown.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { createWorld } = require('./world');
const { createQos } = require('../module/mb_qos');
const { LIMITS } = require('../module/mb_constants');

const times = (phone, fp) => phone.out().filter((f) => JSON.parse(f.data).fp === fp).map((f) => f.at);

test('never acknowledged: sent three times, lost after 15 s, told once with all of them', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  const start = world.clock.now();
  const one = alice.say('nobody', 'one');
  await world.advance(1000);
  const two = alice.say('nobody', 'two');
  await world.advance(1500);
  const three = alice.say('nobody', 'three');
  await world.advance(30000);
  assert.deepEqual(times(alice, one).map((at) => at - start), [0, 5000, 10000]);
  assert.deepEqual(times(alice, two).map((at) => at - start), [1000, 5000, 10000]);
  assert.deepEqual(times(alice, three).map((at) => at - start), [2500, 10000, 15000], 'at 5 s it was just sent');
  assert.deepEqual(alice.of('MessagesLost').map((e) => [e.at - start, e.values[0].map((p) => p.fp)]), [[15000, [one, two]], [20000, [three]]]);
  assert.ok(alice.of('Ping').some((e) => e.at - start === 5000), 'and the link is asked');
  await world.end();
});

test('lost 13 to 18 s after sending, whenever it was sent', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  const sentAt = new Map();
  for (let i = 0; i < 60; i += 1) {
    sentAt.set(alice.say('nobody', 'm' + i), world.clock.now());
    await world.advance(337);
  }
  await world.advance(30000);
  const ages = [];
  alice.of('MessagesLost').forEach((e) => e.values[0].forEach((p) => ages.push(e.at - sentAt.get(p.fp))));
  assert.equal(ages.length, 60);
  assert.ok(Math.min(...ages) >= 13000 && Math.max(...ages) <= 18000, Math.min(...ages) + '..' + Math.max(...ages));
  await world.end();
});

test('acknowledged: told each time, not sent again, not lost; an acknowledgement after the loss is told too', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  const bob = world.phone('bob');
  await Promise.all([alice.login(), bob.login()]);
  const fp = alice.say('bob', 'x');
  await world.advance(20000);
  assert.equal(times(alice, fp).length, 1);
  world.server.table.get('alice').peer.send({ type: 4, dataContent: fp, from: 'bob', to: 'alice' });
  const late = alice.say('nobody', 'y');
  await world.advance(20000);
  world.server.table.get('alice').peer.send({ type: 4, dataContent: late, from: 'nobody', to: 'alice' });
  await world.settle();
  assert.deepEqual(alice.of('MessagesBeReceived').map((e) => e.values[0]), [fp, fp, late]);
  assert.equal(alice.of('MessagesLost').length, 1);
  await world.end();
});

test('the acknowledgement is lost on the way: sent again, shown once, acknowledged each time', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  const bob = world.phone('bob');
  await Promise.all([alice.login(), bob.login()]);
  let dropped = 0;
  world.server.bad.mute = (p) => p.type === 4 && dropped++ < 2;
  const fp = alice.say('bob', 'x');
  await world.advance(30000);
  assert.equal(times(alice, fp).length, 3);
  assert.deepEqual(bob.texts(), ['x']);
  assert.ok(bob.sent(4).length >= 3);
  assert.deepEqual([alice.of('MessagesBeReceived').length, alice.of('MessagesLost').length], [1, 0]);
  await world.end();
});

test('without QoS: no acknowledgement, each copy is shown; QoS without a fingerprint is shown and not acknowledged', async () => {
  const world = createWorld();
  const bob = world.phone('bob');
  await bob.login();
  for (let i = 0; i < 2; i += 1) {
    world.server.say({ from: 'a', to: 'bob', QoS: false, dataContent: 'plain' });
    world.server.say({ from: 'a', to: 'bob', QoS: true, dataContent: 'no fp' });
  }
  await world.settle();
  assert.deepEqual(bob.texts(), ['plain', 'no fp', 'plain', 'no fp']);
  assert.equal(bob.sent(4).length, 0);
  await world.end();
});

test('a fingerprint is remembered for ten minutes after it came last, and over a re-login', async () => {
  const world = createWorld();
  const bob = world.phone('bob');
  await bob.login();
  const come = async (fp) => {
    world.server.table.get('bob').peer.send({ type: 2, dataContent: fp, from: 'a', to: 'bob', QoS: true, fp });
    await world.settle();
  };
  await come('one');
  await world.advance(9 * 60000);
  await come('one');
  await world.advance(9 * 60000);
  await come('one');
  assert.deepEqual(bob.texts(), ['one'], 'each copy makes it young again');
  await world.advance(8 * 60000);
  world.server.table.get('bob').peer.kill();
  await world.advance(8 * 60000);
  await come('one');
  assert.deepEqual(bob.texts(), ['one'], 'and so does a login');
  await world.advance(16 * 60000);
  await come('two');
  await come('one');
  assert.deepEqual(bob.texts(), ['one', 'two', 'one'], 'in the end it is forgotten');
  assert.equal(bob.sent(4).length, 6);
  bob.events.length = 0;
  await world.end();
});

test('known over a logout and a kick of the same person, not when somebody else logs in', async () => {
  const world = createWorld({ server: { offline: true } });
  const bob = world.phone('bob');
  const come = async () => {
    world.server.table.get(bob.sdk.getLoginInfo().loginUserId).peer.send({ type: 2, dataContent: 'x', from: 'a', to: 'bob', QoS: true, fp: 'one' });
    await world.settle();
  };
  await bob.login();
  await come();
  await bob.login();
  await come();
  world.server.kick('bob', 2);
  await world.settle();
  await bob.login();
  await come();
  assert.deepEqual(bob.texts(), ['x']);
  await bob.login({ loginUserId: 'carol' });
  await come();
  assert.deepEqual(bob.texts(), ['x', 'x']);
  bob.events.length = 0;
  await world.end();
});

test('written while the link is down: leaves with the next login, though its retries were spent on a dead link', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  const bob = world.phone('bob');
  await Promise.all([alice.login(), bob.login()]);
  await world.advance(10000);
  world.transport.refuse(4);
  world.server.table.get('alice').peer.kill();
  await world.advance(100);
  const fp = alice.say('bob', 'x');
  assert.equal(alice.sdk.isOnline(), false);
  await world.advance(12500);
  assert.equal(alice.sdk.isOnline(), true);
  assert.deepEqual(bob.texts(), ['x']);
  assert.equal(times(alice, fp).length, 1);
  assert.deepEqual(alice.of('MessagesBeReceived').map((e) => e.values[0]), [fp]);
  await world.end();
});

test('down for too long: retries count without a link, and it is lost', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  await alice.device.loseNetwork('close');
  const start = world.clock.now();
  const fp = alice.say('bob', 'x');
  await world.advance(60000);
  assert.deepEqual(alice.of('MessagesLost').map((e) => [e.at - start, e.values[0][0].fp]), [[15000, fp]]);
  assert.equal(times(alice, fp).length, 0);
  await alice.device.restoreNetwork();
  await world.advance(5000);
  assert.equal(times(alice, fp).length, 0, 'what is lost is not sent any more');
  await world.end();
});

test('the app sends a lost one again under its fingerprint: all retries anew', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  const fp = alice.say('bob', 'x');
  await world.advance(16000);
  const [p] = alice.of('MessagesLost')[0].values[0];
  assert.equal(p.fp, fp);
  const bob = world.phone('bob');
  await bob.login();
  assert.equal(alice.sdk.sendData(p), 0);
  await world.advance(1000);
  assert.deepEqual(bob.texts(), ['x']);
  assert.equal(alice.of('MessagesBeReceived').length, 1);
  await world.end();
});

test('bounds: so many wait and no more; a flood of fingerprints keeps the latest', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  for (let i = 0; i < LIMITS.qosWaitingMax; i += 1) alice.say('nobody', 'm' + i);
  assert.equal(alice.sdk.sendData(alice.factory.createCommonDataSimple('more', 'alice', 'nobody')), 3);
  await world.advance(20000);
  assert.equal(alice.of('MessagesLost').reduce((sum, e) => sum + e.values[0].length, 0), LIMITS.qosWaitingMax);
  assert.equal(alice.sdk.sendData(alice.factory.createCommonDataSimple('more', 'alice', 'nobody')), 0);
  await world.end();
  const qos = createQos({ platform: alice.device.platform, send() {}, doubt() {}, lost() {}, log() {} });
  for (let i = 0; i < LIMITS.qosKeptMax + 1; i += 1) assert.equal(qos.isNew('f' + i, true), true);
  assert.equal(qos.isNew('f' + LIMITS.qosKeptMax, true), false);
  assert.equal(qos.isNew('f0', true), true);
});

test('a clock that was set back stops neither retries nor keep-alive', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  let shift = 0;
  const { platform } = alice.device;
  alice.sdk.setPlatform(alice.IM.wxPlatform(platform.wx, Object.assign({}, platform, { now: () => platform.now() + shift })));
  await alice.login();
  await world.advance(16000);
  const fp = alice.say('nobody', 'x');
  shift = -3600000;
  await world.advance(20000);
  assert.equal(times(alice, fp).length, 3);
  assert.equal(alice.of('MessagesLost').length, 1);
  assert.equal(alice.sdk.isOnline(), true);
  world.server.bad.mute = (p) => p.type === 51;
  await world.advance(40000);
  assert.ok(alice.of('Disconnected').length >= 1);
  world.server.bad.mute = null;
  await world.advance(30000);
  assert.equal(alice.sdk.isOnline(), true);
  await world.end();
});
