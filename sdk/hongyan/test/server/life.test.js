'use strict';
/**
 * What becomes of messages, by the SDK against the real server.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { eventually, fresh, pair, phone, startServer } = require('./real');

let server = null;
test.before(async () => { server = await startServer(); });
test.after(async () => { if (server) await server.end(); });

/** @param {any} one @param {any} conv */
const newest = async (one, conv) => (await one.hy.history(conv)).messages.slice(-1)[0];

test('an edit is seen by the other, after a cold start too', async () => {
  const [a, b] = await pair(server);
  const sent = await a.hy.sendText({ user: b.user }, 'helo').whenSent();
  await eventually(() => b.hy.unread({ user: a.user }) === 1, 'the message');
  const updates = [];
  b.hy.on('updated', (message) => updates.push(message));
  const mine = await newest(a, { user: b.user });
  await a.hy.edit(mine, { content: { text: 'hello' } });
  assert.equal((await newest(a, { user: b.user })).content.text, 'hello');
  await eventually(() => updates.some((m) => m.content.text === 'hello' && m.edited.count === 1), 'the edit');
  assert.equal((await newest(b, { user: a.user })).content.text, 'hello');
  assert.equal(b.hy.conversation({ user: a.user }).last.content.text, 'hello');
  assert.equal(b.hy.unread({ user: a.user }), 1);
  await assert.rejects(a.hy.edit(sent, { content: { text: 'seen too little' } }), { name: 'message_changed' });
  await b.hy.logout();
  await a.hy.edit(await newest(a, { user: b.user }), { content: { text: 'hello again' } });
  await b.login();
  assert.equal((await newest(b, { user: a.user })).content.text, 'hello again');
  assert.equal(b.hy.conversation({ user: a.user }).last.edited.count, 2);
  await assert.rejects(b.hy.edit(await newest(b, { user: a.user }), { content: { text: 'x' } }), { name: 'edit_not_allowed' });
  await a.hy.recall(sent);
  await assert.rejects(a.hy.edit(sent, { content: { text: 'x' } }), { name: 'message_recalled' });
});

test('reactions, pins, a thread and readers in a group', async () => {
  const [a, b] = await pair(server);
  const c = phone(server, fresh('carol'));
  await c.boot();
  const { group } = await a.hy.groups.create({ members: [b.user, c.user] });
  await eventually(() => b.hy.conversation({ group }).head > 0, 'the group');
  await a.hy.sendText({ group }, 'root').whenSent();
  await eventually(() => b.hy.unread({ group }) === 1, 'the message');
  const root = await newest(b, { group });
  await b.hy.react(root, '👍');
  assert.deepEqual((await newest(b, { group })).reactions, [{ key: '👍', count: 1, users: [b.user], mine: true }]);
  await eventually(async () => ((await newest(a, { group })).reactions || []).length === 1, 'the reaction');
  await a.hy.react(await newest(a, { group }), '👍');
  await b.hy.unreact(root, '👍');
  await eventually(async () => ((await newest(c, { group })).reactions || [{}])[0].count === 1, 'one left');
  assert.deepEqual((await c.hy.reactions(root, '👍')).users, [a.user]);

  const pins = [];
  b.hy.on('pin', (event) => pins.push(event));
  await a.hy.pinMessage(root);
  await eventually(() => pins.length === 1 && pins[0].n === root.n && pins[0].on, 'the pin');
  assert.deepEqual((await b.hy.pinnedMessages({ group })).map((one) => one.message.n), [root.n]);

  await b.hy.send({ to: { group }, type: 'text', content: { text: 'answer' }, quote: root }).whenSent();
  const page = await c.hy.replies(root);
  assert.deepEqual(page.messages.map((m) => m.content.text), ['answer']);
  assert.deepEqual((await c.hy.messages({ group }, [root.n])).map((m) => m.n), [root.n]);

  const told = [];
  a.hy.on('readers', (event) => told.push(event));
  const mine = await a.hy.sendText({ group }, 'read me').whenSent();
  assert.deepEqual((await a.hy.readCounts({ group }, [mine]))[mine.n], { read: 0, all: 2 });
  await eventually(() => b.hy.unread({ group }) === 1, 'the last message');
  b.hy.markRead({ group });
  await eventually(() => told.some((event) => event.conv === 'g:' + group && event.n === mine.n), 'the hint');
  assert.deepEqual((await a.hy.readCounts({ group }, [mine]))[mine.n], { read: 1, all: 2 });
  assert.deepEqual((await a.hy.readers(mine)).users, [b.user]);
  assert.deepEqual((await a.hy.readers(mine, { read: false })).users, [c.user]);
});

test('what is removed is gone on the other device too, and the unread is right', async () => {
  const [a, b] = await pair(server);
  const pad = phone(server, b.user);
  await pad.boot();
  const conv = { user: a.user };
  for (const text of ['one', 'two', 'three']) await a.hy.sendText({ user: b.user }, text).whenSent();
  await eventually(() => b.hy.unread(conv) === 3 && pad.hy.unread(conv) === 3, 'three');
  const { messages } = await b.hy.history(conv);
  await pad.hy.history(conv);
  await b.hy.removeForMe(conv, [messages[1], messages[2]]);
  const texts = (page) => page.messages.map((m) => m.content.text);
  for (const one of [b, pad]) {
    await eventually(() => one.hy.unread(conv) === 1, 'one is left');
    assert.deepEqual(texts(await one.hy.history(conv)), ['one']);
    assert.equal(one.hy.conversation(conv).last.content.text, 'one');
  }
  await a.hy.recall(await newest(a, { user: b.user }));
  await a.hy.sendText({ user: b.user }, 'four').whenSent();
  await eventually(() => b.hy.unread(conv) === 2 && pad.hy.unread(conv) === 2, 'recalled and removed counts once');
  assert.equal((await a.hy.history({ user: b.user })).messages.length, 4);
});

test('someone mentioned me: after being away, until it is read', async () => {
  const [a, b] = await pair(server);
  const { group } = await a.hy.groups.create({ members: [b.user] });
  await b.hy.logout();
  const first = await a.hy.send({ to: { group }, type: 'text', content: { text: '@b' }, mentions: [b.user] }).whenSent();
  await b.login();
  assert.deepEqual(b.hy.conversation({ group }).mentions, [first.n]);
  const second = await a.hy.send({ to: { group }, type: 'text', content: { text: '@all' }, mentions: ['*'] }).whenSent();
  await eventually(() => b.hy.conversation({ group }).mentions.length === 2, 'the second');
  assert.deepEqual(b.hy.conversation({ group }).mentions, [first.n, second.n]);
  await a.hy.recall(first);
  await eventually(() => b.hy.conversation({ group }).mentions.length === 1, 'recalled');
  b.hy.markRead({ group });
  assert.deepEqual(b.hy.conversation({ group }).mentions, []);
  assert.deepEqual(a.hy.conversation({ group }).mentions, []);
});
