'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { createFakeWx } = require('..');

const outcome = (device, promise) => device.until(promise.catch((result) => result));

test('a login code has one use within five minutes', async () => {
  const { wx, device } = createFakeWx({ loginCode: (count) => 'dev:alice:' + count });
  const { code } = await device.until(wx.login());
  assert.equal(code, 'dev:alice:1');
  assert.equal(device.account.exchange(code), true);
  assert.equal(device.account.exchange(code), false);
  const late = (await device.until(wx.login())).code;
  await device.advance(5 * 60000 + 1);
  assert.equal(device.account.exchange(late), false);
  assert.equal(device.account.exchange('made up'), false);
  device.account.breakLogin('system error');
  assert.equal((await outcome(device, wx.login())).errMsg, 'login:fail system error');
});

test('checkSession fails before a login and when the session expired', async () => {
  const { wx, device } = createFakeWx();
  assert.match((await outcome(device, wx.checkSession())).errMsg, /^checkSession:fail /);
  await device.until(wx.login());
  assert.equal((await outcome(device, wx.checkSession())).errMsg, 'checkSession:ok');
  device.account.expireSession();
  assert.match((await outcome(device, wx.checkSession())).errMsg, /expired/);
});

test('showModal is answered by the script', async () => {
  const { wx, device } = createFakeWx();
  device.answer('showModal', { confirm: false });
  device.answer('showModal', (options) => ({ confirm: true, content: options.title + '!' }));
  const answers = [];
  for (let i = 0; i < 3; i += 1) {
    const { confirm, cancel, content } = await device.until(wx.showModal({ title: 't', editable: i === 1 }));
    answers.push([confirm, cancel, content]);
  }
  assert.deepEqual(answers, [[false, true, undefined], [true, false, 't!'], [true, false, undefined]]);
  assert.match((await outcome(device, wx.showModal({ confirmText: '五个汉字长' }))).errMsg, /^showModal:fail confirmText/);
  assert.equal(device.screen.shown.length, 3);
});

test('an action sheet that is cancelled fails with cancel', async () => {
  const { wx, device } = createFakeWx();
  const sheet = (itemList) => outcome(device, wx.showActionSheet({ itemList }));
  device.answer('showActionSheet', { tapIndex: 1 });
  assert.equal((await sheet(['a', 'b'])).tapIndex, 1);
  device.answer('showActionSheet', null);
  assert.equal((await sheet(['a'])).errMsg, 'showActionSheet:fail cancel');
  assert.match((await sheet([])).errMsg, /itemList/);
  assert.match((await sheet(Array(7).fill('x'))).errMsg, /itemList/);
});

test('one toast or loading at a time; a toast goes after 1.5 s, a loading stays', async () => {
  const { wx, device } = createFakeWx();
  await device.until(wx.showToast({ title: '一二三四五六七八' }));
  assert.deepEqual(device.screen.notice, { kind: 'toast', title: '一二三四五六七' });
  await device.advance(1499);
  assert.notEqual(device.screen.notice, null);
  await device.advance(1);
  assert.equal(device.screen.notice, null);
  wx.showToast({ title: '一二三四五六七八', icon: 'none' });
  wx.showLoading({ title: 'wait' });
  await device.advance(10000);
  assert.deepEqual(device.screen.notice, { kind: 'loading', title: 'wait' });
  await device.until(wx.hideLoading());
  assert.equal(device.screen.notice, null);
  await device.until(wx.showToast({ title: 'x' }));
  await device.until(wx.hideToast());
  assert.equal(device.screen.notice, null);
});

test('system information, with what the test wants to differ', async () => {
  const { wx, device } = createFakeWx({ systemInfo: { platform: 'android', SDKVersion: '2.20.0' }, launch: { query: { from: 'bob' } } });
  assert.equal(wx.getSystemInfoSync().platform, 'android');
  assert.equal((await device.until(wx.getSystemInfo())).SDKVersion, '2.20.0');
  assert.equal(wx.getAppBaseInfo().SDKVersion, '2.20.0');
  assert.equal(wx.getAppBaseInfo().platform, undefined);
  assert.equal(wx.getDeviceInfo().platform, 'android');
  assert.equal(wx.getWindowInfo().windowWidth, 375);
  assert.deepEqual(wx.getLaunchOptionsSync().query, { from: 'bob' });
});

test('Base64 both ways, as Node does it', () => {
  const { wx } = createFakeWx();
  for (let length = 0; length < 70; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length * 11) & 255);
    const encoded = wx.arrayBufferToBase64(bytes.buffer);
    assert.equal(encoded, Buffer.from(bytes).toString('base64'));
    assert.deepEqual(new Uint8Array(wx.base64ToArrayBuffer(encoded)), bytes);
  }
  assert.throws(() => wx.arrayBufferToBase64(new Uint8Array(1)), /ArrayBuffer expected/);
});

test('UTF-8 both ways, as Node does it', () => {
  const { decodeUtf8, encodeUtf8, utf8Length } = require('../lib/utf8');
  const samples = ['', 'a', 'ä€𐍈🪿', '\u0000\u007f\u0080\u07ff\u0800\uffff', 'x\ud800y', '\udc00', '\ud83e', '\u{10ffff}'];
  for (const sample of samples) {
    const expected = new TextEncoder().encode(sample);
    assert.deepEqual(new Uint8Array(encodeUtf8(sample)), expected);
    assert.equal(utf8Length(sample), expected.length);
    assert.equal(decodeUtf8(expected.buffer), new TextDecoder('utf-8', { ignoreBOM: true }).decode(expected));
  }
  for (const wrong of [[0x80], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82]]) {
    assert.match(decodeUtf8(new Uint8Array(wrong).buffer), /^\ufffd+$/);
  }
});

test('random values come from the seed', async () => {
  const values = async (seed) => {
    const { wx, device } = createFakeWx({ seed });
    return Array.from(new Uint8Array((await device.until(wx.getRandomValues({ length: 8 }))).randomValues)).join();
  };
  assert.equal(await values(5), await values(5));
  assert.notEqual(await values(5), await values(6));
});

test('getUserInfo: the anonymous user of today, what the test says, or a refusal', async () => {
  const today = createFakeWx();
  assert.equal((await today.device.until(today.wx.getUserInfo())).userInfo.nickName, '微信用户');
  const named = createFakeWx({ profile: (options) => (options.withCredentials ? { userInfo: { nickName: 'Ada' }, encryptedData: 'e', iv: 'i' } : 'auth deny') });
  assert.equal((await named.device.until(named.wx.getUserInfo({ withCredentials: true }))).encryptedData, 'e');
  assert.equal((await outcome(named.device, named.wx.getUserInfo())).errMsg, 'getUserInfo:fail auth deny');
});
