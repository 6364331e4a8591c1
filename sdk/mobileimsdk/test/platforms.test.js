'use strict';
/**
 * The other platforms: a browser (window as far as the SDK touches it) and uni-app.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const { createFakeClock } = require('../../fake-wx/lib/memory/fake-clock');
const { createFakeWx, loadSandboxed } = require('../../fake-wx');
const { createIMSDK, webPlatform, wxPlatform } = require('..');
const { pack } = require('../../pack');
const { ENTRY, URL, watch } = require('./world');

/** A window with the few things that a chat needs. */
function createWindow(clock) {
  const target = () => {
    const listeners = {};
    return {
      listeners,
      addEventListener(event, run) { (listeners[event] = listeners[event] || new Set()).add(run); },
      removeEventListener(event, run) { listeners[event].delete(run); },
      tell(event) { (listeners[event] || []).forEach((run) => run({})); },
    };
  };
  const window = Object.assign(target(), { document: Object.assign(target(), { hidden: false }), alerts: [], sockets: [] });
  window.alert = (text) => window.alerts.push(text);
  window.WebSocket = function WebSocket(url) {
    if (!/^wss?:/.test(url)) throw new SyntaxError('bad url');
    const socket = this;
    Object.assign(socket, { url, args: arguments.length, readyState: 0, sent: [] });
    socket.send = (text) => {
      assert.equal(socket.readyState, 1);
      socket.sent.push(JSON.parse(text));
    };
    socket.end = (code) => clock.set(() => {
      if (socket.readyState === 3) return;
      socket.readyState = 3;
      socket.onclose({ code });
    }, 0);
    socket.close = () => {
      socket.readyState = 2;
      socket.end(1000);
    };
    socket.hear = (p) => socket.onmessage({ data: JSON.stringify(p) });
    socket.accept = () => {
      socket.readyState = 1;
      socket.onopen();
      socket.hear({ type: 50, dataContent: '{"code":0,"firstLoginTime":9}' });
    };
    window.sockets.push(socket);
  };
  return window;
}

function browser() {
  const clock = createFakeClock();
  const window = createWindow(clock);
  const errors = [];
  const host = { setTimeout: clock.set, clearTimeout: clock.clear, now: clock.now, random: Math.random, report: (error) => errors.push(error), log() {} };
  const sdk = createIMSDK(webPlatform(window, host));
  const events = [];
  watch(sdk, events, clock.now);
  return { clock, window, sdk, events, names: () => events.map((e) => e.name), errors, last: () => window.sockets[window.sockets.length - 1] };
}

test('a browser: login, message, acknowledgement, lost link, logout', async () => {
  const { clock, sdk, names, events, last, window } = browser();
  assert.equal(sdk.loginImpl({ loginUserId: 'alice', loginToken: 't' }, URL), 0);
  assert.equal(last().args, 1, 'no subprotocol');
  last().accept();
  await clock.settle();
  assert.deepEqual(names(), ['AfterLoginSucess']);
  const results = [];
  sdk.sendData({ to: 'bob', dataContent: 'hi', QoS: true, fp: 'f1' }, () => results.push('sucess'), () => results.push('fail'), () => results.push('complete'));
  await clock.settle();
  assert.deepEqual(results, ['sucess', 'complete']);
  last().hear({ type: 2, dataContent: 'x', from: 'bob', to: 'alice', QoS: true, fp: 'g1' });
  last().hear({ type: 4, dataContent: 'f1', from: 'bob', to: 'alice' });
  assert.deepEqual(last().sent.map((p) => p.type), [0, 2, 4]);
  last().end(1006);
  await clock.advance(3000);
  assert.equal(window.sockets.length, 2);
  last().accept();
  await clock.settle();
  assert.deepEqual(names(), ['AfterLoginSucess', 'Data', 'MessagesBeReceived', 'Disconnected', 'ReconnectSucess']);
  sdk.disconnectSocket();
  await clock.settle();
  assert.equal(last().sent.slice(-1)[0].type, 3);
  assert.equal(clock.pending(), 0);
  assert.equal(events.length, 5);
});

test('a browser: a page seen again asks its socket, and keeps it when it answers', async () => {
  const { clock, sdk, window, last, names } = browser();
  sdk.loginImpl({ loginUserId: 'alice' }, URL);
  last().accept();
  window.document.hidden = true;
  window.document.tell('visibilitychange');
  await clock.advance(10000);
  window.document.hidden = false;
  window.document.tell('visibilitychange');
  assert.deepEqual(last().sent.map((p) => p.type), [0, 1]);
  last().hear({ type: 51, dataContent: '{}' });
  await clock.advance(4000);
  assert.equal(window.sockets.length, 1);
  window.tell('offline');
  await clock.advance(2100);
  assert.deepEqual(names(), ['AfterLoginSucess', 'Ping', 'Pong', 'Ping', 'Ping', 'Disconnected']);
  await clock.advance(10);
  assert.equal(window.sockets.length, 2);
  last().end(1006);
  await clock.advance(1);
  window.tell('online');
  assert.equal(window.sockets.length, 3);
  last().accept();
  assert.equal(sdk.isOnline(), true);
  sdk.setPlatform(webPlatform(createWindow(clock), { setTimeout: clock.set, clearTimeout: clock.clear }));
  assert.ok([window, window.document].every((one) => Object.values(one.listeners).every((set) => set.size === 0)), 'nothing listens any more');
});

test('a browser: a constructor that throws, an alert', async () => {
  const { clock, sdk, window, names } = browser();
  window.WebSocket = function Broken() { throw new Error('not allowed'); };
  sdk.loginImpl({ loginUserId: 'alice' }, URL);
  await clock.settle();
  assert.deepEqual(names(), ['ShowAlert']);
  sdk.callback_onIMShowAlert = null;
  sdk.loginImpl({ loginUserId: 'alice' }, URL);
  await clock.settle();
  assert.equal(window.alerts.length, 1);
});

test('the packed file in a page by <script>: the names are there, on window too', () => {
  const window = createWindow(createFakeClock());
  const page = vm.createContext({ window, console, setTimeout, clearTimeout, module: {} });
  vm.runInContext(pack(path.join(__dirname, '..', 'index.js')), page);
  vm.runInContext('useWeb(window); IMSDK.loginImpl({ loginUserId: "alice" }, "wss://im.example.com/websocket");', page);
  ['IMSDK', 'MBProtocalFactory', 'MBUtils', 'MBKeepAliveDaemon', 'MBSenseMode'].forEach((name) => assert.ok(window[name], name));
  assert.equal(window.sockets.length, 1);
  vm.runInContext('IMSDK.disconnectSocket();', page);
});

test('a platform whose old sockets speak late: nobody listens', async () => {
  const clock = createFakeClock();
  const sockets = [];
  const sdk = createIMSDK({
    name: 'late', now: clock.now, random: Math.random, setTimeout: clock.set, clearTimeout: clock.clear, report: assert.ifError, log() {}, alert() {},
    connect(url, events) {
      const socket = { events, sent: [], closed: false };
      socket.send = (text, done) => {
        socket.sent.push(JSON.parse(text).type);
        socket.done = done;
      };
      socket.close = () => { socket.closed = true; };
      sockets.push(socket);
      return socket;
    },
    onShow: () => () => {}, onHide: () => () => {}, onNetwork: () => () => {},
  });
  const events = [];
  watch(sdk, events, clock.now);
  const answer = JSON.stringify({ type: 50, dataContent: '{"code":0,"firstLoginTime":9}' });
  sdk.loginImpl({ loginUserId: 'alice' }, URL);
  sdk.loginImpl({ loginUserId: 'alice' }, URL);
  const [old, live] = sockets;
  assert.equal(old.closed, true);
  old.events.open();
  assert.deepEqual(old.sent.concat(live.sent), [], 'no login on the new socket because the old one opened');
  old.events.message(answer);
  assert.equal(sdk.isLogined(), false);
  live.events.open();
  const { done } = live;
  live.events.message(answer);
  sdk.sendData({ to: 'bob', dataContent: 'x' });
  const late = live.done;
  live.events.end('closed');
  await clock.advance(3000);
  sockets[2].events.open();
  sockets[2].events.message(answer);
  late('not open any more');
  done('not open any more');
  live.events.end('closed again');
  live.events.message(JSON.stringify({ type: 54, dataContent: '{"code":1}' }));
  await clock.advance(0);
  assert.equal(sdk.isOnline(), true);
  assert.deepEqual(events.map((e) => e.name), ['AfterLoginSucess', 'Disconnected', 'ReconnectSucess']);
  sdk.disconnectSocket();
});

test('uni-app: found by itself; a task is given only to those who pass a function; some events may be missing', async () => {
  const { wx, device, server, platform } = createFakeWx();
  const uni = {
    connectSocket(options) {
      assert.ok(options.success || options.fail || options.complete);
      return wx.connectSocket(options);
    },
    showModal: wx.showModal,
    onNetworkStatusChange: wx.onNetworkStatusChange,
  };
  const { IMSDK } = loadSandboxed(ENTRY, { globals: { uni, console, setTimeout: platform.setTimeout, clearTimeout: platform.clearTimeout } });
  assert.equal(IMSDK.loginImpl({ loginUserId: 'alice' }, URL), 0);
  await device.settle();
  server.peers[0].send({ type: 50, dataContent: '{"code":0}' });
  await device.settle();
  assert.equal(IMSDK.isOnline(), true);
  assert.equal(uni.IMSDK, undefined, 'only wx is dressed by itself');
  IMSDK.disconnectSocket();
  IMSDK.setPlatform(wxPlatform(uni, platform));
  device.dispose();
});

test('no source names what a mini-program lacks', () => {
  const folder = path.join(__dirname, '..');
  const files = fs.readdirSync(folder).concat(fs.readdirSync(path.join(folder, 'module')).map((name) => 'module/' + name)).filter((name) => name.endsWith('.js'));
  assert.equal(files.length, 7);
  files.forEach((name) => {
    const text = fs.readFileSync(path.join(folder, name), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '').replace(/window\.(document|WebSocket|alert|addEventListener)/g, '');
    const found = /\b(document|fetch|WebSocket|XMLHttpRequest|localStorage|TextEncoder|TextDecoder|URL|crypto|btoa|atob|eval|globalThis|process|Buffer)\b/.exec(text.replace(/NO_URL/g, ''));
    assert.equal(found, null, name + ': ' + found);
  });
});
