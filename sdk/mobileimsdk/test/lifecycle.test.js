'use strict';
/**
 * A mini-program is hidden, suspended, cut off and brought back in every way that the double knows. Whatever happens: with our store
 * behind the server nothing is missing, nothing is shown twice, one live socket, nothing called while asleep, no timer after logout.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { createWorld } = require('./world');

let serial = 0;

async function chatting(more) {
  const world = createWorld({ server: { offline: true } });
  const alice = world.phone('alice', more);
  const bob = world.phone('bob');
  await Promise.all([alice.login(), bob.login()]);
  return { world, alice, bob };
}

/** Bob's side is somebody who speaks whatever happens to alice. */
function say(world, text) {
  serial += 1;
  world.server.say({ from: 'bob', to: 'alice', fp: 'fp-' + serial, dataContent: text });
}

const CODES = [1000, 1005, 1006];
let turn = 0;
for (const backgroundClose of ['after-show', 'before-suspend', 'never', 'survives']) {
  for (const showOrder of ['show-first', 'callbacks-first']) {
    for (const deadSend of ['ok', 'fail']) {
      for (const hiddenMs of [0, 1000, 3900, 4950, 6000, 90000, 15 * 60000]) {
        turn += 1;
        const knobs = {
          backgroundClose, showOrder, deadSend, backgroundCloseCode: CODES[turn % 3], promise: turn % 2 ? 'native' : 'macrotask',
          callbackDelayMs: turn % 5 === 0 ? 40 : 0, latencyMs: turn % 3 === 0 ? 80 : 0,
        };
        test('hidden for ' + hiddenMs + ' ms: ' + JSON.stringify(knobs), async () => {
          const { world, alice, bob } = await chatting({ knobs });
          const before = alice.say('bob', 'a1');
          await alice.device.hide();
          say(world, 'b1');
          await world.advance(hiddenMs / 2);
          say(world, 'b2');
          await world.advance(hiddenMs / 2);
          say(world, 'b3');
          await alice.device.show();
          const after = alice.say('bob', 'a2');
          await world.advance(10);
          say(world, 'b4');
          await world.advance(60000);
          assert.equal(alice.sdk.isOnline(), true);
          assert.deepEqual(alice.texts(), ['b1', 'b2', 'b3', 'b4']);
          assert.deepEqual(bob.texts(), ['a1', 'a2']);
          assert.equal(alice.of('MessagesLost').length, 0);
          [before, after].forEach((fp) => assert.ok(alice.of('MessagesBeReceived').some((e) => e.values[0] === fp)));
          assert.equal(alice.of('Disconnected').length, alice.of('ReconnectSucess').length);
          if (hiddenMs > 4000) assert.equal(alice.of('ReconnectSucess').length, 1, 'the old socket is not trusted');
          if (hiddenMs < 4000) assert.equal(alice.of('ReconnectSucess').length, 0, 'the socket is kept, after a question');
          await world.end();
        });
      }
    }
  }
}

for (const mode of ['event', 'close', 'half-open']) {
  for (const lostMs of [500, 8000, 3 * 60000]) {
    for (const handshakeFailure of ['error-then-close', 'error-only']) {
      test('network lost (' + mode + ') for ' + lostMs + ' ms, ' + handshakeFailure, async () => {
        const { world, alice, bob } = await chatting({ knobs: { handshakeFailure } });
        await alice.device.loseNetwork(mode);
        const fp = alice.say('bob', 'a1');
        say(world, 'b1');
        await world.advance(lostMs);
        say(world, 'b2');
        await alice.device.restoreNetwork();
        await world.advance(60000);
        assert.equal(alice.sdk.isOnline(), true);
        assert.deepEqual(alice.texts(), ['b1', 'b2']);
        const got = alice.of('MessagesBeReceived').some((e) => e.values[0] === fp);
        const lost = alice.of('MessagesLost').some((e) => e.values[0].some((p) => p.fp === fp));
        assert.equal(got, bob.texts().length === 1);
        assert.equal(lost, !got, 'one of the two is told');
        if (lostMs <= (mode === 'half-open' ? 500 : 8000)) assert.equal(got, true);
        await world.end();
      });
    }
  }
}

test('wifi to 4g: the dead socket is left within the probe deadline', async () => {
  const { world, alice } = await chatting();
  await world.advance(10000);
  await alice.device.switchNetwork('4g');
  say(world, 'b1');
  await world.advance(2500);
  assert.deepEqual(alice.texts(), ['b1']);
  await world.end();
});

test('the network comes back while waiting: tried at once, not at the next 3 s', async () => {
  const { world, alice } = await chatting();
  await world.advance(10000);
  await alice.device.loseNetwork('close');
  await world.advance(4000);
  await alice.device.restoreNetwork('4g');
  await world.advance(50);
  assert.equal(alice.sdk.isOnline(), true);
  await world.end();
});

test('a network that flaps while connecting: no second socket', async () => {
  const { world, alice } = await chatting({ knobs: { latencyMs: 300 } });
  await world.advance(10000);
  world.server.table.get('alice').peer.kill();
  await world.advance(500);
  for (let i = 0; i < 5; i += 1) await alice.device.switchNetwork(i % 2 ? 'wifi' : '5g');
  await world.advance(20000);
  assert.equal(alice.sdk.isOnline(), true);
  await world.end();
});

test('short hides in a row do not open a second socket', async () => {
  const { world, alice } = await chatting();
  for (let i = 0; i < 5; i += 1) {
    await alice.device.hide();
    await world.advance(700);
    await alice.device.show();
    await world.advance(300);
  }
  await world.advance(5000);
  assert.equal(alice.sent(0).length, 1);
  await world.end();
});

test('hidden during the first login: goes on at the show, without an alert', async () => {
  for (const backgroundClose of ['after-show', 'before-suspend', 'never', 'survives']) {
    const world = createWorld();
    const alice = world.phone('alice', { knobs: { latencyMs: 400, backgroundClose } });
    alice.start();
    await world.advance(500);
    await alice.device.hide();
    await world.advance(60000);
    await alice.device.show();
    await world.advance(10000);
    assert.deepEqual(alice.names(), ['AfterLoginSucess']);
    await world.end();
  }
});

test('hidden while waiting to connect again: nothing is tried in the background, at once at the show', async () => {
  const { world, alice } = await chatting();
  await alice.device.loseNetwork('close');
  await world.advance(100);
  await alice.device.hide();
  await alice.device.restoreNetwork();
  const tries = () => alice.device.frames.filter((f) => f.kind === 'open' && f.direction === 'out').length;
  const before = tries();
  await world.advance(4000);
  assert.equal(tries(), before);
  await world.advance(60000);
  await alice.device.show();
  await world.advance(100);
  assert.equal(alice.sdk.isOnline(), true);
  await world.end();
});

test('logged in in the last moment before the suspension: the socket is not trusted at the show', async () => {
  const world = createWorld();
  const alice = world.phone('alice', { knobs: { backgroundClose: 'never' } });
  await alice.device.hide();
  await world.advance(1000);
  await alice.login();
  await world.advance(60000);
  await alice.device.show();
  await world.advance(100);
  assert.deepEqual(alice.names(), ['AfterLoginSucess', 'Disconnected', 'ReconnectSucess']);
  await world.end();
});

test('asleep for longer than fingerprints live, the acknowledgement lost: still shown once', async () => {
  for (const showOrder of ['show-first', 'callbacks-first']) {
    for (const backgroundClose of ['never', 'survives']) {
      const world = createWorld({ server: { offline: true, idleMs: 1e9 } });
      const alice = world.phone('alice', { knobs: { showOrder, backgroundClose, idleCutMs: 1e9 } });
      await alice.login();
      world.server.bad.deaf = (p) => p.type === 4;
      say(world, 'b1');
      await world.advance(6 * 60000);
      say(world, 'b2');
      await alice.device.hide();
      say(world, 'b3');
      await world.advance(20 * 60000);
      // Waits in the surviving socket, and is heard before or after the show.
      say(world, 'b4');
      await world.settle();
      world.server.bad.deaf = null;
      await alice.device.show();
      await world.advance(5000);
      assert.deepEqual(alice.texts(), ['b1', 'b2', 'b3', 'b4']);
      await world.end();
    }
  }
});

test('a cold start is a new login, and gets what was not acknowledged', async () => {
  const { world, alice } = await chatting();
  await alice.device.destroy();
  say(world, 'b1');
  await world.advance(1000);
  alice.device.coldStart();
  alice.boot();
  await alice.login();
  await world.advance(1000);
  assert.deepEqual(alice.texts(), ['b1']);
  await world.end();
});

test('a restart of the server: everybody comes back by himself, what was stored arrives once', async () => {
  const { world, alice, bob } = await chatting();
  const fp = alice.say('bob', 'a1');
  world.server.restart();
  say(world, 'b1');
  await world.advance(20000);
  assert.deepEqual(alice.texts(), ['b1']);
  assert.deepEqual(bob.texts(), ['a1']);
  assert.ok(alice.of('MessagesBeReceived').some((e) => e.values[0] === fp));
  await world.end();
});

test('storage is not needed', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  alice.device.fillStorage();
  await alice.login();
  assert.equal(alice.device.wx.getStorageInfoSync().keys.filter((key) => !/fill/.test(key)).length, 0);
  await world.end();
});
