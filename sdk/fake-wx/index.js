'use strict';
/**
 * A test double of WeChat's `wx`. See README.md.
 */

const { createDevice } = require('./lib/device');
const { createFakeClock } = require('./lib/memory/fake-clock');
const { createMemoryTransport, createServer } = require('./lib/memory/server');
const { createRandom } = require('./lib/memory/random');

/**
 * Everything in this process, on a clock that the test moves.
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

module.exports = { createFakeWx };
