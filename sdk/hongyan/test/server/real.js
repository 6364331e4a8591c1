'use strict';
/**
 * The real server, for tests in real time: the one at HONGYAN_URL (with HONGYAN_ADMIN_KEY), or one started for the test by the
 * launcher, on a port and a data folder of its own.
 */

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { createRealWx } = require('../../../fake-wx');
const Hongyan = require('../..');

const LAUNCHER = path.join(__dirname, '..', '..', '..', '..', 'hongyan');
const START_MS = 10 * 60000; // a fresh checkout builds first
const PATIENCE_MS = 60000;

const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

async function eventually(done, what, limitMs) {
  const end = Date.now() + (limitMs || PATIENCE_MS);
  for (;;) {
    const got = await done();
    if (got) return got;
    if (Date.now() > end) throw new Error('did not come: ' + (what || done));
    await sleep(20);
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** @param {string[]} [more]  lines of its configuration */
async function startServer(more) {
  const given = process.env.HONGYAN_URL;
  const port = given ? 0 : await freePort();
  const base = given ? given.replace(/^ws/, 'http').replace(/\/link$/, '') : 'http://127.0.0.1:' + port;
  const data = given ? '' : fs.mkdtempSync(path.join(os.tmpdir(), 'hongyan-sdk-'));
  const config = data + '.conf';
  // The well-known ports may be another server's, and these tests need none of them.
  if (!given) fs.writeFileSync(config, ['mobileimsdk.tcp-port = 0', 'mobileimsdk.udp-port = 0'].concat(more || []).join('\n') + '\n');
  let child = null;
  let printed = '';
  let key = process.env.HONGYAN_ADMIN_KEY || '';

  async function start() {
    // A group of its own: the launcher and the server that it becomes end together.
    child = spawn(LAUNCHER, ['serve', '--config', config, '--port', String(port), '--data', data], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    child.stdout.on('data', (bytes) => { printed += bytes; });
    child.stderr.on('data', (bytes) => { printed += bytes; });
    child.gone = new Promise((resolve) => { child.on('exit', resolve); });
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error('the server did not start:\n' + printed);
      return fetch(base + '/health/ready').then((reply) => reply.ok, () => false);
    }, 'the server to be ready:\n' + printed, START_MS);
    key = /^admin-key = (.*)$/m.exec(fs.readFileSync(path.join(data, 'credentials'), 'utf8'))[1];
  }

  async function stop(signal) {
    process.kill(-child.pid, signal || 'SIGTERM');
    await child.gone;
  }

  if (!given) await start();

  async function rest(method, where, body) {
    const reply = await fetch(base + '/api/v1/apps/demo' + where, {
      method, body: body === undefined ? undefined : JSON.stringify(body),
      headers: { authorization: 'Bearer ' + key, 'content-type': 'application/json' },
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(method + ' ' + where + ': ' + reply.status + ' ' + text);
    return text ? JSON.parse(text) : null;
  }

  return {
    url: base.replace(/^http/, 'ws') + '/link',
    own: !given,
    rest,
    printed: () => printed,
    token: async (user, lifetimeMs) => (await rest('POST', '/tokens', { user, lifetime: lifetimeMs || 3600000 })).token,
    /** kill -9, and up again on the same data */
    async crash() {
      await stop('SIGKILL');
      await start();
    },
    async restart() {
      await stop();
      await start();
    },
    async end() {
      // A test that failed left its phones on, and they would keep this process alive.
      devices.forEach((device) => device.dispose());
      if (given) return;
      await stop();
      fs.rmSync(data, { recursive: true, force: true });
      fs.rmSync(config, { force: true });
    },
  };
}

/** Every phone of this process. */
const devices = [];
let people = 0;
const RUN = Date.now().toString(36);

/** A name that no test has used before, also on a server that is not fresh. @param {string} name */
function fresh(name) {
  people += 1;
  return name + '-' + RUN + '-' + people;
}

/** A phone with the SDK, on real sockets. */
function phone(server, user, more) {
  const given = more || {};
  const { device } = createRealWx({ knobs: given.knobs });
  devices.push(device);
  const one = { user, device, hy: null, shown: [], events: [] };
  one.boot = () => {
    const { platform } = device;
    one.hy = Hongyan.create({ url: server.url, app: 'demo', platform: Hongyan.wxPlatform(platform.wx, platform), limits: given.limits });
    one.shown = [];
    one.hy.on('message', (message) => one.shown.push(message));
    ['state', 'kicked', 'read', 'delivered', 'presence', 'signal', 'recalled', 'error', 'token-expiring', 'storage', 'reset', 'log'].forEach((name) => {
      one.hy.on(name, (value) => one.events.push([name, value]));
    });
    return one.login();
  };
  one.login = () => one.hy.login({ user, tokenProvider: given.tokenProvider || (() => server.token(user)) });
  one.of = (name) => one.events.filter((event) => event[0] === name).map((event) => event[1]);
  one.theirs = (peer) => one.shown.filter((m) => m.conv === 's:' + peer && !m.mine);
  one.texts = (peer) => one.theirs(peer).map((m) => m.content.text);
  one.end = async () => {
    await one.hy.logout();
    device.dispose();
    if (device.violations.length > 0) throw new Error('called while asleep: ' + JSON.stringify(device.violations));
  };
  return one;
}

/** Two people who are logged in. */
async function pair(server, more) {
  const a = phone(server, fresh('alice'), more);
  const b = phone(server, fresh('bob'));
  await Promise.all([a.boot(), b.boot()]);
  return [a, b];
}

module.exports = { devices, eventually, fresh, freePort, pair, phone, sleep, startServer };
