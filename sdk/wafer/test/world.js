'use strict';
/**
 * One phone with one Wafer SDK on it, ours or a vendor's, the scripted server, one clock; and a record of all that can be seen: what the
 * app is told (`events`) and what the wire carries (`wire`), each with its time.
 */

const path = require('node:path');
const { createFakeWx, loadSandboxed } = require('../../fake-wx');
const { APP_ID, MAGIC, createFakeServer, devCode, profileOf } = require('./fake-server');

const OURS = path.join(__dirname, '..', 'index.js');
const HOST = 'https://server';
const PATIENCE_MS = 20000;
const STORED = 'weapp_session_' + MAGIC;
const SEEN_HEADERS = /^x-/;

/** Functions and prototypes aside: what a person who prints it sees. @param {any} value */
const plain = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** An error as an app tells it from another. @param {any} error */
const told = (error) => (error && typeof error === 'object' ? {
  type: error.type, code: error.code, errMsg: error.errMsg, error: error instanceof Error, message: typeof error.message, detail: typeof error.detail,
} : error);

/** @param {() => number} now */
const clockDate = (now) => class PhoneDate extends Date { static now() { return now(); } };

/**
 * What both worlds have: an SDK on a phone, and what it told the app.
 *
 * @param {string} entry  the SDK
 * @param {any} device
 * @param {{ without?: string[], timed: boolean }} how
 */
function createPhone(entry, device, how) {
  const begin = device.now();
  const events = [];
  const note = (...values) => { events.push((how.timed ? [device.now() - begin] : []).concat(plain(values))); };
  const phone = {
    device, events, note, told, begin,
    sdk: /** @type {any} */ (null),
    /** Starts the app: again after a cold start. */
    boot() {
      const { wx, setTimeout, clearTimeout } = device.platform;
      (how.without || []).forEach((name) => { delete wx[name]; });
      phone.sdk = loadSandboxed(entry, { globals: { wx, setTimeout, clearTimeout, Date: clockDate(device.now) } });
      return phone.sdk;
    },
    /** What it throws, if it does. @param {string} name @param {() => unknown} run */
    attempt(name, run) {
      try {
        run();
        note(name, 'done');
      } catch (error) {
        note(name, 'throws', told(error));
      }
    },
    /** A tunnel whose every event is noted. @param {string} url @param {string[]} [more] types of messages @param {Record<string, (value: any) => any>} [parts] what of them */
    listen(url, more, parts) {
      const tunnel = new phone.sdk.Tunnel(url);
      ['connect', 'close', 'reconnecting', 'reconnect', 'error'].concat(more || []).forEach((type) => {
        const part = (parts && parts[type]) || (type === 'error' ? told : (value) => value);
        tunnel.on(type, (value) => note(type, part(value), tunnel.status));
      });
      return tunnel;
    },
  };
  phone.boot();
  return phone;
}

/** The scripted server, on a clock that stands still. @param {string} entry  the SDK @param {any} [options] */
function createWorld(entry, options) {
  const given = Object.assign({}, options);
  const profile = given.profile === undefined ? profileOf('ada', APP_ID) : given.profile;
  const { device, server: transport } = createFakeWx({ loginCode: given.loginCode || (() => devCode('ada')), profile, knobs: given.knobs });
  const server = createFakeServer(transport);
  const phone = createPhone(entry, device, { without: given.without, timed: true });
  const { note } = phone;

  const world = Object.assign(phone, {
    server, transport,
    loginUrl: HOST + '/wafer/login', userUrl: HOST + '/wafer/user', tunnelUrl: HOST + '/wafer/tunnel', plainUrl: HOST + '/plain',
    /** success, fail and complete that note themselves. @param {string} name */
    callbacks: (name) => ({
      success: (value) => note(name, 'success', value && value.statusCode ? { statusCode: value.statusCode, data: value.data } : value),
      fail: (error) => note(name, 'fail', told(error)),
      complete: (...values) => note(name, 'complete', values.length, told(values[0] && values[0].statusCode ? 'response' : values[0])),
    }),
    /** The same for login, which has no complete. @param {string} name */
    outcome: (name) => ({ success: (value) => note(name, 'success', value), fail: (error) => note(name, 'fail', told(error)) }),
    /** @param {string[]} [more] */
    tunnel: (more) => phone.listen(world.tunnelUrl, more),
    /** Time passes; what a callback of the SDK throws is noted. @param {number} ms */
    async wait(ms) {
      const end = device.now() + ms;
      while (device.now() < end) {
        try {
          await device.advance(end - device.now());
        } catch (error) {
          note('a callback threw');
        }
        device.errors.splice(0);
      }
    },
    settle: () => world.wait(100),
    wire: () => server.asked.map((one) => ['asked', one.method, one.path, Object.keys(one.header).filter((name) => SEEN_HEADERS.test(name)).sort()])
      .concat(device.frames.filter((frame) => frame.kind === 'text' || frame.kind === 'open' || frame.kind === 'cut' || frame.kind === 'close')
        .map((frame) => [frame.at - phone.begin, frame.socket, frame.direction, frame.kind, frame.data])),
    stored: () => plain(device.wx.getStorageSync(STORED)),
    end() {
      device.dispose();
      return { events: phone.events, wire: world.wire() };
    },
  });
  return world;
}

/**
 * For live.js, on any server and any clock: notes without time, and waiting for what comes.
 *
 * @param {string} entry  the SDK
 * @param {any} device
 * @param {string} base  of the server's addresses
 */
function createLiveWorld(entry, device, base) {
  const phone = createPhone(entry, device, { timed: false });
  const world = Object.assign(phone, {
    loginUrl: base + '/wafer/login', userUrl: base + '/wafer/user', tunnelUrl: base + '/wafer/tunnel',
    /** @param {string[]} [more] @param {any} [parts] */
    tunnel: (more, parts) => phone.listen(world.tunnelUrl, more, parts),
    /** @param {number} ms */
    wait: (ms) => device.advance(ms),
    /** @param {() => unknown} done */
    async until(done) {
      const end = device.now() + PATIENCE_MS;
      while (!done()) {
        if (device.now() > end) throw new Error('did not come: ' + done + '; so far ' + JSON.stringify(phone.events));
        await device.advance(10);
      }
    },
    /** Has a note that begins so. @param {...any} begin */
    noted: (...begin) => phone.events.some((one) => begin.every((value, i) => JSON.stringify(one[i]) === JSON.stringify(value))),
    /** requests at a path, by now. @param {string} path */
    asked: (path) => device.requests.filter((one) => one.url === base + path).length,
    /** The server does not know the stored session any more. */
    spoilSession() {
      const { wx } = device;
      wx.getStorageInfoSync().keys.forEach((key) => wx.setStorageSync(key, Object.assign({}, wx.getStorageSync(key), { skey: 'spoilt' })));
    },
  });
  return world;
}

module.exports = { OURS, createLiveWorld, createWorld, plain, told };
