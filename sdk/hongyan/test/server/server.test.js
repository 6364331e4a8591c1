'use strict';
/**
 * The SDK against the real server, in real time.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { pack } = require('../../../pack');
const { createRandom } = require('../../../fake-wx/lib/memory/random');
const { eventually, fresh, pair, phone, sleep, startServer } = require('./real');

let server = null;
test.before(async () => { server = await startServer(); });
test.after(async () => { if (server) await server.end(); });

const numbers = (list) => list.map((m) => m.n);

/** Pages back to the beginning. */
async function wholeHistory(one, peer, limit) {
  const all = [];
  for (let before; ;) {
    const page = await one.hy.history({ user: peer }, before ? { before, limit } : { limit });
    all.unshift(...page.messages);
    if (!page.more) return all;
    before = page.before;
  }
}

test('sent, delivered, read; unread; history of both sides', async () => {
  const [a, b] = await pair(server);
  const message = a.hy.sendText({ user: b.user }, '你好 🪿');
  assert.equal((await message.whenSent()).n, 1);
  await eventually(() => b.texts(a.user).length === 1);
  assert.deepEqual(b.texts(a.user), ['你好 🪿']);
  assert.equal(b.hy.unread({ user: a.user }), 1);
  await eventually(() => a.hy.receipt(message) === 'delivered', 'delivered');
  b.hy.markRead({ user: a.user });
  assert.equal(b.hy.unread({ user: a.user }), 0);
  await eventually(() => a.hy.receipt(message) === 'read', 'read');
  b.hy.sendText({ user: a.user }, 'hi');
  await eventually(() => a.texts(b.user).length === 1);
  for (const [one, peer] of [[a, b.user], [b, a.user]]) {
    assert.deepEqual((await one.hy.history({ user: peer })).messages.map((m) => [m.n, m.content.text]), [[1, '你好 🪿'], [2, 'hi']]);
  }
  await Promise.all([a.end(), b.end()]);
});

test('every content type comes back as it was sent; what does not fit is refused and says where', async () => {
  const [a, b] = await pair(server);
  const contents = {
    text: { text: 'x', mine: { deep: [1, 2.5, null, true] } },
    image: { url: 'https://x/1.png', width: 3, height: 4 },
    audio: { url: 'https://x/1.mp3', duration: 1200 },
    video: { url: 'https://x/1.mp4', duration: 5 },
    file: { url: 'https://x/1.pdf', name: '文件.pdf', size: 7 },
    location: { latitude: 39.9, longitude: 116.4, name: '北京' },
    face: { index: 3 },
    custom: { data: '{"a":1}', description: 'd' },
    command: { name: 'refresh', data: { a: 1 } },
    merged: { title: 't', messages: [{ from: 'x', t: 1, type: 'text', content: { text: 'y' } }], digest: ['y'] },
  };
  const commands = [];
  b.hy.on('command', (message) => commands.push(message));
  const types = Object.keys(contents);
  for (const type of types) {
    const sent = a.hy.send({ to: { user: b.user }, type, content: contents[type], ext: { type }, mentions: [b.user], push: false });
    await sent.whenSent();
  }
  await eventually(() => b.shown.length === types.length - 1 && commands.length === 1);
  b.shown.concat(commands).forEach((m) => {
    assert.deepEqual(m.content, contents[m.type], m.type);
    assert.deepEqual(m.ext, { type: m.type });
    assert.deepEqual(m.mentions, [b.user]);
    assert.equal(m.push, false);
  });
  assert.equal(b.hy.unread({ user: a.user }), types.length - 1, 'commands do not count');
  const quoted = a.hy.sendText({ user: b.user }, 'about that', { quote: b.shown[0] });
  await quoted.whenSent();
  await eventually(() => b.shown.length === types.length);
  assert.equal(b.shown[b.shown.length - 1].quote, b.shown[0].n);
  const bad = a.hy.send({ to: { user: b.user }, type: 'image', content: { width: 3 } });
  const why = await bad.whenSent().catch((fault) => fault);
  assert.equal(why.name, 'bad_content');
  assert.equal(bad.state, 'failed');
  assert.ok(bad.error.zh.length > 0);
  await Promise.all([a.end(), b.end()]);
});

test('recall; the list, its last message and unread follow; a second device agrees', async () => {
  const [a, b] = await pair(server);
  const second = phone(server, b.user);
  await second.boot();
  const one = a.hy.sendText({ user: b.user }, 'one');
  const two = a.hy.sendText({ user: b.user }, 'two');
  await Promise.all([one.whenSent(), two.whenSent()]);
  await eventually(() => b.shown.length === 2 && second.shown.length === 2);
  await a.hy.recall(two);
  await eventually(() => b.of('recalled').length === 1 && second.of('recalled').length === 1);
  for (const each of [b, second]) {
    assert.equal(each.hy.unread({ user: a.user }), 1);
    assert.equal(each.hy.conversation({ user: a.user }).last.recalled, true);
    assert.deepEqual((await wholeHistory(each, a.user)).map((m) => m.recalled), [false, true]);
  }
  await assert.rejects(b.hy.recall({ user: a.user }, 1), { name: 'recall_not_allowed' });
  b.hy.markRead({ user: a.user });
  await eventually(() => second.hy.unread({ user: a.user }) === 0, 'the read mark on the other device');
  await b.hy.pin({ user: a.user });
  await b.hy.mute({ user: a.user });
  await eventually(() => second.hy.conversation({ user: a.user }).pinned && second.hy.conversation({ user: a.user }).muted, 'settings');
  await b.hy.clear({ user: a.user });
  await eventually(() => second.hy.conversation({ user: a.user }).cleared >= 2, 'cleared');
  assert.deepEqual(await wholeHistory(second, a.user), []);
  await second.hy.remove({ user: a.user });
  await eventually(() => b.hy.conversations().length === 0, 'removed');
  await a.hy.sendText({ user: b.user }, 'three').whenSent();
  await eventually(() => b.hy.conversations().length === 1 && b.hy.unread({ user: a.user }) === 1, 'back in the list');
  assert.equal(b.hy.conversation({ user: a.user }).pinned, false);
  await Promise.all([a.end(), b.end(), second.end()]);
});

test('typing, signal, presence, users, profile, notebook', async () => {
  const [a, b] = await pair(server);
  assert.deepEqual(await a.hy.watch(b.user), { [b.user]: 'online' });
  a.hy.typing({ user: b.user });
  await eventually(() => b.of('signal').length === 1);
  assert.equal(b.of('signal')[0].conv, 's:' + a.user);
  assert.equal(await a.hy.signal({ user: b.user }, 'call', { room: 7 }), true);
  await b.device.hide();
  await eventually(() => a.of('presence').some((p) => p.state === 'background'), 'background');
  assert.equal(await a.hy.signal({ user: b.user }, 'call'), false);
  await b.device.show();
  await eventually(() => a.of('presence').some((p) => p.state === 'online'), 'online');
  await b.hy.setProfile({ name: '鲍勃', avatar: 'https://x/b.png', attributes: { city: '北京' } });
  const users = await a.hy.users([b.user, 'nobody-here']);
  assert.deepEqual(users.map((u) => [u.user, u.name, u.attributes.city]), [[b.user, '鲍勃', '北京']]);
  await a.hy.sendText({ user: a.user }, 'note').whenSent();
  assert.equal(a.hy.unread({ user: a.user }), 0);
  await b.end();
  await eventually(() => a.of('presence').some((p) => p.state === 'offline'), 'offline');
  await a.end();
});

test('three hundred each way at once: all there, in order, once', async () => {
  const [a, b] = await pair(server);
  const count = 300;
  for (let i = 0; i < count; i += 1) {
    a.hy.sendText({ user: b.user }, 'a' + i);
    b.hy.sendText({ user: a.user }, 'b' + i);
  }
  await eventually(() => a.texts(b.user).length === count && b.texts(a.user).length === count, 'all messages', 60000);
  assert.deepEqual(b.texts(a.user), Array.from({ length: count }, (_, i) => 'a' + i));
  assert.deepEqual(a.texts(b.user), Array.from({ length: count }, (_, i) => 'b' + i));
  await sleep(300);
  assert.deepEqual(numbers(await wholeHistory(a, b.user, 70)), Array.from({ length: 2 * count }, (_, i) => i + 1));
  await Promise.all([a.end(), b.end()]);
});

const AWAY = [
  { how: 'background', knobs: { backgroundClose: 'after-show' }, ms: 5600 },
  { how: 'background', knobs: { backgroundClose: 'never', deadSend: 'fail' }, ms: 5600 },
  { how: 'background', knobs: { backgroundClose: 'before-suspend', backgroundCloseCode: 1000, showOrder: 'callbacks-first' }, ms: 5600 },
  { how: 'background', knobs: { backgroundClose: 'survives' }, ms: 5600 },
  { how: 'background', knobs: {}, ms: 900 },
  { how: 'event', knobs: {}, ms: 3000 },
  { how: 'close', knobs: { handshakeFailure: 'error-only' }, ms: 3000 },
  { how: 'half-open', knobs: {}, ms: 3000 },
  { how: 'killed', knobs: {}, ms: 1500 },
];

test('away in every way while messages arrive and depart: nothing missing, nothing twice, in order', async () => {
  await Promise.all(AWAY.map(async ({ how, knobs, ms }) => {
    const [a, b] = await pair(server, { knobs });
    const label = how + ' ' + JSON.stringify(knobs);
    await b.hy.sendText({ user: a.user }, 'b0').whenSent();
    await a.hy.sendText({ user: b.user }, 'a0').whenSent();
    await eventually(() => a.texts(b.user).length === 1, label);
    if (how === 'background') await a.device.hide();
    else if (how === 'killed') {
      a.hy.sendText({ user: b.user }, 'a1');
      await a.device.destroy();
    } else await a.device.loseNetwork(how);
    if (how !== 'killed') a.hy.sendText({ user: b.user }, 'a1');
    for (let i = 1; i <= 45; i += 1) {
      b.hy.sendText({ user: a.user }, 'b' + i);
      await sleep(ms / 45);
    }
    if (how === 'background') await a.device.show();
    else if (how === 'killed') {
      a.device.coldStart();
      await a.boot();
    } else await a.device.restoreNetwork('4g');
    a.hy.sendText({ user: b.user }, 'a2');
    await eventually(() => b.texts(a.user).length === 3, label + ': what went out');
    await eventually(() => a.texts(b.user).includes('b45'), label + ': what came in');
    assert.deepEqual(b.texts(a.user), ['a0', 'a1', 'a2'], label);
    // A run that was killed at once may not have written down that it showed b0.
    const first = how === 'killed' && a.texts(b.user)[0] !== 'b0' ? 1 : 0;
    assert.deepEqual(a.texts(b.user), Array.from({ length: 46 - first }, (_, i) => 'b' + (i + first)), label);
    await eventually(() => a.hy.state === 'online', label);
    const list = await server.rest('GET', '/users/' + a.user + '/conversations');
    assert.equal(a.hy.unread({ user: b.user }), list.conversations[0].unread, label);
    await Promise.all([a.end(), b.end()]);
  }));
});

test('unread: SDK and server say the same after random doings, seed printed', async (context) => {
  const seed = Number(process.env.HONGYAN_SEED || Date.now() % 1e9);
  context.diagnostic('HONGYAN_SEED=' + seed);
  const random = createRandom(seed);
  const below = (n) => Math.floor(random() * n);
  const [a, b] = await pair(server);
  const second = phone(server, a.user);
  await second.boot();
  /** what ended by itself meanwhile */
  const ended = (/** @type {any} */ fault) => { if (!/message_recalled|message_unknown/.test(fault.name)) throw fault; };
  await b.hy.sendText({ user: a.user }, 'begin').whenSent();
  await eventually(() => a.shown.length === 1 && second.shown.length === 1, 'the first');
  for (let i = 0; i < 120; i += 1) {
    const one = below(3) === 0 ? second : a;
    const what = below(11);
    if (what < 4) {
      // Some end by themselves, or soon after they were read.
      const how = [undefined, undefined, { life: 100 + below(400) }, { burn: 1 + below(200) }][below(4)];
      await b.hy.sendText({ user: a.user }, 't' + i, Object.assign({ count: below(4) > 0 }, how)).whenSent();
    }
    else if (what === 4) one.hy.markRead({ user: b.user });
    else if (what === 5) one.hy.markRead({ user: b.user }, 1 + below(1 + one.hy.conversation({ user: b.user }).head));
    else if (what === 6 && below(3) === 0) await one.hy.sendText({ user: b.user }, 'own').whenSent();
    else if (what === 7) {
      const mine = b.shown.filter((m) => m.mine && !m.recalled && m.state === 'sent');
      if (mine.length > 0) await b.hy.recall(mine[below(mine.length)]).catch(ended);
    } else if (what === 9) {
      const { messages } = await one.hy.history({ user: b.user }, { limit: 30 });
      if (messages.length > 0) await one.hy.removeForMe(messages[below(messages.length)]).catch(ended);
    } else if (what === 10) {
      const mine = b.shown.filter((m) => m.mine && !m.recalled && m.state === 'sent');
      if (mine.length > 0) await b.hy.edit(mine[below(mine.length)], { content: { text: 'new' + i }, overwrite: true }).catch(ended);
    } else if (what === 8 && below(5) === 0) await one.hy.clear({ user: b.user });
    if (i % 20 === 19) {
      await eventually(async () => {
        const { conversations } = await server.rest('GET', '/users/' + a.user + '/conversations');
        const truth = conversations.length > 0 ? conversations[0].unread : 0;
        return a.hy.unread({ user: b.user }) === truth && second.hy.unread({ user: b.user }) === truth;
      }, 'the same unread, seed ' + seed + ', step ' + i, 10000);
    }
  }
  await Promise.all([a.end(), b.end(), second.end()]);
});

test('a token is renewed on the live connection', async () => {
  let asked = 0;
  const user = fresh('alice');
  const one = phone(server, user, {
    tokenProvider: () => {
      asked += 1;
      return server.token(user, asked === 1 ? 62000 : 3600000);
    },
  });
  await one.boot();
  await eventually(() => one.of('token-expiring').length === 1 && asked === 2, 'renewal');
  await sleep(500);
  assert.equal(one.hy.state, 'online');
  assert.deepEqual(one.of('error'), []);
  await one.end();
});

test('kicked by an administrator: closed, says so, stays away, may log in again', async () => {
  const one = phone(server, fresh('alice'));
  await one.boot();
  await server.rest('DELETE', '/users/' + one.user + '/sessions');
  await eventually(() => one.hy.state === 'closed', 'closed');
  assert.equal(one.of('kicked')[0].name, 'kicked_by_admin');
  assert.equal(one.device.pendingTimers(), 0);
  await sleep(2500);
  assert.equal(one.hy.state, 'closed');
  await one.login();
  await one.end();
});

test('a bad token: login rejects with the server\'s words', async () => {
  const user = fresh('alice');
  const one = phone(server, user, { tokenProvider: () => 'h.x.s' });
  one.boot().catch(() => {});
  await eventually(() => one.of('log').some((line) => /token_invalid/.test(line.text)), 'refused');
  await one.end();
});

test('the server is killed and comes back while people write: nothing acknowledged is lost, nothing twice, in order', async (context) => {
  if (!server.own) {
    context.skip('the server at HONGYAN_URL is not ours to kill');
    return;
  }
  const [a, b] = await pair(server);
  let writing = true;
  const sent = [];
  const writer = (async () => {
    for (let i = 0; writing; i += 1) {
      sent.push(a.hy.sendText({ user: b.user }, 'a' + i));
      await sleep(25);
      // The outbox is bounded, and a slow machine takes its time to start a server.
      while (a.hy.pending({ user: b.user }).length > 200) await sleep(100);
    }
  })();
  for (let round = 0; round < 2; round += 1) {
    await sleep(800);
    await server.crash();
  }
  await sleep(500);
  writing = false;
  await writer;
  await eventually(() => sent.every((m) => m.state === 'sent'), 'everything sent', 90000);
  await eventually(() => b.texts(a.user).length === sent.length, 'everything arrived', 90000);
  assert.deepEqual(b.texts(a.user), sent.map((m) => m.content.text));
  assert.deepEqual(numbers(await wholeHistory(b, a.user, 100)), Array.from({ length: sent.length }, (_, i) => i + 1));
  context.diagnostic(sent.length + ' messages over two kills');
  await Promise.all([a.end(), b.end()]);
});

test('a polite restart: bye, back by itself, with a login since sessions are gone', async (context) => {
  if (!server.own) {
    context.skip('the server at HONGYAN_URL is not ours to stop');
    return;
  }
  const [a, b] = await pair(server);
  await server.restart();
  await b.hy.sendText({ user: a.user }, 'after').whenSent();
  await eventually(() => a.texts(b.user).length === 1, 'the message', 60000);
  assert.deepEqual(a.of('error'), []);
  await Promise.all([a.end(), b.end()]);
});

test('a picture travels: sent with progress, its message received, its bytes read by the other and by nobody else', async () => {
  const [a, b] = await pair(server);
  const base = server.url.replace(/^ws/, 'http').replace(/\/link$/, '');
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAE0lEQVR4nGP4z8AAQQwMDf8hCABDWAd7L9WGjgAAAABJRU5ErkJggg==', 'base64');
  a.device.files.write('wxfile://a.jpg', new Uint8Array(png).buffer);
  const progress = [];
  const sent = await a.hy.upload('wxfile://a.jpg', { onProgress: (percent) => progress.push(percent) });
  assert.deepEqual([sent.type, sent.size, sent.width, sent.height], ['image/png', png.length, 3, 2]);
  assert.equal(progress[progress.length - 1], 100);
  const { file, url, width, height, size } = sent;
  a.hy.send({ to: { user: b.user }, type: 'image', content: { file, url, width, height, size } });
  await eventually(() => b.theirs(a.user).length === 1);
  const { content } = b.theirs(a.user)[0];
  assert.equal(await b.hy.fileUrl(content), url, 'good as it was sent');
  const fresh = await b.hy.fileUrl({ file: content.file, url: 'http://elsewhere.example/x?e=1' });
  const read = await fetch(fresh);
  assert.equal(read.headers.get('content-type'), 'image/png');
  assert.deepEqual(Buffer.from(await read.arrayBuffer()), png);
  assert.equal((await fetch(base + '/files/' + file)).status, 403);
  a.device.files.write('wxfile://page.jpg', new TextEncoder().encode('<!doctype html><script>alert(1)</script>').buffer);
  await assert.rejects(a.hy.upload('wxfile://page.jpg'), { name: 'file_type_refused', band: 'fix' });
  if (server.own) {
    await server.crash();
    assert.deepEqual(Buffer.from(await (await fetch(url)).arrayBuffer()), png, 'file and address outlive the process');
  }
  await a.end();
  await b.end();
});

test('the server packs the SDK as the tool does, and what it packs works', async () => {
  if (!server.own) return; // another server may be of another day
  const base = server.url.replace(/^ws/, 'http').replace(/\/link$/, '');
  const reply = await fetch(base + '/sdk/hongyan.js');
  assert.match(reply.headers.get('content-type'), /javascript/);
  const text = await reply.text();
  assert.equal(text, pack(path.join(__dirname, '..', '..', 'index.js')));
  const loaded = { exports: {} };
  new Function('module', 'exports', text)(loaded, loaded.exports);
  assert.deepEqual(Object.keys(loaded.exports), Object.keys(require('../..')));
});
