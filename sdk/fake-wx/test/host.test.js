'use strict';
/** What a browser that is the device needs: bounded logs, a disk, a person who answers, more of `wx`, a way in. */

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { createFakeWx } = require('..');

test('logs keep their last lines, and each line is told as it is written', async () => {
  const told = [];
  const { wx, device, server } = createFakeWx({ logLines: 4, onFrame: (frame) => told.push(frame.kind) });
  server.onSocket(() => {});
  const task = wx.connectSocket({ url: 'ws://server/link' });
  await device.advance(10);
  for (let i = 0; i < 20; i += 1) task.send({ data: 'm' + i });
  await device.advance(10);
  assert.equal(told.length, 22);
  assert.ok(device.frames.length <= 6, 'at most half more than asked');
  assert.equal(device.frames[device.frames.length - 1].data, 'm19');
});

test('a disk is told of what storage has accepted, in order', () => {
  const lines = [];
  const disk = { set: (key, value) => lines.push(['set', key, value]), remove: (key) => lines.push(['remove', key]), clear: () => lines.push(['clear']) };
  const { wx } = createFakeWx({ disk, knobs: { storageKeyLimitBytes: 20 } });
  wx.setStorageSync('a', { b: 1 });
  assert.throws(() => wx.setStorageSync('big', 'x'.repeat(30)));
  wx.removeStorageSync('a');
  wx.removeStorageSync('absent');
  wx.clearStorageSync();
  assert.deepEqual(lines, [['set', 'a', { b: 1 }], ['remove', 'a'], ['clear']]);
});

test('a person answers when the script has no answer, and sees the notice', async () => {
  const notices = [];
  const person = { answer: (api) => (api === 'showModal' ? Promise.resolve({ confirm: false }) : null), notice: (next) => notices.push(next && next.title) };
  const { wx, device } = createFakeWx({ person });
  device.answer('showModal', { confirm: true });
  assert.equal((await device.until(wx.showModal({ title: 'one' }))).confirm, true);
  assert.equal((await device.until(wx.showModal({ title: 'two' }))).confirm, false);
  await assert.rejects(device.until(wx.showActionSheet({ itemList: ['a'] })), { errMsg: 'showActionSheet:fail cancel' });
  await device.until(wx.showToast({ title: 'hello', icon: 'none', duration: 1000 }));
  await device.advance(1100);
  assert.deepEqual(notices, ['hello', null]);
});

test('an extension of wx is made anew with each run and lives its life', async () => {
  let runs = 0;
  const { wx, device } = createFakeWx({
    extend: ({ calls }) => {
      runs += 1;
      return { hello: calls.api('hello', (options, reply) => reply.ok({ text: 'hello ' + options.name })) };
    },
  });
  assert.equal((await device.until(/** @type {any} */ (wx).hello({ name: 'goose' }))).text, 'hello goose');
  await device.destroy();
  device.coldStart();
  assert.equal(runs, 2);
});

test('what is delivered waits for the show, and never comes after the end', async () => {
  const { device } = createFakeWx();
  const came = [];
  device.deliver(() => came.push('shown'));
  await device.hide();
  await device.advance(6000);
  device.deliver(() => came.push('suspended'));
  await device.advance(1000);
  assert.deepEqual(came, ['shown']);
  await device.show();
  await device.settle();
  assert.deepEqual(came, ['shown', 'suspended']);
  await device.destroy();
  device.deliver(() => came.push('ended'));
  assert.deepEqual(came, ['shown', 'suspended']);
});

test('a new theme is heard, a new language is read at the next look', async () => {
  const { wx, device } = createFakeWx({ systemInfo: { theme: 'light', language: 'zh_CN' } });
  const heard = [];
  wx.onThemeChange((event) => heard.push(event.theme));
  await device.changeSystem({ theme: 'dark', language: 'en' });
  await device.changeSystem({ theme: 'dark' });
  assert.deepEqual(heard, ['dark']);
  assert.equal(wx.getAppBaseInfo().theme, 'dark');
  assert.equal(wx.getAppBaseInfo().language, 'en');
});

test('a socket whose end waits for the show holds a slot and is not open', async () => {
  const { wx, device, server } = createFakeWx();
  server.onSocket(() => {});
  wx.connectSocket({ url: 'ws://server/link' });
  await device.advance(10);
  assert.deepEqual([device.openSockets(), device.liveSockets()], [1, 1]);
  await device.hide();
  await device.advance(6000);
  assert.deepEqual([device.openSockets(), device.liveSockets()], [0, 1]);
  await device.show();
  await device.settle();
  assert.deepEqual([device.openSockets(), device.liveSockets()], [0, 0]);
});
