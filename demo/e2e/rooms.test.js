'use strict';
/** A room with a crowd, on two phones through a real server: made, entered, talked in, left; asserted on the screen. */

const assert = require('node:assert/strict');
const { after, afterEach, before, test } = require('node:test');
const { phone: client } = require('../../sdk/hongyan/test/server/real');
const { eventually, fresh, openWorld } = require('./lib/world');

const CONTACTS = 'pages/contacts/contacts';
const ROOM = 'pages/room/room';
const ROOMS = 'pages/rooms/rooms';
const CROWD = 40;
/** what a page of a room holds */
const LINES_MAX = 120;

let world;
let opened;
let alice;
let bob;
let crowd = [];

before(async () => { world = await openWorld(); });
after(async () => { await world.end(); });

async function meet(look) {
  opened = await world.phones([fresh('alice'), fresh('bob')], look);
  [alice, bob] = opened.phones;
  if (look && look.lang === 'en') for (const phone of [alice, bob]) await phone.do(() => { window.phone.device.wx.setStorageSync('demo:language', 'en'); });
}

afterEach(async () => {
  try {
    for (const phone of opened ? opened.phones : []) assert.equal((await phone.state()).violations, 0, 'wx was called while the app was asleep');
    assert.deepEqual(world.takeErrors(), []);
  } finally {
    await Promise.all(crowd.map((one) => one.end()));
    crowd = [];
    if (opened) await world.close(opened);
    opened = null;
  }
});

const all = (phone, css) => phone.do((selector) => Array.from(document.querySelectorAll(selector)).map((one) => one.textContent), css);
const shows = (phone, selector, text) => phone.waitFor(selector + ' with ' + text,
  (css, wanted) => Array.from(document.querySelectorAll(css)).some((one) => one.textContent.includes(wanted)), selector, text);
const counts = (phone, count) => eventually(async () => (await all(phone, phone.of(ROOM, 'count'))).join() === String(count), phone.user + ' to count ' + count);

async function toRooms(phone) {
  await phone.tap('.tab-item:nth-child(2)');
  await phone.tap(phone.of(CONTACTS, 'rooms'));
}

/** Into a room of the list. @param {any} phone @param {string} name */
async function enter(phone, name) {
  await shows(phone, phone.of(ROOMS, 'room'), name);
  const found = await phone.frame.$$(phone.of(ROOMS, 'room'));
  const texts = await Promise.all(found.map((one) => one.evaluate((element) => element.textContent)));
  await found[texts.findIndex((one) => one.includes(name))].click();
  await phone.frame.waitForSelector(phone.of(ROOM, 'bar'), { visible: true });
}

async function say(phone, text) {
  const field = await phone.frame.waitForSelector(phone.of(ROOM, 'field') + ' input', { visible: true });
  await field.focus();
  await phone.page.keyboard.type(text);
  await phone.tap(phone.of(ROOM, 'send'));
}

async function answer(phone, text) {
  await phone.tap('.modal-field');
  await phone.page.keyboard.type(text);
  await phone.tap('.modal-confirm');
  await phone.waitFor('the question to go', () => !document.querySelector('.modal-field'));
}

test('a room: made, entered, talked in, left for a while, left', async () => {
  await meet();
  await toRooms(alice);
  await alice.tap(alice.of(ROOMS, 'make'));
  await answer(alice, '南湖');
  await counts(alice, 1);
  await toRooms(bob);
  await shows(bob, bob.of(ROOMS, 'count'), '1');
  await bob.shot('70-rooms');
  await enter(bob, '南湖');
  for (const phone of [alice, bob]) await counts(phone, 2);
  await shows(alice, alice.of(ROOM, 'noted'), bob.user + ' 来了');
  await say(alice, '今晚在这里歇脚');
  await shows(bob, bob.of(ROOM, 'said'), alice.user + '今晚在这里歇脚');
  await say(bob, '好');
  await shows(alice, alice.of(ROOM, 'said'), bob.user + '好');
  assert.deepEqual(await all(bob, bob.of(ROOM, 'mine')), ['好']);
  await bob.tap(bob.of(ROOM, 'topic'));
  await answer(bob, '南飞的路');
  for (const phone of [alice, bob]) await shows(phone, phone.of(ROOM, 'topic'), '南飞的路');
  await opened.shot('71-room');

  // Away for a while: still there, and told how much was not heard.
  await bob.card('home');
  await eventually(async () => (await bob.state()).life === 'suspended', 'the suspension');
  await say(alice, '有人吗');
  await say(alice, '都睡了?');
  await bob.card('home');
  await eventually(async () => {
    const texts = await all(bob, bob.of(ROOM, 'line'));
    return texts.some((text) => /错过了 2 条消息/.test(text)) || texts.filter((text) => /有人吗|都睡了/.test(text)).length === 2;
  }, 'what was said meanwhile, or how much');
  await say(alice, '早');
  await shows(bob, bob.of(ROOM, 'said'), '早');
  await bob.back();
  await counts(alice, 1);
  await shows(alice, alice.of(ROOM, 'noted'), bob.user + ' 离开了');
  await say(alice, '一路平安');
  await alice.shot('72-left');
});

test('a crowd comes, talks and is counted; then the room is dismissed: in the dark and in English', async () => {
  await meet({ theme: 'dark', lang: 'en' });
  const room = 'lake-' + Date.now();
  await world.server.rest('POST', '/rooms', { room, name: 'The lake' });
  await toRooms(alice);
  await enter(alice, 'The lake');
  crowd = Array.from({ length: CROWD }, (_, i) => client(world.server, fresh('goose' + i)));
  await Promise.all(crowd.map((one) => one.boot()));
  await Promise.all(crowd.map((one) => one.hy.rooms.enter(room)));
  await counts(alice, CROWD + 1);
  await eventually(async () => (await all(alice, alice.of(ROOM, 'noted'))).some((text) => /and others came in: \d+/.test(text)), 'those who came together');
  assert.ok((await all(alice, alice.of(ROOM, 'face'))).length >= 5, 'some faces of the crowd');
  await toRooms(bob);
  await shows(bob, bob.of(ROOMS, 'count'), String(CROWD + 1));
  await enter(bob, 'The lake');
  for (const phone of [alice, bob]) await counts(phone, CROWD + 2);
  for (let round = 1; round <= 4; round += 1) await Promise.all(crowd.map((one) => one.hy.sendText({ room }, 'honk ' + round).whenSent()));
  await say(bob, 'so many!');
  for (const phone of [alice, bob]) {
    await shows(phone, phone.of(ROOM, 'said'), 'so many!');
    const said = await all(phone, phone.of(ROOM, 'line'));
    assert.ok(said.length <= LINES_MAX, said.length + ' lines');
    assert.equal(said.filter((text) => /honk 4/.test(text)).length, CROWD, 'the last word of everybody');
  }
  await opened.shot('73-crowd-dark');
  await Promise.all(crowd.slice(0, 30).map((one) => one.hy.rooms.leave(room)));
  for (const phone of [alice, bob]) await counts(phone, CROWD + 2 - 30);
  await world.server.rest('DELETE', '/rooms/' + room);
  for (const phone of [alice, bob]) await shows(phone, phone.of(ROOM, 'over'), 'dismissed');
  await opened.shot('74-dismissed-dark');
});
