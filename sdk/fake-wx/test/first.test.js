'use strict';
const test = require('node:test');
const assert = require('node:assert');
const { createFakeWx } = require('..');

test('text goes out and comes back', async () => {
  const { wx, device, server } = createFakeWx();
  server.onSocket((peer) => peer.onMessage((data) => peer.send('re:' + data)));
  const got = [];
  const task = wx.connectSocket({ url: 'ws://h/link', success: (r) => got.push(r.errMsg) });
  task.onOpen(() => { got.push('open'); task.send({ data: 'hi' }); });
  task.onMessage((m) => got.push(m.data));
  assert.deepEqual(got, []);
  await device.settle();
  assert.deepEqual(got, ['connectSocket:ok', 'open', 're:hi']);
});
test('promise with until', async () => {
  const { wx, device } = createFakeWx();
  const r = await device.until(wx.login());
  assert.equal(r.code, 'fake-code-1');
});
test('hide, suspend, show', async () => {
  const { wx, device, platform } = createFakeWx();
  const log = [];
  wx.onAppShow(() => log.push('show'));
  wx.onAppHide(() => log.push('hide'));
  const task = wx.connectSocket({ url: 'ws://h/link' });
  task.onClose((r) => log.push('close ' + r.code));
  platform.setInterval(() => log.push('tick ' + (platform.now() - start)), 2000);
  const start = platform.now();
  await device.settle();
  device.hide();
  await device.advance(60000);
  assert.deepEqual(log, ['show', 'hide', 'tick 2000', 'tick 4000']);
  await device.show();
  assert.deepEqual(log.slice(4), ['show', 'close 1006', 'tick 60000']);
  await device.advance(2000);
  assert.equal(log.pop(), 'tick 62000');
});
