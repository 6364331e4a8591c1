'use strict';
/** The page of MobileIMSDK's API: a person on it and a person on the native SDK write to each other through one server. */

const assert = require('node:assert/strict');
const { after, before, test } = require('node:test');
const { eventually, fresh, openWorld } = require('./lib/world');

const PAGE = 'pages/mobileimsdk/mobileimsdk';

let world;
before(async () => { world = await openWorld(); });
after(async () => { await world.end(); });

const FIELDS = ['user', 'token', 'to', 'text'];

/** The lines on the screen: [callback, text]. */
const lines = (phone) => phone.do((selector) => Array.from(document.querySelectorAll(selector), (line) => {
  const name = line.querySelector('[class*="--callback"]').textContent;
  return [name, line.textContent.slice(line.textContent.indexOf(name) + name.length).trim()];
}), phone.of(PAGE, 'line'));

async function write(phone, field, text) {
  const inputs = await phone.frame.$$(phone.of(PAGE, 'field') + ' input');
  await inputs[FIELDS.indexOf(field)].focus();
  await phone.page.keyboard.type(text);
}


test('log in by the page, write to a native user, be answered; kick and log out', async () => {
  const opened = await world.phones([fresh('alice'), fresh('bob')]);
  const [alice, bob] = opened.phones;
  await alice.tap('.tab-item:nth-child(3)');
  await alice.tap(alice.of('pages/me/me', 'to-mobileim'));
  await alice.tap(alice.of(PAGE, 'login'));
  await eventually(async () => (await lines(alice)).some(([name]) => name === 'callback_onIMAfterLoginSucess'), 'the login');
  await write(alice, 'to', bob.user);
  await write(alice, 'text', '你好，从 MobileIMSDK 来');
  await alice.tap(alice.of(PAGE, 'send'));
  await eventually(async () => (await lines(alice)).some(([name]) => name === 'callback_onMessagesBeReceived'), 'the acknowledgement');
  await bob.open(alice.user);
  await bob.shows(['你好，从 MobileIMSDK 来']);
  await bob.say('hello from native');
  await eventually(async () => (await lines(alice)).some(([name, text]) => name === 'callback_onIMData' && text.includes(bob.user) && text.includes('hello from native')), 'the answer');
  await opened.shot('mobileimsdk');
  await alice.tap(alice.of(PAGE, 'logout'));
  await eventually(() => alice.do((selector) => document.querySelector(selector) !== null, alice.of(PAGE, 'dot') + '.pages_mobileimsdk_mobileimsdk--off'), 'logged out');
  assert.deepEqual((await lines(alice)).filter(([name]) => /Lost|Failed|Kickout|Disconnected/.test(name)), []);
  for (const phone of opened.phones) assert.equal((await phone.state()).violations, 0);
  assert.deepEqual(world.takeErrors(), []);
  await world.close(opened);
});
