'use strict';
/**
 * Phones with the SDK on them, one server, one clock. `check` holds the invariants of docs: nothing acknowledged is lost, nothing is
 * shown twice, order is kept, one live socket at most, nothing called while asleep.
 */

const assert = require('node:assert/strict');
const { createDevice } = require('../../fake-wx/lib/device');
const { createFakeClock } = require('../../fake-wx/lib/memory/fake-clock');
const { createRandom } = require('../../fake-wx/lib/memory/random');
const { createMemoryTransport, createServer } = require('../../fake-wx/lib/memory/server');
const { loadSandboxed } = require('../../fake-wx');
const { createFakeServer } = require('./fake-server');
const path = require('node:path');

const ENTRY = path.join(__dirname, '..', 'index.js');
const KEPT = ['state', 'message', 'command', 'updated', 'recalled', 'conversation', 'read', 'delivered', 'signal', 'presence',
  'token-expiring', 'kicked', 'storage', 'reset', 'error', 'log'];

/** The greatest number of sockets that were open at a time, by what passed the wire. */
function mostLive(frames) {
  const live = new Set();
  return frames.reduce((most, frame) => {
    if (frame.kind === 'open' && frame.direction === 'out') live.add(frame.socket);
    if (['close', 'cut', 'error'].includes(frame.kind)) live.delete(frame.socket);
    return Math.max(most, live.size);
  }, 0);
}

function createWorld(options) {
  const given = options || {};
  const seed = given.seed === undefined ? 1 : given.seed;
  const clock = createFakeClock();
  const transport = createServer(clock);
  const server = createFakeServer(clock, transport, given.server);
  const phones = [];

  const world = {
    clock, transport, server, phones,
    advance: (ms) => clock.advance(ms),
    settle: () => clock.settle(),
    until: (promise, limitMs) => clock.until(promise, limitMs),

    /** A phone of `user`; `more`: knobs, limits, storage. */
    phone(user, more) {
      const own = more || {};
      const random = createRandom(seed + phones.length * 7919);
      const device = createDevice(clock, createMemoryTransport(transport), Object.assign({ random }, own));
      const phone = { user, device, seen: [], asked: 0, most: 0, run: 0, events: null, hy: null };

      phone.of = (event) => phone.events.filter((one) => one[0] === event).map((one) => one[1]);
      phone.texts = (conv) => phone.seen.filter((m) => !conv || m.conv === conv).map((m) => m.content.text);
      phone.states = () => phone.of('state');
      /** installs the SDK on what the device is now (also after a cold start) */
      phone.boot = () => {
        const platform = device.platform;
        const Hongyan = loadSandboxed(ENTRY, { Promise: platform.Promise, globals: { console } });
        phone.Hongyan = Hongyan;
        phone.events = [];
        phone.run += 1;
        const run = phone.run;
        phone.hy = Hongyan.create({
          url: 'ws://server/link', app: 'demo', limits: own.limits,
          platform: Object.assign(Hongyan.wxPlatform(platform.wx, platform), { report: device.errors.push.bind(device.errors) }),
        });
        KEPT.forEach((event) => phone.hy.on(event, (value) => {
          phone.events.push([event, value]);
          phone.most = Math.max(phone.most, device.liveSockets());
        }));
        phone.hy.on('message', (message, how) => phone.seen.push(Object.assign(message, { liveWhenSeen: how.live, shownInRun: run })));
        return phone.hy;
      };
      phone.start = (credentials) => phone.hy.login(Object.assign({
        user,
        tokenProvider: () => {
          phone.asked += 1;
          return server.token(user);
        },
      }, credentials));
      phone.login = (credentials) => clock.until(phone.start(credentials));
      phone.coldStart = () => {
        device.coldStart();
        phone.boot();
        return phone.start();
      };
      phone.boot();
      phones.push(phone);
      return phone;
    },

    /** Lets everything calm down: two heartbeats and all back-offs. */
    calm: () => clock.advance(120000),

    check() {
      phones.forEach((phone) => {
        const { device } = phone;
        assert.deepEqual(device.errors, [], 'nothing threw');
        assert.deepEqual(device.violations, [], 'no call to wx while asleep');
        assert.ok(mostLive(device.frames) <= 1, 'at most one live socket');
        assert.ok(phone.most <= device.knobs.maxSockets - 2, 'closed sockets hold their slots for a moment; ' + phone.most + ' is too many');
        // A run that was killed may not have written down what it showed last: once per run.
        const ids = phone.seen.map((m) => m.shownInRun + ' ' + m.id);
        assert.equal(new Set(ids).size, ids.length, 'no message is shown twice: ' + ids.filter((id, i) => ids.indexOf(id) !== i));
        const numbers = phone.seen.filter((m) => m.n > 0).map((m) => m.shownInRun + ' ' + m.conv + '#' + m.n);
        assert.equal(new Set(numbers).size, numbers.length, 'no number is shown twice');
      });
    },

    /** What `phone` was shown of others in a conversation is what the log says, in order. */
    checkReceived(phone, peer) {
      const theirs = server.log(phone.user, peer).filter((e) => e.op === 'msg' && e.from === peer).map((e) => e.n);
      assert.deepEqual(phone.seen.filter((m) => m.conv === 's:' + peer && !m.mine).map((m) => m.n), theirs, 'all of theirs, in order, once');
    },

    async end() {
      for (const phone of phones) {
        if (phone.device.state() === 'shown') {
          await clock.until(phone.hy.logout());
          await clock.advance(100); // a slow close
          assert.equal(phone.device.pendingTimers(), 0, 'no timer is left after logout');
          assert.equal(phone.device.liveSockets(), 0, 'no socket is left after logout');
        }
      }
      world.check();
      phones.forEach((phone) => phone.device.dispose());
    },
  };
  return world;
}

module.exports = { createWorld };
