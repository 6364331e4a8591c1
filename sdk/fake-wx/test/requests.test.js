'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { createFakeWx } = require('..');
const { both, eventually } = require('./worlds');

const text = (buffer) => Buffer.from(buffer).toString();

function get(world, api, options) {
  return world.device.until(new Promise((resolve) => {
    world.wx[api](Object.assign({ success: resolve, fail: resolve }, options));
  }));
}

both('any HTTP status is success; JSON is parsed, else text', {}, async (world) => {
  world.server.onRequest((request) => (/json/.test(request.url)
    ? { statusCode: 500, data: '\ufeff{"a":"雁"}', header: { 'X-One': 'v' }, cookies: ['a=1', 'b=2'] }
    : { statusCode: 404, data: 'no such thing' }));
  const first = await get(world, 'request', { url: world.http + '/json' });
  assert.deepEqual([first.statusCode, first.data, first.errMsg], [500, { a: '雁' }, 'request:ok']);
  assert.equal(first.header['X-One'], 'v');
  assert.deepEqual(first.cookies, ['a=1', 'b=2']);
  const second = await get(world, 'request', { url: world.http + '/text' });
  assert.deepEqual([second.statusCode, second.data], [404, 'no such thing']);
  const third = await get(world, 'request', { url: world.http + '/json', dataType: 'other' });
  assert.equal(third.data, '{"a":"雁"}');
  const fourth = await get(world, 'request', { url: world.http + '/text', responseType: 'arraybuffer' });
  assert.equal(text(fourth.data), 'no such thing');
});

both('data: query for GET, JSON for POST, form when the header says so', {}, async (world) => {
  world.server.onRequest(() => ({ data: 'ok' }));
  const url = world.http + '/p?x=1';
  await get(world, 'request', { url, data: { a: 'ä&', n: 2, gone: undefined } });
  await get(world, 'request', { url, method: 'POST', data: { a: 'ä' } });
  await get(world, 'request', { url, method: 'POST', data: { a: 'ä', b: 1 }, header: { 'Content-Type': 'application/x-www-form-urlencoded' } });
  await get(world, 'request', { url, method: 'PUT', data: 'plain', header: { 'content-type': 'text/plain', Referer: 'x' } });
  await get(world, 'request', { url, method: 'DELETE', data: new Uint8Array([65, 66]).buffer });
  const [query, json, form, plain, bytes] = world.server.requests;
  assert.match(query.url, /\?x=1&a=%C3%A4%26&n=2$/);
  assert.equal(query.body, null);
  assert.equal(text(json.body), '{"a":"ä"}');
  assert.equal(json.header['content-type'], 'application/json');
  assert.equal(text(form.body), 'a=%C3%A4&b=1');
  assert.deepEqual([plain.method, text(plain.body)], ['PUT', 'plain']);
  assert.deepEqual([bytes.method, text(bytes.body)], ['DELETE', 'AB']);
});

both('no answer: fail with errMsg and errno; abort; timeout', {}, async (world) => {
  world.server.onRequest(() => undefined);
  const timeout = await get(world, 'request', { url: world.http + '/', timeout: 60 });
  assert.equal(timeout.errMsg, 'request:fail timeout');
  assert.equal(typeof timeout.errno, 'number');
  const log = [];
  const task = world.wx.request({ url: world.http + '/', fail: (result) => log.push(result.errMsg), complete: () => log.push('complete') });
  await eventually(world.device, () => world.server.requests.length === 2);
  task.abort();
  assert.deepEqual(log, []);
  await eventually(world.device, () => log.length === 2);
  assert.deepEqual(log, ['request:fail abort', 'complete']);
});

both('headers and chunks as they come', {}, async (world) => {
  world.server.onRequest(() => ({ data: 'streamed', header: { 'X-One': 'v' } }));
  const log = [];
  let bytes = '';
  const task = world.wx.request({ url: world.http + '/', enableChunked: true, success: (result) => log.push(result.data) });
  task.onHeadersReceived((event) => log.push(event.header['X-One']));
  task.onChunkReceived((event) => { bytes += text(event.data); });
  await eventually(world.device, () => log.length === 2);
  assert.deepEqual(log, ['v', '']);
  assert.equal(bytes, 'streamed');
});

both('uploadFile: multipart, data stays a string, progress to 100', {}, async (world) => {
  world.server.onRequest(() => ({ statusCode: 201, data: { id: 7 } }));
  const content = 'x'.repeat(200000);
  world.device.files.write('wxfile://photo.png', new TextEncoder().encode(content).buffer);
  const progress = [];
  const result = await world.device.until(new Promise((resolve) => {
    const task = world.wx.uploadFile({
      url: world.http + '/up', filePath: 'wxfile://photo.png', name: 'file', formData: { to: '雁' }, header: { 'X-Token': 't' }, success: resolve,
    });
    task.onProgressUpdate((event) => progress.push(event));
  }));
  assert.deepEqual([result.statusCode, result.data], [201, '{"id":7}']);
  assert.equal(progress[progress.length - 1].progress, 100);
  assert.ok(progress[progress.length - 1].totalBytesSent > 200000);
  const request = world.server.requests[0];
  const boundary = /boundary=(.+)$/.exec(request.header['content-type'])[1];
  const parts = text(request.body).split('--' + boundary);
  assert.match(parts[1], /name="to"\r\n\r\n雁\r\n$/);
  assert.match(parts[2], /name="file"; filename="photo.png"\r\nContent-Type: image\/png\r\n\r\nx/);
  assert.ok(parts[2].endsWith(content + '\r\n'));
  assert.equal(parts[3], '--\r\n');
});

both('downloadFile: a temporary path, or the given one, for any status', {}, async (world) => {
  world.server.onRequest((request) => ({ statusCode: /none/.test(request.url) ? 404 : 200, data: 'bytes' }));
  const first = await get(world, 'downloadFile', { url: world.http + '/a.png?x=1' });
  assert.equal(first.statusCode, 200);
  assert.match(first.tempFilePath, /\.png$/);
  assert.equal(text(world.device.files.read(first.tempFilePath)), 'bytes');
  const second = await get(world, 'downloadFile', { url: world.http + '/none', filePath: 'wxfile://kept' });
  assert.deepEqual([second.statusCode, second.filePath, second.tempFilePath], [404, 'wxfile://kept', undefined]);
  world.device.files.dropTemporary();
  assert.equal(world.device.files.read(first.tempFilePath), null);
  assert.equal(text(world.device.files.read('wxfile://kept')), 'bytes');
});

test('ten in flight together, the rest wait; all three kinds share the ten', async () => {
  const { wx, device, server } = createFakeWx();
  const answers = [];
  server.onRequest(() => new Promise((resolve) => { answers.push(() => resolve({ data: 'x' })); }));
  let done = 0;
  const success = () => { done += 1; };
  for (let i = 0; i < 6; i += 1) {
    wx.request({ url: 'http://server/', success });
    wx.downloadFile({ url: 'http://server/', success });
  }
  await device.settle();
  assert.equal(answers.length, 10);
  assert.equal(device.requestsInFlight(), 10);
  answers[0]();
  await device.settle();
  assert.equal(answers.length, 11);
  answers.forEach((answer) => answer());
  await device.settle();
  answers.forEach((answer) => answer());
  await device.settle();
  assert.equal(done, 12);
});

test('the usual timeout is 60 s', async () => {
  const { wx, device, server } = createFakeWx();
  server.onRequest(() => undefined);
  const log = [];
  wx.request({ url: 'http://server/', fail: (result) => log.push(result.errMsg) });
  await device.advance(59999);
  assert.deepEqual(log, []);
  await device.advance(1);
  assert.deepEqual(log, ['request:fail timeout']);
});

test('PATCH, bad addresses, missing names and missing files fail', async () => {
  const world = createFakeWx();
  assert.equal((await get(world, 'request', { url: 'http://server/', method: 'PATCH' })).errMsg, 'request:fail method is invalid');
  for (const url of ['ws://server/', '/path', undefined]) assert.match((await get(world, 'request', { url })).errMsg, /invalid url/);
  assert.match((await get(world, 'uploadFile', { url: 'http://server/', filePath: 'none', name: 'f' })).errMsg, /file not found/);
  assert.match((await get(world, 'uploadFile', { url: 'http://server/', filePath: 'none' })).errMsg, /parameter error: name/);
  world.device.set({ requireSecure: true });
  assert.match((await get(world, 'request', { url: 'http://server/' })).errMsg, /domain list/);
});

both('a running upload may finish in the first seconds in the background', { backgroundClose: 'survives' }, async (world) => {
  world.server.onRequest(() => ({ data: 'x' }));
  const file = path.join(os.tmpdir(), 'fakewx-upload-' + process.pid + '.txt');
  world.device.files.write(file, new TextEncoder().encode('x').buffer);
  const log = [];
  world.wx.uploadFile({ url: world.http + '/', filePath: file, name: 'f', complete: (result) => log.push(result.errMsg) });
  world.device.hide();
  await eventually(world.device, () => log.length === 1);
  assert.equal(world.device.state(), 'hidden');
  assert.deepEqual(log, ['uploadFile:ok']);
});

test('over the real back end a file of this machine can be uploaded', async () => {
  const { createRealWx } = require('..');
  const { startRealServer } = require('./real-server');
  const server = await startRealServer();
  server.onRequest(() => ({ data: 'ok' }));
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'fakewx-')), 'note.txt');
  fs.writeFileSync(file, 'from disk');
  const { wx, device } = createRealWx();
  const result = await get({ wx, device }, 'uploadFile', { url: 'http://' + server.host + '/', filePath: file, name: 'f' });
  assert.equal(result.data, 'ok');
  assert.match(text(server.requests[0].body), /filename="note.txt"\r\nContent-Type: text\/plain\r\n\r\nfrom disk\r\n/);
  device.dispose();
  await server.stop();
  fs.rmSync(path.dirname(file), { recursive: true });
});
