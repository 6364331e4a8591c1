'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { createFakeWx, loadSandboxed } = require('..');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

test('success XOR fail, then complete with the same object, later', async () => {
  const { wx, device } = createFakeWx();
  const log = [];
  const calls = (name) => ({
    success: (result) => log.push([name, 'success', result]),
    fail: (result) => log.push([name, 'fail', result]),
    complete: (result) => log.push([name, 'complete', result]),
  });
  wx.setStorage(Object.assign({ key: 'k', data: 1 }, calls('set')));
  wx.getStorage(Object.assign({ key: 'none' }, calls('get')));
  assert.deepEqual(log, []);
  await device.settle();
  assert.deepEqual(log.map((one) => one[0] + ' ' + one[1]), ['set success', 'set complete', 'get fail', 'get complete']);
  assert.equal(log[0][2], log[1][2]);
  assert.equal(log[0][2].errMsg, 'setStorage:ok');
  assert.equal(log[2][2].errMsg, 'getStorage:fail data not found');
});

test('whoever answers twice is heard once', async () => {
  const { createCalls } = require('../lib/calls');
  const { createFakeClock } = require('../lib/memory/fake-clock');
  const { createLife } = require('../lib/life');
  const clock = createFakeClock();
  const calls = createCalls({ clock, life: createLife(clock, clock.fail), knobs: { callbackDelayMs: 0 }, Promise, violations: [] });
  const log = [];
  const reply = calls.reply('x', { success: () => log.push('success'), fail: () => log.push('fail'), complete: () => log.push('complete') });
  reply.ok();
  reply.fail('too late');
  reply.ok();
  await clock.settle();
  assert.deepEqual(log, ['success', 'complete']);
});

test('a promise only when none of the three is given, and never from what returns a task', async () => {
  const { wx, device } = createFakeWx();
  assert.equal(typeof wx.login().then, 'function');
  assert.equal(typeof wx.login({}).then, 'function');
  for (const name of ['success', 'fail', 'complete']) assert.equal(wx.login({ [name]() {} }), undefined);
  assert.equal(wx.connectSocket({ url: 'ws://server/' }).then, undefined);
  assert.equal(wx.request({ url: 'http://server/' }).then, undefined);
  assert.equal(wx.uploadFile({ url: 'http://server/', filePath: 'none', name: 'f' }).then, undefined);
  assert.equal(wx.downloadFile({ url: 'http://server/' }).then, undefined);
  await device.settle();
});

test('slow callbacks', async () => {
  const { wx, device } = createFakeWx({ knobs: { callbackDelayMs: 700 } });
  const log = [];
  wx.login({ success: () => log.push('ok') });
  await device.advance(699);
  assert.deepEqual(log, []);
  await device.advance(1);
  assert.deepEqual(log, ['ok']);
});

test('an error thrown in a callback reaches the test, and the next callback still runs', async () => {
  const { wx, device } = createFakeWx();
  const log = [];
  wx.login({ success: () => { throw new Error('mine'); }, complete: () => log.push('complete') });
  await assert.rejects(device.settle(), /mine/);
  assert.deepEqual(log, ['complete']);
  assert.equal(device.errors.length, 1);
});

test('a macrotask Promise runs its reactions after what was already due; await waits as long', async () => {
  for (const [promise, expected] of [['native', ['then', 'await', 'due']], ['macrotask', ['due', 'then', 'await']]]) {
    const { device, platform } = createFakeWx({ knobs: { promise } });
    const log = [];
    platform.setTimeout(() => {
      platform.setTimeout(() => log.push('due'), 0);
      const ready = platform.Promise.resolve(1);
      ready.then(() => log.push('then'));
      (async () => {
        await ready;
        log.push('await');
      })();
    }, 10);
    await device.advance(10);
    assert.deepEqual(log, expected);
  }
});

test('a macrotask Promise still chains, catches, and waits while suspended', async () => {
  const { wx, device, platform } = createFakeWx({ knobs: { promise: 'macrotask' } });
  const value = await device.until(platform.Promise.resolve(1).then((one) => one + 1).then(() => { throw new Error('x'); }).catch((e) => e.message));
  assert.equal(value, 'x');
  assert.deepEqual(await device.until(platform.Promise.all([wx.login(), 2]).then((all) => all[1])), 2);
  const log = [];
  device.hide();
  await device.advance(5000);
  platform.Promise.resolve().then(() => log.push('ran'));
  await device.advance(1000);
  assert.deepEqual(log, []);
  await device.show();
  assert.deepEqual(log, ['ran']);
});

test('fake clock: timers in order, awaits in between, and until', async () => {
  const { device, platform } = createFakeWx();
  const log = [];
  const start = platform.now();
  platform.setTimeout(() => log.push('b'), 20);
  platform.setTimeout(async () => {
    log.push('a');
    await null;
    log.push('a2');
    platform.setTimeout(() => log.push('c'), 10);
  }, 10);
  platform.setTimeout((x, y) => log.push(x + y), 20, 'd', 'e');
  assert.equal(device.pendingTimers(), 3);
  await device.advance(20);
  assert.deepEqual(log, ['a', 'a2', 'b', 'de', 'c']);
  assert.equal(platform.now() - start, 20);
  assert.equal(device.pendingTimers(), 0);
  const later = new Promise((resolve) => { platform.setTimeout(() => resolve(platform.now() - start), 5000); });
  assert.equal(await device.until(later), 5020);
  await assert.rejects(device.until(new Promise(() => undefined), 1000), /did not settle/);
});

test('the sandbox hides what a phone lacks and loads relative modules only', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fakewx-'));
  const write = (name, text) => fs.writeFileSync(path.join(folder, name), text);
  write('a.js', "'use strict'; const b = require('./b'); exports.types = [typeof window, typeof process, typeof setTimeout, typeof TextEncoder, typeof wx, typeof globalThis]; exports.b = b.value; exports.same = Promise;");
  write('b.js', 'exports.value = new ArrayBuffer(2);');
  write('c.js', "require('fs');");
  const loaded = loadSandboxed(path.join(folder, 'a.js'), { Promise: Array });
  assert.deepEqual(loaded.types, Array(6).fill('undefined'));
  assert.ok(loaded.b instanceof ArrayBuffer);
  assert.equal(loaded.same, Array);
  assert.throws(() => loadSandboxed(path.join(folder, 'c.js')), /only relative paths/);
  fs.rmSync(folder, { recursive: true });
});
