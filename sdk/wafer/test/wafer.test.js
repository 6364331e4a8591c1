'use strict';
/**
 * sdk/wafer alone, on the scripted server: what an app needs of it, and what it does beyond the vendors' packages. That it does all the rest
 * as they do is sdk/vendors' to prove.
 */

const assert = require('node:assert/strict');
const test = require('node:test');
const { createFakeWx } = require('../../fake-wx');
const { createWafer } = require('..');
const DIFFERENCES = require('./differences');
const { APP_ID, MAGIC, createFakeServer, devCode, profileOf } = require('./fake-server');
const LIVE = require('./live');
const { SESSION, TUNNEL } = require('./observations');
const { OURS, createLiveWorld, createWorld } = require('./world');

const STORED = 'weapp_session_' + MAGIC;

/** A world whose app is logged in. */
async function ready(options) {
  const w = createWorld(OURS, options);
  w.sdk.setLoginUrl(w.loginUrl);
  w.sdk.login({});
  await w.settle();
  return w;
}

/** And has an open tunnel that hears `c`. */
async function withTunnel(options) {
  const w = await ready(options);
  const tunnel = w.tunnel(['c']);
  tunnel.open();
  await w.settle();
  assert.equal(tunnel.status, 'ACTIVE');
  return { w, tunnel, echo: (content) => tunnel.emit('conf.echo', { type: 'c', content }) };
}

/** The notes without their times. */
const notes = (w) => w.events.map((one) => one.slice(1));
const names = (w) => w.events.map((one) => one[1]);
const heard = (w) => w.events.filter((one) => one[1] === 'c').map((one) => one[2]);

Object.keys(LIVE).forEach((name) => test(name, async () => {
  const { device, server: transport } = createFakeWx({ loginCode: () => devCode('ada'), profile: profileOf('ada', APP_ID) });
  createFakeServer(transport);
  const world = createLiveWorld(OURS, device, 'https://server');
  await LIVE[name](world);
  assert.deepEqual(device.errors, []);
  device.dispose();
}));

Object.keys(DIFFERENCES).forEach((name) => test('unlike the original: ' + name, async () => {
  const observation = SESSION[name] || TUNNEL[name];
  const w = createWorld(OURS, observation.options);
  await observation.run(w);
  const told = w.end().events.map((one) => JSON.stringify(one.slice(1)));
  const missing = DIFFERENCES[name].ours.filter((one) => !told.includes(one));
  assert.deepEqual(missing, []);
}));

test('the handbook\'s `error`, and the code\'s `fail`: one of them, `fail` first', async () => {
  const w = createWorld(OURS);
  const told = [];
  w.sdk.login({ error: (error) => told.push(['login', error.type]) });
  w.sdk.login({ fail: () => told.push('fail'), error: () => told.push('error') });
  w.sdk.setLoginUrl(w.loginUrl);
  w.server.script('/plain', w.server.failure('ERR_CHECK_LOGIN_FAILED'));
  w.sdk.request({ url: w.plainUrl, error: (error) => told.push(['request', error.type, error.message]) });
  await w.settle();
  assert.deepEqual(told, [['login', 'ERR_INVALID_PARAMS'], 'fail', ['request', 'ERR_CHECK_LOGIN_FAILED', 'ERR_CHECK_LOGIN_FAILED: said by the server']]);
});

test('`reconnected` as the handbook says, `reconnect` as the code does, once for `*`', async () => {
  const { w, tunnel } = await withTunnel();
  const told = [];
  tunnel.on('reconnected', (value) => told.push(['reconnected', value]));
  tunnel.on('reconnect', () => told.push(['reconnect']));
  tunnel.on('*', (type) => told.push(['*', type]));
  tunnel.emit('conf.drop');
  await w.wait(1500);
  assert.deepEqual(told.filter(([name, type]) => name !== '*' || type !== 'people'), [['*', 'reconnecting'], ['reconnect'], ['*', 'reconnect'], ['reconnected', undefined]]);
});

test('a login without a profile: the code alone, and what the server knows of the person', async () => {
  const w = await ready({ profile: () => 'auth deny' });
  assert.deepEqual(Object.keys(w.server.asked[0].header).filter((name) => name.startsWith('x-')), ['x-wx-code']);
  assert.equal(w.device.wx.getStorageSync(STORED).userInfo.nickName, 'of the server');
  w.server.script('/wafer/login', w.server.ok({ [MAGIC]: 1, session: { id: 'i', skey: 's' } }));
  w.sdk.clearSession();
  w.sdk.login(w.outcome('nobody knows a name'));
  await w.settle();
  assert.deepEqual(notes(w).pop(), ['nobody knows a name', 'success', {}]);
});

test('requests that find the session ended share one login; one that is refused late uses the new session', async () => {
  const w = await ready();
  w.server.expire();
  for (const name of ['a', 'b', 'c']) w.sdk.request({ url: w.userUrl, success: () => w.note(name) });
  await w.settle();
  assert.deepEqual(names(w), ['a', 'b', 'c']);
  assert.equal(w.server.asked.filter((one) => one.path === '/wafer/login').length, 2);
  // Refused with the old session, told after another request brought a new one.
  let refuse = null;
  w.server.script('/wafer/user', new Promise((resolve) => { refuse = resolve; }));
  w.sdk.request({ url: w.userUrl, success: () => w.note('late') });
  await w.settle();
  w.server.expire();
  w.sdk.request({ url: w.userUrl, success: () => w.note('early') });
  await w.settle();
  refuse(w.server.failure('ERR_INVALID_SESSION'));
  await w.settle();
  assert.deepEqual(names(w).slice(3), ['early', 'late']);
  assert.equal(w.server.asked.filter((one) => one.path === '/wafer/login').length, 3);
});

test('a login that failed does not stand in the way of the next', async () => {
  const w = createWorld(OURS);
  w.sdk.setLoginUrl(w.loginUrl);
  w.device.account.breakLogin('system error');
  w.sdk.login(w.outcome('first'));
  w.sdk.login(w.outcome('shared'));
  await w.settle();
  w.device.account.breakLogin(null);
  w.sdk.login(w.outcome('second'));
  await w.settle();
  assert.deepEqual(notes(w).map((one) => one.slice(0, 2)), [['first', 'fail'], ['shared', 'fail'], ['second', 'success']]);
});

test('storage is full: the session holds for this run', async () => {
  const w = createWorld(OURS);
  w.device.fillStorage();
  w.sdk.setLoginUrl(w.loginUrl);
  w.sdk.login(w.outcome('login'));
  await w.settle();
  w.sdk.request(w.callbacks && Object.assign({ url: w.userUrl }, w.callbacks('user')));
  await w.settle();
  assert.deepEqual(notes(w).map((one) => one.slice(0, 2)), [['login', 'success'], ['user', 'success'], ['user', 'complete']]);
  assert.equal(w.sdk.buildSessionHeader()['X-WX-Id'], 'id-of-ada');
  w.sdk.clearSession();
  assert.deepEqual(w.sdk.buildSessionHeader(), {});
});

test('the options an app gave are not touched', async () => {
  const w = await ready();
  const options = Object.freeze({ url: w.plainUrl, header: Object.freeze({ 'X-Own': '1' }), login: true });
  w.sdk.request(options);
  w.sdk.login(Object.freeze({}));
  await w.settle();
  assert.equal(w.server.asked.pop().header['x-own'], '1');
});

['after-show', 'never', 'survives'].forEach((backgroundClose) => test('a minute in the background (' + backgroundClose + '): a new tunnel, nothing lost, nothing twice', async () => {
  const { w, tunnel, echo } = await withTunnel({ knobs: { backgroundClose } });
  echo('before');
  await w.settle();
  await w.device.hide();
  await w.device.advance(60000);
  await w.device.show();
  echo('after');
  await w.wait(5000);
  assert.equal(tunnel.status, 'ACTIVE');
  assert.deepEqual(heard(w), ['before', 'after']);
  assert.equal(names(w).filter((name) => name === 'reconnect').length, 1);
  assert.equal(w.device.openSockets(), 1);
  assert.deepEqual(w.device.violations, []);
}));

test('a short look away: the socket is asked, and stays', async () => {
  const { w, tunnel } = await withTunnel();
  await w.device.hide();
  await w.device.advance(2000);
  await w.device.show();
  await w.wait(10000);
  assert.equal(tunnel.status, 'ACTIVE');
  assert.ok(!names(w).includes('reconnecting'));
  assert.deepEqual(w.device.frames.filter((frame) => frame.data === 'ping' || frame.data === 'pong').length, 2);
});

test('the network changes: a dead socket is found within five seconds', async () => {
  const { w, tunnel, echo } = await withTunnel();
  await w.device.switchNetwork('4g');
  await w.wait(4000);
  assert.equal(tunnel.status, 'ACTIVE');
  await w.wait(2000);
  assert.ok(names(w).includes('reconnecting'));
  await w.wait(2000);
  assert.equal(tunnel.status, 'ACTIVE');
  echo('on the new one');
  await w.settle();
  assert.deepEqual(heard(w), ['on the new one']);
});

test('what a dead socket refuses goes out on the next, in order', async () => {
  const { w, tunnel, echo } = await withTunnel({ knobs: { backgroundClose: 'never', deadSend: 'fail' } });
  // Told nothing: the show is passed over as a short one would be.
  await w.device.hide();
  await w.device.advance(5001);
  w.device.wx.onAppShow(() => [1, 2, 3].forEach(echo));
  await w.device.show();
  await w.wait(5000);
  assert.equal(tunnel.status, 'ACTIVE');
  assert.deepEqual(heard(w), [1, 2, 3]);
});

test('no slot for a socket: told as a socket that does not open, and the way is free', async () => {
  const w = await ready();
  w.device.occupySockets(5);
  const tunnel = w.tunnel();
  tunnel.open();
  await w.settle();
  assert.deepEqual(notes(w).pop(), ['error', { code: 3001, error: false, message: 'string', detail: 'object' }, 'CLOSED']);
  w.device.occupySockets(0);
  tunnel.open();
  await w.settle();
  assert.equal(tunnel.status, 'ACTIVE');
});

test('closed by a listener, in each event: closed it stays, and no timer is left', async () => {
  for (const event of ['connect', 'reconnecting', 'reconnect']) {
    const w = await ready();
    const tunnel = w.tunnel();
    tunnel.on(event, () => tunnel.close());
    tunnel.open();
    await w.settle();
    if (event !== 'connect') tunnel.emit('conf.drop');
    await w.wait(60000);
    assert.equal(tunnel.status, 'CLOSED', event);
    assert.equal(w.device.openSockets(), 0, event);
    assert.equal(w.device.pendingTimers(), 0, event);
  }
});

test('two apps in one process have a tunnel each', async () => {
  const made = ['ada', 'bob'].map((name) => {
    const { device, server: transport } = createFakeWx({ loginCode: () => devCode(name), profile: () => 'auth deny' });
    createFakeServer(transport);
    const { wx, setTimeout, clearTimeout, now } = device.platform;
    const sdk = createWafer({ wx, setTimeout, clearTimeout, now });
    return { device, tunnel: new sdk.Tunnel('https://server/wafer/tunnel') };
  });
  for (const { device, tunnel } of made) {
    tunnel.open();
    await device.advance(100);
    assert.equal(tunnel.isActive(), true);
  }
});

test('where no wx is, it loads, and says so when it is called', () => {
  const { loadSandboxed } = require('../../fake-wx');
  const sdk = loadSandboxed(OURS, { globals: { setTimeout, clearTimeout } });
  sdk.setLoginUrl('https://server/login');
  assert.throws(() => sdk.login(), /neither wx nor uni/);
});
