'use strict';
/**
 * A mini-program is hidden, suspended, cut off and brought back in every way that the double knows. Whatever happens: nothing of the
 * log is missing, nothing is shown twice, order is kept, one live socket, nothing called while asleep, no timer after logout.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { createWorld } = require('./world');

async function chatting(more, options) {
  const world = createWorld(options);
  const alice = world.phone('alice', more);
  const bob = world.phone('bob');
  await Promise.all([alice.login(), bob.login()]);
  bob.hy.sendText('s:alice', 'b1');
  await world.advance(500);
  alice.hy.sendText('s:bob', 'a1');
  await world.advance(500);
  return { world, alice, bob };
}

/** All of both sides arrived, in order, and both are online. */
async function allIsWell({ world, alice, bob }, expected) {
  await world.calm();
  assert.equal(alice.hy.state, 'online');
  world.checkReceived(alice, 'bob');
  world.checkReceived(bob, 'alice');
  assert.deepEqual(bob.texts('s:alice').filter((text) => text[0] === 'a'), expected);
  assert.deepEqual(world.server.log('alice', 'bob').filter((e) => e.from === 'alice').map((e) => e.content.text), expected, 'each sent once');
  assert.ok(alice.seen.filter((m) => m.mine).every((m) => m.state === 'sent'));
  assert.equal(alice.hy.unread('s:bob'), world.server.naiveUnread('alice', 's:bob'));
  assert.equal(bob.hy.unread('s:alice'), world.server.naiveUnread('bob', 's:alice'));
  await world.end();
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
          const all = await chatting({ knobs });
          const { world, alice, bob } = all;
          alice.hy.sendText('s:bob', 'a2');
          await alice.device.hide();
          bob.hy.sendText('s:alice', 'b2');
          await world.advance(hiddenMs / 2);
          bob.hy.sendText('s:alice', 'b3');
          await world.advance(hiddenMs / 2);
          bob.hy.sendText('s:alice', 'b4');
          await alice.device.show();
          alice.hy.sendText('s:bob', 'a3');
          await world.advance(10);
          bob.hy.sendText('s:alice', 'b5');
          await allIsWell(all, ['a1', 'a2', 'a3']);
        });
      }
    }
  }
}

for (const mode of ['event', 'close', 'half-open']) {
  for (const lostMs of [500, 20000, 3 * 60000]) {
    for (const handshakeFailure of ['error-then-close', 'error-only']) {
      test('network lost (' + mode + ') for ' + lostMs + ' ms, ' + handshakeFailure, async () => {
        const all = await chatting({ knobs: { handshakeFailure } });
        const { world, alice, bob } = all;
        await alice.device.loseNetwork(mode);
        alice.hy.sendText('s:bob', 'a2');
        bob.hy.sendText('s:alice', 'b2');
        await world.advance(lostMs);
        alice.hy.sendText('s:bob', 'a3');
        await alice.device.restoreNetwork();
        bob.hy.sendText('s:alice', 'b3');
        await allIsWell(all, ['a1', 'a2', 'a3']);
      });
    }
  }
}

test('wifi to 4g: the old socket is dead without a word, and left within the probe deadline', async () => {
  const all = await chatting();
  const { world, alice, bob } = all;
  await alice.device.switchNetwork('4g');
  bob.hy.sendText('s:alice', 'b2');
  alice.hy.sendText('s:bob', 'a2');
  await world.advance(6000);
  assert.deepEqual(alice.texts(), ['b1', 'a1', 'a2', 'b2']);
  await allIsWell(all, ['a1', 'a2']);
});

test('hidden and network lost at once; comes back to a network later than to the screen', async () => {
  const all = await chatting({ knobs: { backgroundClose: 'never' } });
  const { world, alice, bob } = all;
  await alice.device.hide();
  await alice.device.loseNetwork('half-open');
  bob.hy.sendText('s:alice', 'b2');
  await world.advance(60000);
  await alice.device.show();
  alice.hy.sendText('s:bob', 'a2');
  await world.advance(45000);
  assert.notEqual(alice.hy.state, 'online');
  await alice.device.restoreNetwork('4g');
  await allIsWell(all, ['a1', 'a2']);
});

test('short hides in a row do not open a second socket', async () => {
  const all = await chatting();
  const { world, alice } = all;
  for (let i = 0; i < 5; i += 1) {
    await alice.device.hide();
    await world.advance(700);
    await alice.device.show();
    await world.advance(300);
  }
  assert.equal(world.server.requests.filter((f) => f.op === 'resume').length, 0);
  await allIsWell(all, ['a1']);
});

test('hidden while connecting', async () => {
  const world = createWorld();
  const alice = world.phone('alice', { knobs: { latencyMs: 400 } });
  const login = alice.start();
  await alice.device.hide();
  world.server.say('bob', 'alice', 'b1');
  await world.advance(60000);
  assert.equal(alice.hy.state, 'suspended');
  await alice.device.show();
  await world.until(login);
  await world.end();
});

test('in the background the server says so, before the suspension', async () => {
  const all = await chatting();
  const { world, alice } = all;
  await alice.device.hide();
  await world.advance(200);
  assert.equal(world.server.stateOf('alice'), 'background');
  await world.advance(30000);
  await alice.device.show();
  await world.advance(1000);
  assert.equal(world.server.stateOf('alice'), 'online');
  await allIsWell(all, ['a1']);
});

test('what was stored is safe when hide comes: cursor, messages and acks go out before the suspension', async () => {
  const all = await chatting();
  const { world, alice, bob } = all;
  bob.hy.sendText('s:alice', 'b2');
  await world.settle();
  await alice.device.hide();
  await world.settle();
  await alice.device.destroy();
  assert.ok(world.server.acks.some((one) => one.user === 'alice' && one.got.some(([conv, n]) => conv === 's:bob' && n === 3)));
  alice.device.coldStart();
  alice.boot();
  await alice.device.loseNetwork('event');
  alice.start().catch(() => {});
  assert.equal(alice.hy.conversation('s:bob').last.content.text, 'b2', 'shown without a network');
  await alice.device.restoreNetwork();
  await allIsWell(all, ['a1']);
});

for (const reply of ['never sent', 'sent, answer lost', 'answered']) {
  test('killed with an outbox: the message was ' + reply, async () => {
    const world = createWorld();
    const alice = world.phone('alice');
    const bob = world.phone('bob');
    await Promise.all([alice.login(), bob.login()]);
    if (reply === 'never sent') await alice.device.loseNetwork('half-open');
    if (reply === 'sent, answer lost') world.server.bad.silent = (op, f, conn) => op === 'send' && conn.user === 'alice';
    alice.hy.sendText('s:bob', 'a1');
    alice.hy.sendText('s:bob', 'a2');
    await world.advance(100);
    await alice.device.destroy();
    world.server.bad.silent = null;
    if (reply === 'never sent') await alice.device.restoreNetwork();
    const login = alice.coldStart();
    assert.equal(alice.hy.pending('s:bob').length, reply === 'answered' ? 0 : 2);
    await world.until(login);
    await world.calm();
    assert.deepEqual(bob.texts(), ['a1', 'a2']);
    assert.deepEqual(alice.hy.pending('s:bob'), []);
    const page = await world.until(alice.hy.history('s:bob'));
    assert.deepEqual(page.messages.map((m) => m.content.text), ['a1', 'a2']);
    await world.end();
  });
}

test('killed again and again in the middle of sending: each message once, in order', async () => {
  const world = createWorld();
  const alice = world.phone('alice', { knobs: { latencyMs: 90 } });
  const bob = world.phone('bob');
  await Promise.all([alice.login(), bob.login()]);
  const sent = [];
  for (let round = 0; round < 8; round += 1) {
    for (let i = 0; i < 3; i += 1) {
      sent.push('a' + sent.length);
      alice.hy.sendText('s:bob', sent[sent.length - 1]);
    }
    await world.advance(60 + round * 45);
    await alice.device.destroy();
    await world.advance(1000);
    alice.coldStart().catch(() => {});
    await world.advance(round % 2 ? 2000 : 150);
  }
  await world.calm();
  assert.deepEqual(bob.texts(), sent);
  await world.end();
});

test('resume after a short absence; login with a fresh token after a server restart', async () => {
  const all = await chatting();
  const { world, alice } = all;
  assert.equal(alice.asked, 1);
  await alice.device.hide();
  await world.advance(60000);
  await alice.device.show();
  await world.advance(1000);
  assert.equal(alice.asked, 1, 'resumed without a token');
  world.server.restart();
  await world.advance(5000);
  assert.equal(alice.hy.state, 'online');
  await allIsWell(all, ['a1']);
});

test('five sockets used up by something else: tried again until there is one', async () => {
  const world = createWorld();
  for (const failedConnectReturns of ['task', 'undefined']) {
    const alice = world.phone('alice-' + failedConnectReturns, { knobs: { failedConnectReturns } });
    alice.device.occupySockets(5);
    const login = alice.start();
    await world.advance(20000);
    assert.equal(alice.hy.state, 'waiting');
    alice.device.occupySockets(0);
    await world.until(login);
  }
  await world.end();
});

test('login without a network: local work at once, online when it comes', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.device.loseNetwork('event');
  const login = alice.start();
  const message = alice.hy.sendText('s:bob', 'a1');
  await world.advance(100000);
  assert.equal(message.state, 'sending');
  await alice.device.restoreNetwork();
  await world.until(Promise.all([login, message.whenSent()]));
  assert.equal(world.server.log('alice', 'bob').length, 1);
  await world.end();
});

test('logout in every state leaves nothing behind', async () => {
  for (const ms of [0, 50, 90, 130, 170, 210, 300, 500]) {
    const world = createWorld();
    const alice = world.phone('alice', { knobs: { latencyMs: 40 } });
    const login = alice.start();
    login.catch(() => {});
    await world.advance(ms);
    alice.hy.sendText('s:bob', 'x');
    alice.hy.markRead('s:bob');
    await world.end();
    assert.equal(alice.hy.state, 'idle');
  }
});
