'use strict';
/**
 * A test double of WeChat's `wx`. See README.md.
 */

const { createDevice } = require('./lib/device');
const { createFakeClock } = require('./lib/memory/fake-clock');
const { createRandom } = require('./lib/memory/random');
const { createMemoryTransport, createServer } = require('./lib/memory/server');
const { loadSandboxed } = require('./lib/node/sandbox');
const { createNodeTransport } = require('./lib/node/transport');
const { createRealClock } = require('./lib/real-clock');

/**
 * Everything in this process, on a clock that the test moves: the default, for unit tests.
 *
 * @param {import('./lib/device').DeviceOptions & { startAt?: number, seed?: number }} [options]
 */
function createFakeWx(options) {
  const given = options || {};
  const clock = createFakeClock({ startAt: given.startAt });
  const server = createServer(clock);
  const random = given.random || createRandom(given.seed === undefined ? 1 : given.seed);
  const device = createDevice(clock, createMemoryTransport(server), Object.assign({}, given, { random }));
  return { wx: device.wx, platform: device.platform, device, server };
}

/**
 * The same device on real sockets and in real time: for tests against a real server, and for examples in a terminal.
 *
 * @param {import('./lib/device').DeviceOptions & { tls?: import('node:tls').ConnectionOptions }} [options]
 */
function createRealWx(options) {
  const given = options || {};
  const device = createDevice(createRealClock(), createNodeTransport({ tls: given.tls }), given);
  return { wx: device.wx, platform: device.platform, device };
}

module.exports = { createFakeWx, createRealWx, loadSandboxed };
