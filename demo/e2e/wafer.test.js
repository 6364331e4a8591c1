'use strict';
/** The chat room of Wafer's client, on two phones: they see each other come, hear each other, and come back after their server did. */

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { eventually, fresh, openWorld } = require('./lib/world');

const PAGE = 'pages/wafer/wafer';
const CLASS = 'pages_wafer_wafer--';

let world;
before(async () => { world = await openWorld(); });
after(async () => { await world.end(); });

/** The lines on the screen: [kind, who, what]. */
const lines = (phone) => phone.do((selector, begin) => Array.from(document.querySelectorAll(selector), (line) => {
  const name = line.querySelector('.' + begin + 'name');
  const kind = ['said', 'mine', 'event'].find((one) => line.classList.contains(begin + one));
  return [kind, name ? name.textContent : '', line.querySelector('.' + begin + 'word').textContent];
}), phone.of(PAGE, 'line'), CLASS);
const hears = (phone, ...line) => eventually(async () => (await lines(phone)).some((one) => JSON.stringify(one) === JSON.stringify(line)), phone.user + ' hears ' + line);
const said = async (phone) => (await lines(phone)).filter(([kind]) => kind !== 'event').map(([, , word]) => word);
const dot = (phone) => phone.do((selector) => (document.querySelector(selector) || { className: '' }).className.replace(/.*--/, ''), phone.of(PAGE, 'dot'));
const people = (phone) => phone.do((selector) => (document.querySelector(selector) || { textContent: '' }).textContent, phone.of(PAGE, 'total'));

async function enter(phone) {
  await phone.tap('.tab-item:nth-child(3)');
  await phone.tap(phone.of('pages/me/me', 'to-wafer'));
  await eventually(async () => (await dot(phone)) === 'good', phone.user + ' is in');
}

/** A start of the server may take longer than the fifteen seconds for which a tunnel tries: then the person does. */
async function back(phone) {
  await eventually(async () => {
    const now = await dot(phone);
    if (now === 'off') await phone.tap(phone.of(PAGE, 'problem'));
    return now === 'good';
  }, phone.user + ' is back', 60000);
}

async function speak(phone, word) {
  const field = await phone.frame.waitForSelector(phone.of(PAGE, 'input') + ' input, ' + phone.of(PAGE, 'bar') + ' input', { visible: true });
  await field.focus();
  await phone.page.keyboard.type(word);
  await phone.page.keyboard.press('Enter');
}

test('two phones in the chat room: come, speak, come back after a crash of the server, leave', async () => {
  const opened = await world.phones([fresh('alice'), fresh('bob')]);
  const [alice, bob] = opened.phones;
  await enter(alice);
  await enter(bob);
  await hears(alice, 'event', '', bob.user + ' 来了');
  await eventually(async () => (await people(alice)) === '2 人在这里' && (await people(bob)) === '2 人在这里', 'both are counted');
  await speak(alice, '大家好');
  await hears(bob, 'said', alice.user, '大家好');
  await hears(alice, 'mine', '', '大家好');
  await speak(bob, '<b>你好</b> & "再见" : 🪿');
  await hears(alice, 'said', bob.user, '<b>你好</b> & "再见" : 🪿');
  await hears(bob, 'mine', '', '<b>你好</b> & "再见" : 🪿');
  await opened.shot('wafer');
  if (world.server.own) {
    world.talk = true;
    await world.server.crash();
    for (const phone of [alice, bob]) await back(phone);
    await eventually(async () => (await people(alice)) === '2 人在这里' && (await people(bob)) === '2 人在这里', 'both are counted again');
    await speak(alice, '又来了');
    await hears(bob, 'said', alice.user, '又来了');
    await hears(alice, 'mine', '', '又来了');
    world.talk = false;
  }
  const all = await said(alice);
  assert.deepEqual(await said(bob), all);
  await bob.back();
  await hears(alice, 'event', '', bob.user + ' 走了');
  await eventually(async () => (await people(alice)) === '1 人在这里', 'one is left');
  await alice.back();
  for (const phone of opened.phones) assert.equal((await phone.state()).violations, 0);
  assert.deepEqual(world.takeErrors(), []);
  await world.close(opened);
});
