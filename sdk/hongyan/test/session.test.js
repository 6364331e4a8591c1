'use strict';
/**
 * Tokens, kicks, closes that lie, half-open links: when the connection comes back by itself, and when it must not.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { createWorld } = require('./world');

async function one(more, options) {
  const world = createWorld(options);
  const alice = world.phone('alice', more);
  await alice.login();
  return { world, alice };
}

test('a token is renewed on the live connection before it ends, again and again', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login({ tokenProvider: () => world.server.token('alice', 120) });
  await world.advance(10 * 60000);
  assert.equal(alice.hy.state, 'online');
  assert.equal(alice.of('state').filter((state) => state === 'waiting').length, 0);
  assert.ok(alice.of('token-expiring').length >= 9);
  assert.ok(alice.of('token-expiring').every((event) => event.renewing && event.in === 60000));
  await world.end();
});

test('a provider that fails while renewing is asked again in time', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  let calls = 0;
  await alice.login({
    tokenProvider: () => {
      calls += 1;
      if (calls === 2) throw new Error('no network');
      if (calls === 3) return Promise.reject(new Error('no network'));
      return world.server.token('alice', calls === 1 ? 90 : 3600);
    },
  });
  await world.advance(120000);
  assert.equal(calls, 4);
  assert.equal(alice.of('state').filter((state) => state === 'waiting').length, 0);
  await world.end();
});

test('without a provider the app renews by hand', async () => {
  const { world } = await one();
  const bob = world.phone('bob');
  await bob.login({ tokenProvider: undefined, token: world.server.token('bob', 90) });
  bob.hy.on('token-expiring', (event) => {
    assert.equal(event.renewing, false);
    bob.hy.renewToken(world.server.token('bob', 3600)).catch(assert.fail);
  });
  await world.advance(300000);
  assert.equal(bob.hy.state, 'online');
  await world.end();
});

test('an unrenewed token ends the session: closed, and says that a token is needed', async () => {
  const { world } = await one();
  const bob = world.phone('bob');
  await bob.login({ tokenProvider: undefined, token: world.server.token('bob', 90) });
  await world.advance(300000);
  assert.equal(bob.hy.state, 'closed');
  assert.equal(bob.of('error')[0].name, 'token_needed');
  assert.equal(bob.device.pendingTimers(), 0);
  await bob.login({ tokenProvider: undefined, token: world.server.token('bob') });
  await world.end();
});

test('a revoked token: a fresh one from the provider, nothing lost', async () => {
  const { world, alice } = await one();
  world.server.closeAll('token_revoked');
  world.server.say('bob', 'alice', 'b1');
  await world.calm();
  assert.equal(alice.hy.state, 'online');
  assert.equal(alice.asked, 2);
  world.checkReceived(alice, 'bob');
  await world.end();
});

test('fresh tokens that are refused: slower and slower, never a hammer', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  let calls = 0;
  alice.start({ tokenProvider: () => { calls += 1; return 'h.x.s'; } }).catch(() => {});
  await world.advance(10 * 60000);
  assert.ok(calls > 5 && calls < 90, 'asked ' + calls + ' times in ten minutes');
  await world.end();
});

test('a bad token without a provider: login rejects', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  const why = await world.until(alice.start({ tokenProvider: undefined, token: 'h.x.s' }).catch((fault) => fault));
  assert.equal(why.name, 'token_invalid');
  assert.equal(alice.hy.state, 'closed');
  assert.equal(alice.device.pendingTimers(), 0);
  await assert.rejects(alice.hy.login({}), { name: 'bad_argument' });
  await assert.rejects(alice.hy.login({ token: 'h.x.s' }), { name: 'bad_argument' });
  await world.end();
});

test('the user comes from the token; a token of somebody else is refused', async () => {
  const world = createWorld();
  const one = world.phone('any');
  assert.deepEqual(await world.until(one.hy.login({ token: world.server.token('钱鍾書') })), { user: '钱鍾書' });
  const two = world.phone('any');
  assert.deepEqual(await world.until(two.hy.login({ tokenProvider: () => Promise.resolve(world.server.token('two')) })), { user: 'two' });
  const three = world.phone('any');
  await assert.rejects(world.until(three.hy.login({ user: 'me', token: world.server.token('notme') })), { name: 'bad_argument' });
  await assert.rejects(two.hy.login({ token: world.server.token('two') }), { name: 'bad_argument' });
  await world.end();
});

test('a provider that never answers: waits, and tries again', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  let calls = 0;
  const login = alice.start({
    tokenProvider: () => {
      calls += 1;
      return calls === 1 ? new Promise(() => {}) : world.server.token('alice');
    },
  });
  await world.until(login);
  assert.equal(calls, 2);
  await world.end();
});

test('a token that comes after its connection is gone logs in once, on the next one', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  let give = null;
  const login = alice.start({ tokenProvider: () => new Promise((resolve) => { give = resolve; }) });
  await world.advance(3000);
  world.transport.openPeers()[0].kill();
  await world.advance(3000);
  give(world.server.token('alice'));
  await world.until(login);
  assert.equal(world.server.requests.filter((f) => f.op === 'login').length, 1);
  await world.end();
});

const BYES = {
  shutting_down: 'comes back', heartbeat_timeout: 'comes back', ack_timeout: 'comes back', token_revoked: 'comes back',
  replaced: 'stays away', kicked_by_policy: 'stays away', kicked_by_admin: 'stays away',
};
for (const name of Object.keys(BYES)) {
  for (const serverCloseCode of ['true', 1005, 1006]) {
    test('bye ' + name + ', close code seen: ' + serverCloseCode, async () => {
      const { world, alice } = await one({ knobs: { serverCloseCode } });
      world.server.say('bob', 'alice', 'b1');
      world.server.closeAll(name);
      await world.calm();
      if (BYES[name] === 'comes back') {
        assert.equal(alice.hy.state, 'online');
        world.checkReceived(alice, 'bob');
      } else {
        assert.equal(alice.hy.state, 'closed');
        assert.equal(alice.of('kicked')[0].name, name);
        assert.equal(alice.device.pendingTimers(), 0);
        assert.equal(world.transport.peers.length, 1, 'it did not try');
        await alice.device.hide();
        await world.advance(60000);
        await alice.device.show();
        await world.advance(60000);
        assert.equal(world.transport.peers.length, 1, 'not even after show');
        await alice.login();
        world.checkReceived(alice, 'bob');
      }
      await world.end();
    });
  }
}

for (const code of [1000, 1001, 1006, 4001, 4301]) {
  test('closed with ' + code + ' but without bye: that is a lost connection', async () => {
    const { world, alice } = await one();
    const conn = world.server.connsOf('alice')[0];
    if (code === 1006) conn.peer.kill();
    else conn.peer.close(code, '');
    conn.gone();
    await world.calm();
    assert.equal(alice.hy.state, 'online');
    assert.equal(alice.asked, 1, 'resumed');
    await world.end();
  });
}

test('bye says when: not earlier', async () => {
  const { world, alice } = await one();
  world.server.closeAll('shutting_down', { after: 20000 });
  await world.advance(19000);
  assert.equal(world.transport.peers.length, 1);
  await world.advance(5000);
  assert.equal(alice.hy.state, 'online');
  await world.end();
});

test('half-open: the heartbeat finds out, the resume takes over, nothing is lost', async () => {
  const { world, alice } = await one();
  await alice.device.loseNetwork('half-open');
  world.server.say('bob', 'alice', 'b1');
  await world.advance(34000);
  assert.notEqual(alice.hy.state, 'online');
  await alice.device.restoreNetwork();
  await world.calm();
  world.checkReceived(alice, 'bob');
  await world.end();
});

test('back-off: between 1 and 30 s, growing, different for each phone, and reset by a network event', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  const bob = world.phone('bob');
  await Promise.all([alice.login(), bob.login()]);
  world.transport.refuse(1000);
  world.server.restart();
  await world.advance(10 * 60000);
  const gaps = (phone) => {
    const opens = phone.device.frames.filter((f) => f.kind === 'open' && f.direction === 'out').map((f) => f.at);
    return opens.slice(2).map((at, i) => at - opens[i + 1]);
  };
  const mine = gaps(alice);
  assert.ok(mine.every((ms) => ms >= 1000 && ms <= 30000), mine.join());
  assert.ok(mine.slice(8).reduce((sum, ms) => sum + ms, 0) / mine.slice(8).length > 8000, mine.join());
  assert.notDeepEqual(mine.slice(0, 6), gaps(bob).slice(0, 6));
  world.transport.refuse(0);
  await alice.device.switchNetwork('4g');
  await world.advance(100);
  assert.equal(alice.hy.state, 'online');
  await bob.device.hide();
  await bob.device.show();
  await world.advance(100);
  assert.equal(bob.hy.state, 'online');
  await world.end();
});

test('a server that accepts and drops at once is not hammered', async () => {
  const { world, alice } = await one();
  world.server.bad.deaf = (op, f, conn) => {
    if (op === 'sync') conn.peer.kill();
    return op === 'sync';
  };
  world.server.restart();
  await world.advance(10 * 60000);
  assert.ok(world.transport.peers.length < 90, String(world.transport.peers.length));
  world.server.bad.deaf = null;
  await world.calm();
  assert.equal(alice.hy.state, 'online');
  await world.end();
});

test('a server that does not answer: each request has an end', async () => {
  for (const op of ['login', 'sync', 'ping', 'send', 'history']) {
    const world = createWorld();
    const alice = world.phone('alice');
    world.server.bad.deaf = (one) => one === op;
    const login = alice.start();
    login.catch(() => {});
    await world.advance(100);
    alice.hy.sendText('s:bob', 'a');
    const history = alice.hy.history('s:carol').catch((fault) => fault);
    await world.advance(40000);
    world.server.bad.deaf = null;
    await world.calm();
    assert.equal(alice.hy.state, 'online', op);
    assert.equal(world.server.log('alice', 'bob').length, 1, op);
    await history;
    await world.end();
  }
});

test('sync refused for a moment: tried again', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  let refused = 0;
  world.server.bad.refuse = (op) => (op === 'sync' && refused < 3 && (refused += 1) ? world.server.refusal('busy', { after: 500 }) : undefined);
  world.server.say('bob', 'alice', 'x');
  await alice.login();
  assert.equal(refused, 3);
  assert.equal(alice.hy.unread('s:bob'), 1);
  await world.end();
});

test('rubbish from the wire is ignored', async () => {
  const { world, alice } = await one();
  const peer = world.server.connsOf('alice')[0].peer;
  ['', '{', 'null', '7', '[]', '{"re":99}', '{"re":0,"err":{"code":1,"name":"x"}}', '{"op":"later-version"}', '{"op":"receipt","conv":"s:nobody","delivered":1}'].forEach((text) => peer.send(text));
  peer.send(new ArrayBuffer(3));
  await world.advance(1000);
  assert.equal(alice.hy.state, 'online');
  await world.end();
});

test('the log never shows a token, a session or a text', async () => {
  const { world, alice } = await one();
  alice.hy.sendText('s:bob', 'private words');
  world.server.restart();
  await world.calm();
  const all = JSON.stringify(alice.of('log')) + JSON.stringify(alice.of('error'));
  assert.ok(alice.of('log').length > 0);
  assert.ok(!/private words|secret-|h\.ey/.test(all), all);
  await world.end();
});
