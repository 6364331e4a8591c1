'use strict';
/**
 * Sending, receiving, recall, marks, lists: what the API promises, and every misfortune on the wire.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { createWorld } = require('./world');

async function pair(options, more) {
  const world = createWorld(options);
  const alice = world.phone('alice', more);
  const bob = world.phone('bob');
  await Promise.all([alice.login(), bob.login()]);
  return { world, alice, bob };
}

test('sending, sent, delivered, read', async () => {
  const { world, alice, bob } = await pair();
  const message = alice.hy.sendText('s:bob', 'hello');
  assert.equal(message.state, 'sending');
  assert.equal(alice.of('message')[0], message, 'shown at once, the same object');
  const ticks = [];
  for (let i = 0; i < 6; i += 1) {
    if (i === 3) bob.hy.markRead({ user: 'alice' });
    await world.advance(1000);
    const tick = alice.hy.receipt(message);
    if (ticks[ticks.length - 1] !== tick) ticks.push(tick);
  }
  assert.deepEqual(ticks, ['sent', 'delivered', 'read']);
  assert.deepEqual(alice.of('read'), [{ conv: 's:bob', user: 'bob', n: 1 }]);
  assert.equal((await world.until(message.whenSent())).n, 1);
  await world.end();
});

test('a message is plain data: setData copies it whole', async () => {
  const { world, alice } = await pair();
  const message = alice.hy.send({ to: { user: 'bob' }, type: 'image', content: { url: 'https://x/1.png' }, ext: { a: 1 }, mentions: ['bob'] });
  await world.until(message.whenSent());
  const copy = JSON.parse(JSON.stringify(message));
  assert.deepEqual(Object.keys(copy).sort(), ['cid', 'content', 'conv', 'error', 'ext', 'from', 'id', 'liveWhenSeen', 'mentions', 'mine', 'n',
    'recalled', 'shownInRun', 'state', 't', 'type'].sort());
  await world.end();
});

test('the order of sending is the order of arrival, with a refusal and lost answers between', async () => {
  const { world, alice, bob } = await pair();
  let count = 0;
  world.server.bad.refuse = (op, f) => {
    if (op !== 'send' || f.to !== 's:bob') return undefined;
    count += 1;
    return count % 3 === 1 ? world.server.refusal('too_fast', { after: 1500 }) : undefined;
  };
  world.server.bad.silent = (op, f) => op === 'send' && f.content.text === 'm4' && !f.retry;
  const sent = Array.from({ length: 9 }, (_, i) => alice.hy.sendText('s:bob', 'm' + i));
  assert.ok(sent.every((m) => m.state === 'sending'));
  await world.calm();
  assert.deepEqual(bob.texts(), sent.map((m) => m.content.text));
  assert.ok(alice.of('updated').some((m) => m === sent[0]));
  assert.ok(sent.every((m) => m.state === 'sent' && m.error === null));
  await world.end();
});

test('a refusal for ever: failed, says why, holds nobody up, can be sent again or discarded, also after a restart', async () => {
  const { world, alice, bob } = await pair();
  world.server.bad.refuse = (op, f) => (op === 'send' && f.content.text === 'bad' ? world.server.refusal('blocked') : undefined);
  const bad = alice.hy.sendText('s:bob', 'bad');
  const good = alice.hy.sendText('s:bob', 'good');
  const why = await world.until(bad.whenSent().catch((error) => error));
  assert.equal(why.name, 'blocked');
  await world.until(good.whenSent());
  assert.equal(bad.state, 'failed');
  assert.equal(bad.error.band, 'never');
  await alice.device.destroy();
  await world.until(alice.coldStart());
  const kept = alice.hy.pending('s:bob');
  assert.deepEqual(kept.map((m) => [m.content.text, m.state, m.error.name]), [['bad', 'failed', 'blocked']]);
  world.server.bad.refuse = null;
  const again = alice.hy.resend(kept[0]);
  assert.equal(again.state, 'sending');
  await world.until(again.whenSent());
  assert.deepEqual(bob.texts(), ['good', 'bad']);
  assert.deepEqual(alice.hy.pending('s:bob'), []);
  assert.throws(() => alice.hy.resend(again), { name: 'bad_argument' });
  await world.end();
});

test('muted: it waits and says why', async () => {
  const { world, alice, bob } = await pair();
  world.server.bad.refuse = (op) => (op === 'send' ? world.server.refusal('muted') : undefined);
  const message = alice.hy.sendText('s:bob', 'x');
  await world.advance(60000);
  assert.equal(message.state, 'sending');
  assert.equal(message.error.name, 'muted');
  world.server.bad.refuse = null;
  await world.calm();
  assert.deepEqual(bob.texts(), ['x']);
  assert.equal(message.error, null);
  await world.end();
});

test('older than the retry window and perhaps sent: not sent again by itself', async () => {
  const { world, alice, bob } = await pair();
  await alice.device.loseNetwork('half-open');
  const message = alice.hy.sendText('s:bob', 'x');
  await world.advance(10);
  await alice.device.destroy();
  await world.advance(25 * 3600000);
  await alice.device.restoreNetwork();
  await world.until(alice.coldStart());
  await world.calm();
  assert.equal(alice.hy.pending('s:bob')[0].error.name, 'retry_window_over');
  assert.deepEqual(bob.texts(), []);
  await world.until(alice.hy.resend(alice.hy.pending('s:bob')[0]).whenSent());
  assert.equal(message.id, alice.of('updated').pop().id);
  await world.end();
});

test('never attempted for days: sent as new', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.device.loseNetwork('event');
  alice.start().catch(() => {});
  alice.hy.sendText('s:bob', 'x');
  await world.advance(1000);
  await alice.device.destroy();
  await world.advance(50 * 3600000);
  await alice.device.restoreNetwork();
  await world.until(alice.coldStart());
  await world.calm();
  assert.equal(world.server.log('alice', 'bob').length, 1);
  await world.end();
});

test('the outbox is bounded', async () => {
  const { world, alice } = await pair({}, { limits: { outboxMax: 5 } });
  await alice.device.loseNetwork('event');
  for (let i = 0; i < 5; i += 1) alice.hy.sendText('s:bob', 'm' + i);
  assert.throws(() => alice.hy.sendText('s:bob', 'm5'), { name: 'outbox_full', band: 'later' });
  await alice.device.restoreNetwork();
  await world.calm();
  assert.equal(world.server.log('alice', 'bob').length, 5);
  alice.hy.sendText('s:bob', 'm5');
  await world.end();
});

test('what can never be sent is refused at once', async () => {
  const { world, alice } = await pair();
  const name = (run) => { try { run(); } catch (fault) { return fault.name; } return 'nothing'; };
  assert.equal(name(() => alice.hy.sendText('s:bob', 'x'.repeat(40000))), 'too_large');
  assert.equal(name(() => alice.hy.sendText('s:bob', '雁'.repeat(12000))), 'too_large');
  assert.equal(name(() => alice.hy.send({ to: 's:bob', type: 'text', content: { text: 'x' }, ext: { a: 'x'.repeat(9000) } })), 'too_large');
  for (const to of ['bob', '', null, 's:', 'u:', {}, 's:' + 'x'.repeat(65), 's:a\u0007', 's:\ud800']) assert.equal(name(() => alice.hy.sendText(to, 'x')), 'bad_argument');
  assert.equal(name(() => alice.hy.send({ to: 's:bob', type: '', content: {} })), 'bad_argument');
  assert.equal(name(() => alice.hy.send({ to: 's:bob', type: 'text', content: 'x' })), 'bad_argument');
  assert.equal(name(() => alice.hy.send({ to: 's:bob', type: 'text', content: { text: 'x' }, mentions: [7] })), 'bad_argument');
  await world.until(alice.hy.logout());
  assert.equal(name(() => alice.hy.sendText('s:bob', 'x')), 'not_logged_in');
  await assert.rejects(alice.hy.history('s:bob'), { name: 'not_logged_in', zh: '请先登录。' });
  await world.end();
});

test('dropped pushes: found by the pong, fetched, shown once and in order', async () => {
  const { world, alice } = await pair();
  for (let i = 0; i < 3; i += 1) world.server.say('bob', 'alice', 'b' + i);
  world.server.bad.pushes = (frame, conn) => (conn.user === 'alice' ? 'drop' : undefined);
  for (let i = 3; i < 40; i += 1) world.server.say('bob', 'alice', 'b' + i);
  world.server.bad.pushes = null;
  await world.advance(26000);
  world.checkReceived(alice, 'bob');
  assert.equal(alice.hy.unread('s:bob'), 40);
  await world.end();
});

test('a gap: the next push shows it, long before the heartbeat', async () => {
  const { world, alice } = await pair();
  let dropped = 0;
  world.server.bad.pushes = (frame, conn) => (conn.user === 'alice' && frame.n > 1 && frame.n < 30 && (dropped += 1) ? 'drop' : undefined);
  for (let i = 0; i < 30; i += 1) world.server.say('bob', 'alice', 'b' + i);
  await world.advance(1500);
  assert.equal(dropped, 28);
  world.checkReceived(alice, 'bob');
  await world.end();
});

test('pushes that change places are put in order without asking the server', async () => {
  const { world, alice } = await pair();
  world.server.bad.pushes = (frame, conn) => (conn.user === 'alice' && frame.n % 3 === 1 ? 120 : undefined);
  const before = world.server.requests.filter((f) => f.op === 'sync').length;
  for (let i = 0; i < 9; i += 1) world.server.say('bob', 'alice', 'b' + i);
  await world.advance(1000);
  world.checkReceived(alice, 'bob');
  assert.equal(world.server.requests.filter((f) => f.op === 'sync').length, before);
  await world.end();
});

test('the same push twice is shown once, and acknowledged', async () => {
  const { world, alice } = await pair();
  world.server.say('bob', 'alice', 'b');
  const conn = world.server.connsOf('alice')[0];
  conn.counted(world.server.log('alice', 'bob')[0]);
  conn.counted(world.server.log('alice', 'bob')[0]);
  await world.calm();
  world.checkReceived(alice, 'bob');
  await world.end();
});

test('a push "sync" is obeyed', async () => {
  const { world, alice } = await pair();
  world.server.bad.pushes = () => 'drop';
  world.server.say('bob', 'alice', 'b');
  world.server.bad.pushes = null;
  world.server.connsOf('alice')[0].push({ op: 'sync' });
  await world.advance(100);
  world.checkReceived(alice, 'bob');
  await world.end();
});

test('everything is acknowledged in time: the server never has to ask', async () => {
  const { world, alice } = await pair();
  for (let i = 0; i < 20; i += 1) {
    world.server.say('bob', 'alice', 'b' + i);
    await world.advance(3000);
  }
  world.server.act('bob', { op: 'read', conv: 's:alice', n: 3 });
  await world.advance(60000);
  assert.equal(alice.of('state').filter((state) => state === 'waiting').length, 0);
  assert.ok(world.server.acks.filter((one) => one.user === 'alice').every((one) => one.got.length <= 100));
  await world.end();
});

test('a very long absence leaves a hole in the middle that history fills', async () => {
  const { world, alice } = await pair();
  for (let i = 0; i < 10; i += 1) world.server.say('bob', 'alice', 'b' + i);
  await world.advance(3000);
  await alice.device.destroy();
  for (let i = 10; i < 600; i += 1) world.server.say('bob', 'alice', 'b' + i);
  await world.until(alice.coldStart());
  assert.equal(alice.hy.unread('s:bob'), 600);
  const texts = [];
  for (let page = await world.until(alice.hy.history('s:bob', { limit: 50 })); ; page = await world.until(alice.hy.history('s:bob', { limit: 50, before: page.before }))) {
    texts.unshift(...page.messages.map((m) => m.content.text));
    if (!page.more) break;
  }
  assert.deepEqual(texts, Array.from({ length: 600 }, (_, i) => 'b' + i));
  assert.ok(alice.seen.length < 100, 'not everything is announced');
  await world.end();
});

test('the server forgot the cursor: begin again, show nothing twice', async () => {
  const { world, alice } = await pair();
  for (let i = 0; i < 5; i += 1) world.server.say('bob', 'alice', 'b' + i);
  await world.advance(30000);
  world.server.say('bob', 'alice', 'b5');
  await world.advance(1000);
  await alice.device.hide();
  await world.advance(10000);
  for (let i = 6; i < 8; i += 1) world.server.say('bob', 'alice', 'b' + i);
  world.server.forget();
  await alice.device.show();
  await world.calm();
  world.checkReceived(alice, 'bob');
  assert.equal(alice.of('reset').length, 1);
  assert.equal(alice.hy.unread('s:bob'), 8);
  await world.end();
});

test('a first login announces nothing old, shows the list, and announces what comes during it', async () => {
  const world = createWorld();
  for (let i = 0; i < 130; i += 1) world.server.say('u' + i, 'alice', 'old');
  const alice = world.phone('alice', { knobs: { latencyMs: 50 } });
  const login = alice.start();
  await world.advance(430);
  world.server.say('u3', 'alice', 'new');
  world.server.say('stranger', 'alice', 'new');
  await world.until(login);
  await world.advance(1000);
  assert.deepEqual(alice.seen.map((m) => [m.from, m.content.text]), [['u3', 'new'], ['stranger', 'new']]);
  assert.equal(alice.hy.conversations().length, 131);
  assert.equal(alice.hy.totalUnread(), 132);
  assert.equal(alice.hy.conversations()[0].user, 'stranger');
  await world.end();
});

test('killed right after the first login of all: what comes then is news', async () => {
  const { world, alice } = await pair();
  await alice.device.destroy();
  world.server.say('bob', 'alice', 'b1');
  await world.until(alice.coldStart());
  assert.deepEqual(alice.texts('s:bob'), ['b1']);
  await world.end();
});

test('a stranger wrote a hundred times while we were away: each is announced', async () => {
  const { world, alice } = await pair();
  await alice.device.destroy();
  for (let i = 0; i < 100; i += 1) world.server.say('stranger', 'alice', 'b' + i);
  await world.until(alice.coldStart());
  world.checkReceived(alice, 'stranger');
  await world.end();
});

test('recall: seen by both, corrects unread and the list, also in stored history', async () => {
  const { world, alice, bob } = await pair();
  const first = alice.hy.sendText('s:bob', 'one');
  await world.until(first.whenSent());
  const second = alice.hy.sendText('s:bob', 'two');
  await world.until(second.whenSent());
  await world.advance(100);
  assert.equal(bob.hy.unread('s:alice'), 2);
  await world.until(alice.hy.recall(second));
  await world.until(alice.hy.recall(second));
  await world.advance(100);
  assert.equal(bob.hy.unread('s:alice'), 1);
  assert.equal(bob.of('recalled')[0].n, 2);
  assert.equal(bob.of('recalled')[0].by, 'alice');
  for (const phone of [alice, bob]) {
    const peer = phone === alice ? 's:bob' : 's:alice';
    const page = await world.until(phone.hy.history(peer));
    assert.deepEqual(page.messages.map((m) => [m.type, m.recalled]), [['text', false], ['recalled', true]]);
    assert.equal(phone.hy.conversation(peer).last.recalled, true);
  }
  await assert.rejects(world.until(bob.hy.recall('s:alice', 1)), { name: 'recall_not_allowed' });
  await world.advance(130000);
  await assert.rejects(world.until(alice.hy.recall(first)), { name: 'recall_too_late', band: 'never' });
  await world.end();
});

test('two devices of one user agree', async () => {
  const world = createWorld();
  const one = world.phone('alice');
  const two = world.phone('alice');
  const bob = world.phone('bob');
  await Promise.all([one.login(), two.login(), bob.login()]);
  bob.hy.sendText('s:alice', 'b1');
  bob.hy.sendText('s:alice', 'b2');
  await world.advance(1000);
  assert.equal(two.hy.unread('s:bob'), 2);
  one.hy.markRead('s:bob');
  await world.advance(1000);
  assert.equal(two.hy.unread('s:bob'), 0);
  const mine = one.hy.sendText('s:bob', 'a1');
  await world.until(mine.whenSent());
  await world.advance(100);
  assert.deepEqual(two.seen.map((m) => [m.mine, m.content.text]), [[false, 'b1'], [false, 'b2'], [true, 'a1']]);
  await world.until(two.hy.pin('s:bob'));
  await world.until(two.hy.mute('s:bob'));
  await world.advance(100);
  assert.equal(one.hy.conversation('s:bob').pinned, true);
  bob.hy.sendText('s:alice', 'b3');
  await world.advance(100);
  assert.equal(one.hy.totalUnread(), 0, 'muted');
  assert.equal(one.hy.unread('s:bob'), 1);
  await world.until(one.hy.clear('s:bob'));
  await world.advance(100);
  assert.equal(two.hy.unread('s:bob'), 0);
  assert.deepEqual((await world.until(two.hy.history('s:bob'))).messages, []);
  await world.until(two.hy.remove('s:bob'));
  await world.advance(100);
  assert.deepEqual(one.hy.conversations(), []);
  bob.hy.sendText('s:alice', 'b4');
  await world.advance(100);
  assert.deepEqual(one.hy.conversations().map((c) => [c.conv, c.unread, c.pinned]), [['s:bob', 1, false]]);
  await world.calm();
  await world.end();
});

test('own marks make no needless sync: reading and answering all day', async () => {
  const { world, alice, bob } = await pair();
  for (let i = 0; i < 10; i += 1) {
    bob.hy.sendText('s:alice', 'b' + i);
    await world.advance(1000);
    alice.hy.markRead('s:bob');
    await world.advance(1000);
    alice.hy.sendText('s:bob', 'a' + i);
    await world.advance(1000);
    bob.hy.markRead('s:alice');
    await world.advance(1000);
  }
  assert.equal(world.server.requests.filter((f) => f.op === 'sync').length, 2, 'one at each login');
  await world.end();
});

test('a read mark made offline is kept and told later, also after a kill', async () => {
  const { world, alice, bob } = await pair();
  bob.hy.sendText('s:alice', 'b');
  await world.advance(3000);
  await alice.device.loseNetwork('half-open');
  alice.hy.markRead('s:bob');
  assert.equal(alice.hy.unread('s:bob'), 0);
  await world.advance(1000);
  await alice.device.destroy();
  await alice.device.restoreNetwork();
  await world.until(alice.coldStart());
  assert.equal(alice.hy.unread('s:bob'), 0);
  await world.advance(1000);
  assert.equal(bob.hy.conversation('s:alice').peer.read, 1);
  await world.end();
});

test('typing, signal, presence', async () => {
  const { world, alice, bob } = await pair();
  assert.deepEqual(await world.until(alice.hy.presence(['bob', 'eve'])), { bob: 'online', eve: 'offline' });
  await world.until(alice.hy.watch('bob'));
  for (let i = 0; i < 10; i += 1) alice.hy.typing('s:bob');
  await world.advance(100);
  assert.deepEqual(bob.of('signal').map((s) => [s.from, s.conv, s.name]), [['alice', 's:alice', 'typing']]);
  assert.equal(await world.until(alice.hy.signal('s:bob', 'call', { room: 7 })), true);
  assert.equal(await world.until(alice.hy.signal('s:eve', 'call')), false);
  await bob.device.hide();
  await world.advance(100);
  await bob.device.destroy();
  world.server.connsOf('alice')[0].peer.kill();
  await world.advance(10000);
  assert.equal(alice.hy.state, 'online');
  await world.until(bob.coldStart());
  await world.advance(100);
  assert.deepEqual(alice.of('presence').map((p) => p.state).slice(0, 1), ['background']);
  assert.equal(alice.of('presence').pop().state, 'online', 'watched again after the reconnect');
  await world.until(alice.hy.unwatch('bob'));
  await world.end();
});

test('users and profile', async () => {
  const { world, alice } = await pair();
  world.server.say('bob', 'alice', 'x');
  assert.deepEqual((await world.until(alice.hy.users(['bob', 'nobody']))).map((u) => u.name), ['BOB']);
  const ids = Array.from({ length: 250 }, (_, i) => 'n' + i);
  await world.until(alice.hy.users(ids));
  assert.equal(world.server.requests.filter((f) => f.op === 'users').length, 4);
  assert.equal((await world.until(alice.hy.setProfile({ name: 'Alice' }))).name, 'Alice');
  await world.end();
});

test('requests wait for a connection, and say so when none comes', async () => {
  const { world, alice } = await pair();
  world.server.say('bob', 'alice', 'x');
  await world.settle();
  await alice.device.loseNetwork('close');
  const users = alice.hy.users('bob');
  await world.advance(4000);
  await alice.device.restoreNetwork();
  assert.equal((await world.until(users)).length, 1);
  await alice.device.loseNetwork('close');
  await assert.rejects(world.until(alice.hy.users('bob')), { name: 'timeout', band: 'later' });
  assert.deepEqual((await world.until(alice.hy.history('s:bob'))).messages.map((m) => m.content.text), ['x'], 'local history works');
  await world.end();
});

test('commands are for programs', async () => {
  const { world, alice, bob } = await pair();
  await world.until(alice.hy.send({ to: 's:bob', type: 'command', content: { name: 'refresh' } }).whenSent());
  await world.advance(100);
  assert.equal(bob.of('command').length, 1);
  assert.equal(bob.of('message').length, 0);
  assert.equal(bob.hy.unread('s:alice'), 0);
  assert.deepEqual((await world.until(bob.hy.history('s:alice'))).messages, []);
  await world.end();
});

test('off really removes; a throwing listener harms nobody', async () => {
  const { world, alice } = await pair();
  let heard = 0;
  const listener = () => { heard += 1; };
  const off = alice.hy.on('message', listener);
  alice.hy.on('message', listener);
  alice.hy.off('message', listener);
  off();
  alice.hy.once('message', () => { heard += 10; });
  alice.hy.on('message', () => { throw new Error('app bug'); });
  world.server.say('bob', 'alice', 'x');
  world.server.say('bob', 'alice', 'y');
  await world.advance(100);
  assert.equal(heard, 10);
  assert.equal(alice.device.errors.length, 2);
  alice.device.errors.length = 0;
  world.checkReceived(alice, 'bob');
  await world.end();
});

test('a notebook: writing to oneself', async () => {
  const { world, alice } = await pair();
  await world.until(alice.hy.sendText('s:alice', 'note').whenSent());
  await world.advance(100);
  assert.equal(alice.hy.unread('s:alice'), 0);
  assert.deepEqual(alice.texts('s:alice'), ['note']);
  await world.end();
});
