'use strict';
/** Three phones and a group, through a real server: made, talked in, changed, left; everything a person sees, asserted on the screen. */

const assert = require('node:assert/strict');
const { after, afterEach, before, test } = require('node:test');
const { eventually, fresh, openWorld } = require('./lib/world');

const BAR = 'components/input-bar/input-bar';
const CHAT = 'pages/chat/chat';
const CONTACTS = 'pages/contacts/contacts';
const GROUP = 'pages/group/group';
const MEMBERS = 'pages/members/members';
const NOTE = 'pages/note/note';
const PICK = 'pages/pick/pick';
const REQUESTS = 'pages/requests/requests';
const SHEET = 'components/people-sheet/people-sheet';

let world;
let opened;
let alice;
let bob;
let carol;

before(async () => { world = await openWorld(); });
after(async () => { await world.end(); });

async function meet(look) {
  opened = await world.phones([fresh('alice'), fresh('bob'), fresh('carol')], Object.assign({ width: 1500 }, look));
  [alice, bob, carol] = opened.phones;
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

const lines = async (phone) => (await phone.rows()).map((row) => row.text);
const seen = (phone, pattern) => eventually(async () => (await lines(phone)).find((line) => pattern.test(line)),
  phone.user + ' to see ' + pattern);

/** Types into what has the focus. @param {any} phone @param {string} selector @param {string} text */
async function type(phone, selector, text) {
  const field = await phone.frame.waitForSelector(selector, { visible: true });
  await field.focus();
  await phone.page.keyboard.type(text);
}

/** Answers the question of a modal with a line. @param {any} phone @param {string} text */
async function answer(phone, text) {
  await phone.tap('.modal-field');
  await phone.page.keyboard.type(text);
  await phone.tap('.modal-confirm');
  await phone.waitFor('the question to go', () => !document.querySelector('.modal-field'));
}

/** @param {any} phone @param {RegExp} pattern  of a line in an action sheet */
async function choose(phone, pattern) {
  const source = pattern.source;
  await phone.waitFor('the choice ' + source, (wanted) => Array.from(document.querySelectorAll('.sheet-item')).some((item) => new RegExp(wanted).test(item.textContent)), source);
  await phone.do((wanted) => Array.from(document.querySelectorAll('.sheet-item')).find((item) => new RegExp(wanted).test(item.textContent)).click(), source);
}

/** A line of a list by what stands in it. @param {any} phone @param {string} selector @param {string} text */
async function line(phone, selector, text) {
  await phone.waitFor(text, (css, wanted) => Array.from(document.querySelectorAll(css)).some((one) => one.textContent.includes(wanted)), selector, text);
  const found = await phone.frame.$$(selector);
  const texts = await Promise.all(found.map((one) => one.evaluate((element) => element.textContent)));
  await found[texts.findIndex((one) => one.includes(text))].click();
}

const titled = (phone, pattern) => phone.waitFor('the title ' + pattern, (source) => {
  const title = document.querySelector('.page-frame.front .nav-title');
  return title && new RegExp(source).test(title.textContent);
}, pattern.source);

const groupOf = (phone) => phone.do(() => window.phone.app.account.hy.conversations().find((c) => c.group).group);
const openGroup = async (phone, id) => {
  await phone.do((group) => { window.phone.device.wx.navigateTo({ url: '/pages/chat/chat?conv=' + encodeURIComponent('g:' + group) }); }, id);
  await phone.frame.waitForSelector(phone.of(CHAT, 'group-bar'), { visible: true });
};

test('a group: made, talked in, somebody mentioned, announced, managed, left', async () => {
  await meet();
  await alice.tap('.tab-item:nth-child(2)');
  await alice.shot('20-contacts');
  await alice.tap(alice.of(CONTACTS, 'new-group'));
  await type(alice, alice.of(PICK, 'field') + ' input', '雁群');
  await alice.tap(alice.of(PICK, 'type') + ':nth-child(2)');
  for (const other of [bob, carol]) {
    await alice.tap(alice.of(PICK, 'add'));
    await answer(alice, other.user);
    await alice.waitFor('the line of ' + other.user, (css, id) => Array.from(document.querySelectorAll(css)).some((one) => one.textContent.includes(id)),
      alice.of(PICK, 'person'), other.user);
  }
  await alice.shot('21-pick');
  await alice.tap(alice.of(PICK, 'go'));
  await titled(alice, /雁群\(3\)/);
  await seen(alice, /你邀请.*创建了群聊/);
  const id = await groupOf(alice);

  // The others find it in their lists.
  await bob.waitFor('the group in the list', () => /雁群/.test(document.querySelector('.page-frame.front').textContent));
  await bob.tap(bob.of('pages/chats/chats', 'line'));
  await alice.say('大家好');
  await bob.shows(['大家好']);
  await seen(bob, /邀请你、.*创建了群聊/);
  assert.match(await bob.do(() => document.querySelector('.components_message_message--name').textContent), /alice/);
  await bob.back();

  // Whom the words mention: chosen from the members, told in the list.
  await type(alice, alice.of(BAR, 'field') + ' textarea', '@');
  await alice.frame.waitForSelector('.' + SHEET.replace(/[^\w]/g, '_') + '--line', { visible: true });
  await alice.shot('22-mention');
  await line(alice, '.' + SHEET.replace(/[^\w]/g, '_') + '--line', bob.user);
  await alice.say('看这里');
  await eventually(async () => (await alice.texts()).some((text) => text.startsWith('@' + bob.user) && text.endsWith('看这里')), 'the mention sent');
  await bob.waitFor('the word of the mention', () => /\[有人@我\]/.test(document.querySelector('.page-frame.front').textContent));
  await bob.shot('23-mentioned');
  await bob.tap(bob.of('pages/chats/chats', 'line'));
  await bob.shows(['大家好', '@' + bob.user + ' 看这里']);
  assert.deepEqual(await bob.do((group) => window.phone.app.account.hy.history({ group }).then((page) => page.messages[1].mentions), id), [bob.user]);

  // One is away while things change.
  await openGroup(carol, id);
  await carol.shows(['大家好', '@' + bob.user + ' 看这里']);
  await carol.card('home');
  await eventually(async () => (await carol.state()).life === 'suspended', 'the suspension');
  await alice.tap(alice.of(CHAT, 'group-bar'));
  await alice.frame.waitForSelector(alice.of(GROUP, 'tile'), { visible: true });
  await alice.shot('24-group');
  await line(alice, alice.of('components/cell/cell', 'cell'), '群公告');
  await type(alice, alice.of(NOTE, 'field') + ' textarea', '周五南飞，带好行李。');
  await alice.shot('25-note');
  await alice.tap(alice.of(NOTE, 'go'));
  await alice.waitFor('what was published', () => /周五南飞/.test((document.querySelector('.pages_note_note--text') || {}).textContent || ''));
  await alice.back();
  await alice.tap(alice.of(GROUP, 'every'));
  await line(alice, alice.of(MEMBERS, 'line'), bob.user);
  await choose(alice, /设为管理员/);
  await alice.waitFor('the administrator', () => /管理员/.test((document.querySelector('.pages_members_members--role:not(.pages_members_members--strong)') || {}).textContent || ''));
  await alice.shot('26-members');
  await alice.back();
  await alice.back();
  await seen(alice, /你发布了群公告/);
  await seen(bob, /成为管理员|你成为管理员/);
  await bob.waitFor('the announcement above', () => /周五南飞/.test((document.querySelector('.page-frame.front .pages_chat_chat--group-note') || {}).textContent || ''));
  await bob.shot('27-announced');
  await carol.card('home');
  await seen(carol, /发布了群公告/);
  await seen(carol, /成为管理员/);
  await alice.say('都到了吗');
  await carol.shows(['大家好', '@' + bob.user + ' 看这里', '都到了吗']);
  const told = (await lines(alice)).length;
  await eventually(async () => (await lines(carol)).length === told && (await lines(bob)).length === told, 'the same lines on all three');

  // An administrator puts somebody out, who sees it at once.
  await bob.tap(bob.of(CHAT, 'group-bar'));
  await bob.tap(bob.of(GROUP, 'every'));
  await line(bob, bob.of(MEMBERS, 'line'), carol.user);
  await choose(bob, /移出群聊/);
  await choose(bob, /^移出$/);
  await carol.frame.waitForSelector(carol.of(CHAT, 'closed'), { visible: true });
  await seen(alice, /移出了群聊/);
  await carol.shot('28-out');
  await bob.back();
  await bob.back();

  // Back in, by asking.
  await carol.back();
  await carol.tap('.tab-item:nth-child(2)');
  await carol.tap(carol.of(CONTACTS, 'find-group'));
  await answer(carol, id);
  await carol.frame.waitForSelector(carol.of(GROUP, 'go'), { visible: true });
  await carol.shot('29-visitor');
  await carol.tap(carol.of(GROUP, 'go'));
  await answer(carol, '让我回来吧');
  await alice.waitFor('who waits', () => /1 人申请加入/.test((document.querySelector('.page-frame.front .pages_chat_chat--group-note') || {}).textContent || ''));
  await alice.tap(alice.of(CHAT, 'group-bar'));
  await line(alice, alice.of('components/cell/cell', 'cell'), '入群申请');
  await alice.frame.waitForSelector(alice.of(REQUESTS, 'yes'), { visible: true });
  await alice.shot('30-requests');
  await alice.tap(alice.of(REQUESTS, 'yes'));
  await alice.back();
  await alice.back();
  await seen(alice, /加入了群聊/);
  await openGroup(carol, id);
  await carol.say('我回来了');
  await eventually(async () => (await alice.texts()).includes('我回来了') && (await bob.texts()).includes('我回来了'), 'the word of the newcomer');

  // One leaves by oneself.
  await bob.tap(bob.of(CHAT, 'group-bar'));
  await line(bob, bob.of(GROUP, 'exit'), '退出群聊');
  await bob.tap('.modal-confirm');
  await seen(alice, /退出了群聊/);
  await bob.waitFor('a list without the group', () => /消息/.test(document.querySelector('.page-frame.front .nav-title').textContent)
    && !/雁群/.test(document.querySelector('.page-frame.front').textContent));
  await opened.shot('31-end');
});

test('all muted, then dismissed: what everybody sees, in the dark and in English', async () => {
  await meet({ theme: 'dark', lang: 'en' });
  const id = await alice.do((users) => window.phone.app.account.hy.groups.create({ name: 'Geese', type: 'public', members: users }).then((group) => group.group), [bob.user, carol.user]);
  for (const phone of [alice, bob, carol]) {
    await phone.do(() => { window.phone.device.wx.setStorageSync('demo:language', 'en'); });
    await openGroup(phone, id);
  }
  await alice.say('north or south?');
  await bob.shows(['north or south?']);
  await alice.tap(alice.of(CHAT, 'group-bar'));
  await alice.frame.waitForSelector(alice.of(GROUP, 'tile'), { visible: true });
  await alice.tap(alice.of(GROUP, 'to-mute-all'));
  await bob.frame.waitForSelector(bob.of(CHAT, 'closed'), { visible: true });
  await opened.shot('32-muted-dark');
  await alice.tap(alice.of(GROUP, 'to-mute-all'));
  await eventually(() => bob.do(() => !document.querySelector('.page-frame.front .pages_chat_chat--closed')), 'the input to come back');
  await bob.say('south');
  await carol.shows(['north or south?', 'south']);
  await line(alice, alice.of(GROUP, 'exit'), 'Dismiss');
  await alice.tap('.modal-confirm');
  for (const phone of [bob, carol]) await phone.frame.waitForSelector(phone.of(CHAT, 'closed'), { visible: true });
  await opened.shot('33-dismissed-dark');
});
