'use strict';
/**
 * Groups of the SDK against the real server.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { eventually, fresh, pair, phone, startServer } = require('./real');

let server = null;
test.before(async () => { server = await startServer(); });
test.after(async () => { if (server) await server.end(); });

/** @param {any} one */
function events(one) {
  const seen = [];
  one.hy.on('group', (event) => seen.push(event));
  return seen;
}

const texts = (page) => page.messages.map((m) => m.content.text);

test('a group: made, joined with approval, talked in, named, left', async () => {
  const [a, b] = await pair(server);
  const heardByA = events(a);
  const heardByB = events(b);
  const made = await a.hy.groups.create({ type: 'public', name: '鸿雁', attributes: { colour: 'blue' } });
  assert.equal(made.owner, a.user);
  assert.deepEqual(made.attributes, { colour: 'blue' });
  const group = made.group;
  await assert.rejects(b.hy.sendText({ group }, 'too early').whenSent(), { name: 'not_a_member' });

  assert.equal((await b.hy.groups.join(group, 'hello')).members, 1);
  await eventually(() => heardByA.some((e) => e.action === 'applied' && e.users[0] === b.user && e.fields.reason === 'hello'), 'applied');
  assert.equal((await a.hy.groups.handle(group, b.user, true)).members, 2);
  await eventually(() => heardByB.some((e) => e.action === 'handled' && e.group === group), 'handled');

  await a.hy.sendText({ group }, 'welcome').whenSent();
  await eventually(() => b.hy.unread({ group }) === 1, 'unread');
  await b.hy.sendText({ group }, 'thanks').whenSent();
  assert.equal(b.hy.unread({ group }), 0);
  await eventually(() => a.hy.unread({ group }) === 1, 'unread of the other');
  assert.deepEqual(texts(await b.hy.history({ group })), ['welcome', 'thanks']);

  await assert.rejects(b.hy.groups.edit(group, { name: 'mine' }), { name: 'group_not_permitted' });
  assert.equal((await a.hy.groups.edit(group, { announcement: 'be kind', attributes: { colour: '' } })).announcement, 'be kind');
  await eventually(() => heardByB.some((e) => e.action === 'updated' && e.fields.announcement === 'be kind'), 'updated');
  await a.hy.groups.setRole(group, b.user, 'admin');
  await b.hy.groups.setCard(group, { card: '小雁' });
  const rows = await b.hy.groups.members(group);
  assert.deepEqual(rows.map((m) => [m.user, m.role, m.card]).sort(),
    [[a.user, 'owner', ''], [b.user, 'admin', '小雁']].sort());
  assert.deepEqual((await b.hy.groups.list()).map((g) => g.group), [group]);
  assert.equal((await b.hy.groups.get(group)).member.role, 'admin');

  await a.hy.groups.kick(group, [b.user], 'bye');
  await eventually(() => heardByB.some((e) => e.action === 'kicked' && e.group === group), 'kicked');
  assert.deepEqual(b.hy.conversations().filter((c) => c.group === group && !c.hidden), []);
  await assert.rejects(b.hy.sendText({ group }, 'hello?').whenSent(), { name: 'not_a_member' });
  assert.equal((await a.hy.groups.dismiss(group)).dismissed, true);
});

test('a group that was made while one was away is there afterwards, with its messages', async () => {
  const [a, b] = await pair(server);
  const c = phone(server, fresh('carol'));
  await c.boot();
  await b.hy.logout();
  const { group } = await a.hy.groups.create({ members: [b.user, c.user] });
  for (let i = 0; i < 5; i += 1) await a.hy.sendText({ group }, 'm' + i).whenSent();
  await b.login();
  await eventually(() => b.hy.unread({ group }) === 5, 'unread after coming back');
  assert.deepEqual(texts(await b.hy.history({ group })), ['m0', 'm1', 'm2', 'm3', 'm4']);
  b.hy.markRead({ group });
  assert.equal(b.hy.unread({ group }), 0);
});

test('lists beside the members, counters, and what happened as history', async () => {
  const [a, b] = await pair(server);
  const { group } = await a.hy.groups.create({ type: 'public', name: 'Door' });
  await b.hy.groups.join(group, 'let me in');
  const [waiting] = await a.hy.groups.applications(group);
  assert.deepEqual([waiting.user, waiting.reason], [b.user, 'let me in']);
  await a.hy.groups.handle(group, b.user, true);
  assert.deepEqual(await a.hy.groups.applications(group), []);
  await assert.rejects(b.hy.groups.bans(group), { name: 'group_not_permitted' });

  await a.hy.groups.edit(group, { muted: true });
  await a.hy.groups.setSpeakers(group, [b.user], true);
  assert.deepEqual((await a.hy.groups.speakers(group)).map((row) => row.user), [b.user]);
  await b.hy.sendText({ group }, 'thanks').whenSent();
  await a.hy.groups.setSpeakers(group, [b.user], false);

  assert.deepEqual(await a.hy.groups.count(group, { likes: 2 }), { likes: 2 });
  assert.deepEqual(await b.hy.groups.count(group, { likes: -5, seen: 1 }), { likes: -3, seen: 1 });
  assert.deepEqual(await b.hy.groups.setCounters(group, { likes: 7 }), { likes: 7, seen: 1 });
  assert.deepEqual(await a.hy.groups.counters(group), { likes: 7, seen: 1 });

  const told = (await b.hy.history({ group }, { events: true })).messages;
  assert.deepEqual(told.map((m) => (m.type === 'group' ? m.content.action : m.content.text)),
    ['joined', 'updated', 'member', 'thanks', 'member', 'updated', 'updated', 'updated']);
  assert.deepEqual(texts(await b.hy.history({ group })), ['thanks']);

  await a.hy.groups.ban(group, b.user);
  assert.deepEqual((await a.hy.groups.bans(group)).map((row) => [row.user, row.until]), [[b.user, 0]]);
  await assert.rejects(b.hy.groups.join(group), { name: 'group_banned' });
});

test('who is invited is asked first, where the group wants it', async () => {
  const [a, b] = await pair(server);
  const heard = events(b);
  const { group, members } = await a.hy.groups.create({ type: 'meeting', confirm: true, members: [b.user] });
  assert.equal(members, 1);
  await eventually(() => heard.some((e) => e.action === 'invited' && e.group === group && e.fields.by === a.user), 'invited');
  assert.equal((await b.hy.groups.answer(group, true)).members, 2);
  await a.hy.sendText({ group }, 'welcome').whenSent();
  await eventually(() => b.hy.unread({ group }) === 1, 'unread');
});
