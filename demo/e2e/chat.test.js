'use strict';
/** Two phones on the landing page chat through a real server: everything a person sees, asserted on the screen. */

const assert = require('node:assert/strict');
const { after, afterEach, before, test } = require('node:test');
const { eventually, fresh, numbers, openWorld, sleep } = require('./lib/world');

const BAR = 'components/input-bar/input-bar';
const MESSAGE = 'components/message/message';

let world;
let opened;
let alice;
let bob;

before(async () => { world = await openWorld(); });
after(async () => { await world.end(); });

async function meet(look) {
  opened = await world.phones([fresh('alice'), fresh('bob')], look);
  [alice, bob] = opened.phones;
}

async function chat() {
  await meet();
  await alice.open(bob.user);
  await bob.open(alice.user);
}

afterEach(async () => {
  const phones = opened ? opened.phones : [];
  try {
    for (const phone of phones) {
      const state = await phone.state();
      assert.equal(state.violations, 0, 'wx was called while the app was asleep');
      assert.ok(await phone.mostSockets() <= 1, phone.user + ' had ' + (await phone.mostSockets()) + ' sockets at once');
    }
    assert.deepEqual(world.takeErrors(), []);
  } finally {
    world.talk = false;
    if (opened) await world.close(opened);
    opened = null;
  }
});

test('strangers meet: contacts, first words, unread, read', async () => {
  await meet();
  await opened.shot('01-start');
  await alice.tap('.tab-item:nth-child(2)');
  await alice.tap(alice.of('pages/contacts/contacts', 'add'));
  await alice.tap('.modal-field');
  // Bob's phone has logged in, so the server knows him.
  await alice.page.keyboard.type(bob.user);
  await alice.tap('.modal-confirm');
  await alice.waitFor('the chat', (name) => {
    const title = document.querySelector('.page-frame.front .nav-title');
    return title && title.textContent === name;
  }, bob.user);
  await alice.shot('02-contact');
  await alice.say('你好，Bob');
  await bob.waitFor('the unread badge', () => {
    const badge = document.querySelector('.pages_chats_chats--badge');
    return badge && badge.textContent === '1';
  });
  await eventually(async () => (await alice.rows()).some((row) => row.mark === 'delivered'), 'the mark "delivered"');
  await opened.shot('03-unread');
  await bob.tap(bob.of('pages/chats/chats', 'line'));
  await bob.shows(['你好，Bob']);
  await eventually(async () => (await alice.rows()).some((row) => row.mark === 'read'), 'the mark "read"');
  await bob.say('hello back');
  await alice.shows(['你好，Bob', 'hello back']);
  await opened.shot('04-read');
});

test('a conversation typed by hand, both at once, in one order on both screens', async () => {
  await chat();
  for (let i = 1; i <= 6; i += 1) {
    await alice.say('a' + i);
    await bob.say('b' + i);
  }
  await eventually(async () => (await alice.texts()).length === 12 && (await bob.texts()).length === 12, 'twelve messages on both');
  assert.deepEqual(await alice.texts(), await bob.texts());
  assert.deepEqual((await alice.texts()).filter((text) => text[0] === 'a'), numbers('a', 6));
  await eventually(async () => (await alice.rows()).filter((row) => row.side === 'me').every((row) => row.mark === 'read'), 'all read');
});

test('a picture and a voice', async () => {
  await chat();
  await alice.tap(alice.of(BAR, 'more-key'));
  await alice.shot('05-more');
  await alice.tap(alice.of('components/more-panel/more-panel', 'more-picture'));
  await alice.tap('.album-tile[data-sample="0"] img');
  const loaded = () => {
    const picture = document.querySelector('picture wx-image img');
    return Boolean(picture && picture.complete && picture.naturalWidth > 0);
  };
  await bob.waitFor('the picture', loaded);
  await alice.waitFor('the picture', loaded);
  await eventually(async () => (await alice.rows()).some((row) => row.kind === 'image' && row.mark === 'read'), 'the picture is read');
  await opened.shot('06-picture');
  await bob.tap(bob.of(MESSAGE, 'bubble'));
  await bob.waitFor('the preview', () => document.querySelector('.preview img'));
  await bob.shot('07-preview');
  await bob.tap('.preview');

  await alice.tap(alice.of(BAR, 'voice-key'));
  await alice.press(alice.of('components/talk-button/talk-button', 'talk'), 1800);
  await eventually(async () => (await bob.rows()).some((row) => row.kind === 'audio'), 'the voice on the other phone');
  await bob.tap(bob.of('components/voice/voice', 'voice'));
  await bob.waitFor('the voice to play', () => document.querySelector('.components_voice_voice--playing'));
  await opened.shot('08-voice');
  await bob.waitFor('the voice to end', () => !document.querySelector('.components_voice_voice--playing'));
});

test('recall on both screens', async () => {
  await chat();
  await alice.say('keep');
  await alice.say('regret');
  await bob.shows(['keep', 'regret']);
  await eventually(async () => (await alice.rows()).every((row) => row.mark === 'read'), 'sent');
  const bubbles = await alice.frame.$$(alice.of(MESSAGE, 'bubble'));
  await bubbles[1].click({ delay: 600 });
  await alice.frame.waitForSelector(alice.of('components/action-menu/action-menu', 'menu-recall'), { visible: true });
  await alice.shot('09-menu');
  await alice.tap(alice.of('components/action-menu/action-menu', 'menu-recall'));
  for (const phone of [alice, bob]) {
    await eventually(async () => (await phone.rows()).map((row) => row.kind).join() === 'text,notice', 'the notice of the recall');
    assert.deepEqual(await phone.texts(), ['keep']);
  }
  await opened.shot('10-recalled');
});

test('in the background for longer than five seconds while fifty messages arrive', async () => {
  await chat();
  await bob.say('before');
  await alice.shows(['before']);
  await bob.card('home');
  await eventually(async () => (await bob.state()).life === 'suspended', 'the suspension');
  await opened.shot('11-suspended');
  const texts = numbers('m', 50);
  await alice.sayAll(bob.user, texts);
  await alice.shows(['before'].concat(texts));
  await sleep(1000);
  assert.deepEqual(await bob.texts(), ['before'], 'a suspended app draws nothing');
  await bob.card('home');
  await bob.shows(['before'].concat(texts));
  await opened.shot('12-back');
  await bob.say('after');
  await alice.shows(['before'].concat(texts, ['after']));
});

test('the server is killed and starts again while both write', async () => {
  await chat();
  world.talk = true;
  const said = { alice: [], bob: [] };
  let n = 0;
  async function volley(count) {
    for (let i = 0; i < count; i += 1) {
      n += 1;
      said.alice.push('a' + n);
      said.bob.push('b' + n);
      await Promise.all([alice.sayAll(bob.user, ['a' + n]), bob.sayAll(alice.user, ['b' + n])]);
      await sleep(40);
    }
  }
  await volley(10);
  const crashed = world.server.crash();
  await volley(10);
  await opened.shot('13-server-down');
  await crashed;
  await volley(5);
  await eventually(async () => (await alice.texts()).length >= 50 && (await bob.texts()).length >= 50, 'all messages on both screens', 60000);
  await sleep(500);
  const [onAlice, onBob] = [await alice.texts(), await bob.texts()];
  assert.equal(onAlice.length, 50, 'nothing twice');
  assert.deepEqual(onAlice, onBob, 'one order');
  assert.deepEqual(onAlice.filter((text) => text[0] === 'a'), said.alice);
  assert.deepEqual(onAlice.filter((text) => text[0] === 'b'), said.bob);
  assert.ok((await alice.rows()).every((row) => row.mark !== 'failed'));
  await opened.shot('14-server-back');
});

for (const [button, title] of [['net-down', 'lost'], ['net-dead', 'dead without a word']]) {
  test('the network of one is ' + title, async () => {
    await chat();
    world.talk = true;
    await alice.say('hello');
    await bob.shows(['hello']);
    await bob.card(button);
    await alice.sayAll(bob.user, numbers('a', 10));
    await bob.say('from the tunnel');
    await sleep(300);
    assert.deepEqual(await bob.texts(), ['hello', 'from the tunnel']);
    assert.equal((await bob.rows()).pop().mark, 'sending');
    await opened.shot('15-' + button);
    await bob.card('net-up');
    // A dead link that nobody reported is found by the heartbeat.
    await eventually(async () => (await bob.texts()).length === 12 && (await alice.texts()).length === 12, 'all on both screens', 90000);
    assert.deepEqual(await bob.texts(), await alice.texts());
    assert.deepEqual((await alice.texts()).filter((text) => /^a/.test(text)), numbers('a', 10));
  });
}

test('a slow network keeps the order', async () => {
  await chat();
  await bob.card('net-slow');
  await alice.sayAll(bob.user, numbers('a', 20));
  await bob.sayAll(alice.user, numbers('b', 5));
  await eventually(async () => (await alice.texts()).length === 25 && (await bob.texts()).length === 25, 'all on both screens', 60000);
  assert.deepEqual(await alice.texts(), await bob.texts());
});

test('storage full: chatting goes on, the phone says so, and nothing is lost', async () => {
  await chat();
  await alice.say('one');
  await bob.shows(['one']);
  await bob.card('fill');
  await alice.sayAll(bob.user, numbers('full', 12));
  await bob.shows(['one'].concat(numbers('full', 12)));
  await bob.say('still here');
  await alice.shows(['one'].concat(numbers('full', 12), ['still here']));
  await bob.shows(['one'].concat(numbers('full', 12), ['still here']));
  await bob.waitFor('the sentence about the storage', () => {
    const banner = document.querySelector('.page-frame.front .components_banner_banner--text');
    return banner && /存储已满/.test(banner.textContent);
  });
  await opened.shot('16-full');
  await bob.card('cold');
  await bob.open(alice.user);
  await bob.shows(['one'].concat(numbers('full', 12), ['still here']));
  await bob.card('fill');
  await bob.say('room again');
  await alice.shows(['one'].concat(numbers('full', 12), ['still here', 'room again']));
});

test('killed with unsent messages: they leave once, after the next start', async () => {
  await chat();
  world.talk = true;
  await alice.say('hello');
  await bob.shows(['hello']);
  await bob.card('net-down');
  await bob.say('unsent 1');
  await bob.say('unsent 2');
  await sleep(400);
  await bob.card('kill');
  await opened.shot('17-killed');
  await bob.card('cold');
  await bob.open(alice.user);
  await bob.shows(['hello', 'unsent 1', 'unsent 2']);
  await opened.shot('18-cold-start-offline');
  await bob.card('net-up');
  await alice.shows(['hello', 'unsent 1', 'unsent 2'], 60000);
  await sleep(500);
  await alice.shows(['hello', 'unsent 1', 'unsent 2']);
});
