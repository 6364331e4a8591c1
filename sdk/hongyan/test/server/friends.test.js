'use strict';
/**
 * Friends of the SDK against the real server.
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
  one.hy.on('friend', (event) => seen.push(event));
  return seen;
}

const names = (book) => book.friends.map((f) => f.user);

test('a request, a yes, a remark, a list, an end', async () => {
  const [a, b] = await pair(server);
  const heardByB = events(b);
  await a.hy.friends.load();
  await b.hy.friends.load();
  assert.equal((await a.hy.friends.request(b.user, { wording: 'hello', remark: '小鲍', lists: ['work'] })).relation, 'asked');
  await eventually(() => b.hy.friends.known().unseen === 1, 'the request is there');
  assert.ok(heardByB.some((e) => e.action === 'requested' && e.user === a.user && e.fields.wording === 'hello'));
  await b.hy.friends.seen();
  await eventually(() => b.hy.friends.known().unseen === 0, 'seen');
  assert.equal((await b.hy.friends.accept(a.user)).relation, 'both');
  await eventually(() => names(a.hy.friends.known()).includes(b.user), 'a friend');
  assert.equal(a.hy.friends.known().friends[0].remark, '小鲍');
  assert.deepEqual(a.hy.friends.known().lists, ['work']);
  await a.hy.friends.edit(b.user, { attributes: { city: '杭州' } });
  await a.hy.friends.addTo('close', b.user);
  await a.hy.friends.renameList('work', 'office');
  await eventually(() => {
    const [friend] = a.hy.friends.known().friends;
    return friend.lists.join() === 'office,close' && friend.attributes.city === '杭州';
  }, 'lists');
  await a.hy.friends.takeFrom('close', [b.user]);
  await a.hy.friends.removeList('close');
  await eventually(() => a.hy.friends.known().lists.join() === 'office', 'one list');
  assert.deepEqual((await a.hy.friends.check(b.user)), [{ user: b.user, relation: 'both', blocked: false }]);
  await a.hy.friends.remove(b.user, { both: true });
  await eventually(() => b.hy.friends.known().friends.length === 0, 'no friend any more');
  await assert.rejects(a.hy.friends.remove(b.user), { name: 'friend_unknown' });
});

test('what happened while one was away is there afterwards, and is told', async () => {
  const [a, b] = await pair(server);
  await a.hy.friends.request(b.user);
  await b.hy.friends.accept(a.user);
  await b.hy.friends.load();
  assert.deepEqual(names(b.hy.friends.known()), [a.user]);
  await b.hy.logout();
  await a.hy.friends.remove(b.user, { both: true });
  await a.hy.friends.request(b.user, { wording: 'sorry' });
  const told = [];
  b.hy.on('friends', (book) => told.push(book));
  await b.login();
  await eventually(() => told.length > 0 && told[told.length - 1].unseen === 1, 'told');
  assert.deepEqual(names(b.hy.friends.known()), []);
  assert.equal(b.hy.friends.known().requests.filter((r) => r.state === 'pending')[0].wording, 'sorry');
});

test('who is blocked is refused, on every device of the other', async () => {
  const [a, b] = await pair(server);
  await a.hy.friends.load();
  await a.hy.friends.block(b.user);
  await eventually(() => a.hy.friends.known().blocks.length === 1, 'blocked');
  await assert.rejects(b.hy.sendText({ user: a.user }, 'hello').whenSent(), { name: 'blocked' });
  await a.hy.sendText({ user: b.user }, 'hello').whenSent();
  await a.hy.friends.unblock(b.user);
  await b.hy.sendText({ user: a.user }, 'hello again').whenSent();
});

test('a user who accepts anyone, and a text beside being online', async () => {
  const [a, b] = await pair(server);
  const c = phone(server, fresh('carol'));
  await c.boot();
  assert.equal((await b.hy.setProfile({ allow: 'anyone' })).allow, 'anyone');
  assert.equal((await a.hy.friends.request(b.user)).relation, 'both');
  const seen = [];
  c.hy.on('presence', (p) => seen.push(p));
  await c.hy.watch(b.user);
  await b.hy.setStatus('busy');
  await eventually(() => seen.some((p) => p.user === b.user && p.state === 'online' && p.status === 'busy'), 'status');
  assert.deepEqual(await c.hy.statuses([a.user, b.user]), { [b.user]: 'busy' });
});
