'use strict';
/**
 * The kernel's parts on their own.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { backoff } = require('../backoff');
const { createEmitter } = require('../emitter');
const { fromWire } = require('../faults');
const { LIMITS } = require('../limits');
const { createRequests } = require('../requests');
const { createStore } = require('../store');
const { userOf, utf8Length } = require('../text');
const { addRecall } = require('../events');
const { addEntry, moveMark, unread } = require('../unread');
const { createRandom } = require('../../fake-wx/lib/memory/random');
const { createBench } = require('./bench');

const SEED = Number(process.env.HONGYAN_SEED || Math.floor(Math.random() * 1e9));

test('unread: the formula is the naive recount, seed ' + SEED, () => {
  const random = createRandom(SEED);
  const below = (n) => Math.floor(random() * n);
  for (let run = 0; run < 300; run += 1) {
    const c = { k: 0, mark: [0, 0], except: [], exceptn: 0 };
    const log = [];
    let mark = 0;
    const naive = () => log.filter((e) => e.n > mark && e.counted && !e.mine && !e.recalled && !e.removed).length;
    for (let step = 0; step < 60; step += 1) {
      const what = below(10);
      const k = log.length > 0 ? log[log.length - 1].k : 0;
      if (what < 5 || log.length === 0) {
        const entry = { n: log.length + 1, mine: what === 4, counted: below(5) > 0, recalled: false };
        entry.k = k + (entry.counted ? 1 : 0);
        log.push(entry);
        addEntry(c, entry, entry.mine);
        if (entry.mine) mark = entry.n;
      } else if (what < 7) {
        const n = 1 + below(log.length);
        moveMark(c, n, log[n - 1].k);
        mark = Math.max(mark, n);
      } else {
        const target = log[below(log.length)];
        if (target.event || target.recalled) continue;
        if (below(3) === 0) {
          // removed for oneself; a recall of it later must not count it again
          target.removed = true;
          addRecall(c, target.n, target.counted);
          continue;
        }
        target.recalled = true;
        const entry = { n: log.length + 1, k, event: true, counted: false };
        log.push(entry);
        addEntry(c, entry, false);
        addRecall(c, target.n, target.counted);
        addRecall(c, target.n, target.counted);
      }
      assert.equal(unread(c), naive(), 'seed ' + SEED + ' run ' + run + ' step ' + step);
      assert.ok(c.except.every((n) => n > c.mark[0]));
    }
  }
});

test('unread: more exceptions than are listed', () => {
  const c = { k: 400, mark: [10, 5], except: [300, 310], exceptn: 150 };
  assert.equal(unread(c), 245);
  moveMark(c, 305, 300);
  assert.deepEqual([c.except, c.exceptn, unread(c)], [[310], 1, 99]);
  moveMark(c, 200, 1);
  assert.equal(c.mark[0], 305, 'a mark never goes back');
});

test('back-off stays between its limits and doubles', () => {
  const random = createRandom(3);
  for (let tries = 0; tries < 40; tries += 1) {
    const ceiling = Math.min(30000, 1000 * Math.pow(2, tries + 1));
    for (let i = 0; i < 50; i += 1) {
      const ms = backoff(tries, random, LIMITS);
      assert.ok(ms >= 1000 && ms <= ceiling, tries + ': ' + ms);
    }
  }
  assert.equal(backoff(9, () => 0.9999999, LIMITS), 30000);
});

test('emitter: off while it emits, once, a throw', () => {
  const errors = [];
  const emitter = createEmitter((error) => errors.push(error.message));
  const heard = [];
  const second = () => heard.push('second');
  emitter.on('x', () => {
    heard.push('first');
    emitter.off('x', second);
    throw new Error('bad');
  });
  emitter.on('x', second);
  emitter.once('x', (a, b) => heard.push(a + b));
  emitter.emit('x', 1, 2);
  emitter.emit('x', 3, 4);
  assert.deepEqual(heard, ['first', 3, 'first']);
  assert.deepEqual(errors, ['bad', 'bad']);
  emitter.off('x');
  emitter.on('y', second);
  emitter.off();
  emitter.emit('x');
  emitter.emit('y');
  assert.equal(heard.length, 3);
  assert.throws(() => emitter.on('x', 7), TypeError);
});

test('text: UTF-8 length and the user of a token', () => {
  for (const text of ['', 'a', 'é', '雁', '🪿', 'a🪿雁', '\u07ff\u0800']) assert.equal(utf8Length(text), Buffer.byteLength(text), text);
  for (const user of ['alice', '钱鍾書', '🪿', 'a"b', 'x?>~']) {
    const token = 'h.' + Buffer.from(JSON.stringify({ sub: user })).toString('base64url') + '.s';
    assert.equal(userOf(token), user);
  }
  for (const token of [undefined, 7, '', 'a', 'a.b', 'a.!!.c', 'h.' + Buffer.from('{"sub":7}').toString('base64url')]) assert.equal(userOf(token), '');
});

test('faults from the wire: an unknown band is tried later', () => {
  assert.equal(fromWire({ code: 1, name: 'x', band: 'new' }).band, 'later');
  const fault = fromWire({ code: 3001, name: 'too_fast', band: 'later', text: 'Slow.', zh: '慢', after: 250, field: 'to' });
  assert.deepEqual([fault.message, fault.code, fault.zh, fault.after, fault.field], ['Slow.', 3001, '慢', 250, 'to']);
  assert.ok(fault instanceof Error);
});

test('requests: every one ends exactly once', async () => {
  const bench = createBench();
  const requests = createRequests(bench.platform, LIMITS);
  const ends = [];
  const end = (name) => (fault, reply) => ends.push(name + ':' + (fault ? fault.name : reply.ok));
  const sent = [];
  requests.call({ op: 'early' }, 100, end('early'));
  requests.ask({ op: 'ask' }, end('ask'));
  requests.open((text) => sent.push(JSON.parse(text)));
  requests.call({ op: 'a' }, 100, end('a'));
  requests.call({ op: 'b' }, 100, end('b'));
  assert.deepEqual(sent.map((f) => [f.op, f.id]), [['a', 1], ['b', 2]], 'asks wait for the login');
  requests.ready();
  assert.equal(sent[2].op, 'ask');
  assert.equal(requests.answer({ re: 2, ok: 1 }), true);
  assert.equal(requests.answer({ re: 2, ok: 2 }), false);
  assert.equal(requests.answer({ re: 99, ok: 2 }), false);
  await bench.clock.advance(100);
  requests.lost();
  requests.open((text) => sent.push(JSON.parse(text)));
  requests.ready();
  assert.deepEqual([sent[3].op, sent[3].id], ['ask', 1], 'asked again on the next connection');
  requests.answer({ re: 1, err: { code: 1, name: 'no', band: 'never' } });
  requests.ask({ op: 'last' }, end('last'));
  requests.close();
  assert.deepEqual(ends, ['early:connection_lost', 'b:1', 'a:timeout', 'ask:no', 'last:closed']);
  assert.equal(bench.clock.pending(), 0);
});

test('requests: too many at once are refused', () => {
  const bench = createBench();
  const requests = createRequests(bench.platform, Object.assign({}, LIMITS, { asksMax: 2 }));
  const names = [];
  for (let i = 0; i < 3; i += 1) requests.ask({ op: 'x' }, (fault) => names.push(fault.name));
  assert.deepEqual(names, ['busy']);
});

function createTestStore(bench, troubles) {
  return createStore({
    platform: bench.platform, limits: Object.assign({}, LIMITS, { partCharsMax: 10 }), prefix: 'hy:a:',
    trouble: (trouble) => troubles.push(trouble), age: (key) => Number(key.split(':')[2]),
  });
}

test('store: long values in parts, shrinking leaves no part behind', () => {
  const bench = createBench();
  const store = createTestStore(bench, []);
  store.open('u:');
  store.putNow('c:1', 'x'.repeat(95));
  assert.equal(bench.box.size, 10);
  assert.equal(store.get('c:1'), 'x'.repeat(95));
  store.putNow('c:1', 'y');
  assert.equal(bench.box.size, 1);
  assert.equal(store.get('c:1'), 'y');
  store.putNow('c:1', undefined);
  assert.equal(bench.box.size, 0);
  assert.equal(store.get('c:1'), undefined);
});

test('store: a value cut off anywhere is absent, never half', () => {
  const text = { a: 'x'.repeat(60) };
  for (let cut = 0; cut < 8; cut += 1) {
    const bench = createBench();
    const store = createTestStore(bench, []);
    store.open('u:');
    store.putNow('c:1', { a: 'old' });
    let writes = 0;
    bench.storageFails = () => { writes += 1; return writes > cut ? 'killed' : null; };
    store.putNow('c:1', text);
    bench.storageFails = null;
    const again = createTestStore(bench, []);
    again.open('u:');
    const got = again.get('c:1');
    assert.ok(got === undefined || JSON.stringify(got) === JSON.stringify(text) || got.a === 'old', JSON.stringify(got));
  }
});

test('store: gathered writes go out in the order that keeps promises, and a failed one holds the cursor back', async () => {
  const bench = createBench();
  const troubles = [];
  const store = createTestStore(bench, troubles);
  store.open('u:');
  const order = [];
  bench.storageFails = (key) => { order.push(key.slice(7, 8)); return null; };
  store.put('s', () => 1);
  store.put('c:1', () => 2);
  store.put('m:x:1', () => 3);
  assert.equal(order.length, 0);
  await bench.clock.advance(500);
  assert.deepEqual(order, ['m', 'c', 's']);
  bench.storageFails = (key) => (key.includes(':c:') ? 'quota' : null);
  store.put('c:1', () => 4);
  store.put('s', () => 5);
  await bench.clock.advance(500);
  assert.equal(store.get('s'), 1, 'the old cursor stays');
  assert.deepEqual(troubles, [{ full: true, removed: 1, reason: 'quota' }], 'the page was given up for it in vain');
  bench.storageFails = null;
  store.flush();
  assert.deepEqual([store.get('c:1'), store.get('s')], [4, 5]);
});

test('store: when full, the oldest pages go first, and those of other users before ours', () => {
  const bench = createBench();
  const store = createTestStore(bench, []);
  store.open('other:');
  for (let i = 0; i < 8; i += 1) store.putNow('m:z:' + (100 + i), i);
  store.open('u:');
  for (let i = 0; i < 12; i += 1) store.putNow('m:z:' + i, i);
  let refusals = 0;
  bench.storageFails = (key) => (key.endsWith('c:1') && (refusals += 1) <= 2 ? 'quota' : null);
  assert.equal(store.putNow('c:1', 1), true);
  assert.deepEqual(Array.from(bench.box.keys()).filter((key) => key.includes(':m:')), ['8', '9', '10', '11'].map((n) => 'hy:a:u:m:z:' + n));
});
