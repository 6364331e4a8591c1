'use strict';
/**
 * Drafts, marks, folders and messages that are sent in special ways, of the SDK against the real server.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { eventually, fresh, pair, phone, startServer } = require('./real');

let server = null;
test.before(async () => { server = await startServer(); });
test.after(async () => { if (server) await server.end(); });

const texts = (page) => page.messages.map((m) => m.content.text || m.type);

test('draft, marks, custom text and mute are the same on two devices', async () => {
  const [a, b] = await pair(server);
  await b.hy.sendText({ user: a.user }, 'one').whenSent();
  const bob = { user: b.user };
  await eventually(() => a.hy.unread(bob) === 1, 'the message');
  const pad = phone(server, a.user);
  await pad.boot();
  await eventually(() => pad.hy.unread(bob) === 1, 'the message on the pad');
  await a.hy.setDraft(bob, 'dear Bo');
  await a.hy.mark(bob, 'star');
  await a.hy.setCustom(bob, 'blue');
  await a.hy.mute(bob, true, { mentions: true });
  await eventually(() => pad.hy.conversation(bob).muted, 'the settings');
  const seen = pad.hy.conversation(bob);
  assert.deepEqual([seen.draft, seen.marks, seen.custom, seen.mentionsThrough], ['dear Bo', ['star'], 'blue', true]);
  assert.equal(pad.hy.totalUnread(), 0);
  assert.equal(pad.hy.totalUnread({ muted: true }), 1);
  assert.deepEqual(await pad.hy.totals(), { unread: 1, muted: 1 });
  assert.deepEqual(pad.hy.conversations({ mark: 'star' }).map((c) => c.user), [b.user]);
  assert.deepEqual(pad.hy.conversations({ mark: 'fold' }), []);
  // A mention comes through the mute.
  const heard = [];
  a.hy.on('message', (m) => { if (!m.mine) heard.push(a.hy.alerts(m)); });
  await b.hy.sendText({ user: a.user }, 'quiet').whenSent();
  await b.hy.sendText({ user: a.user }, 'you!', { mentions: [a.user] }).whenSent();
  await eventually(() => heard.length === 2, 'both messages');
  assert.deepEqual(heard, [false, true]);
  await pad.hy.setDraft(bob, '');
  await eventually(() => a.hy.conversation(bob).draft === '', 'the draft gone');
  assert.deepEqual(a.hy.conversation(bob).marks, ['star']);
});

test('folders', async () => {
  const [a, b] = await pair(server);
  await b.hy.sendText({ user: a.user }, 'one').whenSent();
  await eventually(() => a.hy.unread({ user: b.user }) === 1, 'the message');
  const pad = phone(server, a.user);
  await pad.boot();
  const heard = [];
  pad.hy.on('folders', (all) => heard.push(all));
  const [made] = await a.hy.folders.create('Work');
  assert.equal(made.name, 'Work');
  await eventually(() => heard.length === 1, 'the folder');
  assert.deepEqual(heard[0], [made]);
  await a.hy.folders.put(made.folder, { user: b.user });
  await eventually(() => pad.hy.conversations({ folder: made.folder }).length === 1, 'the conversation in it');
  await eventually(() => a.hy.conversations({ folder: made.folder }).length === 1, 'the same here');
  await a.hy.folders.rename(made.folder, 'Office');
  assert.deepEqual(await pad.hy.folders.list(), [{ folder: made.folder, name: 'Office' }]);
  await a.hy.folders.take(made.folder, 's:' + b.user);
  await eventually(() => pad.hy.conversations({ folder: made.folder }).length === 0, 'it is out');
  assert.deepEqual(await a.hy.folders.remove(made.folder), []);
  await assert.rejects(a.hy.folders.remove(made.folder), { name: 'folder_unknown' });
});

test('a message for some members leaves no gap and no count for the others', async () => {
  const [a, b] = await pair(server);
  const c = phone(server, fresh('carol'));
  await c.boot();
  const { group } = await a.hy.groups.create({ members: [b.user, c.user] });
  await a.hy.sendText({ group }, 'for all').whenSent();
  const heard = [];
  c.hy.on('message', (m) => heard.push(m.content.text));
  await a.hy.sendText({ group }, 'for b', { only: [b.user] }).whenSent();
  await a.hy.sendText({ group }, 'for all again').whenSent();
  await eventually(() => b.hy.unread({ group }) === 3, 'all of b');
  await eventually(() => c.hy.unread({ group }) === 2, 'all of c');
  assert.deepEqual(texts(await c.hy.history({ group })), ['for all', 'for all again']);
  assert.deepEqual(texts(await b.hy.history({ group })), ['for all', 'for b', 'for all again']);
  assert.equal((await c.hy.totals()).unread, 2);
  assert.ok(!heard.includes('for b'));
});

test('expiring, burning and online-only messages', async () => {
  const [a, b] = await pair(server);
  const expired = [];
  b.hy.on('expired', (m) => expired.push(m.type));
  await a.hy.sendText({ user: b.user }, 'short', { life: 300 }).whenSent();
  await a.hy.sendText({ user: b.user }, 'secret', { burn: 200 }).whenSent();
  await eventually(() => b.hy.unread({ user: a.user }) === 2 || expired.length > 0, 'both');
  await eventually(() => expired.length === 1, 'the end of the first');
  assert.equal(b.hy.unread({ user: a.user }), 1);
  assert.equal((await b.hy.totals()).unread, 1);
  assert.deepEqual(texts(await b.hy.history({ user: a.user })), ['expired', 'secret']);
  b.hy.markRead({ user: a.user });
  await eventually(() => expired.length === 2, 'the fire');
  assert.deepEqual(expired, ['expired', 'burnt']);
  assert.deepEqual(texts(await b.hy.history({ user: a.user })), ['expired', 'burnt']);
  await eventually(async () => texts(await a.hy.history({ user: b.user }))[1] === 'burnt', 'burnt for the author');

  const passing = [];
  b.hy.on('online-message', (m) => passing.push([m.from, m.content.text, m.n]));
  assert.equal(await a.hy.sendOnline({ to: { user: b.user }, type: 'text', content: { text: 'now' } }), true);
  await eventually(() => passing.length === 1, 'the passing one');
  assert.deepEqual(passing[0], [a.user, 'now', 0]);
  assert.equal(b.hy.unread({ user: a.user }), 0);
});

test('scheduled: sent at its time, told to all devices; cancelled: not sent', async () => {
  const [a, b] = await pair(server);
  const told = [];
  a.hy.on('schedule', (event) => told.push(event.action));
  await a.hy.sendText({ user: b.user }, 'now').whenSent();
  const soon = await a.hy.schedules.create({ to: { user: b.user }, type: 'text', content: { text: 'soon' } }, Date.now() + 700);
  const never = await a.hy.schedules.create({ to: { user: b.user }, type: 'text', content: { text: 'never' } }, Date.now() + 60000);
  assert.deepEqual((await a.hy.schedules.list()).map((one) => [one.cid, one.conv, one.content.text]),
    [[soon.cid, 's:' + b.user, 'soon'], [never.cid, 's:' + b.user, 'never']]);
  await a.hy.schedules.cancel(never);
  await assert.rejects(a.hy.schedules.cancel(never), { name: 'schedule_unknown' });
  await eventually(() => b.texts(a.user).length === 2, 'the scheduled one');
  assert.deepEqual(b.texts(a.user), ['now', 'soon']);
  await eventually(() => told.length === 4, 'all events');
  assert.deepEqual(told, ['created', 'created', 'cancelled', 'sent']);
  assert.deepEqual(texts(await a.hy.history({ user: b.user })), ['now', 'soon']);
});

test('streaming: the text grows, and who comes late reads what there is', async () => {
  const [a, b] = await pair(server);
  const grown = [];
  b.hy.on('updated', (m) => grown.push(m.content.text));
  const stream = await a.hy.stream({ user: b.user }, 'Once');
  await eventually(() => b.hy.unread({ user: a.user }) === 1, 'the opening');
  stream.add(' upon');
  await stream.add(' a time');
  await eventually(() => grown.length === 2, 'the pieces');
  assert.deepEqual(grown, ['Once upon', 'Once upon a time']);
  const pad = phone(server, b.user);
  await pad.boot();
  assert.deepEqual(texts(await pad.hy.history({ user: a.user })), ['Once upon a time']);
  await stream.finish('Once upon a time.');
  await eventually(() => grown.length === 3, 'the end');
  await assert.rejects(stream.add('!'), { name: 'stream_unknown' });
  assert.deepEqual(texts(await b.hy.history({ user: a.user })), ['Once upon a time.']);
  await eventually(async () => texts(await pad.hy.history({ user: a.user }))[0] === 'Once upon a time.', 'the end on the pad');
  assert.equal(b.hy.unread({ user: a.user }), 1);
});
