'use strict';
/** What becomes of a message, on two phones through a real server: reacted to, quoted, edited, forwarded; asserted on the screen. */

const assert = require('node:assert/strict');
const { after, afterEach, before, test } = require('node:test');
const { eventually, fresh, openWorld } = require('./lib/world');

const BAR = 'components/input-bar/input-bar';
const MENU = 'components/action-menu/action-menu';
const MESSAGE = 'components/message/message';

let world;
let opened;
let alice;
let bob;

before(async () => { world = await openWorld(); });
after(async () => { await world.end(); });

/** @param {any} [look] @param {string[]} [more]  who is there besides */
async function meet(look, more) {
  opened = await world.phones(['alice', 'bob'].concat(more || []).map(fresh), look);
  [alice, bob] = opened.phones;
  if (look && look.lang === 'en') for (const phone of [alice, bob]) await phone.do(() => { window.phone.device.wx.setStorageSync('demo:language', 'en'); });
  await alice.open(bob.user);
  await bob.open(alice.user);
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

const css = (name) => '.' + MESSAGE.replace(/[^\w]/g, '_') + '--' + name;
const shows = (phone, selector, text) => phone.waitFor(selector + ' with ' + text,
  (one, wanted) => Array.from(document.querySelectorAll(one)).some((element) => element.textContent.includes(wanted)), selector, text);

/** The row of a message by its text. @param {any} phone @param {string} text */
async function row(phone, text) {
  await shows(phone, css('bubble'), text);
  const all = await phone.frame.$$('.page-frame.front message');
  const texts = await Promise.all(all.map((one) => one.evaluate((element, bubble) => (element.querySelector(bubble) || { textContent: '' }).textContent, css('bubble'))));
  return all[texts.indexOf(text)];
}

/** Holds a message and picks of its menu. @param {any} phone @param {string} text @param {string} what @param {string} [shot] */
async function pick(phone, text, what, shot) {
  await (await (await row(phone, text)).$(css('bubble'))).click({ delay: 700 });
  await phone.frame.waitForSelector(phone.of(MENU, 'items'), { visible: true });
  if (shot) await phone.shot(shot);
  if (/^menu-/.test(what)) await phone.tap(phone.of(MENU, what));
  else {
    const keys = await phone.frame.$$(phone.of(MENU, 'react'));
    const texts = await Promise.all(keys.map((one) => one.evaluate((element) => element.textContent)));
    await keys[texts.indexOf(what)].click();
  }
}

/** What stands under a message: its reactions, `+` on those that are one's own. */
const under = async (phone, text) => (await row(phone, text)).evaluate((element, reaction, own) => Array.from(element.querySelectorAll(reaction))
  .map((one) => one.textContent + (one.classList.contains(own) ? '+' : '')), css('reaction'), css('own').slice(1));
const reacted = (phone, text, wanted) => eventually(async () => (await under(phone, text)).join() === wanted.join(),
  phone.user + ' to see ' + wanted.join() + ' under ' + text);
const quoteUnder = async (phone, text) => (await row(phone, text)).evaluate((element, quote) => (element.querySelector(quote) || { textContent: '' }).textContent, css('quote'));
const editedUnder = async (phone, text) => (await row(phone, text)).evaluate((element, edited) => (element.querySelector(edited) || { textContent: '' }).textContent, css('edited'));

/** What stands where one writes is all replaced. @param {any} phone @param {string} text */
async function rewrite(phone, text) {
  const field = await phone.frame.waitForSelector(phone.of(BAR, 'field') + ' textarea', { visible: true });
  await field.focus();
  await phone.page.keyboard.down('Control');
  await phone.page.keyboard.press('a');
  await phone.page.keyboard.up('Control');
  await phone.page.keyboard.type(text);
  await phone.page.keyboard.press('Enter');
}

test('reactions are given, counted and taken back, on both screens', async () => {
  await meet();
  await alice.say('明天南飞');
  await bob.shows(['明天南飞']);
  await pick(bob, '明天南飞', '👍', '50-menu');
  await reacted(bob, '明天南飞', ['👍1+']);
  await reacted(alice, '明天南飞', ['👍1']);
  await pick(alice, '明天南飞', '👍');
  await pick(bob, '明天南飞', '🙏');
  for (const phone of [alice, bob]) await reacted(phone, '明天南飞', phone === bob ? ['👍2+', '🙏1+'] : ['👍2+', '🙏1']);
  await opened.shot('51-reactions');
  // Held, it tells who; touched, it is given or taken back.
  await (await (await row(alice, '明天南飞')).$$(css('reaction')))[0].click({ delay: 700 });
  await shows(alice, '.modal-content', bob.user);
  await alice.tap('.modal-confirm');
  await (await (await row(bob, '明天南飞')).$$(css('reaction')))[0].click();
  for (const phone of [alice, bob]) await reacted(phone, '明天南飞', phone === bob ? ['👍1', '🙏1+'] : ['👍1+', '🙏1']);

  // While one is away, and after a cold start.
  await bob.card('home');
  await eventually(async () => (await bob.state()).life === 'suspended', 'the suspension');
  await alice.say('几点');
  await pick(alice, '明天南飞', '😂');
  await bob.card('home');
  await bob.shows(['明天南飞', '几点']);
  await reacted(bob, '明天南飞', ['👍1', '🙏1+', '😂1']);
  await bob.card('kill');
  await bob.card('cold');
  await bob.open(alice.user);
  await reacted(bob, '明天南飞', ['👍1', '🙏1+', '😂1']);
});

test('a message is passed on to somebody else', async () => {
  await meet({ width: 1500 }, ['carol']);
  const carol = opened.phones[2];
  await alice.do((id) => window.phone.app.account.contacts.add(id), carol.user);
  await bob.say('南湖有水草');
  await alice.shows(['南湖有水草']);
  await pick(alice, '南湖有水草', 'menu-forward', '54-menu-forward');
  const lines = alice.of('pages/forward/forward', 'line');
  await shows(alice, lines, carol.user);
  await shows(alice, alice.of('pages/forward/forward', 'said'), '南湖有水草');
  await alice.shot('55-forward');
  const found = await alice.frame.$$(lines);
  const texts = await Promise.all(found.map((one) => one.evaluate((element) => element.textContent)));
  await found[texts.findIndex((text) => text.includes(carol.user))].click();
  await alice.tap('.modal-confirm');
  await carol.open(alice.user);
  await carol.shows(['南湖有水草']);
  await alice.shows(['南湖有水草']);
});

test('words are edited, and quoted as they are then: in the dark and in English', async () => {
  await meet({ theme: 'dark', lang: 'en' });
  await alice.say('at six');
  await bob.shows(['at six']);
  await pick(bob, 'at six', 'menu-quote');
  await bob.say('too early');
  await eventually(async () => /at six/.test(await quoteUnder(alice, 'too early')), 'the quote');
  const typed = await alice.frame.waitForSelector(alice.of(BAR, 'field') + ' textarea', { visible: true });
  await typed.focus();
  await alice.page.keyboard.type('not sent yet');
  await pick(alice, 'at six', 'menu-edit');
  await shows(alice, alice.of(BAR, 'quote-text'), 'Edit: at six');
  await alice.shot('52-editing-dark');
  await rewrite(alice, 'at seven');
  for (const phone of [alice, bob]) {
    await phone.shows(['at seven', 'too early']);
    assert.equal(await editedUnder(phone, 'at seven'), 'Edited');
    await eventually(async () => /at seven/.test(await quoteUnder(phone, 'too early')), 'the quote of what it is now');
  }
  assert.equal(await alice.do((css_) => document.querySelector(css_).value, alice.of(BAR, 'field') + ' textarea'), 'not sent yet', 'what one was writing is back');
  await opened.shot('53-edited-dark');
  // Thought better of it.
  await pick(alice, 'at seven', 'menu-edit');
  await alice.tap(alice.of(BAR, 'unquote'));
  await eventually(() => alice.do((css_) => document.querySelector(css_).value === 'not sent yet', alice.of(BAR, 'field') + ' textarea'), 'what one was writing');
  // What is edited and recalled stays so after a cold start.
  await pick(alice, 'at seven', 'menu-recall');
  await bob.shows(['too early']);
  await eventually(async () => /recalled/.test(await quoteUnder(bob, 'too early')), 'the quote of nothing');
});
