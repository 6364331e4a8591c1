'use strict';
/**
 * Two phones, one server: Alice and Bob chat; Bob's phone goes to the background, then loses its network, while Alice writes on; he
 * comes back, and nothing is missing. Start the server (`./hongyan serve`), then
 *
 *   node sdk/hongyan/examples/first-chat.js [--url ws://127.0.0.1:8080/link]
 *
 * Ends with a line of checks, and with exit code 0 when all of them hold.
 */

const { eventually, options, phone, tokenFor } = require('./terminal');

const given = options({ url: 'ws://127.0.0.1:8080/link', app: 'demo', data: '', 'token-alice': '', 'token-bob': '' });
const PATIENCE_MS = 20000;
const RUN = Date.now().toString(36);
const started = Date.now();

/** @param {string} text */
function say(text) {
  console.log(((Date.now() - started) / 1000).toFixed(1).padStart(5) + ' s  ' + text);
}

const sleep = (/** @type {number} */ ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** @param {string} user @param {string} column */
function person(user, column) {
  const { device, hy } = phone(given);
  /** @type {string[]} what this person was shown of the other, in this run */
  const shown = [];
  hy.on('message', (message, how) => {
    if (message.mine || !message.ext || message.ext.run !== RUN) return;
    shown.push(message.content.text);
    say(column + user + "'s phone shows: " + message.content.text + (how.live ? '' : '   (arrived while away)'));
  });
  hy.on('state', (state, before) => { if (state !== 'syncing') say(column + user + ': ' + before + ' → ' + state); });
  hy.on('error', (error) => say(column + user + ': ' + error.name + ', ' + error.text));
  return { user, device, hy, shown };
}

/** @typedef {ReturnType<typeof person>} Person */

/** @type {string[]} */
const said = [];

/** @param {Person} from @param {string} to @param {string} text */
function write(from, to, text) {
  said.push(text);
  return from.hy.sendText({ user: to }, text, { ext: { run: RUN } });
}

async function main() {
  const alice = person('alice', '');
  const bob = person('bob', '                              ');
  await Promise.all([
    alice.hy.login({ user: 'alice', token: tokenFor(given, 'alice') }),
    bob.hy.login({ user: 'bob', token: tokenFor(given, 'bob') }),
  ]);

  say('--- a conversation');
  /** @param {string} text */
  const toBob = (text) => write(alice, 'bob', text).whenSent();
  /** @param {string} text */
  const toAlice = (text) => write(bob, 'alice', text).whenSent();
  await toBob('The goose leaves the north in autumn.');
  await eventually(() => bob.shown.length === 1, PATIENCE_MS, 'the first message');
  await toAlice('And what does it carry?');
  await eventually(() => alice.shown.length === 1, PATIENCE_MS, 'the answer');
  await toBob('A letter, tied to its foot. 鸿雁传书。');
  await eventually(() => bob.shown.length === 2, PATIENCE_MS, 'the second message');
  bob.hy.markRead('s:alice');

  say("--- Bob's phone goes to the background; after 5 s WeChat stops it");
  await bob.device.hide();
  await sleep(5500);
  await toBob('Did it arrive?');
  await toBob('The sky is grey over the river.');
  const lastBeforeReturn = await toBob('I shall wait.');
  say('--- Bob looks at his phone again');
  await bob.device.show();
  await eventually(() => bob.shown.length === 5, PATIENCE_MS, 'what was written meanwhile');
  say('                              bob: ' + bob.hy.unread('s:alice') + ' unread');
  const unreadOnReturn = bob.hy.unread('s:alice');
  bob.hy.markRead('s:alice');
  await eventually(() => alice.hy.receipt(lastBeforeReturn) === 'read', PATIENCE_MS, 'the read mark');
  say('alice sees: read by bob up to "' + lastBeforeReturn.content.text + '"');

  say('--- Bob goes into a tunnel: the link is dead, and nobody has told his phone');
  await bob.device.loseNetwork('half-open');
  const fromTheTunnel = write(bob, 'alice', 'I write to you from a tunnel.');
  await toBob('A last line before dark.');
  await sleep(1000);
  say('bob\'s message is ' + fromTheTunnel.state);
  await bob.device.restoreNetwork();
  await bob.device.switchNetwork('4g');
  await fromTheTunnel.whenSent();
  await eventually(() => bob.shown.length === 6 && alice.shown.length === 2, PATIENCE_MS, 'the messages of the tunnel');
  bob.hy.markRead('s:alice');
  alice.hy.markRead('s:bob');
  await eventually(() => alice.hy.conversation('s:bob').peer.read >= alice.hy.conversation('s:bob').head - 1, PATIENCE_MS, 'the last read mark');

  const page = await alice.hy.history('s:bob', { limit: 20 });
  const mine = page.messages.filter((message) => message.ext && message.ext.run === RUN).map((message) => message.content.text);
  await Promise.all([alice.hy.logout(), bob.hy.logout()]);
  alice.device.dispose();
  bob.device.dispose();

  /** @type {Record<string, boolean>} */
  const checks = {
    'nothing is missing': said.every((text) => alice.shown.concat(bob.shown).includes(text)),
    'nothing twice': alice.shown.length + bob.shown.length === said.length,
    'in order': JSON.stringify(bob.shown) === JSON.stringify(mine.filter((text) => bob.shown.includes(text))),
    'history is the same': mine.length === said.length,
    'three unread on return': unreadOnReturn === 3,
    'none at the end': bob.hy.unread('s:alice') + alice.hy.unread('s:bob') === 0,
  };
  const bad = Object.keys(checks).filter((name) => !checks[name]);
  console.log((bad.length === 0 ? 'OK  ' : 'FAILED  ') + said.length + ' messages; '
    + Object.keys(checks).map((name) => name + (checks[name] ? ' ✓' : ' ✗')).join(', '));
  process.exit(bad.length === 0 ? 0 : 1);
}

main().catch((error) => {
  console.error('FAILED  ' + (error.name && error.name !== 'Error' ? error.name + ': ' : '') + error.message);
  process.exit(1);
});
