'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { createFakeWx } = require('..');
const { both, echo, eventually, opened, watch } = require('./worlds');

function recordNetwork(world) {
  const changes = [];
  world.wx.onNetworkStatusChange((event) => changes.push(event.networkType + ' ' + event.isConnected));
  return changes;
}

async function networkType(world) {
  return (await world.device.until(world.wx.getNetworkType())).networkType;
}

/** The old socket is dead and the server does not know; a new one works. */
async function assertDeadButOpen(world, watched) {
  watched.task.send({ data: 'into the void' });
  world.server.peers[0].send('from the void');
  await world.device.advance(50);
  assert.deepEqual(watched.log, ['open']);
  assert.deepEqual(world.server.peers[0].received, []);
  assert.equal(world.server.peers[0].state(), 'open');
}

both('network lost, event only: sockets die in silence', {}, async (world) => {
  echo(world);
  const watched = await opened(world);
  const changes = recordNetwork(world);
  world.device.loseNetwork('event');
  await eventually(world.device, () => changes.length === 1);
  assert.deepEqual(changes, ['none false']);
  assert.equal(await networkType(world), 'none');
  await assertDeadButOpen(world, watched);
  world.device.restoreNetwork('4g');
  await eventually(world.device, () => changes.length === 2);
  assert.deepEqual(changes, ['none false', '4g true']);
  await assertDeadButOpen(world, watched);
  const fresh = await opened(world);
  fresh.task.send({ data: 'x' });
  await eventually(world.device, () => fresh.log.length === 2);
  assert.deepEqual(fresh.log, ['open', 'x']);
});

both('network lost with 1006 at once; the server does not notice', {}, async (world) => {
  const { log } = await opened(world);
  const changes = recordNetwork(world);
  world.device.loseNetwork('close');
  await eventually(world.device, () => log.length === 2 && changes.length === 1);
  assert.deepEqual(log, ['open', 'close 1006']);
  assert.equal(world.server.peers[0].state(), 'open');
  const next = watch(world);
  await eventually(world.device, () => next.log.length === 2);
  assert.deepEqual(next.log, ['error', 'close 1006']);
  const failures = [];
  world.wx.request({ url: world.http + '/', fail: (result) => failures.push(result.errMsg) });
  await eventually(world.device, () => failures.length === 1);
  assert.match(failures[0], /^request:fail /);
  assert.equal(world.server.requests.length, 0);
});

both('half-open: no event, both directions swallowed, own close not seen by the server', {}, async (world) => {
  const watched = await opened(world);
  const changes = recordNetwork(world);
  world.device.loseNetwork('half-open');
  await assertDeadButOpen(world, watched);
  assert.deepEqual(changes, []);
  assert.equal(await networkType(world), 'wifi');
  watched.task.close({});
  await eventually(world.device, () => watched.log.length === 2);
  assert.deepEqual(watched.log, ['open', 'close 1000']);
  assert.equal(world.server.peers[0].state(), 'open');
  const next = watch(world);
  await world.device.advance(50);
  assert.deepEqual(next.log, []);
  world.device.restoreNetwork();
  await world.device.advance(50);
  assert.deepEqual(next.log, []);
  assert.deepEqual(changes, []);
  assert.deepEqual((await opened(world)).log, ['open']);
});

both('wifi to 4g: told connected, old sockets dead', {}, async (world) => {
  const watched = await opened(world);
  const changes = recordNetwork(world);
  world.device.switchNetwork('4g');
  await eventually(world.device, () => changes.length === 1);
  assert.deepEqual(changes, ['4g true']);
  await assertDeadButOpen(world, watched);
  assert.deepEqual((await opened(world)).log, ['open']);
});

both('a request under way is lost with the network, or hangs until its timeout', {}, async (world) => {
  world.server.onRequest(() => undefined);
  const failures = [];
  const get = () => world.wx.request({ url: world.http + '/', timeout: 120, fail: (result) => failures.push(result.errMsg) });
  get();
  await eventually(world.device, () => world.server.requests.length === 1);
  await world.device.loseNetwork('close');
  await eventually(world.device, () => failures.length === 1);
  assert.equal(failures[0], 'request:fail abnormal closure');
  await world.device.restoreNetwork();
  get();
  await eventually(world.device, () => world.server.requests.length === 2);
  await world.device.loseNetwork('half-open');
  await world.device.advance(50);
  assert.equal(failures.length, 1);
  await eventually(world.device, () => failures.length === 2);
  assert.equal(failures[1], 'request:fail timeout');
});

test('a network change while suspended is told after the show', async () => {
  const world = createFakeWx();
  const changes = recordNetwork(world);
  world.device.hide();
  await world.device.advance(6000);
  await world.device.switchNetwork('5g');
  assert.deepEqual(changes, []);
  await world.device.show();
  assert.deepEqual(changes, ['5g true']);
});

both('what was on its way when the link died is lost, in both directions', { latencyMs: 60 }, async (world) => {
  const watched = await opened(world);
  watched.task.send({ data: 'out' });
  world.server.peers[0].send('in');
  await world.device.advance(20);
  await world.device.loseNetwork('half-open');
  await world.device.advance(150);
  assert.deepEqual(watched.log, ['open']);
  assert.deepEqual(world.server.peers[0].received, []);
  const lost = world.device.frames.filter((one) => one.lost).map((one) => one.direction + ' ' + one.data);
  assert.ok(lost.indexOf('out out') >= 0);
});

test('offNetworkStatusChange', async () => {
  const { wx, device } = createFakeWx();
  const changes = [];
  const listener = () => changes.push(1);
  wx.onNetworkStatusChange(listener);
  wx.offNetworkStatusChange(listener);
  await device.loseNetwork('event');
  assert.deepEqual(changes, []);
});
