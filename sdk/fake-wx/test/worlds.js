'use strict';
/**
 * One scenario, both back ends: in memory on the fake clock, and over real sockets in real time with a short way to suspension.
 */

const test = require('node:test');
const { createFakeWx, createRealWx } = require('..');
const { startRealServer } = require('./real-server');

const SUSPEND_MS = 160;

/** A promise and its handle. */
function signal() {
  const made = {};
  made.promise = new Promise((resolve) => { made.resolve = resolve; });
  return made;
}

/** Waits, on whichever clock, until the check holds. */
async function eventually(device, check) {
  const end = device.now() + 5000;
  while (!check()) {
    if (device.now() > end) throw new Error('never came true: ' + check);
    await device.advance(5);
  }
}

function memoryWorld(knobs) {
  const { wx, platform, device, server } = createFakeWx({ knobs: Object.assign({ suspendAfterMs: SUSPEND_MS }, knobs) });
  return { wx, platform, device, server, ws: 'ws://server/link', http: 'http://server', async end() { device.dispose(); } };
}

async function realWorld(knobs) {
  const server = await startRealServer();
  const { wx, platform, device } = createRealWx({ knobs: Object.assign({ suspendAfterMs: SUSPEND_MS }, knobs) });
  return {
    wx, platform, device, server, ws: 'ws://' + server.host + '/link', http: 'http://' + server.host,
    async end() {
      device.dispose();
      await server.stop();
    },
  };
}

function both(name, knobs, scenario) {
  [['memory', memoryWorld], ['real', realWorld]].forEach(([backend, make]) => {
    test(name + ' [' + backend + ']', { timeout: 20000 }, async () => {
      const world = await make(knobs);
      try {
        await scenario(world);
      } finally {
        await world.end();
      }
    });
  });
}

/** A task with everything it says written down. */
function watch(world, options) {
  const log = [];
  const task = world.wx.connectSocket(Object.assign({ url: world.ws }, options));
  task.onOpen(() => log.push('open'));
  task.onMessage((event) => log.push(event.data));
  task.onError((event) => log.push('error'));
  task.onClose((event) => log.push('close ' + event.code));
  return { task, log };
}

async function opened(world, options) {
  const watched = watch(world, options);
  await eventually(world.device, () => watched.log.length > 0);
  return watched;
}

function echo(world) {
  world.server.onSocket((peer) => peer.onMessage((data) => peer.send(data)));
}

module.exports = { SUSPEND_MS, both, echo, eventually, opened, signal, watch };
