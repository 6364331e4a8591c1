'use strict';
/**
 * Random histories of two phones while everything that can break, breaks; our store is behind the server. A seed is printed;
 * HONGYAN_SEED=n runs that one again, HONGYAN_RUNS=n so many.
 *
 * Afterwards: what was acknowledged arrives, once; every message with QoS was told received or lost (unless its run was killed); each
 * Disconnected is followed by ReconnectSucess, and both are online.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { createRandom } = require('../../fake-wx/lib/memory/random');
const { createWorld } = require('./world');

const FIRST = process.env.HONGYAN_SEED ? Number(process.env.HONGYAN_SEED) : Math.floor(Math.random() * 1e9);
const RUNS = process.env.HONGYAN_SEED ? 1 : Number(process.env.HONGYAN_RUNS || 40);

function dice(seed) {
  const random = createRandom(seed);
  const below = (n) => Math.floor(random() * n);
  return { below, pick: (list) => list[below(list.length)], chance: (p) => random() < p };
}

for (let run = 0; run < RUNS; run += 1) {
  const seed = FIRST + run;
  test('chaos, seed ' + seed, async () => {
    const die = dice(seed);
    const world = createWorld({ seed, server: { offline: true, idleMs: 40000 } });
    const { server } = world;
    const phones = ['alice', 'bob'].map((user) => world.phone(user, {
      knobs: {
        latencyMs: die.pick([0, 30, 300]), callbackDelayMs: die.pick([0, 0, 20]), promise: die.pick(['native', 'macrotask']),
        backgroundClose: die.pick(['after-show', 'before-suspend', 'never', 'survives']), backgroundCloseCode: die.pick([1000, 1005, 1006]),
        showOrder: die.pick(['show-first', 'callbacks-first']), serverCloseCode: die.pick(['true', 1005, 1006]), deadSend: die.pick(['ok', 'fail']),
        handshakeFailure: die.pick(['error-then-close', 'error-only']),
      },
    }));
    for (const phone of phones) await phone.login();
    const mode = die.pick(['MODE_3S', 'MODE_15S', 'MODE_30S']);
    phones.forEach((phone) => phone.sdk.setSenseMode(phone.IM.MBSenseMode[mode]));
    server.bad.mute = (p) => die.chance(p.type === 50 ? 0.02 : 0.08);
    server.bad.deaf = (p) => die.chance(p.type === 0 ? 0.02 : 0.06);
    const sent = { alice: [], bob: [] };
    const runs = { alice: 1, bob: 1 };
    const trace = [mode];

    for (let i = 0; i < 80; i += 1) {
      const phone = die.pick(phones);
      const { user, device } = phone;
      const other = user === 'alice' ? 'bob' : 'alice';
      const what = die.pick(['send', 'send', 'send', 'send', 'plain', 'hide', 'show', 'lose', 'restore', 'switch', 'kill', 'restart', 'close', 'forget', 'wait']);
      trace.push(user[0] + ':' + what);
      const shown = device.state() === 'shown';
      if (what === 'send' && shown && phone.sdk.isLogined()) sent[user].push({ fp: phone.say(other, user + i), text: user + i, run: runs[user] });
      else if (what === 'plain' && shown) phone.sdk.sendData(phone.factory.createCommonData('plain', user, other, false));
      else if (what === 'hide' && shown) await device.hide();
      else if (what === 'show' && device.state() !== 'destroyed' && !shown) await device.show();
      else if (what === 'lose') await device.loseNetwork(die.pick(['event', 'close', 'half-open']));
      else if (what === 'restore') await device.restoreNetwork(die.pick(['wifi', '4g']));
      else if (what === 'switch') await device.switchNetwork(die.pick(['wifi', '4g']));
      else if (what === 'kill' && die.chance(0.3)) await device.destroy();
      else if (what === 'restart' && die.chance(0.3)) server.restart();
      else if (what === 'close' && server.table.has(user)) server.table.get(user).peer.close(1000, 'Bye');
      else if (what === 'forget' && server.table.has(user)) {
        server.table.get(user).user = null;
        server.table.delete(user);
      }
      await world.advance(die.pick([0, 5, 50, 400, 3000, 20000]));
      if (device.state() === 'destroyed') {
        device.coldStart();
        phone.boot();
        runs[user] += 1;
        phone.events.push({ name: 'cold start', values: [], at: world.clock.now() });
        phone.start();
      }
      // A first login that failed in the mess is tried again by the person.
      if (device.state() === 'shown' && !phone.sdk.isLogined() && die.chance(0.5)) phone.start();
    }

    server.bad.mute = null;
    server.bad.deaf = null;
    for (const phone of phones) {
      await phone.device.restoreNetwork();
      if (phone.device.state() !== 'shown') await phone.device.show();
    }
    await world.advance(60000);
    // What was sent again in vain waits for the next login.
    server.restart();
    for (const phone of phones) if (!phone.sdk.isLogined()) phone.start();
    await world.advance(60000);

    const told = 'seed ' + seed + ': ' + trace.join(' ');
    phones.forEach((phone) => {
      const { user } = phone;
      const other = phones.find((one) => one !== phone);
      assert.equal(phone.sdk.isOnline(), true, told);
      // A killed run forgets fingerprints: once per run.
      const cut = phone.events.map((e, i) => (e.name === 'cold start' ? i : -1)).filter((i) => i >= 0).concat([phone.events.length]);
      cut.reduce((from, to) => {
        const part = phone.events.slice(from, to);
        const fps = part.filter((e) => e.name === 'Data' && e.values[0].QoS).map((e) => e.values[0].fp);
        assert.equal(new Set(fps).size, fps.length, 'shown once ' + told);
        // Told offline at most once at a time; online again after it, or a kick or a cold start came between.
        const links = part.filter((e) => ['AfterLoginSucess', 'Disconnected', 'ReconnectSucess'].includes(e.name)).map((e) => e.name);
        links.forEach((name, i) => {
          if (name === 'Disconnected') assert.notEqual(links[i - 1], 'Disconnected', told);
          if (name === 'ReconnectSucess') assert.equal(links[i - 1], 'Disconnected', told);
        });
        return to;
      }, 0);
      const got = new Set(phone.of('MessagesBeReceived').map((e) => e.values[0]));
      const lost = new Set([].concat(...phone.of('MessagesLost').map((e) => e.values[0].map((p) => p.fp))));
      const seen = new Set(other.shown().map((p) => p.fp));
      sent[user].forEach(({ fp, text, run: inRun }) => {
        if (got.has(fp)) assert.ok(seen.has(fp), text + ' was acknowledged and did not arrive, ' + told);
        if (inRun === runs[user]) assert.ok(got.has(fp) || lost.has(fp), text + ' was told neither received nor lost, ' + told);
      });
      other.shown().filter((p) => p.QoS).forEach((p) => assert.ok(sent[user].some((one) => one.fp === p.fp), told));
    });
    phones.forEach((phone) => { phone.events.length = 0; });
    await world.end();
  });
}
