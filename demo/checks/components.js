'use strict';
/** Components on WeChat's own component framework (exparser, through miniprogram-simulate) in jsdom: from data to nodes, from touch to event. */

const assert = require('node:assert/strict');
const path = require('node:path');
const test = require('node:test');
const { JSDOM } = require('jsdom');

const ROOT = path.join(__dirname, '..', 'miniprogram');
const dom = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
['window', 'document', 'HTMLElement', 'CustomEvent', 'Event', 'MouseEvent', 'Node', 'MutationObserver', 'requestAnimationFrame', 'cancelAnimationFrame'].forEach((name) => {
  globalThis[name] = name === 'window' ? dom.window : dom.window[name];
});
const simulate = require('miniprogram-simulate');
const { createFakeWx } = require('../../sdk/fake-wx');

const { wx } = createFakeWx({ systemInfo: { language: 'en' } });
const recorder = { started: 0, stopped: 0 };
globalThis.wx = Object.assign(globalThis.wx || {}, wx, {
  vibrateShort() {},
  getRecorderManager: () => ({
    onStart: (run) => { recorder.onStart = run; }, onStop: (run) => { recorder.onStop = run; }, onError: (run) => { recorder.onError = run; },
    start: () => { recorder.started += 1; }, stop: () => { recorder.stopped += 1; },
  }),
});
const account = { hy: { fileUrl: (content) => (content.file === 'gone' ? Promise.reject(new Error('gone')) : Promise.resolve(content.url + '?fresh')) } };
globalThis.getApp = () => ({ account });

const ids = {};
function render(name, props) {
  if (!ids[name]) ids[name] = simulate.load(path.join(ROOT, 'components', name, name), name, { rootPath: ROOT, less: false });
  const component = simulate.render(ids[name], props);
  const parent = document.createElement('div');
  component.attach(parent);
  return component;
}
const text = (component) => component.dom.textContent;
const sleep = (ms) => simulate.sleep(ms || 20);

const ROW = {
  id: 'bob/1', key: 'r1', n: 1, side: 'other', kind: 'text', time: '', begin: '', from: 'bob', name: 'Bob', initial: 'B', tone: 3, avatar: '', named: false,
  text: 'hello', more: '', big: false, rtl: false, content: null, local: '', mark: '', progress: 0, again: '', playing: false, quote: null,
};
const row = (patch) => ({ row: Object.assign({}, ROW, patch) });
function heard(component) {
  const events = [];
  component.addEventListener('act', (event) => events.push(event.detail));
  return events;
}

test('a message shows its time, its text and a touch', async () => {
  const one = render('message', row({ time: '10:20', begin: 'begins here' }));
  assert.match(text(one), /begins here.*10:20.*hello/s);
  const events = heard(one);
  one.querySelector('.bubble').dispatchEvent('tap');
  await sleep();
  assert.deepEqual(events, [{ what: 'open', id: 'bob/1' }]);
});

test('HTML and braces stay text', () => {
  const evil = '<script>alert(1)</script><b>x</b> &lt; {{row.id}}';
  const one = render('message', row({ text: evil }));
  assert.equal(one.querySelector('.text').dom.textContent, evil);
  assert.equal(one.dom.querySelectorAll('script, b').length, 0);
});

test('marks of one’s own: sending, sent, delivered, read, and failed, which asks to be touched', async () => {
  for (const mark of ['sending', 'sent', 'delivered', 'read']) {
    const one = render('message', row({ side: 'me', mark }));
    assert.ok(one.querySelector('.sign.' + mark), mark);
    const events = heard(one);
    one.querySelector('.mark').dispatchEvent('tap');
    await sleep();
    assert.deepEqual(events, []);
  }
  const failed = render('message', row({ side: 'me', mark: 'failed' }));
  const events = heard(failed);
  failed.querySelector('.mark').dispatchEvent('tap');
  await sleep();
  assert.deepEqual(events, [{ what: 'resend', id: 'bob/1' }]);
  assert.equal(render('message', row({ mark: 'failed' })).querySelector('.mark'), undefined);
});

test('every kind has its own bubble', () => {
  const picture = { file: 'f', url: 'http://x/y', wide: 100, high: 80 };
  assert.ok(render('message', row({ kind: 'image', content: picture })).querySelector('.bubble.image'));
  assert.ok(render('message', row({ kind: 'video', content: picture })).querySelector('.bubble.video'));
  const place = render('message', row({ kind: 'location', content: { name: 'West Lake', address: 'Hangzhou', latitude: 1, longitude: 2 } }));
  assert.match(text(place), /West Lake.*Hangzhou/s);
  const voice = render('message', row({ kind: 'audio', content: { length: '7″', wide: 90 } }));
  assert.match(text(voice), /7″/);
  assert.match(text(render('message', row({ kind: 'other', text: '[Card]' }))), /\[Card\]/);
  assert.match(text(render('message', row({ side: 'middle', kind: 'notice', text: 'recalled', again: 'Edit again' }))), /recalled.*Edit again/s);
});

test('a folded text and a quote can be touched', async () => {
  const one = render('message', row({ more: 'Show all', quote: { n: 4, text: 'Bob: before' } }));
  const events = heard(one);
  one.querySelector('.more').dispatchEvent('tap');
  one.querySelector('.quote').dispatchEvent('tap');
  await sleep();
  assert.deepEqual(events.map((event) => event.what).filter((what) => what !== 'open'), ['unfold', 'quoted']);
});

test('right to left, only emoji', () => {
  assert.ok(render('message', row({ rtl: true })).querySelector('.rtl'));
  assert.ok(render('message', row({ big: true })).querySelector('.bubble.big'));
});

test('a picture that is gone says so, and can be asked for again', async () => {
  const one = render('picture', { content: { file: 'gone', url: 'http://x/y', wide: 100, high: 80 }, local: '' });
  await sleep(50);
  assert.match(text(one), /cannot be shown/);
  one.setData({ content: { file: 'here', url: 'http://x/z', wide: 100, high: 80 } });
  one.querySelector('.broken').dispatchEvent('tap');
  await sleep(50);
  assert.equal(one.data.src, 'http://x/z?fresh');
  assert.doesNotMatch(text(one), /cannot be shown/);
});

test('a picture on its way up shows how far', () => {
  assert.match(text(render('picture', { content: { url: 'x', wide: 100, high: 80 }, local: 'wxfile://tmp_a.jpg', busy: true, progress: 42 })), /42%/);
});

test('the input bar: words bring the send key, sending and clearing', async () => {
  const bar = render('input-bar', { quote: '' });
  const sent = [];
  bar.addEventListener('send', (event) => sent.push(event.detail.text));
  assert.ok(bar.querySelector('.more-key'));
  bar.instance.input({ detail: { value: 'hi' } });
  await sleep();
  assert.ok(bar.querySelector('.send'));
  bar.querySelector('.send').dispatchEvent('tap');
  await sleep();
  assert.deepEqual(sent, ['hi']);
  bar.instance.clear();
  bar.instance.input({ detail: { value: '  ' } });
  bar.instance.send();
  await sleep();
  assert.deepEqual(sent, ['hi']);
});

test('the input bar: panels open one at a time, emoji are written and erased whole', async () => {
  const bar = render('input-bar', { quote: 'Quote Bob: x' });
  assert.match(text(bar), /Quote Bob/);
  bar.querySelector('.emoji-key').dispatchEvent('tap');
  await sleep();
  assert.equal(bar.data.panel, 'emoji');
  bar.instance.emoji({ detail: { text: '😀' } });
  bar.instance.erase();
  assert.equal(bar.data.value, '');
  bar.querySelector('.more-key').dispatchEvent('tap');
  await sleep();
  assert.equal(bar.data.panel, 'more');
  bar.querySelector('.voice-key').dispatchEvent('tap');
  await sleep();
  assert.deepEqual([bar.data.panel, bar.data.voice], ['', true]);
});

test('hold to talk: slid up it is thrown away, let go it is sent, refused it is told', async () => {
  const button = render('talk-button', {});
  const events = [];
  ['done', 'failed'].forEach((name) => button.addEventListener(name, (event) => events.push([name, event.detail])));
  const press = () => {
    button.instance.press({ touches: [{ clientY: 500 }] });
    recorder.onStart();
  };
  press();
  button.instance.slide({ touches: [{ clientY: 400 }] });
  assert.equal(button.data.state, 'cancel');
  button.instance.lift();
  recorder.onStop({ tempFilePath: 'wxfile://tmp_a.mp3', duration: 3000 });
  await sleep();
  assert.deepEqual(events, []);
  press();
  button.instance.lift();
  recorder.onStop({ tempFilePath: 'wxfile://tmp_b.mp3', duration: 3000 });
  await sleep();
  assert.deepEqual(events, [['done', { path: 'wxfile://tmp_b.mp3', duration: 3000 }]]);
  button.instance.press({ touches: [{ clientY: 500 }] });
  recorder.onError({ errMsg: 'operateRecorder:fail auth deny' });
  await sleep();
  assert.deepEqual(events[1], ['failed', { denied: true }]);
  assert.equal(button.data.state, '');
});

test('the menu stays on the screen', async () => {
  const items = ['copy', 'quote', 'recall', 'hide'].map((what) => ({ what, title: what, icon: what }));
  for (const [x, y] of [[0, 0], [375, 0], [375, 724], [180, 300]]) {
    const menu = render('action-menu', { menu: { x, y, items } });
    await sleep();
    assert.ok(menu.data.left >= 8 && menu.data.left + 4 * 62 + 16 <= 367, 'left ' + menu.data.left);
    assert.ok(menu.data.top >= 8, 'top ' + menu.data.top);
  }
  const menu = render('action-menu', { menu: { x: 1, y: 1, items } });
  const picked = [];
  menu.addEventListener('pick', (event) => picked.push(event.detail.what));
  await sleep();
  menu.querySelector('.menu-recall').dispatchEvent('tap');
  await sleep();
  assert.deepEqual(picked, ['recall']);
});

test('an avatar whose picture does not load becomes a letter', async () => {
  const avatar = render('avatar', { initial: 'B', tone: 2, src: 'http://x/broken.png', size: 'list' });
  assert.ok(avatar.querySelector('.picture'));
  avatar.instance.failed();
  await sleep();
  assert.equal(avatar.querySelector('.picture'), undefined);
  assert.match(text(avatar), /B/);
});

/** A page as a component: its functions are methods, onLoad and onShow come when it is there. */
function renderPage(route, query) {
  globalThis.Page = (page) => {
    const methods = {};
    const fields = {};
    Object.keys(page).forEach((name) => {
      if (typeof page[name] === 'function') methods[name] = page[name];
      else if (name !== 'data') fields[name] = page[name];
    });
    Component({
      data: page.data, methods,
      lifetimes: {
        created() { Object.assign(this, fields); },
        attached() {
          if (this.onLoad) this.onLoad(query || {});
          if (this.onShow) this.onShow();
        },
        detached() { if (this.onUnload) this.onUnload(); },
      },
    });
  };
  const page = simulate.render(simulate.load(path.join(ROOT, route), route.split('/').pop() + '-page', { rootPath: ROOT, less: false }), {});
  page.attach(document.createElement('div'));
  return page;
}

test('the page of conversations: lines, badge, draft, and where a touch leads', async () => {
  const conversation = (user, more) => Object.assign({
    conv: 's:' + user, user, unread: 0, last: null, head: 1, t: 1, read: 0, cleared: 0, peer: { read: 0, delivered: 0 }, pinned: false, muted: false, hidden: false,
  }, more);
  const said = (content, more) => Object.assign({ type: 'text', content: { text: content }, t: Date.now(), n: 1, conv: 's:bob', from: 'bob', mine: false }, more);
  const gone = [];
  Object.assign(globalThis.wx, {
    setNavigationBarTitle() {}, navigateTo: ({ url }) => gone.push(url), setTabBarItem() {}, setTabBarBadge() {}, removeTabBarBadge() {},
  });
  const on = () => () => {};
  const before = globalThis.getApp;
  globalThis.getApp = () => ({
    nameTabs() {}, badge() {},
    account: {
      hy: { on, state: 'online', conversations: () => [
        conversation('bob', { unread: 120, last: said('<b>hi</b>') }), conversation('carol', { last: said('x', { mine: true, state: 'failed', conv: 's:carol' }), muted: true, unread: 2 }),
        conversation('dave', { pinned: true }),
      ] },
      people: { of: (id) => ({ id, name: id.toUpperCase(), avatar: '' }), onChange: on },
      drafts: { get: (conv) => (conv === 's:dave' ? { text: 'half', quote: 0, t: 1 } : null), onChange: on },
      hidden: { has: () => false }, status: { trouble: () => '', onChange: on }, mentioned: { has: (conv) => conv === 's:bob' },
      groups: { of: () => ({ name: 'Geese' }), faceOf: () => '', cardOf: () => '', onChange: on },
    },
  });
  const page = renderPage('pages/chats/chats');
  await sleep(50);
  const lines = page.dom.textContent;
  assert.match(lines, /99\+.*BOB.*\[You were mentioned\].*<b>hi<\/b>/s);
  assert.match(lines, /CAROL.*!/s);
  assert.match(lines, /DAVE.*\[Draft\].*half/s);
  page.querySelector('.line').dispatchEvent('tap');
  await sleep();
  assert.deepEqual(gone, ['/pages/chat/chat?conv=s%3Abob']);
  page.detach();
  clearInterval(page.instance.minute);
  globalThis.getApp = before;
});

test('the login page: what is typed, and what is missing', async () => {
  globalThis.getApp = () => ({ config: { server: 'http://127.0.0.1:8080', credentials: 'development', user: '' }, account: null });
  const page = renderPage('pages/login/login');
  await sleep();
  page.querySelector('.go').dispatchEvent('tap');
  await sleep();
  assert.match(page.dom.textContent, /enter a user id/);
  page.instance.typed({ currentTarget: { dataset: { field: 'user' } }, detail: { value: 'alice' } });
  await sleep();
  assert.doesNotMatch(page.dom.textContent, /enter a user id/);
});

test.after(() => dom.window.close());
