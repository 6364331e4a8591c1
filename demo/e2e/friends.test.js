'use strict';
/** Two phones become friends, through a real server: asked, accepted, named, blocked, parted; everything a person sees, asserted on the screen. */

const assert = require('node:assert/strict');
const { after, afterEach, before, test } = require('node:test');
const { eventually, fresh, openWorld } = require('./lib/world');

const ASKS = 'pages/asks/asks';
const CELL = 'components/cell/cell';
const CONTACTS = 'pages/contacts/contacts';

let world;
let opened;
let alice;
let bob;

before(async () => { world = await openWorld(); });
after(async () => { await world.end(); });

/** Each on the page of people, where the other is known by id. */
async function meet(look) {
  opened = await world.phones([fresh('alice'), fresh('bob')], look);
  [alice, bob] = opened.phones;
  if (look && look.lang === 'en') for (const phone of [alice, bob]) await phone.do(() => { window.phone.device.wx.setStorageSync('demo:language', 'en'); });
  await alice.do((id) => window.phone.app.account.contacts.add(id), bob.user);
  for (const phone of [alice, bob]) await phone.tap('.tab-item:nth-child(2)');
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

const shows = (phone, selector, text) => phone.waitFor(selector + ' with ' + text,
  (css, wanted) => Array.from(document.querySelectorAll(css)).some((one) => one.textContent.includes(wanted)), selector, text);
const gone = (phone, selector, text) => phone.waitFor('no ' + selector + ' with ' + text,
  (css, wanted) => !Array.from(document.querySelectorAll(css)).some((one) => one.textContent.includes(wanted)), selector, text);

const markOf = async (phone, text) => ((await phone.rows()).find((row) => row.text === text) || { mark: '' }).mark;

/** Answers the question of a modal with a line, instead of what stands there. @param {any} phone @param {string} text */
async function answer(phone, text) {
  await phone.tap('.modal-field');
  await phone.page.keyboard.down('Control');
  await phone.page.keyboard.press('a');
  await phone.page.keyboard.up('Control');
  await phone.page.keyboard.type(text);
  await phone.tap('.modal-confirm');
  await phone.waitFor('the question to go', () => !document.querySelector('.modal-field'));
}

/** The element of a list in which a text stands. @param {any} phone @param {string} selector @param {string} text */
async function line(phone, selector, text) {
  await shows(phone, selector, text);
  const found = await phone.frame.$$(selector);
  const texts = await Promise.all(found.map((one) => one.evaluate((element) => element.textContent)));
  return found[texts.findIndex((one) => one.includes(text))];
}

async function choose(phone, choice) {
  await shows(phone, '.sheet-item', choice);
  await phone.do((wanted) => Array.from(document.querySelectorAll('.sheet-item')).find((item) => item.textContent === wanted).click(), choice);
}

/** Holds somebody's line and chooses what its menu offers. */
async function menu(phone, name, choice) {
  await (await line(phone, phone.of(CONTACTS, 'line'), name)).click({ delay: 700 });
  await choose(phone, choice);
}

test('strangers become friends, one names the other, and ends it with a block', async () => {
  await meet();
  await menu(alice, bob.user, '加为好友');
  await answer(alice, '我是小雁');
  await bob.frame.waitForSelector(bob.of(CONTACTS, 'badge'), { visible: true });
  await shows(bob, '.tab-item:nth-child(2) .tab-badge', '1');
  await bob.shot('40-asked');
  await bob.tap(bob.of(CONTACTS, 'asks'));
  await shows(bob, bob.of(ASKS, 'said'), '我是小雁');
  await bob.shot('41-asks');
  await alice.tap(alice.of(CONTACTS, 'asks'));
  await shows(alice, alice.of(ASKS, 'state'), '等待验证');
  await bob.tap(bob.of(ASKS, 'yes'));
  await shows(bob, bob.of(ASKS, 'state'), '已是好友');
  await shows(alice, alice.of(ASKS, 'state'), '已是好友');
  await alice.back();
  await bob.back();
  for (const phone of [alice, bob]) await phone.frame.waitForSelector(phone.of(CONTACTS, 'friend'), { visible: true });
  assert.equal(await bob.do((css) => document.querySelectorAll(css).length, bob.of(CONTACTS, 'badge')), 0, 'the requests were looked at');

  // What one calls the other stands wherever a name stands; what the other says of itself stands beside it.
  await menu(alice, bob.user, '备注');
  await answer(alice, '老鲍');
  await shows(alice, alice.of(CONTACTS, 'line'), '老鲍');
  await bob.tap('.tab-item:nth-child(3)');
  await (await line(bob, bob.of(CELL, 'cell'), '状态')).click();
  await answer(bob, '正在南飞');
  await shows(bob, bob.of(CELL, 'value'), '正在南飞');
  await bob.shot('42-status');
  await shows(alice, alice.of(CONTACTS, 'presence'), '正在南飞');
  await alice.shot('43-friends');
  await (await line(alice, alice.of(CONTACTS, 'line'), '老鲍')).click();
  await alice.waitFor('the name in the title', () => document.querySelector('.page-frame.front .nav-title').textContent === '老鲍');
  await alice.say('几点到');
  await alice.back();

  await menu(alice, '老鲍', '加入黑名单');
  await shows(alice, alice.of(CONTACTS, 'presence'), '已拉黑');
  await bob.open(alice.user);
  await bob.shows(['几点到']);
  await bob.say('还在吗');
  await eventually(async () => (await markOf(bob, '还在吗')) === 'failed', 'the word that was refused');
  await opened.shot('44-blocked');
  await menu(alice, '老鲍', '移出黑名单');
  await gone(alice, alice.of(CONTACTS, 'presence'), '已拉黑');
  await bob.say('又能说话了');
  await eventually(async () => /sent|delivered|read/.test(await markOf(bob, '又能说话了')), 'the word that was taken');

  await menu(alice, '老鲍', '删除好友');
  await alice.tap('.modal-confirm');
  await alice.waitFor('a list without friends', (css) => !document.querySelector(css), alice.of(CONTACTS, 'friend'));
  await shows(alice, alice.of(CONTACTS, 'line'), bob.user);
  await gone(alice, alice.of(CONTACTS, 'line'), '老鲍');
  await bob.back();
  await bob.tap('.tab-item:nth-child(2)');
  await bob.waitFor('a list without friends', (css) => !document.querySelector(css), bob.of(CONTACTS, 'friend'));
});

test('a no with a reason, nobody may ask, and while one was away: in the dark and in English', async () => {
  await meet({ theme: 'dark', lang: 'en' });
  await bob.card('home');
  await eventually(async () => (await bob.state()).life === 'suspended', 'the suspension');
  await menu(alice, bob.user, 'Ask to be friends');
  await answer(alice, 'We flew together');
  await bob.card('home');
  await bob.frame.waitForSelector(bob.of(CONTACTS, 'badge'), { visible: true });
  await bob.tap(bob.of(CONTACTS, 'asks'));
  await shows(bob, bob.of(ASKS, 'said'), 'We flew together');
  await (await line(bob, bob.of(ASKS, 'button'), 'Refuse')).click();
  await answer(bob, 'Another flock');
  await shows(bob, bob.of(ASKS, 'state'), 'Refused');
  await alice.tap(alice.of(CONTACTS, 'asks'));
  await shows(alice, alice.of(ASKS, 'state'), 'Refused');
  await shows(alice, alice.of(ASKS, 'said'), 'Another flock');
  await opened.shot('45-refused-dark');
  await alice.back();
  await bob.back();

  await bob.tap('.tab-item:nth-child(3)');
  await shows(bob, bob.of(CELL, 'value'), 'Whom I accept');
  await (await line(bob, bob.of(CELL, 'cell'), 'Who may add me')).click();
  await choose(bob, 'Nobody');
  await shows(bob, bob.of(CELL, 'value'), 'Nobody');
  await menu(alice, bob.user, 'Ask to be friends');
  await answer(alice, 'Please');
  await shows(alice, '.notice', 'accepts no friend requests');
  await (await line(bob, bob.of(CELL, 'cell'), 'Who may add me')).click();
  await choose(bob, 'Anyone');
  await shows(bob, bob.of(CELL, 'value'), 'Anyone');
  await menu(alice, bob.user, 'Ask to be friends');
  await answer(alice, 'Please');
  await alice.frame.waitForSelector(alice.of(CONTACTS, 'friend'), { visible: true });
  await opened.shot('46-friends-dark');
});
