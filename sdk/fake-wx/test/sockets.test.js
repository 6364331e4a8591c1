'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { createFakeWx } = require('..');
const { both, echo, eventually, opened, watch } = require('./worlds');

both('text and binary go out and come back in order', {}, async (world) => {
  echo(world);
  const { task, log } = await opened(world);
  task.send({ data: '鸿雁 🪿' });
  task.send({ data: new Uint8Array([0, 1, 255]).buffer });
  task.send({ data: 'x'.repeat(70000) });
  task.send({ data: '' });
  await eventually(world.device, () => log.length === 5);
  assert.equal(log[1], '鸿雁 🪿');
  assert.deepEqual(Array.from(new Uint8Array(log[2])), [0, 1, 255]);
  assert.equal(log[3].length, 70000);
  assert.equal(log[4], '');
});

both('success of connectSocket means accepted, not connected, and comes later', {}, async (world) => {
  const order = [];
  world.server.refuse();
  const task = world.wx.connectSocket({
    url: world.ws,
    success: (result) => order.push(result.errMsg),
    complete: () => order.push('complete'),
  });
  task.onError((event) => order.push(/^connectSocket:fail ./.test(event.errMsg)));
  task.onClose((event) => order.push(event.code));
  assert.deepEqual(order, []);
  await eventually(world.device, () => order.length === 4);
  assert.deepEqual(order, ['connectSocket:ok', 'complete', true, 1006]);
});

both('a failed handshake may have no onClose', { handshakeFailure: 'error-only' }, async (world) => {
  world.server.refuse();
  const { log } = watch(world);
  await eventually(world.device, () => log.length > 0);
  await world.device.advance(50);
  assert.deepEqual(log, ['error']);
  assert.equal(world.device.liveSockets(), 0);
});

both('the server closes with its own code', {}, async (world) => {
  const { log } = await opened(world);
  world.server.peers[0].close(4001, 'kicked');
  await eventually(world.device, () => log.length === 2);
  assert.deepEqual(log, ['open', 'close 4001']);
});

[1005, 1006].forEach((code) => both('the server code may arrive as ' + code, { serverCloseCode: code }, async (world) => {
  const { log } = await opened(world);
  world.server.peers[0].close(4001, 'kicked');
  await eventually(world.device, () => log.length === 2);
  assert.deepEqual(log, ['open', 'close ' + code]);
}));

both('a broken link closes with 1006', {}, async (world) => {
  const { log } = await opened(world);
  world.server.peers[0].kill();
  await eventually(world.device, () => log.length === 2);
  assert.deepEqual(log, ['open', 'close 1006']);
});

both('own close: 1000, nothing after it, and the server sees code and reason', {}, async (world) => {
  const { task, log } = await opened(world);
  const seen = [];
  world.server.peers[0].onClose((code, reason) => seen.push(code, reason));
  task.close({ code: 4002, reason: 'bye' });
  world.server.peers[0].send('too late');
  await eventually(world.device, () => log.length === 2 && seen.length === 2);
  assert.deepEqual(log, ['open', 'close 4002']);
  assert.deepEqual(seen, [4002, 'bye']);
  task.close({ fail: (result) => seen.push(result.errMsg) });
  await world.device.advance(20);
  assert.match(seen[2], /^closeSocket:fail /);
});

both('slow network delays every direction and keeps the order', { latencyMs: 60 }, async (world) => {
  echo(world);
  const start = world.device.now();
  const { task, log } = await opened(world);
  assert.ok(world.device.now() - start >= 60);
  const sentAt = world.device.now();
  task.send({ data: 'a' });
  world.device.set({ latencyMs: 20 });
  task.send({ data: 'b' });
  await eventually(world.device, () => log.length === 3);
  assert.ok(world.device.now() - sentAt >= 80);
  assert.deepEqual(log, ['open', 'a', 'b']);
});

both('a network that becomes fast does not let the new overtake the old', { latencyMs: 80 }, async (world) => {
  const { task, log } = await opened(world);
  task.send({ data: 'a' });
  world.server.peers[0].send('1');
  await world.device.advance(30);
  world.device.set({ latencyMs: 0 });
  task.send({ data: 'b' });
  world.server.peers[0].send('2');
  await eventually(world.device, () => log.length === 3 && world.server.peers[0].received.length === 2);
  assert.deepEqual(log, ['open', '1', '2']);
  assert.deepEqual(world.server.peers[0].received, ['a', 'b']);
});

function refusalOf(run) {
  return new Promise((resolve) => { run({ success: () => resolve('ok'), fail: (result) => resolve(result.errMsg) }); });
}

test('send takes string or ArrayBuffer only, and only while open', async () => {
  const { wx, device } = createFakeWx();
  const task = wx.connectSocket({ url: 'ws://server/' });
  const send = (data) => device.until(refusalOf((calls) => task.send(Object.assign({ data }, calls))));
  const early = refusalOf((calls) => task.send(Object.assign({ data: 'x' }, calls)));
  assert.match(await device.until(early), /^sendSocketMessage:fail .*not OPEN/);
  assert.equal(await send('x'), 'ok');
  assert.equal(await send(new ArrayBuffer(1)), 'ok');
  for (const wrong of [new Uint8Array(1), Buffer.from('x'), { a: 1 }, 5, null, undefined]) assert.match(await send(wrong), /parameter error/);
  task.close({});
  await device.settle();
  assert.match(await send('x'), /not OPEN/);
});

test('what is sent is a copy', async () => {
  const { wx, device, server } = createFakeWx();
  const task = wx.connectSocket({ url: 'ws://server/' });
  await device.settle();
  const bytes = new Uint8Array([1]);
  task.send({ data: bytes.buffer });
  bytes[0] = 9;
  await device.settle();
  assert.deepEqual(Array.from(new Uint8Array(server.peers[0].received[0])), [1]);
});

test('close refuses wrong codes and long reasons', async () => {
  const { wx, device } = createFakeWx();
  const task = wx.connectSocket({ url: 'ws://server/' });
  await device.settle();
  const close = (options) => device.until(refusalOf((calls) => task.close(Object.assign({}, options, calls))));
  for (const code of [999, 1001, 2999, 5000, '1000']) assert.match(await close({ code }), /invalid code/);
  assert.match(await close({ reason: '雁'.repeat(42) }), /123 bytes/);
  assert.equal(await close({ code: 3000, reason: '雁'.repeat(41) }), 'ok');
});

test('five sockets; the sixth call fails; the final event frees the slot', async () => {
  const { wx, device } = createFakeWx();
  const tasks = [1, 2, 3, 4, 5].map(() => wx.connectSocket({ url: 'ws://server/' }));
  const connect = () => refusalOf((calls) => wx.connectSocket(Object.assign({ url: 'ws://server/' }, calls)));
  assert.match(await device.until(connect()), /exceed max/);
  assert.equal(device.liveSockets(), 5);
  tasks[0].close({});
  assert.equal(device.liveSockets(), 5);
  await device.settle();
  assert.equal(device.liveSockets(), 4);
  assert.equal(await device.until(connect()), 'ok');
});

test('sockets of others use up the slots; a failed connectSocket may return undefined', async () => {
  const { wx, device } = createFakeWx({ knobs: { failedConnectReturns: 'undefined' } });
  device.occupySockets(5);
  const failures = [];
  assert.equal(wx.connectSocket({ url: 'ws://server/', fail: (result) => failures.push(result.errMsg) }), undefined);
  await device.settle();
  assert.equal(failures.length, 1);
  device.occupySockets(4);
  assert.ok(wx.connectSocket({ url: 'ws://server/' }));
});

test('a bad address fails; with requireSecure so does ws', async () => {
  const { wx, device } = createFakeWx();
  const connect = (url) => device.until(refusalOf((calls) => wx.connectSocket(Object.assign({ url }, calls))));
  for (const url of ['http://server/', 'server', '', undefined, 'ws://']) assert.match(await connect(url), /invalid url/);
  device.set({ requireSecure: true });
  assert.match(await connect('ws://server/'), /not in domain list/);
  assert.equal(await connect('wss://server/'), 'ok');
});

test('a handshake without an answer times out after 60 s, or the given time', async () => {
  const world = createFakeWx();
  world.ws = 'ws://server/';
  await world.device.loseNetwork('half-open');
  const slow = watch(world);
  const quick = watch(world, { timeout: 3000 });
  await world.device.advance(2999);
  assert.deepEqual(quick.log, []);
  await world.device.advance(1);
  assert.deepEqual(quick.log, ['error', 'close 1006']);
  await world.device.advance(56999);
  assert.deepEqual(slow.log, []);
  await world.device.advance(1);
  assert.deepEqual(slow.log, ['error', 'close 1006']);
});

test('an idle socket is cut after five minutes, a busy one is not', async () => {
  const world = createFakeWx();
  world.ws = 'ws://server/';
  const { task, log } = watch(world);
  await world.device.advance(4 * 60000);
  task.send({ data: 'x' });
  await world.device.advance(4 * 60000);
  assert.deepEqual(log, ['open']);
  await world.device.advance(60000);
  assert.deepEqual(log, ['open', 'close 1006']);
  assert.equal(world.server.openPeers().length, 0);
});

test('the SocketTask has what the typings promise and nothing more', () => {
  const task = createFakeWx().wx.connectSocket({ url: 'ws://server/' });
  assert.deepEqual(Object.keys(task).sort(), ['close', 'onClose', 'onError', 'onMessage', 'onOpen', 'send']);
  assert.equal(typeof task.then, 'undefined');
});

test('the frame log has everything, with what was lost marked', async () => {
  const world = createFakeWx();
  world.ws = 'ws://server/';
  const { task } = watch(world);
  await world.device.settle();
  task.send({ data: 'seen' });
  await world.device.settle();
  await world.device.loseNetwork('half-open');
  task.send({ data: 'unseen' });
  world.server.peers[0].send('unheard');
  await world.device.settle();
  const lines = world.device.frames.map((one) => [one.direction, one.kind, one.data, one.lost]);
  assert.deepEqual(lines.slice(0, 4), [
    ['out', 'open', undefined, false], ['in', 'open', undefined, false], ['out', 'text', 'seen', false], ['out', 'text', 'unseen', true],
  ]);
  assert.deepEqual(world.server.peers[0].received, ['seen']);
});

test('the global socket functions: one listener per event, the latest socket', async () => {
  const { wx, device, server } = createFakeWx();
  const log = [];
  const failed = await device.until(refusalOf((calls) => wx.sendSocketMessage(Object.assign({ data: 'x' }, calls))));
  assert.match(failed, /^sendSocketMessage:fail /);
  wx.onSocketOpen(() => log.push('replaced'));
  wx.onSocketOpen(() => log.push('open'));
  wx.onSocketMessage((event) => log.push(event.data));
  wx.onSocketError(() => log.push('error'));
  wx.onSocketClose((event) => log.push('close ' + event.code));
  wx.connectSocket({ url: 'ws://server/one' });
  await device.settle();
  wx.connectSocket({ url: 'ws://server/two' });
  await device.settle();
  server.peers[0].send('of the old one');
  server.peers[1].send('of the latest');
  wx.sendSocketMessage({ data: 'out' });
  await device.settle();
  assert.deepEqual(server.peers.map((peer) => peer.received), [[], ['out']]);
  wx.closeSocket({});
  await device.settle();
  assert.deepEqual(log, ['open', 'open', 'of the latest', 'close 1000']);
  assert.match(await device.until(refusalOf((calls) => wx.closeSocket(calls))), /^closeSocket:fail /);
  server.refuse();
  wx.connectSocket({ url: 'ws://server/three' });
  await device.settle();
  assert.deepEqual(log.slice(4), ['error', 'close 1006']);
});
