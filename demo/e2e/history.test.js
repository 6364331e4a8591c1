'use strict';
/** A long conversation, scrolled from its end to its beginning: every message passes the screen once, in order. */

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { eventually, fresh, openWorld, sleep } = require('./lib/world');

const COUNT = 2000;

let world;

before(async () => { world = await openWorld(); });
after(async () => { await world.end(); });

/** Messages m1 … mN from one to the other, in this order. */
async function write(server, from, to, count) {
  // Each conversation is a queue: one at a time keeps the order.
  for (let i = 1; i <= count; i += 1) {
    await server.rest('POST', '/messages', { from, to, type: 'text', content: { text: 'm' + i }, cid: 'history-' + i });
  }
}

test('two thousand messages', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')];
  for (const user of [anna, ben]) await world.server.rest('POST', '/users', { user });
  await write(world.server, anna, ben, COUNT);
  const opened = await world.phones([ben]);
  const [phone] = opened.phones;
  await phone.open(anna);
  await eventually(async () => (await phone.texts()).pop() === 'm' + COUNT, 'the end of the conversation');
  await opened.shot('20-history-end');

  const seen = new Map();
  let lowest = COUNT;
  const end = Date.now() + 120000;
  while (lowest > 1) {
    const texts = await phone.texts();
    const found = texts.map((text) => Number(text.slice(1)));
    found.forEach((n, i) => {
      if (i > 0) assert.equal(n, found[i - 1] + 1, 'in order, nothing twice, no hole: ' + texts.join(' '));
      seen.set(n, true);
    });
    lowest = Math.min(lowest, ...found);
    assert.ok(Date.now() < end, 'stuck at ' + lowest);
    await phone.do(() => {
      const view = document.querySelector('.page-frame.front .pages_chat_chat--scroll');
      view.scrollTop = Math.max(0, view.scrollTop - 900);
    });
    await sleep(30);
  }
  assert.equal(seen.size, COUNT);
  await opened.shot('21-history-begin');

  // Back to the newest by the button.
  await phone.tap(phone.of('pages/chat/chat', 'to-end'));
  await eventually(async () => (await phone.texts()).pop() === 'm' + COUNT, 'the end again');
  assert.deepEqual(world.takeErrors(), []);
});

test('a message that comes while scrolled away moves nothing and is announced', async () => {
  const [anna, ben] = [fresh('anna'), fresh('ben')];
  for (const user of [anna, ben]) await world.server.rest('POST', '/users', { user });
  await write(world.server, anna, ben, 60);
  const opened = await world.phones([ben]);
  const [phone] = opened.phones;
  await phone.open(anna);
  await eventually(async () => (await phone.texts()).pop() === 'm60', 'the end');
  const place = () => phone.do(() => {
    const view = document.querySelector('.page-frame.front .pages_chat_chat--scroll');
    const rows = Array.from(view.querySelectorAll('message'));
    const top = view.getBoundingClientRect().top;
    const first = rows.find((row) => row.firstElementChild.getBoundingClientRect().top >= top);
    return { text: first.textContent, at: Math.round(first.firstElementChild.getBoundingClientRect().top - top) };
  });
  await phone.do(() => { document.querySelector('.page-frame.front .pages_chat_chat--scroll').scrollTop -= 1200; });
  await sleep(400);
  const before2 = await place();
  await world.server.rest('POST', '/messages', { from: anna, to: ben, type: 'text', content: { text: 'new' }, cid: 'new' });
  await phone.waitFor('the bubble', () => document.querySelector('.pages_chat_chat--fresh'));
  assert.deepEqual(await place(), before2);
  await opened.shot('22-new-while-away');
  await phone.tap(phone.of('pages/chat/chat', 'to-end'));
  await eventually(async () => (await phone.texts()).pop() === 'new', 'the new one');
  assert.deepEqual(world.takeErrors(), []);
});
