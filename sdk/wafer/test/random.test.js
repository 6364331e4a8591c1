'use strict';
/**
 * Random histories of a tunnel: what must hold whatever happens. A failure prints its seed; HONGYAN_SEED=7 runs that one again,
 * HONGYAN_RUNS=500 runs many.
 */

const assert = require('node:assert/strict');
const test = require('node:test');
const { createRandom } = require('../../fake-wx/lib/memory/random');
const { OURS, createWorld } = require('./world');

const RUNS = Number(process.env.HONGYAN_RUNS) || 60;
const STEPS = 40;
const FIRST = process.env.HONGYAN_SEED ? Number(process.env.HONGYAN_SEED) : Math.floor(Math.random() * 1e9);
const LAST = process.env.HONGYAN_SEED ? FIRST : FIRST + RUNS - 1;

const NO = { statusCode: 503, data: 'no' };

async function history(seed) {
  const random = createRandom(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const w = createWorld(OURS, { knobs: {
    backgroundClose: pick(['after-show', 'before-suspend', 'never', 'survives']), deadSend: pick(['ok', 'fail']), latencyMs: pick([0, 30, 300]),
    handshakeFailure: pick(['error-then-close', 'error-only']), showOrder: pick(['show-first', 'callbacks-first']),
    failedConnectReturns: pick(['task', 'undefined']),
  } });
  const { device, server, transport } = w;
  w.sdk.setLoginUrl(w.loginUrl);
  w.sdk.login({});
  await w.wait(2000);
  const tunnel = w.tunnel();
  const heard = [];
  const log = [];
  let said = 0;
  let reconnecting = 0;
  tunnel.on('c', (n) => heard.push(n));
  tunnel.on('reconnecting', () => { reconnecting += 1; });
  tunnel.on('reconnect', () => { reconnecting = 0; });
  tunnel.on('close', () => { reconnecting = 0; });
  const peer = () => server.tunnels[server.tunnels.length - 1].peer;

  const acts = {
    say() { for (let i = pick([1, 1, 3]); i > 0; i -= 1) tunnel.emit('conf.echo', { type: 'c', content: (said += 1) }); },
    drop() { if (server.tunnels.length) peer().kill(); },
    closeWithoutWord() { if (server.tunnels.length) peer().close(1001); },
    kick() { tunnel.emit('conf.kick'); },
    timeout() { if (server.tunnels.length) peer().send('timeout:' + pick([1, 2.5, 10, 'x'])); },
    junk() { if (server.tunnels.length) peer().send(pick(['', 'message:', 'message:null', 'pong', 'close?', ':'])); },
    deaf() { server.deaf = !server.deaf; },
    serviceFails() { server.script('/wafer/tunnel', NO, NO); },
    refuse() { transport.refuse(pick([1, 2])); },
    expire() { server.expire(); },
    close() { tunnel.close(); },
    open() { tunnel.open(); },
    slots() { device.occupySockets(pick([0, 0, 5])); },
    hide: () => device.hide(),
    show: () => device.show(),
    lose: () => device.loseNetwork(pick(['event', 'close', 'half-open'])),
    restore: () => device.restoreNetwork(pick(['wifi', '4g'])),
    change: () => device.switchNetwork('4g'),
  };
  const asleep = () => device.state() === 'suspended';

  tunnel.open();
  for (let step = 0; step < STEPS; step += 1) {
    const name = pick(['say', 'say', 'say', 'open'].concat(Object.keys(acts)));
    // An app that is suspended runs no code.
    if (asleep() && ['say', 'kick', 'close', 'open'].includes(name)) continue;
    if (device.state() === 'destroyed') break;
    log.push(name);
    await acts[name]();
    await w.wait(pick([0, 10, 200, 1500, 6000, 20000]));
    assert.ok(device.openSockets() <= 1, 'one socket at most');
    assert.ok(reconnecting <= 1, '`reconnecting` once per outage');
  }

  server.deaf = false;
  device.occupySockets(0);
  await device.restoreNetwork('wifi');
  await device.show();
  // The next answers may still be refusals; the last pong may be due.
  for (let i = 0; i < 12 && !tunnel.isActive(); i += 1) {
    tunnel.open();
    await w.wait(20000);
  }
  await w.wait(40000);
  for (let i = 0; i < 12 && !tunnel.isActive(); i += 1) {
    tunnel.open();
    await w.wait(20000);
  }
  assert.equal(tunnel.status, 'ACTIVE', 'comes back: ' + tunnel.status);
  tunnel.emit('conf.echo', { type: 'c', content: (said += 1) });
  await w.wait(5000);
  assert.equal(heard[heard.length - 1], said, 'hears again');
  heard.forEach((n, i) => assert.ok(i === 0 || n > heard[i - 1], 'in order, once: ' + heard));
  tunnel.close();
  await w.wait(2000);
  assert.equal(device.pendingTimers(), 0, 'no timer is left');
  assert.equal(device.liveSockets(), 0, 'no socket is left');
  assert.deepEqual(device.violations, [], 'nothing called while asleep');
  assert.ok(!w.events.some((one) => one.includes('a callback threw')), 'nothing threw');
  w.end();
  return log;
}

test('random histories ' + FIRST + ' to ' + LAST, async () => {
  for (let seed = FIRST; seed <= LAST; seed += 1) {
    try {
      await history(seed);
    } catch (error) {
      error.message = 'HONGYAN_SEED=' + seed + ': ' + error.message;
      throw error;
    }
  }
});
