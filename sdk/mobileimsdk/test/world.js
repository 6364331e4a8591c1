'use strict';
/**
 * Phones with IMSDK on them, one MobileIMSDK server, one clock. `check` holds what must always be so: nothing is shown twice, one live
 * socket at most, nothing called while asleep, no callback threw.
 */

const assert = require('node:assert/strict');
const path = require('node:path');
const { createDevice } = require('../../fake-wx/lib/device');
const { createFakeClock } = require('../../fake-wx/lib/memory/fake-clock');
const { createRandom } = require('../../fake-wx/lib/memory/random');
const { createMemoryTransport, createServer } = require('../../fake-wx/lib/memory/server');
const { loadSandboxed } = require('../../fake-wx');
const { createFakeServer } = require('./fake-server');

const ENTRY = path.join(__dirname, '..', 'mobileimsdk-client-sdk.js');
const URL = 'wss://im.example.com:3000/websocket';

/** Watches every callback of `sdk`: what was called, when, with what. */
function watch(sdk, events, now) {
  Object.keys(sdk).filter((name) => name.startsWith('callback_on') && name !== 'callback_onIMLog').forEach((name) => {
    sdk[name] = function told(...values) {
      assert.equal(this, sdk, 'this is the SDK');
      events.push({ name: name.replace(/^callback_on(IM)?/, ''), values, at: now() });
    };
  });
}

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

    phone(user, more) {
      const random = createRandom(seed + phones.length * 7919);
      const device = createDevice(clock, createMemoryTransport(transport), Object.assign({ random }, more));
      const phone = { user, device, events: [], IM: null, sdk: null };
      phone.boot = () => {
        const { platform } = device;
        phone.IM = loadSandboxed(ENTRY, { Promise: platform.Promise, globals: { console } });
        phone.sdk = phone.IM.createIMSDK(phone.IM.wxPlatform(platform.wx, Object.assign({ report: (error) => device.errors.push(error) }, platform)));
        watch(phone.sdk, phone.events, clock.now);
        return phone.sdk;
      };
      phone.boot();
      phone.names = () => phone.events.map((one) => one.name).filter((name) => name !== 'Ping' && name !== 'Pong');
      phone.of = (name) => phone.events.filter((one) => one.name === name);
      phone.shown = () => phone.of('Data').map((one) => one.values[0]);
      phone.texts = () => phone.shown().map((p) => p.dataContent);
      phone.start = (info, url) => phone.sdk.loginImpl(info || { loginUserId: user, loginToken: 'tok' }, url || URL);
      phone.login = async (info) => {
        phone.start(info);
        await clock.settle();
        await clock.settle();
        await clock.advance(device.knobs.latencyMs * 6);
        assert.equal(phone.sdk.isOnline(), true, user + ' is online');
      };
      phone.factory = phone.IM.createProtocalFactory(random);
      /** a QoS message; returns its fingerprint */
      phone.say = (to, text) => {
        const p = phone.factory.createCommonDataSimple(text, user, to, -1);
        assert.equal(phone.sdk.sendData(p), 0);
        return p.fp;
      };
      phone.out = () => device.frames.filter((f) => f.direction === 'out' && f.kind === 'text');
      phone.sent = (type) => phone.out().map((f) => JSON.parse(f.data)).filter((p) => type === undefined || p.type === type);
      phones.push(phone);
      return phone;
    },

    check() {
      phones.forEach(({ user, device, shown }) => {
        assert.deepEqual(device.errors, [], 'nothing threw');
        assert.deepEqual(device.violations, [], 'no call to wx while asleep');
        assert.ok(mostLive(device.frames) <= 1, user + ': at most one live socket');
        const fps = shown().filter((p) => p.QoS && p.fp).map((p) => p.fp);
        assert.equal(new Set(fps).size, fps.length, user + ': no message is shown twice');
      });
    },

    async end() {
      for (const { sdk, device } of phones) {
        if (device.state() === 'shown') {
          sdk.disconnectSocket();
          await clock.advance(200);
          assert.equal(device.pendingTimers(), 0, 'no timer is left after logout');
          assert.equal(device.liveSockets(), 0, 'no socket is left after logout');
          assert.equal(sdk.isLogined(), false);
          assert.equal(sdk.isOnline(), false);
        }
      }
      world.check();
      phones.forEach(({ device }) => device.dispose());
    },
  };
  return world;
}

module.exports = { ENTRY, URL, createWorld, watch };
