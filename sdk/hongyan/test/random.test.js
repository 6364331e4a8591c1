'use strict';
/**
 * Random histories. A seed is printed; HONGYAN_SEED=n runs that one again.
 *
 *   unread   two phones and a third party do whatever they can think of; the formula in the SDK is the naive recount of the log
 *   chaos    the same while everything that can break, breaks
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { createRandom } = require('../../fake-wx/lib/memory/random');
const { createWorld } = require('./world');

const FIRST = process.env.HONGYAN_SEED ? Number(process.env.HONGYAN_SEED) : Math.floor(Math.random() * 1e9);
const RUNS = process.env.HONGYAN_SEED ? 1 : Number(process.env.HONGYAN_RUNS || 25);

function dice(seed) {
  const random = createRandom(seed);
  const below = (n) => Math.floor(random() * n);
  return { below, pick: (list) => list[below(list.length)], chance: (p) => random() < p };
}

/** One random act of the world; returns what it was. */
async function act(world, phones, die, serial) {
  const { server } = world;
  const phone = die.pick(phones);
  const peer = die.pick(['bob', 'eve', 'alice'].filter((user) => user !== phone.user));
  const conv = 's:' + peer;
  const mine = phone.seen.filter((m) => m.mine && m.state === 'sent' && !m.recalled);
  const what = die.pick(['say', 'say', 'say', 'quiet', 'command', 'send', 'read', 'partRead', 'recall', 'theirRecall', 'clear', 'wait', 'pin', 'remove']);
  const quietly = (promise) => promise.catch((fault) => assert.ok(fault.name, String(fault)));
  if (what === 'say') server.say(peer, phone.user, 't' + serial);
  else if (what === 'quiet') server.say(peer, phone.user, 't' + serial, { count: false });
  else if (what === 'command') server.say(peer, phone.user, 't' + serial, { type: 'command', content: { name: 'c', text: '' } });
  else if (what === 'send') phone.hy.sendText(conv, 'o' + serial, die.chance(0.2) ? { count: false } : {});
  else if (what === 'read') phone.hy.markRead(conv);
  else if (what === 'partRead') phone.hy.markRead(conv, 1 + die.below(phone.hy.conversation(conv).head + 1));
  else if (what === 'recall' && mine.length > 0) quietly(phone.hy.recall(die.pick(mine)));
  else if (what === 'theirRecall') {
    const theirs = server.log(phone.user, peer).filter((e) => e.op === 'msg' && e.from === peer && e.type !== 'recalled' && world.clock.now() - e.t < 120000);
    if (theirs.length > 0) server.act(peer, { op: 'recall', conv: 's:' + phone.user, n: die.pick(theirs).n });
  } else if (what === 'clear' && die.chance(0.3)) quietly(phone.hy.clear(conv));
  else if (what === 'pin') quietly(phone.hy.pin(conv, die.chance(0.5)));
  else if (what === 'remove' && die.chance(0.2)) quietly(phone.hy.remove(conv));
  else if (what === 'wait') await world.advance(die.below(3000));
  return what;
}

function checkCounts(world, phones, trace) {
  phones.forEach((phone) => ['alice', 'bob', 'eve'].filter((user) => user !== phone.user).forEach((peer) => {
    const conv = 's:' + peer;
    assert.equal(phone.hy.unread(conv), world.server.naiveUnread(phone.user, conv), phone.user + ' ' + conv + '\n' + trace.join(' '));
    assert.equal(phone.hy.conversation(conv).head, world.server.log(phone.user, peer).length, 'head of ' + conv);
  }));
}

for (let run = 0; run < RUNS; run += 1) {
  const seed = FIRST + run;
  test('unread, seed ' + seed, async () => {
    const die = dice(seed);
    const world = createWorld({ seed });
    const phones = [world.phone('alice'), world.phone('alice'), world.phone('bob')];
    await Promise.all(phones.map((phone) => phone.login()));
    const trace = [];
    for (let i = 0; i < 60; i += 1) {
      trace.push(await act(world, phones, die, i));
      if (die.chance(0.15)) {
        await world.advance(3000);
        checkCounts(world, phones, trace);
      }
    }
    await world.calm();
    checkCounts(world, phones, trace);
    await world.end();
  });

  test('chaos, seed ' + seed, async () => {
    const die = dice(seed * 31 + 7);
    const world = createWorld({ seed });
    const phones = ['alice', 'bob'].map((user) => world.phone(user, {
      knobs: {
        latencyMs: die.pick([0, 30, 300]), callbackDelayMs: die.pick([0, 0, 20]), promise: die.pick(['native', 'macrotask']),
        backgroundClose: die.pick(['after-show', 'before-suspend', 'never', 'survives']), backgroundCloseCode: die.pick([1000, 1005, 1006]),
        showOrder: die.pick(['show-first', 'callbacks-first']), serverCloseCode: die.pick(['true', 1005, 1006]), deadSend: die.pick(['ok', 'fail']),
        handshakeFailure: die.pick(['error-then-close', 'error-only']), storageLimitBytes: die.pick([10, 10, 0.2]) * 1024 * 1024,
      },
    }));
    // What was there before the first login of all is not news; from here on everything is.
    await Promise.all(phones.map((phone) => phone.login()));
    const { server } = world;
    server.bad.pushes = () => (die.chance(0.15) ? 'drop' : die.chance(0.1) ? die.below(600) : undefined);
    server.bad.silent = (op) => op !== 'login' && op !== 'resume' && die.chance(0.05);
    server.bad.deaf = () => die.chance(0.03);
    server.bad.refuse = (op) => (['send', 'sync', 'history', 'read'].includes(op) && die.chance(0.08) ? server.refusal(die.pick(['too_fast', 'busy', 'internal'])) : undefined);
    const sent = { alice: [], bob: [] };
    const trace = [];
    for (let i = 0; i < 70; i += 1) {
      const phone = die.pick(phones);
      const other = phone.user === 'alice' ? 'bob' : 'alice';
      const what = die.pick(['send', 'send', 'send', 'send', 'hide', 'show', 'lose', 'restore', 'switch', 'kill', 'restart', 'bye', 'wait', 'read', 'fill']);
      trace.push(phone.user[0] + ':' + what);
      const shown = phone.device.state() === 'shown';
      if (what === 'send' && shown) {
        const text = phone.user + i;
        phone.hy.sendText('s:' + other, text);
        sent[phone.user].push(text);
      } else if (what === 'read' && shown) phone.hy.markRead('s:' + other);
      else if (what === 'hide' && shown) await phone.device.hide();
      else if (what === 'show' && !shown) {
        if (phone.device.state() === 'destroyed') phone.coldStart().catch(() => {});
        else await phone.device.show();
      } else if (what === 'lose') await phone.device.loseNetwork(die.pick(['event', 'close', 'half-open']));
      else if (what === 'restore') await phone.device.restoreNetwork(die.pick(['wifi', '4g']));
      else if (what === 'switch') await phone.device.switchNetwork(die.pick(['wifi', '4g']));
      else if (what === 'kill' && die.chance(0.4)) await phone.device.destroy();
      else if (what === 'restart' && die.chance(0.3)) server.restart();
      else if (what === 'bye') server.connsOf(phone.user).forEach((conn) => conn.bye(die.pick(['shutting_down', 'heartbeat_timeout', 'token_revoked'])));
      else if (what === 'fill') phone.device[die.chance(0.5) ? 'fillStorage' : 'freeStorage'](2000);
      await world.advance(die.pick([0, 5, 50, 400, 3000, 20000]));
    }
    Object.keys(server.bad).forEach((name) => { server.bad[name] = null; });
    for (const phone of phones) {
      phone.device.freeStorage();
      await phone.device.restoreNetwork();
      if (phone.device.state() === 'destroyed') phone.coldStart().catch(() => {});
      else if (phone.device.state() !== 'shown') await phone.device.show();
    }
    await world.advance(300000);
    const told = seed + ': ' + trace.join(' ');
    const cleared = phones.some((phone) => phone.run > 1);
    for (const phone of phones) {
      const other = phone.user === 'alice' ? 'bob' : 'alice';
      assert.equal(phone.hy.state, 'online', told);
      const inLog = server.log('alice', 'bob').filter((e) => e.op === 'msg' && e.from === phone.user).map((e) => e.content.text);
      // A message written while storage was full dies with a killed app: it was never acknowledged, and the app was told.
      const kept = sent[phone.user].filter((text) => inLog.includes(text));
      assert.deepEqual(inLog, kept, 'sent once and in order ' + told);
      if (phone.run === 1) assert.deepEqual(inLog, sent[phone.user], 'nothing is missing ' + told);
      else if (!trace.includes(phone.user[0] + ':fill')) assert.deepEqual(inLog, sent[phone.user], 'nothing is missing after a kill ' + told);
      const theirs = server.log('alice', 'bob').filter((e) => e.op === 'msg' && e.from === other).map((e) => e.n);
      const seen = phone.seen.filter((m) => !m.mine).map((m) => m.n);
      if (!cleared) assert.deepEqual(seen, theirs, 'all shown, in order, once ' + told);
      const texts = [];
      for (let before = 0; ;) {
        const page = await world.until(phone.hy.history('s:' + other, { before, limit: 30 }));
        texts.unshift(...page.messages.map((m) => m.n));
        if (!page.more) break;
        before = page.before;
      }
      assert.deepEqual(texts, server.log('alice', 'bob').filter((e) => e.op === 'msg').map((e) => e.n), 'history is whole ' + told);
      assert.equal(phone.hy.unread('s:' + other), server.naiveUnread(phone.user, 's:' + other), told);
    }
    await world.end();
  });
}
