'use strict';
/** Who in a group has read a message and who has not, on three phones through a real server, asserted on the screen. */

const assert = require('node:assert/strict');
const { after, afterEach, before, test } = require('node:test');
const { eventually, fresh, openWorld } = require('./lib/world');

const CHAT = 'pages/chat/chat';
const READERS = 'pages/readers/readers';
const UNDER = '.components_message_message--readers';

let world;
let opened;
let alice;
let bob;
let carol;
let group;

before(async () => { world = await openWorld(); });
after(async () => { await world.end(); });

/** A group of three, open on the phone of the first. */
async function meet(look) {
  opened = await world.phones([fresh('alice'), fresh('bob'), fresh('carol')], Object.assign({ width: 1500 }, look));
  [alice, bob, carol] = opened.phones;
  if (look && look.lang === 'en') for (const phone of opened.phones) await phone.do(() => { window.phone.device.wx.setStorageSync('demo:language', 'en'); });
  group = await alice.do((users) => window.phone.app.account.hy.groups.create({ name: '雁群', type: 'work', members: users }).then((made) => made.group), [bob.user, carol.user]);
  await openGroup(alice);
}

afterEach(async () => {
  try {
    for (const phone of opened ? opened.phones : []) assert.equal((await phone.state()).violations, 0, 'wx was called while the app was asleep');
    assert.deepEqual(world.takeErrors(), []);
  } finally {
    if (opened) await world.close(opened);
    opened = null;
  }
});

async function openGroup(phone) {
  await phone.do((id) => { window.phone.device.wx.navigateTo({ url: '/pages/chat/chat?conv=' + encodeURIComponent('g:' + id) }); }, group);
  await phone.frame.waitForSelector(phone.of(CHAT, 'group-bar'), { visible: true });
}

/** What stands under own messages, top to bottom. */
const under = (phone) => phone.do((css) => Array.from(document.querySelectorAll('.page-frame.front ' + css)).map((one) => one.textContent), UNDER);
const told = (phone, wanted) => eventually(async () => (await under(phone)).join() === wanted.join(), phone.user + ' to be told ' + wanted.join());
const all = (phone, css) => phone.do((selector) => Array.from(document.querySelectorAll(selector)).map((one) => one.textContent), css);
const listed = (phone, wanted) => eventually(async () => (await all(phone, phone.of(READERS, 'name'))).join() === wanted.join(), 'the list of ' + wanted.join());

test('who has read, who has not, and it changes as they read', async () => {
  await meet();
  await alice.say('周五南飞');
  await told(alice, ['未读']);
  await openGroup(bob);
  await bob.shows(['周五南飞']);
  await told(alice, ['1人已读']);
  assert.deepEqual(await under(bob), [], 'only under own messages');
  await alice.say('带好行李');
  await told(alice, ['1人已读', '1人已读']);
  await alice.shot('60-read-by');
  await alice.tap(alice.of('components/message/message', 'readers'));
  await listed(alice, [bob.user]);
  assert.deepEqual(await all(alice, alice.of(READERS, 'tab')), ['已读(1)', '未读(1)']);
  await alice.shot('61-readers');
  await alice.tap(alice.of(READERS, 'no'));
  await listed(alice, [carol.user]);
  await openGroup(carol);
  await alice.waitFor('nobody who has not', (css) => document.querySelector(css), alice.of(READERS, 'nobody'));
  await alice.tap(alice.of(READERS, 'yes'));
  await listed(alice, [bob.user, carol.user]);
  await alice.back();
  await told(alice, ['全部已读', '全部已读']);
  await opened.shot('62-read-by-all');
});

test('what was read while the sender was away: in the dark and in English', async () => {
  await meet({ theme: 'dark', lang: 'en' });
  await alice.say('north or south?');
  await told(alice, ['Unread']);
  await alice.card('home');
  await eventually(async () => (await alice.state()).life === 'suspended', 'the suspension');
  await openGroup(bob);
  await bob.shows(['north or south?']);
  await alice.card('home');
  await told(alice, ['Read by 1']);
  // Who leaves is not counted; who answers has read.
  await carol.do((id) => window.phone.app.account.hy.groups.leave(id), group);
  await told(alice, ['Read by all']);
  await bob.say('south');
  await alice.shows(['north or south?', 'south']);
  await told(bob, ['Read by all']);
  await alice.tap(alice.of('components/message/message', 'readers'));
  await listed(alice, [bob.user]);
  await opened.shot('63-readers-dark');
});
