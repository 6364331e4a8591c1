'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { createFakeWx } = require('..');

const fails = (promise) => promise.then(() => 'ok', (result) => result.errMsg);

test('values are kept as JSON types and Date, and are copies', () => {
  const { wx } = createFakeWx();
  const date = new Date(5);
  const value = { a: [1, 'x', null, true, undefined], d: date, gone: undefined, f() {} };
  wx.setStorageSync('k', value);
  value.a.push('later');
  const read = wx.getStorageSync('k');
  assert.deepEqual(read, { a: [1, 'x', null, true, null], d: date });
  assert.ok(read.d instanceof Date);
  read.a.push('later');
  assert.equal(wx.getStorageSync('k').a.length, 5);
});

test('an absent key: empty string from Sync, fail from async', async () => {
  const { wx, device } = createFakeWx();
  assert.equal(wx.getStorageSync('no'), '');
  assert.equal(await device.until(fails(wx.getStorage({ key: 'no' }))), 'getStorage:fail data not found');
});

test('async set, get, info, remove, clear', async () => {
  const { wx, device } = createFakeWx();
  assert.equal((await device.until(wx.setStorage({ key: 'a', data: [1] }))).errMsg, 'setStorage:ok');
  await device.until(wx.setStorage({ key: 'b', data: 'x' }));
  assert.deepEqual((await device.until(wx.getStorage({ key: 'a' }))).data, [1]);
  const info = await device.until(wx.getStorageInfo());
  assert.deepEqual([info.keys, info.currentSize, info.limitSize], [['a', 'b'], 1, 10240]);
  await device.until(wx.removeStorage({ key: 'a' }));
  assert.deepEqual(wx.getStorageInfoSync().keys, ['b']);
  wx.removeStorageSync('b');
  assert.deepEqual(wx.getStorageInfoSync().keys, []);
  wx.setStorageSync('c', 1);
  await device.until(wx.clearStorage());
  assert.deepEqual(wx.getStorageInfoSync().keys, []);
  wx.setStorageSync('c', 1);
  wx.clearStorageSync();
  assert.equal(wx.getStorageSync('c'), '');
});

test('one key holds at most 1 MB: Sync throws, async fails', async () => {
  const { wx, device } = createFakeWx();
  const fits = 'x'.repeat(1024 * 1024 - 3);
  wx.setStorageSync('k', fits);
  assert.throws(() => wx.setStorageSync('k', fits + 'x'), /^Error: setStorageSync:fail entry size/);
  assert.match(await device.until(fails(wx.setStorage({ key: 'k', data: fits + 'x' }))), /^setStorage:fail entry size/);
  assert.throws(() => wx.setStorageSync('k', '雁'.repeat(400 * 1024)), /entry size/);
  assert.equal(wx.getStorageSync('k'), fits);
});

test('10 MB in all, and a smaller value in a full storage still fits', () => {
  const { wx } = createFakeWx();
  const nearly = 'x'.repeat(1024 * 1024 - 16);
  for (let i = 0; i < 10; i += 1) wx.setStorageSync('k' + i, nearly);
  assert.throws(() => wx.setStorageSync('more', 'x'.repeat(1000)), /exceed storage max size/);
  wx.setStorageSync('k0', 'x'.repeat(1024 * 1024 - 1016));
  wx.setStorageSync('more', 'x'.repeat(900));
});

test('the test fills the storage', async () => {
  const { wx, device } = createFakeWx();
  wx.setStorageSync('old', 'value');
  device.fillStorage(20);
  wx.setStorageSync('s', 'x');
  assert.throws(() => wx.setStorageSync('more', 'x'.repeat(20)), /exceed storage max size/);
  assert.match(await device.until(fails(wx.setStorage({ key: 'more', data: 'x'.repeat(20) }))), /exceed storage max size/);
  assert.equal(wx.getStorageSync('old'), 'value');
  assert.equal(wx.getStorageInfoSync().currentSize, 10240);
  device.freeStorage();
  wx.setStorageSync('more', 'x'.repeat(20));
});

test('what an earlier run left', () => {
  const { wx } = createFakeWx({ storage: { token: 't' } });
  assert.equal(wx.getStorageSync('token'), 't');
});

test('a key must be a string', () => {
  const { wx } = createFakeWx();
  assert.throws(() => wx.getStorageSync({ key: 'k' }), /parameter error/);
  assert.throws(() => wx.setStorageSync('', 1), /parameter error/);
});
