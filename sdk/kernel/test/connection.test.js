'use strict';
/**
 * The state machine, one arrow after the other, with the sockets in the test's hands.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { createKernel } = require('..');
const { createBench } = require('./bench');

const ENTERED = { user: 'alice', session: 's1', t: 1, cursor: 5, heartbeat: 25000, idle: 75000, expires: 0, resumable: 600000 };
const WHOLE = { conversations: [], more: false, cursor: 5, whole: true };
const later = (name, after) => ({ err: { code: 5001, name, band: 'later', text: name, after } });

function started(options) {
  const bench = createBench();
  const kernel = createKernel(Object.assign({ url: 'ws://x/link', app: 'demo', platform: bench.platform }, options));
  const states = [];
  kernel.on('state', (state) => states.push(state));
  kernel.start({ user: 'alice', token: 't' });
  return { bench, kernel, states };
}

function online() {
  const all = started();
  all.bench.socket.events.open();
  all.bench.socket.answer('login', ENTERED);
  all.bench.socket.answer('sync', WHOLE);
  assert.equal(all.kernel.state(), 'online');
  return all;
}

test('the way up: connecting, authenticating, syncing, online', () => {
  const { bench, kernel, states } = started();
  assert.equal(kernel.state(), 'connecting');
  bench.socket.events.open();
  assert.deepEqual(bench.socket.sent.map((f) => f.op), ['login'], 'the first frame is login');
  bench.socket.answer('login', ENTERED);
  bench.socket.answer('sync', WHOLE);
  assert.deepEqual(states, ['connecting', 'authenticating', 'syncing', 'online']);
});

test('what an older socket says is ignored, whatever it says', async () => {
  const { bench, kernel } = online();
  const old = bench.socket;
  old.events.end('lost');
  assert.equal(kernel.state(), 'waiting');
  await bench.clock.advance(2100);
  assert.equal(bench.sockets.length, 2);
  const before = kernel.state();
  old.events.open();
  old.events.end('again');
  old.push({ op: 'bye', code: 4300, name: 'replaced', band: 'never', text: '' });
  old.push({ op: 'msg', from: 'bob', to: 's:alice', n: 1, k: 1, mid: 9, t: 1, type: 'text', content: {} });
  assert.equal(kernel.state(), before);
  assert.equal(kernel.conversations().length, 0);
  assert.equal(bench.live(), 1);
  assert.equal(old.closed, true);
});

test('a socket that never opens is given up', async () => {
  const { bench, kernel } = started();
  await bench.clock.advance(9999);
  assert.equal(kernel.state(), 'connecting');
  await bench.clock.advance(1);
  assert.equal(kernel.state(), 'waiting');
  assert.equal(bench.live(), 0);
});

test('resume comes first when there is a session; refused, the same socket logs in', async () => {
  const { bench, kernel } = online();
  bench.socket.events.end('lost');
  await bench.clock.advance(2100);
  bench.socket.events.open();
  assert.deepEqual(bench.socket.sent, [{ op: 'resume', v: 1, app: 'demo', session: 's1', id: 1 }]);
  bench.socket.answer('resume', { err: { code: 2008, name: 'resume_unknown', band: 'login', text: '' } });
  assert.deepEqual(bench.socket.sent.map((f) => f.op), ['resume', 'login']);
  bench.socket.answer('login', Object.assign({}, ENTERED, { session: 's2' }));
  bench.socket.answer('sync', WHOLE);
  assert.equal(kernel.state(), 'online');
});

test('refused for a moment: waits as long as it is told', async () => {
  const { bench, kernel } = started();
  bench.socket.events.open();
  bench.socket.answer('login', later('busy', 12000));
  assert.equal(kernel.state(), 'waiting');
  await bench.clock.advance(11999);
  assert.equal(bench.sockets.length, 1);
  await bench.clock.advance(1);
  assert.equal(bench.sockets.length, 2);
});

for (const band of ['fix', 'never']) {
  test('refused at login, band ' + band + ': closed, nothing left', () => {
    const { bench, kernel } = started();
    bench.socket.events.open();
    bench.socket.answer('login', { err: { code: 2005, name: 'app_disabled', band, text: '' } });
    assert.equal(kernel.state(), 'closed');
    assert.equal(bench.clock.pending(), 0);
    assert.equal(bench.live(), 0);
    assert.equal(bench.listeners.show.size + bench.listeners.hide.size + bench.listeners.network.size, 0);
  });
}

test('heartbeat: a ping each interval; no pong in time: lost', async () => {
  const { bench, kernel } = online();
  await bench.clock.advance(25000);
  assert.equal(bench.socket.of('ping').length, 1);
  bench.socket.answer('ping', { t: 1, pushed: 0, cursor: 7 });
  await bench.clock.advance(25000);
  assert.equal(bench.socket.of('ping').length, 2);
  await bench.clock.advance(7999);
  assert.equal(kernel.state(), 'online');
  await bench.clock.advance(1);
  assert.equal(kernel.state(), 'waiting');
});

test('pong: agreeing moves the cursor, disagreeing syncs', async () => {
  const { bench } = online();
  await bench.clock.advance(25000);
  bench.socket.answer('ping', { t: 1, pushed: 0, cursor: 77 });
  assert.equal(bench.socket.of('sync').length, 1);
  await bench.clock.advance(25000);
  bench.socket.answer('ping', { t: 1, pushed: 2, cursor: 99 });
  assert.equal(bench.socket.of('sync').length, 2);
  assert.equal(bench.socket.of('sync')[1].cursor, 77, 'the cursor of the disagreeing pong is not believed');
  bench.socket.answer('sync', Object.assign({}, WHOLE, { cursor: 100 }));
  await bench.clock.advance(25000);
  bench.socket.answer('ping', { t: 1, pushed: 2, cursor: 101 });
  assert.equal(bench.socket.of('sync').length, 2, 'what was missed then is not missed again');
});

for (const hiddenMs of [500, 4000, 4001, 100000]) {
  test('hidden for ' + hiddenMs + ' ms: the old socket is ' + (hiddenMs <= 4000 ? 'asked' : 'dropped'), async () => {
    const { bench, kernel } = online();
    const old = bench.socket;
    bench.hide();
    assert.equal(kernel.state(), 'suspended');
    assert.equal(old.of('state').pop().state, 'background');
    bench.clock.set(() => {}, hiddenMs);
    // The JS thread of a hidden program stands still: no timer runs, the clock goes on.
    const pending = bench.platform.now;
    const start = pending();
    bench.platform.now = () => start + hiddenMs;
    bench.show();
    if (hiddenMs <= 4000) {
      assert.equal(kernel.state(), 'online');
      assert.equal(old.of('state').pop().state, 'foreground');
      assert.equal(old.of('ping').length, 1);
      await bench.clock.advance(2000);
      assert.equal(kernel.state(), 'waiting', 'no pong within 2 s');
    } else {
      assert.equal(old.closed, true);
      assert.equal(bench.sockets.length, 2);
      assert.equal(kernel.state(), 'connecting');
    }
    assert.ok(bench.live() <= 1);
  });
}

test('a clock that was set back while hidden does not make the old socket trusted', () => {
  const { bench } = online();
  bench.hide();
  const start = bench.platform.now();
  bench.platform.now = () => start - 3600000;
  bench.show();
  assert.equal(bench.sockets.length, 2);
});

test('lost while hidden: nothing is started before the show', async () => {
  const { bench, kernel } = online();
  bench.hide();
  bench.socket.events.end('cut');
  await bench.clock.advance(600000);
  assert.equal(kernel.state(), 'suspended');
  assert.equal(bench.sockets.length, 1);
  bench.show();
  assert.equal(bench.sockets.length, 2);
});

test('the show after launch does not disturb', () => {
  const { bench } = started();
  bench.show();
  bench.show();
  assert.equal(bench.sockets.length, 1);
});

test('network events: waiting ends, a live link is asked, a half-open handshake gets 2 s', async () => {
  const { bench, kernel } = online();
  bench.network(true);
  assert.equal(bench.socket.of('ping').length, 1);
  bench.network(true);
  assert.equal(bench.socket.of('ping').length, 1, 'asked once');
  await bench.clock.advance(2000);
  assert.equal(kernel.state(), 'waiting');
  bench.network(false);
  assert.equal(bench.sockets.length, 1);
  bench.network(true);
  assert.equal(bench.sockets.length, 2);
  await bench.clock.advance(500);
  bench.network(true);
  assert.equal(bench.sockets.length, 2);
  await bench.clock.advance(2000);
  assert.equal(kernel.state(), 'waiting');
});

test('back-off grows while connections do not last, and starts anew when one did', async () => {
  const { bench, kernel } = online();
  await bench.clock.advance(11000);
  const waits = [];
  for (let i = 0; i < 8; i += 1) {
    bench.socket.events.end('lost');
    const from = bench.platform.now();
    const count = bench.sockets.length;
    while (bench.sockets.length === count) await bench.clock.advance(100);
    waits.push(bench.platform.now() - from);
  }
  assert.ok(waits[0] <= 2000 && Math.max(...waits) > 4000 && Math.max(...waits) <= 30100, waits.join());
  bench.socket.events.open();
  bench.socket.answer('resume', ENTERED);
  bench.socket.answer('sync', WHOLE);
  await bench.clock.advance(10000);
  bench.socket.events.end('lost');
  await bench.clock.advance(2000);
  assert.equal(kernel.state(), 'connecting');
});

test('logout: said, answered or not, then silence', async () => {
  for (const answered of [true, false]) {
    const { bench, kernel } = online();
    let done = false;
    kernel.logout(false, () => { done = true; });
    assert.equal(bench.socket.of('logout').length, 1);
    if (answered) bench.socket.answer('logout', {});
    else await bench.clock.advance(2000);
    assert.equal(done, true);
    assert.equal(kernel.state(), 'idle');
    assert.equal(bench.clock.pending(), 0);
    assert.equal(bench.live(), 0);
    assert.deepEqual(Array.from(bench.box.values()).filter((value) => String(value).includes('s1')), []);
  }
});

test('a state listener may log out, in any state', () => {
  for (const when of ['connecting', 'authenticating', 'syncing', 'online', 'waiting']) {
    const bench = createBench();
    const kernel = createKernel({ url: 'ws://x', app: 'demo', platform: bench.platform });
    kernel.on('state', (state) => { if (state === when) kernel.logout(false, () => {}); });
    kernel.start({ user: 'alice', token: 't' });
    const socket = bench.socket;
    if (socket) {
      socket.events.open();
      if (socket.of('login').length > 0) socket.answer('login', ENTERED);
      if (socket.of('sync').length > 0) socket.answer('sync', WHOLE);
      if (when === 'waiting') socket.events.end('x');
      if (socket.of('logout').length > 0) socket.answer('logout', {});
    }
    assert.equal(kernel.state(), 'idle', when);
    assert.equal(bench.live(), 0, when);
    assert.equal(bench.clock.pending(), 0, when);
  }
});

test('started twice: refused; started again after a logout: works', () => {
  const { kernel, bench } = online();
  assert.throws(() => kernel.start({ user: 'alice', token: 't' }), { name: 'bad_argument' });
  kernel.logout(false, () => {});
  bench.socket.answer('logout', {});
  kernel.start({ user: 'bob', token: 't' });
  bench.socket.events.open();
  assert.equal(bench.socket.sent[0].op, 'login', 'no session of somebody else is resumed');
});
