'use strict';
/**
 * The state machine: first login, refusal, keep-alive in every sense mode, re-login, 301, kick, logout, a second login.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { URL, createWorld } = require('./world');

const opened = (phone) => phone.device.frames.filter((f) => f.kind === 'open' && f.direction === 'out').map((f) => f.at);

test('a first connection that does not come is told once, by an alert, and not tried again', async () => {
  for (const handshakeFailure of ['error-then-close', 'error-only']) {
    const world = createWorld();
    const alice = world.phone('alice', { knobs: { handshakeFailure } });
    world.transport.refuse(1);
    alice.start();
    await world.advance(60000);
    assert.deepEqual(alice.names(), ['ShowAlert']);
    assert.equal(alice.sdk.isLogined(), false);
    assert.equal(opened(alice).length, 1);
    await alice.login();
    assert.deepEqual(alice.names(), ['ShowAlert', 'AfterLoginSucess']);
    await world.end();
  }
});

test('a server that never answers: given up after the deadline', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  world.server.bad.deaf = () => true;
  alice.start();
  await world.advance(9900);
  assert.deepEqual(alice.names(), []);
  await world.advance(200);
  assert.deepEqual(alice.names(), ['ShowAlert']);
  await world.end();
});

test('no socket left in the mini-program', async () => {
  for (const failedConnectReturns of ['task', 'undefined']) {
    const world = createWorld();
    const alice = world.phone('alice', { knobs: { failedConnectReturns } });
    alice.device.occupySockets(5);
    alice.start();
    await world.advance(1000);
    assert.deepEqual(alice.names(), ['ShowAlert']);
    alice.device.occupySockets(0);
    await alice.login();
    alice.device.occupySockets(5);
    world.server.table.get('alice').peer.kill();
    await world.advance(20000);
    assert.equal(alice.sdk.isOnline(), false);
    alice.device.occupySockets(0);
    await world.advance(4000);
    assert.equal(alice.sdk.isOnline(), true);
    await world.end();
  }
});

test('refused at the first login: false, not tried again', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  world.server.bad.refuse = () => 1025;
  alice.start();
  await world.advance(60000);
  assert.deepEqual(alice.events.map((e) => [e.name, e.values]), [['AfterLoginFailed', [false, 1025]]]);
  assert.equal(opened(alice).length, 1);
  assert.equal(alice.sdk.isLogined(), false);
  await world.end();
});

test('refused while reconnecting: true, not tried again; still logined, and a new login works', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  world.server.bad.refuse = () => 1026;
  alice.say('bob', 'x');
  await world.advance(4000);
  world.server.table.get('alice').peer.kill();
  await world.advance(60000);
  assert.deepEqual(alice.names(), ['AfterLoginSucess', 'Disconnected', 'AfterLoginFailed', 'MessagesLost']);
  assert.deepEqual(alice.of('AfterLoginFailed')[0].values, [true, 1026]);
  assert.deepEqual([alice.sdk.isLogined(), alice.sdk.isOnline()], [true, false]);
  assert.equal(opened(alice).length, 2);
  assert.equal(alice.device.pendingTimers(), 0);
  world.server.bad.refuse = null;
  await alice.login();
  assert.deepEqual(alice.names().slice(-1), ['AfterLoginSucess'], 'a login of the person, not a reconnect');
  assert.equal(JSON.parse(alice.sent(0)[2].dataContent).firstLoginTime, 0);
  await world.end();
});

const MODES = [['MODE_3S', 3, 5], ['MODE_5S', 5, 8], ['MODE_10S', 10, 15], ['MODE_15S', 15, 20], ['MODE_30S', 30, 35], ['MODE_60S', 60, 65], ['MODE_120S', 120, 125]];
for (const [name, interval, timeout] of MODES) {
  test('keep-alive ' + name, async () => {
    const world = createWorld({ server: { idleMs: 1e9 } });
    const alice = world.phone('alice', { knobs: { idleCutMs: 1e9 } });
    alice.sdk.setSenseMode(alice.IM.MBSenseMode[name]);
    await alice.login();
    const start = world.clock.now();
    await world.advance(interval * 3000 + 500);
    assert.deepEqual(alice.of('Ping').map((e) => e.at - start), [1, 2, 3].map((n) => n * interval * 1000));
    assert.equal(alice.of('Pong').length, 3);
    // From here no 51 comes. The last one counts, looked at every 2 s.
    const last = alice.of('Pong')[2].at;
    world.server.bad.mute = (p) => p.type === 51;
    await world.advance((timeout + 2) * 1000);
    const lost = alice.of('Disconnected')[0].at - last;
    assert.ok(lost >= timeout * 1000 && lost <= (timeout + 2) * 1000, String(lost));
    await world.advance(100);
    assert.equal(alice.of('ReconnectSucess').length, 1);
    await world.end();
  });
}

test('the clock of keep-alive starts with the first ping, and other traffic does not help', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  const start = world.clock.now();
  world.server.bad.mute = (p) => p.type === 51;
  for (let i = 0; i < 34; i += 1) {
    world.server.say({ from: 'bob', to: 'alice', fp: 'f' + i, dataContent: 'x' });
    await world.advance(1000);
  }
  assert.equal(alice.of('Disconnected').length, 0);
  await world.advance(2500);
  assert.equal(alice.of('Disconnected').length, 1);
  assert.equal(alice.of('Disconnected')[0].at - start, 36000, '15 s to the first ping, 20 s without an answer, seen at the next look');
  await world.end();
});

test('a closed link: told once, back at once; then every 3 s until it works', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  await world.advance(10000);
  world.server.table.get('alice').peer.kill();
  const at = world.clock.now();
  await world.advance(100);
  assert.deepEqual(alice.names(), ['AfterLoginSucess', 'Disconnected', 'ReconnectSucess']);
  assert.equal(opened(alice)[1] - at, 0);
  await world.advance(10000);
  world.transport.refuse(4);
  world.server.table.get('alice').peer.close(1000, 'Bye');
  const again = world.clock.now();
  await world.advance(20000);
  assert.deepEqual(opened(alice).slice(2).map((one) => one - again), [0, 3000, 6000, 9000, 12000]);
  assert.deepEqual(alice.names(), ['AfterLoginSucess', 'Disconnected', 'ReconnectSucess', 'Disconnected', 'ReconnectSucess']);
  await world.end();
});

test('a server that closes right after each login is not hammered', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  world.transport.onSocket((peer) => peer.onMessage(() => peer.kill()));
  world.server.table.get('alice').peer.kill();
  await world.advance(30000);
  assert.ok(opened(alice).length <= 12, String(opened(alice).length));
  await world.end();
});

test('301: offline, and a login after 3 s, one, although the close comes right behind it', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  await world.advance(10000);
  // The server has forgotten the session, the link stands.
  world.server.table.get('alice').user = null;
  alice.say('bob', 'x');
  const at = world.clock.now();
  await world.advance(2900);
  assert.deepEqual(alice.names(), ['AfterLoginSucess', 'Disconnected']);
  assert.deepEqual([alice.sdk.isLogined(), alice.sdk.isOnline()], [true, false]);
  await world.advance(200);
  assert.deepEqual(alice.names(), ['AfterLoginSucess', 'Disconnected', 'ReconnectSucess']);
  assert.deepEqual(opened(alice).slice(1).map((one) => one - at), [3000]);
  const [first, second] = alice.sent(0).map((p) => JSON.parse(p.dataContent).firstLoginTime);
  assert.equal(first, 0);
  assert.equal(second, alice.sdk.getLoginInfo().firstLoginTime);
  await world.end();
});

test('kicked by a second phone: not connected again, told in order; what waited is lost', async () => {
  const world = createWorld();
  const one = world.phone('alice');
  const two = world.phone('alice');
  await one.login();
  await world.advance(5000);
  const fp = one.say('nobody', 'x');
  await two.login();
  await world.advance(60000);
  assert.deepEqual(one.names(), ['AfterLoginSucess', 'Kickout', 'Disconnected', 'MessagesLost']);
  assert.deepEqual(Object.assign({}, one.of('Kickout')[0].values[0]), { code: 1, reason: undefined });
  assert.equal(one.of('MessagesLost')[0].values[0][0].fp, fp);
  assert.deepEqual([one.sdk.isLogined(), one.sdk.isOnline()], [false, false]);
  assert.equal(opened(one).length, 1);
  assert.deepEqual(two.names(), ['AfterLoginSucess']);
  await world.end();
});

test('a phone that missed its kick: let in and thrown out at once', async () => {
  const world = createWorld();
  const one = world.phone('alice', { knobs: { latencyMs: 5 } });
  const two = world.phone('alice');
  await one.login();
  await one.device.loseNetwork('half-open');
  await world.advance(5000);
  await two.login();
  await world.advance(60000);
  await one.device.restoreNetwork();
  await world.advance(60000);
  assert.deepEqual(one.names(), ['AfterLoginSucess', 'Disconnected', 'ReconnectSucess', 'Kickout', 'Disconnected']);
  assert.deepEqual(two.names(), ['AfterLoginSucess']);
  await world.end();
});

test('the same phone after a broken link replaces itself without a kick', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  await alice.device.switchNetwork('4g');
  await world.advance(30000);
  assert.deepEqual(alice.names(), ['AfterLoginSucess', 'Disconnected', 'ReconnectSucess']);
  await world.end();
});

test('a new login inside the kick callback is the one that counts', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  const told = alice.sdk.callback_onIMKickout;
  alice.sdk.callback_onIMKickout = function again(info) {
    told.call(this, info);
    alice.start();
  };
  world.server.kick('alice', 2, 'out');
  await world.advance(1000);
  assert.deepEqual(alice.names(), ['AfterLoginSucess', 'Kickout', 'AfterLoginSucess']);
  await world.end();
});

test('logout: type 3, nothing told, nothing left; an ended session stays ended', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  alice.say('nobody', 'x');
  alice.sdk.disconnectSocket();
  await world.advance(60000);
  assert.deepEqual(alice.names(), ['AfterLoginSucess']);
  assert.equal(alice.sent(3).length, 1);
  assert.equal(world.server.table.size, 0);
  alice.sdk.disconnectSocket();
  assert.equal(alice.sent(3).length, 1);
  await world.end();
});

test('logout in every state leaves nothing behind', async () => {
  for (const ms of [0, 50, 90, 130, 170, 210, 300, 15000]) {
    const world = createWorld();
    const alice = world.phone('alice', { knobs: { latencyMs: 40 } });
    alice.start();
    await world.advance(ms);
    await world.end();
    assert.ok(!alice.names().includes('Disconnected'));
  }
});

test('a second login ends the first; what the old socket says is not heard', async () => {
  const world = createWorld();
  const alice = world.phone('alice', { knobs: { latencyMs: 50 } });
  await alice.login();
  const old = world.server.table.get('alice').peer;
  alice.start({ loginUserId: 'carol', loginToken: 't' });
  old.send(JSON.stringify({ type: 2, dataContent: 'late', from: 'bob', to: 'alice' }));
  await world.advance(1000);
  assert.deepEqual(alice.names(), ['AfterLoginSucess', 'AfterLoginSucess']);
  assert.deepEqual(Array.from(world.server.table.keys()), ['carol']);
  assert.equal(alice.sdk.getLoginInfo().loginUserId, 'carol');
  await world.end();
});

test('the same login object used again is a fresh login', async () => {
  const world = createWorld();
  const one = world.phone('alice');
  const two = world.phone('alice');
  const info = { loginUserId: 'alice', loginToken: 't' };
  await one.login(info);
  await world.advance(1000);
  await two.login();
  await world.advance(1000);
  await one.login(info);
  await world.advance(1000);
  assert.deepEqual([one.sdk.isOnline(), two.sdk.isOnline()], [true, false]);
  assert.deepEqual(two.names(), ['AfterLoginSucess', 'Kickout', 'Disconnected']);
  await world.end();
});

test('another platform: logged out of the old one first', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  const other = world.phone('other');
  await alice.login();
  const { platform } = other.device;
  alice.sdk.setPlatform(alice.IM.wxPlatform(platform.wx, platform));
  assert.equal(alice.sdk.isLogined(), false);
  assert.equal(alice.sdk.loginImpl({ loginUserId: 'alice' }, URL), 0);
  await world.advance(100);
  assert.equal(alice.sdk.isOnline(), true);
  assert.equal(alice.device.liveSockets(), 0);
  assert.equal(other.device.liveSockets(), 1);
  alice.sdk.disconnectSocket();
  await world.end();
});
