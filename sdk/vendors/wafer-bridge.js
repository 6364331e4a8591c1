'use strict';
/**
 * The bridge: people with a vendor's Wafer package, or with sdk/wafer, and a native user talk in one group, while the server is killed. What
 * was shown to its speaker, or acknowledged to the native user, is there for everybody: once, in order, nothing lost.
 */

const assert = require('node:assert/strict');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { createRealWx } = require('../fake-wx');
const { eventually, fresh, phone: nativePhone, startServer } = require('../hongyan/test/server/real');
const { devCode, profileOf } = require('../wafer/test/fake-server');
const { OURS, createLiveWorld } = require('../wafer/test/world');

const OWN = process.env.HONGYAN_URL ? 'the server is not ours' : false;
const ENTRIES = [OURS].concat(['wafer-client-sdk', 'qcloud-weapp-client-sdk', 'wafer2-client-sdk'].map((name) => path.join(__dirname, 'node_modules', name)));
const EACH = 40;
const CRASH_AT = 15;

let server;
/** @type {any[]} */
const devices = [];

before(async () => { if (!OWN) server = await startServer(['wafer.bridge-to = g:birds']); });
after(async () => {
  devices.forEach((device) => device.dispose());
  if (server) await server.end();
});

/** Somebody with a Wafer SDK, logged in, in the group. @param {string} entry */
async function visitor(entry) {
  const openid = fresh('bird');
  const { device } = createRealWx({ loginCode: () => devCode(openid), profile: profileOf(openid, '') });
  devices.push(device);
  const one = Object.assign(createLiveWorld(entry, device, server.url.replace(/^ws/, 'http').replace(/\/link$/, '')), { openid, heard: [], tunnel: null });
  one.sdk.setLoginUrl(one.loginUrl);
  one.sdk.login({ success: () => one.note('in'), fail: (error) => one.note('fail', error.message) });
  await one.until(() => one.noted('in'));
  one.sdk.Tunnel.MAX_RECONNECT_TRY_TIMES = 20;
  one.tunnel = new one.sdk.Tunnel(one.tunnelUrl);
  one.tunnel.on('speak', (value) => one.heard.push(value.who.openId + ' ' + value.word));
  one.tunnel.on('speak.refused', (why) => one.note('refused', why));
  one.tunnel.open();
  await one.until(() => one.tunnel.isActive());
  return one;
}

/** Everything that was said in the group, by the log itself. */
async function log(user) {
  const said = [];
  for (let from = 1; ;) {
    const page = await server.rest('GET', '/users/' + user + '/conversations/g:birds/entries?dir=forward&limit=100&from=' + from);
    page.entries.filter((one) => one.op === 'msg').forEach((one) => said.push(one.from + ' ' + one.content.text));
    if (!page.more) return said;
    from = page.entries[page.entries.length - 1].n + 1;
  }
}

/** @param {string[]} lines @param {string} who */
const of = (lines, who) => lines.filter((line) => line.split(' ')[0] === who);

/** @param {string[]} lines @param {string[]} all @param {string} what */
function assertOnceAndInOrder(lines, all, what) {
  assert.equal(new Set(lines).size, lines.length, what + ': nothing twice');
  assert.deepEqual(all.filter((line) => lines.indexOf(line) >= 0), lines, what + ': in the order of the log');
}

test('four kinds of Wafer clients and a native one in a group, through a crash', { skip: OWN }, async () => {
  const nina = nativePhone(server, fresh('nina'));
  await nina.boot();
  await server.rest('POST', '/groups', { group: 'birds', owner: nina.user, type: 'meeting', name: 'Birds' });
  const birds = [];
  for (const entry of ENTRIES) birds.push(await visitor(entry));
  birds.forEach((one) => assert.equal(one.noted('refused'), false));

  /** what nina was told is kept */
  const acknowledged = [];
  for (let i = 0; i < EACH; i += 1) {
    // Until then nobody misses anything: all were there.
    if (i === CRASH_AT) for (const one of birds) await one.until(() => one.heard.length === (birds.length + 1) * CRASH_AT);
    for (const one of birds) {
      if (i < CRASH_AT || one.tunnel.isActive()) one.tunnel.emit('speak', { word: 'w' + i });
    }
    const text = 'n' + i;
    const sent = nina.hy.sendText({ group: 'birds' }, text);
    const done = sent.whenSent().then(() => acknowledged.push(nina.user + ' ' + text));
    if (i < CRASH_AT) await done;
    if (i === CRASH_AT) await server.crash();
    if (i >= CRASH_AT) await birds[i % birds.length].wait(20);
  }
  await eventually(() => acknowledged.length === EACH, 'all of nina\'s acknowledged');
  for (const one of birds) {
    await one.until(() => one.tunnel.isActive());
    one.tunnel.emit('speak', { word: 'last' });
    await one.until(() => one.heard.indexOf(one.openid + ' last') >= 0);
  }
  await eventually(() => nina.shown.filter((m) => m.content && m.content.text === 'last').length === birds.length, 'the last of everybody');
  nina.hy.sendText({ group: 'birds' }, 'bye');
  for (const one of birds) await one.until(() => one.heard.indexOf(nina.user + ' bye') >= 0);

  const all = await log(nina.user);
  assert.deepEqual(of(all, nina.user), acknowledged.concat(nina.user + ' bye'), 'what nina said: all of it, once, in order');
  const shown = nina.shown.filter((m) => !m.mine && m.type === 'text').map((m) => m.from + ' ' + m.content.text);
  assert.deepEqual(shown, all.filter((line) => line.split(' ')[0] !== nina.user), 'nina sees what the log has');
  for (const one of birds) {
    const own = of(all, one.openid);
    assertOnceAndInOrder(own, own, 'said by ' + one.openid);
    // What was shown to its speaker was durable.
    of(one.heard, one.openid).forEach((line) => assert.ok(own.indexOf(line) >= 0, line + ' was shown and is kept'));
    assertOnceAndInOrder(one.heard, all, 'heard by ' + one.openid);
    one.tunnel.close();
  }
  await nina.end();
});
