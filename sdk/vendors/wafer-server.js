'use strict';
/**
 * The same on the real server: what an app does from login to close, with each vendor's package and with sdk/wafer, tells the app the same;
 * and what it is told there is what it is told by the scripted server. Then all of them in one chat room, and an existing business server,
 * on the vendor's own server SDK, that has its sessions and tunnels here: only its addresses are changed.
 */

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { createFakeWx, createRealWx } = require('../fake-wx');
const { fresh, freePort, startServer } = require('../hongyan/test/server/real');
const { APP_ID, createFakeServer, devCode, profileOf } = require('../wafer/test/fake-server');
const LIVE = require('../wafer/test/live');
const { OURS, createLiveWorld } = require('../wafer/test/world');
const { KEY, startBusiness } = require('./business');

const PACKAGES = ['wafer-client-sdk', 'qcloud-weapp-client-sdk', 'wafer2-client-sdk'];
const vendor = (name) => path.join(__dirname, 'node_modules', name);
const OWN = process.env.HONGYAN_URL ? 'the server is not ours' : false;

let server;
let base;
let business;
let folder;
/** @type {any[]} */
const devices = [];

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hongyan-wafer-'));
  const port = await freePort();
  const host = '127.0.0.1:' + port;
  const secrets = path.join(folder, 'secrets');
  fs.writeFileSync(secrets, ['back-end.shop.server-host = ' + host, 'back-end.shop.key = ' + KEY, 'back-end.shop.receive-urls = http://' + host + '/wafer/tunnel'].join('\n') + '\n');
  server = await startServer(['wafer.wechat-appid = ' + APP_ID, 'wafer.secrets = ' + secrets]);
  base = server.url.replace(/^ws/, 'http').replace(/\/link$/, '');
  business = OWN ? null : await startBusiness(port, base);
});
after(async () => {
  devices.forEach((device) => device.dispose());
  if (business) await business.end();
  if (server) await server.end();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** A phone with this SDK. @param {string} entry @param {string} name @param {string} [where] */
function phone(entry, name, where) {
  const openid = fresh(name);
  const { device } = createRealWx({ loginCode: () => devCode(openid), profile: profileOf(openid, APP_ID) });
  devices.push(device);
  return Object.assign(createLiveWorld(entry, device, where || base), { openid });
}

async function live(entry, scenario, where) {
  const world = phone(entry, 'live', where);
  await LIVE[scenario](world);
  await world.until(() => world.device.liveSockets() === 0);
  world.device.dispose();
  assert.deepEqual(world.device.errors, []);
  return world.events;
}

/** What the scripted server makes of it. */
async function expected(scenario) {
  const { device, server: transport } = createFakeWx({ loginCode: () => devCode('ada'), profile: profileOf('ada', APP_ID) });
  createFakeServer(transport);
  const world = createLiveWorld(OURS, device, 'https://server');
  await LIVE[scenario](world);
  device.dispose();
  return world.events;
}

Object.keys(LIVE).forEach((scenario) => test('on the real server: ' + scenario, async () => {
  const ours = await live(OURS, scenario);
  assert.deepEqual(ours, await expected(scenario));
  for (const name of PACKAGES) {
    // Wafer2 logs in each time it is asked to.
    const same = (notes) => notes.filter((note) => name !== 'wafer2-client-sdk' || note[0] !== 'logins');
    assert.deepEqual(same(await live(vendor(name), scenario)), same(ours), name);
  }
}));

test('all of them in one chat room', async () => {
  const all = [OURS].concat(PACKAGES.map(vendor)).map((entry) => phone(entry, 'room'));
  const tunnels = [];
  for (const one of all) {
    one.sdk.setLoginUrl(one.loginUrl);
    one.sdk.login({ success: () => one.note('in'), fail: (error) => one.note('fail', error.message) });
    await one.until(() => one.noted('in'));
    one.heard = [];
    one.people = [];
    const tunnel = new one.sdk.Tunnel(one.tunnelUrl);
    tunnel.on('speak', (value) => one.heard.push([value.who.openId, value.word]));
    tunnel.on('people', (value) => one.people.push([value.total, value.enter ? 'enter' : 'leave', (value.enter || value.leave).openId]));
    tunnel.open();
    await one.until(() => tunnel.isActive() && one.people.length > 0);
    tunnels.push(tunnel);
  }
  for (let i = 0; i < all.length; i += 1) {
    tunnels[i].emit('speak', { word: '大家好 ' + i });
    for (const one of all) await one.until(() => one.heard.length === i + 1);
  }
  const said = all.map((one, i) => [one.openid, '大家好 ' + i]);
  all.forEach((one) => assert.deepEqual(one.heard, said));
  assert.deepEqual(all[0].people, all.map((one, i) => [i + 1, 'enter', one.openid]));
  for (let i = all.length - 1; i > 0; i -= 1) {
    tunnels[i].close();
    await all[0].until(() => all[0].people.length === all.length + all.length - i);
  }
  assert.deepEqual(all[0].people.slice(all.length), all.map((one, i) => [i, 'leave', one.openid]).slice(1).reverse());
  tunnels[0].close();
});

test('killed and started again: the session holds, and tunnels come back by themselves', { skip: OWN }, async () => {
  const all = [OURS].concat(PACKAGES.map(vendor)).map((entry) => phone(entry, 'crash'));
  const tunnels = [];
  for (const one of all) {
    one.sdk.setLoginUrl(one.loginUrl);
    one.sdk.login({ success: () => one.note('in') });
    await one.until(() => one.noted('in'));
    // A start of the server may take longer than the fifteen seconds of five attempts.
    one.sdk.Tunnel.MAX_RECONNECT_TRY_TIMES = 20;
    const tunnel = one.tunnel(['c']);
    tunnel.open();
    await one.until(() => tunnel.isActive());
    tunnels.push(tunnel);
  }
  await server.crash();
  for (let i = 0; i < all.length; i += 1) {
    await all[i].until(() => all[i].noted('reconnect') && tunnels[i].isActive());
    tunnels[i].emit('conf.echo', { type: 'c', content: i });
    await all[i].until(() => all[i].noted('c', i));
    assert.equal(all[i].asked('/wafer/login'), 1, 'nobody logs in again');
    tunnels[i].close();
  }
});

test('the server hands the SDK out as one file, and that is the SDK', { skip: OWN }, async () => {
  const reply = await fetch(base + '/sdk/wafer.js');
  assert.equal(reply.status, 200);
  const file = path.join(folder, 'wafer.js');
  fs.writeFileSync(file, await reply.text());
  const one = phone(file, 'packed');
  await LIVE['the chat room'](one);
  assert.deepEqual(one.events, await expected('the chat room'));
});

// The room's server is another, the vendor's SDK for Node; a socket is cut by ours alone.
const OF_BUSINESS = Object.keys(LIVE).filter((scenario) => !/cuts the socket/.test(scenario));

OF_BUSINESS.forEach((scenario) => test('behind the vendor\'s server SDK: ' + scenario, { skip: OWN }, async () => {
  const there = 'http://127.0.0.1:' + business.port;
  const theirs = await live(vendor('wafer-client-sdk'), scenario, there);
  assert.deepEqual(theirs, await expected(scenario));
  assert.deepEqual(await live(OURS, scenario, there), theirs);
  assert.deepEqual(business.faults, []);
  await business.until(() => business.inside().length === 0);
}));

test('behind the vendor\'s server SDK: who it is, and who is gone', { skip: OWN }, async () => {
  const one = phone(vendor('wafer-client-sdk'), 'shop', 'http://127.0.0.1:' + business.port);
  one.sdk.setLoginUrl(one.loginUrl);
  one.sdk.login({ success: (user) => one.note('in', user.nickName), fail: (error) => one.note('fail', error.message) });
  await one.until(() => one.noted('in', 'Ada 你好'));
  assert.equal(business.users.pop().openId, one.openid);
  const tunnel = one.tunnel();
  tunnel.open();
  await one.until(() => tunnel.isActive());
  const [id] = await business.until(() => business.inside().length === 1 && business.inside());
  assert.deepEqual((await business.push([id, 'never-issued'])).data, { invalidTunnelIds: ['never-issued'] });
  tunnel.close();
  await business.until(() => business.inside().length === 0);
  assert.deepEqual((await business.push([id])).data, { invalidTunnelIds: [id] });
});
