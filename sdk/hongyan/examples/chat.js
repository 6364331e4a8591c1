'use strict';
/**
 * A chat in the terminal, for one person:
 *
 *   node sdk/hongyan/examples/chat.js --user alice --to bob [--url ws://127.0.0.1:8080/link] [--token …]
 *
 * Write a line to send it. Commands: /list  /history  /recall  /typing  /away  /back  /quit
 */

const readline = require('node:readline');
const { options, phone, tokenFor } = require('./terminal');

const given = options({ url: 'ws://127.0.0.1:8080/link', app: 'demo', user: '', to: '', token: '', data: '' });
if (!given.user || !given.to) {
  console.error('Who are you, and with whom do you chat? --user alice --to bob');
  process.exit(2);
}
const { device, hy } = phone(given);
const conv = 's:' + given.to;
const TICKS = { sending: '…', failed: '✗', sent: '✓', delivered: '✓✓', read: '✓✓ read', received: '' };
const lines = readline.createInterface({ input: process.stdin, output: process.stdout, prompt: given.user + ' > ' });
/** @type {import('../index').Message | null} */
let last = null;

/** @param {string} text */
function print(text) {
  readline.clearLine(process.stdout, 0);
  readline.cursorTo(process.stdout, 0);
  console.log(text);
  lines.prompt(true);
}

/** @param {import('../index').Message} message */
function line(message) {
  const what = message.recalled ? '(recalled)' : message.type === 'text' ? message.content.text : '[' + message.type + ']';
  const where = message.conv === conv ? '' : ' in ' + message.conv;
  const why = message.error ? '  ' + message.error.text : '';
  return new Date(message.t).toTimeString().slice(0, 5) + ' ' + message.from + where + ': ' + what + '  ' + TICKS[hy.receipt(message)] + why;
}

hy.on('state', (state, before, fault) => print('-- ' + state + (fault ? ' (' + fault.name + ')' : '')));
hy.on('message', (message) => {
  if (message.mine && message.state === 'sending') return;
  print(line(message));
  if (message.conv === conv) hy.markRead(conv);
});
hy.on('updated', (message) => print(line(message)));
hy.on('recalled', (message) => print('-- ' + message.by + ' recalled message ' + message.n));
hy.on('signal', (signal) => { if (signal.name === 'typing') print('-- ' + signal.from + ' is typing …'); });
hy.on('presence', (change) => print('-- ' + change.user + ' is ' + change.state));
hy.on('read', (mark) => { if (mark.conv === conv) print('-- ' + mark.user + ' has read up to ' + mark.n); });
hy.on('kicked', (why) => print('-- ' + why.text));

async function history() {
  const page = await hy.history(conv, { limit: 20 });
  page.messages.concat(hy.pending(conv)).forEach((message) => console.log(line(message)));
}

/** @type {Record<string, () => unknown>} */
const commands = {
  '/list': () => hy.conversations().forEach((c) => {
    print(c.conv + '  ' + c.unread + ' unread  ' + (c.last ? line(c.last) : ''));
  }),
  '/history': history,
  '/recall': () => last && hy.recall(last),
  '/typing': () => hy.typing(conv),
  '/away': () => device.hide(),
  '/back': () => device.show(),
  '/quit': () => lines.close(),
};

lines.on('line', async (text) => {
  try {
    if (commands[text.trim()]) await commands[text.trim()]();
    else if (text.trim()) last = hy.sendText(conv, text);
  } catch (error) {
    const fault = /** @type {Error} */ (error);
    print('-- ' + fault.name + ': ' + fault.message);
  }
  lines.prompt();
});

lines.on('close', async () => {
  await hy.logout();
  device.dispose();
  process.exit(0);
});

async function main() {
  await hy.login({ user: given.user, token: tokenFor(given, given.user) });
  await history();
  hy.markRead(conv);
  const states = await hy.watch(given.to);
  print('-- ' + given.to + ' is ' + states[given.to]);
}

main().catch((error) => {
  console.error(error.name + ': ' + error.message);
  process.exit(1);
});
