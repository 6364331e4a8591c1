'use strict';
/** The demo as a person meets it: on the stage of stage.js, without a screen. */

const assert = require('node:assert/strict');
const test = require('node:test');
const { createStage } = require('./stage');

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

async function started(options) {
  const stage = createStage(options);
  stage.boot();
  await stage.advance(SECOND);
  return stage;
}
const texts = (stage) => stage.rowsOf().map((row) => row.text);

test('a message comes: list, badge, conversation, read mark', async () => {
  const stage = await started();
  stage.server.say('bob', 'alice', 'hello');
  await stage.advance(SECOND);
  const list = stage.top();
  assert.deepEqual(list.data.lines.map((line) => [line.id, line.last, line.unread]), [['s:bob', 'hello', '1']]);
  assert.equal(stage.badge, '1');
  const chat = await stage.chat('bob');
  assert.deepEqual(texts(stage), ['hello']);
  assert.equal(stage.title, 'BOB');
  chat.send({ detail: { text: 'hi bob' } });
  await stage.advance(SECOND);
  assert.deepEqual(stage.rowsOf().map((row) => [row.side, row.text, row.mark]), [['other', 'hello', ''], ['me', 'hi bob', 'sent']]);
  assert.equal(stage.badge, '');
  const bob = stage.server.log('alice', 'bob');
  stage.server.act('bob', { op: 'read', conv: 's:alice', n: bob.length });
  await stage.advance(SECOND);
  assert.equal(stage.rowsOf()[1].mark, 'read');
  stage.end();
});

test('what is written offline stands there, is sent later, and keeps its row', async () => {
  const stage = await started();
  const chat = await stage.chat('bob');
  await stage.device.loseNetwork('close');
  chat.send({ detail: { text: 'one' } });
  chat.send({ detail: { text: 'two' } });
  await stage.advance(5 * SECOND);
  const keys = stage.rowsOf().map((row) => row.key);
  assert.deepEqual(stage.rowsOf().map((row) => [row.text, row.mark]), [['one', 'sending'], ['two', 'sending']]);
  assert.equal(stage.app.account.status.trouble(), 'waiting');
  await stage.device.restoreNetwork();
  await stage.advance(40 * SECOND);
  assert.deepEqual(stage.rowsOf().map((row) => [row.text, row.mark]), [['one', 'sent'], ['two', 'sent']]);
  assert.deepEqual(stage.rowsOf().map((row) => row.key), keys);
  stage.end();
});

test('killed and started without network: the list, the history, the waiting message and the draft are there at once', async () => {
  const stage = await started();
  for (let i = 0; i < 5; i += 1) stage.server.say('bob', 'alice', 'm' + i);
  await stage.advance(5 * SECOND);
  const chat = await stage.chat('bob');
  await stage.device.loseNetwork('close');
  chat.send({ detail: { text: 'later' } });
  chat.inputBar.input({ detail: { value: 'half a tho' } });
  await stage.advance(2 * SECOND);
  stage.coldStart();
  assert.deepEqual(stage.top().data.lines.map((line) => [line.id, line.draft, line.last]), [['s:bob', '[Draft]', 'half a tho']]);
  const again = await stage.chat('bob');
  assert.deepEqual(texts(stage), ['m0', 'm1', 'm2', 'm3', 'm4', 'later']);
  assert.equal(stage.rowsOf()[5].mark, 'sending');
  assert.equal(again.inputBar.data.value, 'half a tho');
  stage.end();
});

test('kicked by another login: a page that says so, and the way back', async () => {
  for (const [language, heading] of [['en', 'You were logged in elsewhere'], ['zh_CN', '您的账号已在别处登录']]) {
    const stage = await started({ language });
    await stage.chat('bob');
    stage.server.closeAll('kicked_by_policy');
    await stage.advance(SECOND);
    assert.equal(stage.top().route, 'pages/ended/ended');
    assert.equal(stage.top().data.heading, heading);
    assert.ok(stage.top().data.sentence.length > 5);
    stage.top().again();
    await stage.advance(2 * SECOND);
    assert.equal(stage.top().route, 'pages/chats/chats');
    assert.equal(stage.app.account.hy.state, 'online');
    stage.end();
  }
});

test('a token that ends while somebody types is renewed without a word', async () => {
  const stage = await started({ tokenSeconds: 120 });
  const chat = await stage.chat('bob');
  for (let i = 0; i < 10; i += 1) {
    chat.inputBar.input({ detail: { value: 'typing '.repeat(i + 1) } });
    await stage.advance(30 * SECOND);
    assert.equal(stage.top().route, 'pages/chat/chat');
    assert.equal(stage.app.account.status.trouble(), '');
  }
  chat.inputBar.send();
  await stage.advance(SECOND);
  assert.equal(stage.rowsOf()[0].mark, 'sent');
  stage.end();
});

test('a token that cannot be renewed: a sentence, what is typed stays, and it heals', async () => {
  const stage = await started({ tokenSeconds: 120 });
  const chat = await stage.chat('bob');
  chat.inputBar.input({ detail: { value: 'still here' } });
  stage.credentials = 'none';
  await stage.advance(5 * MINUTE);
  assert.equal(stage.app.account.status.trouble(), 'token');
  assert.equal(chat.inputBar.data.value, 'still here');
  stage.credentials = 'ok';
  await stage.advance(2 * MINUTE);
  assert.equal(stage.app.account.status.trouble(), '');
  stage.end();
});

test('a pasted token that ends: warned before, then a clear page', async () => {
  const stage = createStage({ query: { auto: '' }, tokenSeconds: 180 });
  stage.boot();
  await stage.advance(SECOND);
  assert.equal(stage.top().route, 'pages/login/login');
  stage.app.enter({ user: 'alice', server: 'http://im.test', token: stage.server.token('alice', 180) });
  await stage.advance(2.5 * MINUTE);
  assert.equal(stage.app.account.status.trouble(), 'expiring');
  await stage.advance(MINUTE);
  assert.equal(stage.top().route, 'pages/ended/ended');
  assert.equal(stage.top().data.heading, 'Your login has expired');
  stage.end();
});

test('the login page says what is wrong', async () => {
  const stage = createStage({ query: { auto: '' } });
  stage.boot();
  await stage.advance(SECOND);
  const page = stage.top();
  const go = async (patch) => {
    page.setData(patch);
    page.go();
    await stage.advance(20 * SECOND);
    return page.data.problem;
  };
  assert.match(await go({ user: ' ' }), /enter a user id/);
  assert.match(await go({ user: '宽'.repeat(30) }), /64 bytes/);
  assert.match(await go({ user: 'alice', server: 'ftp://x' }), /http:/);
  stage.credentials = 'none';
  assert.match(await go({ server: 'http://im.test' }), /development tokens/);
  stage.credentials = 'down';
  assert.match(await go({}), /does not answer/);
  stage.credentials = 'ok';
  page.go();
  await stage.advance(2 * SECOND);
  assert.equal(stage.top().route, 'pages/chats/chats');
  stage.end();
});

test('logged out: stays out after a cold start; wiped: nothing of the person is left', async () => {
  const stage = await started();
  stage.server.say('bob', 'alice', 'secret words');
  await stage.advance(5 * SECOND);
  const chat = await stage.chat('bob');
  chat.inputBar.input({ detail: { value: 'secret draft' } });
  await stage.advance(2 * SECOND);
  stage.app.leave(true);
  await stage.advance(5 * SECOND);
  assert.equal(stage.top().route, 'pages/login/login');
  const { keys } = stage.device.wx.getStorageInfoSync();
  const left = keys.map((key) => key + JSON.stringify(stage.device.wx.getStorageSync(key))).join('\n');
  assert.doesNotMatch(left, /secret/);
  stage.coldStart();
  await stage.advance(SECOND);
  assert.equal(stage.top().route, 'pages/login/login');
  stage.end();
});

test('bad input on screen: long, emoji, right to left, HTML, unknown types', async () => {
  const stage = await started();
  const long = '长'.repeat(10000);
  const html = '<script>alert(1)</script>&lt;b&gt;{{x}}';
  [long, '😂👍🏽', 'مرحبا abc', html].forEach((text) => stage.server.say('bob', 'alice', text));
  stage.server.say('bob', 'alice', '', { type: 'hologram', content: { depth: 3 } });
  stage.server.say('bob', 'alice', '', { type: 'image', content: { url: 'http://x/y.jpg', width: -3, height: 'tall' } });
  await stage.advance(SECOND);
  const chat = await stage.chat('bob');
  const [folded, emoji, arabic, script, unknown, picture] = stage.rowsOf();
  assert.ok(folded.text.length < 800);
  assert.equal(folded.more, 'Show all (10000 characters)');
  chat.act({ detail: { what: 'unfold', id: folded.id } });
  assert.equal(stage.rowsOf()[0].text, long);
  assert.equal(emoji.big, true);
  assert.equal(arabic.rtl, true);
  assert.equal(script.text, html);
  assert.deepEqual([unknown.kind, unknown.text], ['other', '[Not shown by this version]']);
  assert.deepEqual([picture.content.wide, picture.content.high], [160, 160]);
  chat.send({ detail: { text: '长'.repeat(11000) } });
  assert.match(stage.toasts.pop(), /too long: 33000/);
  stage.end();
});

test('a clock that is wrong by a day: times are the server’s, and no line is silly', async () => {
  for (const wrong of [DAY, -DAY]) {
    const stage = await started({ clockOffset: wrong });
    stage.server.say('bob', 'alice', 'first');
    await stage.advance(SECOND);
    const chat = await stage.chat('bob');
    await stage.advance(2 * MINUTE);
    stage.server.say('bob', 'alice', 'second');
    await stage.advance(SECOND);
    chat.send({ detail: { text: 'mine' } });
    await stage.advance(SECOND);
    await stage.advance(HOUR);
    stage.server.say('bob', 'alice', 'third');
    await stage.advance(SECOND);
    const now = new Date(stage.clock.now());
    const hhmm = ('0' + now.getHours()).slice(-2) + ':' + ('0' + now.getMinutes()).slice(-2);
    const rows = stage.rowsOf();
    assert.deepEqual(rows.map((row) => row.text), ['first', 'second', 'mine', 'third']);
    assert.deepEqual(rows.slice(1).map((row) => row.time), ['', '', hhmm]);
    stage.back();
    await stage.advance(SECOND);
    assert.equal(stage.top().data.lines[0].time, hhmm);
    stage.end();
  }
});

test('recall: mine can be edited again, theirs is told', async () => {
  const stage = await started();
  stage.server.say('bob', 'alice', 'theirs');
  await stage.advance(SECOND);
  const chat = await stage.chat('bob');
  chat.send({ detail: { text: 'mine' } });
  await stage.advance(SECOND);
  const mine = chat.thread.all()[1];
  chat.act({ detail: { what: 'menu', id: mine.id, x: 1, y: 1 } });
  assert.deepEqual(chat.data.menu.items.map((item) => item.what), ['copy', 'quote', 'forward', 'edit', 'recall', 'hide']);
  chat.picked({ detail: { what: 'recall' } });
  stage.server.act('bob', { op: 'recall', conv: 's:alice', n: 1 });
  await stage.advance(SECOND);
  assert.deepEqual(texts(stage), ['BOB recalled a message', 'You recalled a message']);
  assert.equal(stage.rowsOf()[1].again, 'Edit again');
  chat.act({ detail: { what: 'again', id: mine.id } });
  assert.equal(chat.inputBar.data.value, 'mine');
  stage.end();
});

test('a quote shows what was said, also when it is far above', async () => {
  const stage = await started();
  stage.server.say('bob', 'alice', 'the first of all');
  for (let i = 0; i < 60; i += 1) stage.server.say('bob', 'alice', 'm' + i);
  stage.server.say('bob', 'alice', 'as I said', { quote: 1 });
  await stage.advance(5 * SECOND);
  await stage.chat('bob');
  await stage.advance(2 * SECOND);
  assert.deepEqual(stage.rowsOf().pop().quote, { n: 1, text: 'BOB: the first of all' });
  stage.end();
});

test('new messages while one reads above: counted, not scrolled; a tap goes there', async () => {
  const stage = await started();
  for (let i = 0; i < 100; i += 1) stage.server.say('bob', 'alice', 'm' + i);
  await stage.advance(5 * SECOND);
  const chat = await stage.chat('bob');
  await stage.scrollTo(300);
  const before = stage.scrollOf().scrollTop;
  stage.server.say('bob', 'alice', 'new one');
  stage.server.say('bob', 'alice', 'new two');
  await stage.advance(SECOND);
  assert.equal(chat.data.fresh, '2 new messages');
  assert.equal(stage.scrollOf().scrollTop, before);
  assert.equal(stage.app.account.hy.unread('s:bob'), 2);
  chat.toEnd();
  await stage.advance(SECOND);
  assert.equal(chat.data.fresh, '');
  assert.equal(stage.app.account.hy.unread('s:bob'), 0);
  assert.deepEqual(texts(stage).slice(-2), ['new one', 'new two']);
  stage.end();
});

test('2,000 messages: all seen, once, in order, few rows at a time, no jump, times that do not change', async () => {
  const stage = await started();
  for (let i = 0; i < 2000; i += 1) {
    stage.server.say('bob', 'alice', 'm' + i);
    if (i % 40 === 0) await stage.advance(7 * MINUTE);
  }
  await stage.advance(5 * SECOND);
  const chat = await stage.chat('bob');
  const times = new Map();
  const look = () => {
    const rows = stage.rowsOf();
    assert.ok(rows.length <= 130, rows.length + ' rows');
    rows.forEach((row, i) => {
      if (i > 0) assert.equal(row.n, rows[i - 1].n + 1, 'in order');
      const before = times.get(row.n);
      if (before !== undefined) assert.equal(row.time, before, 'the time above ' + row.n);
      times.set(row.n, row.time);
    });
  };
  for (let i = 0; i < 500 && !(chat.thread.begins() && stage.rowsOf()[0].n === 1); i += 1) {
    look();
    const top = stage.scrollOf().scrollTop;
    const anchor = stage.rowsOf()[Math.floor(top / 60)];
    await stage.scrollTo(Math.max(0, top - 300));
    const at = stage.rowsOf().findIndex((row) => row.key === anchor.key);
    const moved = at * 60 - stage.scrollOf().scrollTop;
    if (at >= 0) assert.ok(Math.abs(moved - (Math.min(top, 300) - (top % 60))) <= 61, 'jumped to ' + moved);
  }
  look();
  assert.equal(times.size, 2000);
  for (let i = 0; i < 500 && !chat.thread.atTail(); i += 1) {
    await stage.scrollTo(stage.scrollOf().scrollTop + 400);
    look();
  }
  assert.equal(stage.rowsOf().pop().text, 'm1999');
  assert.ok(stage.setDataBytesMax < 64 * 1024, 'the largest setData: ' + stage.setDataBytesMax);
  stage.end();
});

test('an absence of 600 messages leaves no hole in the open conversation', async () => {
  const stage = await started();
  for (let i = 0; i < 30; i += 1) stage.server.say('bob', 'alice', 'm' + i);
  await stage.advance(5 * SECOND);
  await stage.chat('bob');
  await stage.device.loseNetwork('close');
  for (let i = 30; i < 630; i += 1) stage.server.say('bob', 'alice', 'm' + i);
  await stage.device.restoreNetwork();
  await stage.advance(MINUTE);
  const numbers = stage.rowsOf().map((row) => row.n);
  assert.equal(numbers[numbers.length - 1], 630);
  numbers.forEach((n, i) => { if (i > 0) assert.equal(n, numbers[i - 1] + 1); });
  stage.end();
});

test('storage that is full: everything goes on from memory, and a line says so', async () => {
  const stage = await started();
  stage.device.fillStorage(0);
  const chat = await stage.chat('bob');
  chat.send({ detail: { text: 'kept in memory' } });
  chat.inputBar.input({ detail: { value: 'x'.repeat(4000) } });
  stage.server.say('bob', 'alice', 'comes in');
  await stage.advance(10 * SECOND);
  assert.deepEqual(texts(stage).sort(), ['comes in', 'kept in memory']);
  assert.equal(stage.app.account.status.trouble(), 'full');
  stage.end();
});

test('pin, mute, read, clear and delete from the list', async () => {
  const stage = await started();
  ['bob', 'carol'].forEach((user) => stage.server.say(user, 'alice', 'from ' + user));
  await stage.advance(SECOND);
  const list = stage.top();
  const menu = async (conv, index) => {
    stage.answers.choice.push(index);
    stage.answers.sure.push(true);
    list.menu({ currentTarget: { dataset: { conv } } });
    await stage.advance(2 * SECOND);
  };
  const line = (id) => list.data.lines.find((one) => one.id === id);
  await menu('s:bob', 1);
  assert.equal(list.data.lines[0].id, 's:bob');
  assert.equal(line('s:bob').pinned, true);
  await menu('s:bob', 2);
  assert.deepEqual([line('s:bob').muted, line('s:bob').unread, line('s:bob').dot], [true, '', true]);
  await menu('s:bob', 0);
  assert.equal(line('s:bob').dot, false);
  await menu('s:bob', 2);
  assert.equal(line('s:bob').last, '');
  await menu('s:carol', 4);
  assert.equal(line('s:carol'), undefined);
  stage.end();
});

test('the language changes at once, and typing is seen in the title', async () => {
  const stage = await started();
  stage.server.say('bob', 'alice', 'x');
  await stage.advance(SECOND);
  await stage.chat('bob');
  stage.server.act('bob', { op: 'signal', to: 's:alice', name: 'typing', data: {} });
  await stage.advance(100);
  assert.equal(stage.title, 'BOB is typing…');
  await stage.advance(6 * SECOND);
  assert.equal(stage.title, 'BOB');
  stage.i18n.choose('zh');
  stage.back();
  await stage.advance(SECOND);
  assert.equal(stage.title, '消息');
  stage.end();
});
