'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const net = require('node:net');
const { createRealWx } = require('..');
const { startRealServer } = require('./real-server');
const { eventually, opened, watch } = require('./worlds');

async function withServer(run) {
  const server = await startRealServer();
  const { wx, device } = createRealWx();
  try {
    await run({ wx, device, server, ws: 'ws://' + server.host + '/link?a=1' });
  } finally {
    device.dispose();
    await server.stop();
  }
}

test('the handshake carries path, query and header, no Referer; every frame is masked', () => withServer(async (world) => {
  const { task, log } = await opened(world, { header: { 'X-Token': 't', referer: 'no', 'X-Bad': 'a\r\nX-Injected: 1' } });
  const peer = world.server.peers[0];
  assert.equal(peer.url, '/link?a=1');
  assert.equal(peer.header['x-token'], 't');
  assert.equal(peer.header.referer, undefined);
  assert.equal(peer.header['x-injected'], undefined);
  [0, 125, 126, 65535, 65536, 200000].forEach((length) => task.send({ data: 'y'.repeat(length) }));
  task.close({});
  await eventually(world.device, () => peer.state() === 'closed');
  assert.deepEqual(peer.received.map((one) => one.length), [0, 125, 126, 65535, 65536, 200000]);
  assert.equal(peer.unmasked, 0);
  assert.deepEqual(log, ['open', 'close 1000']);
}));

test('ping is answered with the same bytes, fragments are joined around it', () => withServer(async (world) => {
  const { log } = await opened(world);
  const peer = world.server.peers[0];
  const bytes = Buffer.from('雁 in pieces');
  peer.raw(1, bytes.subarray(0, 2), false);
  peer.raw(9, Buffer.from('are you there'), true);
  peer.raw(0, bytes.subarray(2, 5), false);
  peer.raw(0, bytes.subarray(5), true);
  peer.raw(10, Buffer.alloc(0), true);
  await eventually(world.device, () => log.length === 2 && peer.pongs.length === 1);
  assert.equal(log[1], '雁 in pieces');
  assert.deepEqual(peer.pongs, ['are you there']);
}));

test('a close frame without a code is 1005', () => withServer(async (world) => {
  const { log } = await opened(world);
  world.server.peers[0].raw(8, Buffer.alloc(0), true);
  await eventually(world.device, () => log.length === 2);
  assert.deepEqual(log, ['open', 'close 1005']);
}));

[
  ['a fragment out of place', 0, Buffer.from('x')],
  ['bad UTF-8', 1, Buffer.from([0xff, 0xfe])],
  ['an unknown opcode', 3, Buffer.from('x')],
  ['a ping of 126 bytes', 9, Buffer.alloc(126)],
].forEach(([name, opcode, payload]) => {
  test(name + ' ends the link with 1002', () => withServer(async (world) => {
    const { log } = await opened(world);
    const seen = [];
    world.server.peers[0].onClose((code) => seen.push(code));
    world.server.peers[0].raw(opcode, payload, true);
    await eventually(world.device, () => log.length === 2 && seen.length === 1);
    assert.deepEqual(log, ['open', 'close 1006']);
    assert.deepEqual(seen, [1002]);
  }));
});

async function answering(text, run) {
  const sockets = [];
  const server = net.createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(text));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { wx, device } = createRealWx();
  try {
    await run({ wx, device, ws: 'ws://127.0.0.1:' + server.address().port + '/' });
  } finally {
    device.dispose();
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  }
}

const UPGRADE = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
[
  ['a wrong accept key', UPGRADE + 'Sec-WebSocket-Accept: AAAA\r\n\r\n'],
  ['an ordinary page', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
  ['half an answer', UPGRADE],
  ['something else', 'SSH-2.0-OpenSSH\r\n\r\n'],
].forEach(([name, answer]) => {
  test('no WebSocket: ' + name, () => answering(answer, async (world) => {
    const { log } = watch(world);
    await eventually(world.device, () => log.length === 2);
    assert.deepEqual(log, ['error', 'close 1006']);
  }));
});

['close', 'half-open', 'event'].forEach((mode) => {
  test('a link lost with ' + mode + ' answers no ping, and the server hears nothing at all', () => withServer(async (world) => {
    const { task } = await opened(world);
    const peer = world.server.peers[0];
    world.device.loseNetwork(mode);
    task.close({});
    peer.raw(9, Buffer.from('are you there'), true);
    await world.device.advance(100);
    assert.deepEqual(peer.pongs, []);
    assert.equal(peer.state(), 'open');
  }));
});

test('nobody listens', async () => {
  const { wx, device } = createRealWx();
  const { log } = watch({ wx, ws: 'ws://127.0.0.1:1/' });
  await eventually(device, () => log.length === 2);
  assert.deepEqual(log, ['error', 'close 1006']);
  device.dispose();
});

test('nothing keeps the process alive after dispose', () => withServer(async (world) => {
  await opened(world);
  world.device.loseNetwork('half-open');
  world.device.dispose();
  await eventually(world.device, () => world.server.openPeers().length === 0);
}));
