'use strict';
/**
 * Files: sent with progress, refused, given up, interrupted; addresses that end, on a phone whose clock is wrong.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { createWorld } = require('./world');

const DAY = 24 * 3600000;
const SILENCE = {};

/** A server that takes files; `more` changes its answers. */
async function ready(more, phoneOptions) {
  const world = createWorld();
  const alice = world.phone('alice', phoneOptions);
  await alice.login();
  const asked = [];
  let files = 0;
  world.transport.onRequest((request) => {
    const token = request.header.Authorization || '';
    const seen = { method: request.method, path: request.url.replace('http://server', ''), token: token.replace('Bearer ', '') };
    asked.push(seen);
    const special = more && more(seen, asked.length);
    if (special) return special === SILENCE ? undefined : special;
    if (seen.method === 'POST') files += 1;
    const file = seen.method === 'POST' ? 'f' + files : seen.path.split('/').pop();
    const expires = world.clock.now() + DAY;
    return { statusCode: seen.method === 'POST' ? 201 : 200, data: { file, url: '/files/' + file + '?e=' + expires + '&s=x', type: 'image/png', size: 3, expires } };
  });
  alice.device.files.write('wxfile://a.png', new Uint8Array([1, 2, 3]).buffer);
  return { world, alice, asked };
}

const refusal = (status, name, band) => ({ statusCode: status, data: { err: { code: 1, name, band, text: name, zh: '不' } } });

test('a file is sent with the token, tells its progress, and gets an absolute address', async () => {
  const { world, alice, asked } = await ready();
  const progress = [];
  const file = await world.until(alice.hy.upload('wxfile://a.png', { onProgress: (percent) => progress.push(percent) }));
  assert.equal(file.file, 'f1');
  assert.match(file.url, /^http:\/\/server\/files\/f1\?e=/);
  assert.equal(file.size, 3);
  assert.equal(progress[progress.length - 1], 100);
  assert.deepEqual([asked[0].method, asked[0].path], ['POST', '/api/v1/files']);
  assert.equal(JSON.parse(Buffer.from(asked[0].token.split('.')[1], 'base64url')).sub, 'alice');
  const message = alice.hy.send({ to: 's:bob', type: 'image', content: { file: file.file, url: file.url } });
  await world.until(message.whenSent());
  assert.equal(await world.until(alice.hy.fileUrl(message.content)), file.url);
  assert.equal(asked.length, 1, 'the address is known');
  await world.end();
});

test('a token that has ended is replaced once; one that is wrong is told', async () => {
  const first = await ready((seen, count) => (count === 1 ? refusal(401, 'token_expired', 'login') : null));
  const before = first.alice.asked;
  const file = await first.world.until(first.alice.hy.upload('wxfile://a.png'));
  assert.equal(file.file, 'f1');
  assert.equal(first.alice.asked, before + 1, 'asked for a token once more');
  await first.world.end();

  const { world, alice, asked } = await ready(() => refusal(401, 'token_invalid', 'login'));
  await assert.rejects(world.until(alice.hy.upload('wxfile://a.png')), { name: 'token_invalid' });
  assert.equal(asked.length, 2);
  assert.equal(alice.hy.state, 'online', 'the session does not suffer');
  await world.end();
});

test('a login after an upload may still ask for a new token', async () => {
  const { world, alice } = await ready();
  await world.until(alice.hy.upload('wxfile://a.png'));
  await world.advance(2 * 3600000);
  world.server.restart();
  await world.advance(60000);
  assert.equal(alice.hy.state, 'online');
  await world.end();
});

test('refusals come as faults: what to do, and a sentence', async () => {
  const cases = [
    [refusal(413, 'file_too_large', 'fix'), 'file_too_large', 'fix'],
    [refusal(415, 'file_type_refused', 'fix'), 'file_type_refused', 'fix'],
    [refusal(507, 'storage_full', 'later'), 'storage_full', 'later'],
    [{ statusCode: 502, data: '<html>bad gateway' }, 'connection_lost', 'later'],
    [{ statusCode: 201, data: 'nonsense' }, 'connection_lost', 'later'],
  ];
  for (const [answer, name, band] of cases) {
    const { world, alice } = await ready(() => answer);
    await assert.rejects(world.until(alice.hy.upload('wxfile://a.png')), { name, band });
    await world.end();
  }
});

test('no file, no path, no login', async () => {
  const { world, alice, asked } = await ready();
  await assert.rejects(world.until(alice.hy.upload('wxfile://none')), { name: 'connection_lost' });
  await assert.rejects(alice.hy.upload(''), { name: 'bad_argument' });
  await world.until(alice.hy.logout());
  await assert.rejects(alice.hy.upload('wxfile://a.png'), { name: 'not_logged_in' });
  await assert.rejects(alice.hy.fileUrl({ file: 'f9', url: 'http://server/files/f9?e=1' }), { name: 'not_logged_in' });
  assert.equal(asked.length, 0);
  await world.end();
});

test('an upload can be given up, before it begins and on its way', async () => {
  const { world, alice } = await ready(() => SILENCE);
  const early = alice.hy.upload('wxfile://a.png');
  early.abort();
  await assert.rejects(world.until(early), { name: 'aborted' });
  const late = alice.hy.upload('wxfile://a.png');
  await world.settle();
  late.abort();
  await assert.rejects(world.until(late), { name: 'aborted' });
  await world.end();
});

test('a broken connection is told; a listener that throws breaks nothing', async () => {
  const { world, alice } = await ready();
  const file = await world.until(alice.hy.upload('wxfile://a.png', { onProgress() { throw new Error('mine'); } }));
  assert.equal(file.file, 'f1');
  assert.ok(alice.device.errors.splice(0).every((error) => error.message === 'mine'));
  world.transport.onRequest(null);
  await assert.rejects(world.until(alice.hy.upload('wxfile://a.png')), { name: 'connection_lost', band: 'later' });
  await world.end();
});

test('an address that has ended is asked for anew, once for all who wait', async () => {
  const { world, alice, asked } = await ready();
  const content = { file: 'f7', url: 'http://server/files/f7?e=' + (world.clock.now() + 3600000) + '&s=x' };
  assert.equal(await world.until(alice.hy.fileUrl(content)), content.url, 'still good');
  assert.equal(asked.length, 0);
  await world.advance(3600000 - 30000);
  const [one, two] = await world.until(Promise.all([alice.hy.fileUrl(content), alice.hy.fileUrl(content)]));
  assert.equal(one, two);
  assert.notEqual(one, content.url);
  assert.deepEqual(asked.map((each) => each.path), ['/api/v1/files/f7']);
  assert.equal(await world.until(alice.hy.fileUrl(content)), one, 'kept');
  assert.equal(asked.length, 1);
  await world.advance(DAY);
  assert.notEqual(await world.until(alice.hy.fileUrl(content)), one, 'until it ends too');
  await world.end();
});

test('a message from another address of the server is read at ours; without an answer, at its own', async () => {
  const { world, alice } = await ready((seen) => (/gone/.test(seen.path) ? refusal(404, 'file_unknown', 'never') : null));
  const elsewhere = (id) => ({ file: id, url: 'http://other/files/' + id + '?e=' + (world.clock.now() + DAY) + '&s=x' });
  assert.match(await world.until(alice.hy.fileUrl(elsewhere('f3'))), /^http:\/\/server\/files\/f3/);
  assert.match(await world.until(alice.hy.fileUrl(elsewhere('gone'))), /^http:\/\/other\/files\/gone/);
  await assert.rejects(world.until(alice.hy.fileUrl({ file: 'gone', url: 'http://server/files/gone?e=1&s=x' })), { name: 'file_unknown' });
  assert.equal(await alice.hy.fileUrl({ url: 'https://cdn.example.com/a.png' }), 'https://cdn.example.com/a.png', 'not ours at all');
  await world.end();
});

test('what has ended is decided by the server\'s clock', async () => {
  for (const wrong of [DAY, -DAY]) {
    const { world, alice, asked } = await ready(null, {});
    const real = alice.device.platform.now;
    const Hongyan = alice.Hongyan;
    await world.until(alice.hy.logout());
    const platform = Object.assign(Hongyan.wxPlatform(alice.device.wx, alice.device.platform), { now: () => real() + wrong });
    const hy = Hongyan.create({ url: 'ws://server/link', app: 'demo', platform });
    await world.until(hy.login({ user: 'alice', tokenProvider: () => world.server.token('alice') }));
    const good = { file: 'f1', url: 'http://server/files/f1?e=' + (world.clock.now() + 3600000) + '&s=x' };
    assert.equal(await world.until(hy.fileUrl(good)), good.url);
    const ended = { file: 'f2', url: 'http://server/files/f2?e=' + (world.clock.now() - 1) + '&s=x' };
    assert.notEqual(await world.until(hy.fileUrl(ended)), ended.url);
    assert.equal(asked.length, 1);
    await world.until(hy.logout());
    await world.end();
  }
});
