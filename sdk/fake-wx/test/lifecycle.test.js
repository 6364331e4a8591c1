'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { createFakeWx } = require('..');
const { SUSPEND_MS, both, echo, eventually, opened } = require('./worlds');

function recordLife(world, log) {
  world.wx.onAppShow((options) => log.push('show ' + options.scene));
  world.wx.onAppHide(() => log.push('hide'));
}

both('show comes right after launch, then hide and show', {}, async (world) => {
  const log = [];
  recordLife(world, log);
  assert.deepEqual(log, []);
  await eventually(world.device, () => log.length === 1);
  world.device.hide();
  await eventually(world.device, () => log.length === 2);
  assert.equal(world.device.state(), 'hidden');
  world.device.show();
  await eventually(world.device, () => log.length === 3);
  assert.deepEqual(log, ['show 1001', 'hide', 'show 1001']);
  await world.device.advance(SUSPEND_MS * 2);
  assert.equal(world.device.state(), 'shown');
});

both('hidden for less than the limit, everything runs on', {}, async (world) => {
  echo(world);
  const { task, log } = await opened(world);
  world.device.hide();
  task.send({ data: 'a' });
  await eventually(world.device, () => log.length === 2);
  assert.equal(world.device.state(), 'hidden');
  world.device.show();
  await world.device.advance(SUSPEND_MS * 2);
  assert.deepEqual(log, ['open', 'a']);
});

both('suspended: timers, messages and callbacks wait for the show, in order', { backgroundClose: 'survives' }, async (world) => {
  const { log } = await opened(world);
  world.device.hide();
  await world.device.advance(SUSPEND_MS + 20);
  assert.equal(world.device.state(), 'suspended');
  world.server.peers[0].send('1');
  world.server.peers[0].send('2');
  await world.device.advance(50);
  assert.deepEqual(log, ['open']);
  assert.equal(world.device.queuedCallbacks(), 2);
  world.device.show();
  world.server.peers[0].send('3');
  await eventually(world.device, () => log.length === 4);
  assert.deepEqual(log, ['open', '1', '2', '3']);
});

both('background close before the suspension', { backgroundClose: 'before-suspend', backgroundCloseCode: 1000 }, async (world) => {
  const { log } = await opened(world);
  world.device.hide();
  await eventually(world.device, () => log.length === 2);
  assert.equal(world.device.state(), 'hidden');
  assert.deepEqual(log, ['open', 'close 1000']);
  await eventually(world.device, () => world.server.openPeers().length === 0);
});

[1000, 1005, 1006].forEach((code) => {
  both('background close told after the show with ' + code, { backgroundClose: 'after-show', backgroundCloseCode: code }, async (world) => {
    const { log } = await opened(world);
    world.device.hide();
    await world.device.advance(SUSPEND_MS + 50);
    assert.deepEqual(log, ['open']);
    assert.equal(world.server.openPeers().length, 0);
    assert.equal(world.device.liveSockets(), 1);
    world.device.show();
    await eventually(world.device, () => log.length === 2);
    assert.deepEqual(log, ['open', 'close ' + code]);
    assert.equal(world.device.liveSockets(), 0);
  });
});

both('background close never told: the task looks alive and is dead', { backgroundClose: 'never' }, async (world) => {
  const { task, log } = await opened(world);
  world.device.hide();
  await world.device.advance(SUSPEND_MS + 50);
  world.device.show();
  const answers = [];
  await world.device.settle();
  task.send({ data: 'x', success: () => answers.push('ok'), fail: () => answers.push('fail') });
  await eventually(world.device, () => answers.length === 1);
  world.device.set({ deadSend: 'fail' });
  task.send({ data: 'x', success: () => answers.push('ok'), fail: () => answers.push('fail') });
  await eventually(world.device, () => answers.length === 2);
  assert.deepEqual(answers, ['ok', 'fail']);
  assert.deepEqual(log, ['open']);
  assert.deepEqual(world.server.peers[0].received, []);
  assert.equal(world.device.liveSockets(), 1);
  task.close({});
  await world.device.advance(20);
  assert.deepEqual(log, ['open']);
  assert.equal(world.device.liveSockets(), 0);
});

both('network calls unfinished at the suspension fail with interrupted', {}, async (world) => {
  world.server.onRequest(() => undefined);
  const log = [];
  world.wx.request({ url: world.http + '/slow', fail: (result) => log.push(result.errMsg) });
  await eventually(world.device, () => world.server.requests.length === 1);
  world.device.hide();
  await world.device.advance(SUSPEND_MS + 50);
  assert.deepEqual(log, []);
  world.device.show();
  await eventually(world.device, () => log.length === 1);
  assert.deepEqual(log, ['request:fail interrupted']);
});

both('destroyed, then a cold start: nothing of the old run comes back, storage stays', {}, async (world) => {
  const { task, log } = await opened(world);
  world.wx.setStorageSync('k', { n: 1 });
  world.platform.setTimeout(() => log.push('timer'), 10);
  world.device.destroy();
  await world.device.advance(50);
  assert.deepEqual(log, ['open']);
  assert.equal(world.device.state(), 'destroyed');
  assert.equal(world.device.pendingTimers(), 0);
  await eventually(world.device, () => world.server.openPeers().length === 0);
  task.send({ data: 'x' });
  assert.throws(() => world.device.show(), /coldStart/);

  const next = world.device.coldStart({ scene: 1089 });
  assert.notEqual(next.wx, world.wx);
  assert.equal(world.device.wx, next.wx);
  const shows = [];
  next.wx.onAppShow((options) => shows.push(options.scene));
  await eventually(world.device, () => shows.length === 1);
  assert.deepEqual(shows, [1089]);
  assert.deepEqual(next.wx.getStorageSync('k'), { n: 1 });
  const again = await opened(Object.assign({}, world, next));
  assert.deepEqual(again.log, ['open']);
  assert.deepEqual(log, ['open']);
});

test('the clock jumps, an overdue timer fires once, an interval does not catch up', async () => {
  const { device, platform } = createFakeWx();
  const log = [];
  const start = platform.now();
  const note = (name) => () => log.push(name + ' ' + (platform.now() - start));
  platform.setTimeout(note('once'), 10000);
  platform.setInterval(note('each'), 2000);
  device.hide();
  await device.advance(60000);
  assert.deepEqual(log, ['each 2000', 'each 4000']);
  await device.show();
  assert.deepEqual(log.slice(2), ['each 60000', 'once 60000']);
  await device.advance(2000);
  assert.deepEqual(log.slice(4), ['each 62000']);
});

test('a timer that is cleared after it fell due in suspension never fires', async () => {
  const { wx, device, platform } = createFakeWx();
  const log = [];
  const id = platform.setTimeout(() => log.push('fired'), 6000);
  await device.settle();
  wx.onAppShow(() => platform.clearTimeout(id));
  device.hide();
  await device.advance(10000);
  await device.show();
  await device.advance(10000);
  assert.deepEqual(log, []);
});

test('onAppShow before or after the waiting callbacks', async () => {
  for (const [showOrder, expected] of [['show-first', ['show', 'late']], ['callbacks-first', ['late', 'show']]]) {
    const { wx, device, platform } = createFakeWx({ knobs: { showOrder } });
    const log = [];
    await device.settle();
    wx.onAppShow(() => log.push('show'));
    platform.setTimeout(() => log.push('late'), 6000);
    device.hide();
    await device.advance(10000);
    await device.show();
    assert.deepEqual(log, expected);
  }
});

test('hidden again while the queue is being worked off: the rest waits for the next show', async () => {
  const { wx, device, platform } = createFakeWx();
  const log = [];
  await device.settle();
  wx.onAppShow(() => log.push('show'));
  [1, 2, 3].forEach((n) => platform.setTimeout(() => log.push(n), 6000));
  device.set({ suspendAfterMs: 5000 });
  device.hide();
  await device.advance(7000);
  device.show();
  device.set({ suspendAfterMs: 0 });
  device.hide();
  await device.settle();
  const before = log.length;
  assert.ok(before < 4);
  await device.show();
  assert.deepEqual(log.filter((one) => one !== 'show'), [1, 2, 3]);
});

test('calls made while suspended are counted, and fail after the show', async () => {
  const { wx, device, platform } = createFakeWx();
  device.hide();
  await device.advance(5000);
  const log = [];
  wx.login({ fail: (result) => log.push(result.errMsg) });
  wx.connectSocket({ url: 'ws://server/', fail: (result) => log.push(result.errMsg) });
  wx.request({ url: 'http://server/', fail: (result) => log.push(result.errMsg) });
  wx.getStorageSync('k');
  platform.setTimeout(() => undefined, 1);
  assert.deepEqual(device.violations.map((one) => one.api), ['login', 'connectSocket', 'request', 'getStorageSync', 'setTimeout']);
  assert.deepEqual(log, []);
  await device.show();
  assert.deepEqual(log, ['login:fail interrupted', 'connectSocket:fail interrupted', 'request:fail interrupted']);
  const count = device.violations.length;
  wx.getStorageSync('k');
  assert.equal(device.violations.length, count);
});

test('off removes one listener, or all', async () => {
  const { wx, device } = createFakeWx();
  const log = [];
  const first = () => log.push('first');
  await device.settle();
  wx.onAppHide(first);
  wx.onAppHide(() => log.push('second'));
  wx.offAppHide(first);
  await device.hide();
  wx.offAppHide();
  await device.show();
  await device.hide();
  assert.deepEqual(log, ['second']);
});

test('half an hour in the background destroys the app', async () => {
  const { device } = createFakeWx();
  device.hide();
  await device.advance(30 * 60000 - 1);
  assert.equal(device.state(), 'suspended');
  await device.advance(1);
  assert.equal(device.state(), 'destroyed');
});

test('a misspelt knob is refused', () => {
  assert.throws(() => createFakeWx({ knobs: { backgroundclose: 'never' } }), /no such knob/);
  const { device } = createFakeWx();
  assert.throws(() => device.set({ backgroundClose: 'sometimes' }), /cannot be/);
  assert.throws(() => device.set({ latencyMs: '5' }), /cannot be/);
  assert.throws(() => device.loseNetwork('gone'), /no such way/);
});
