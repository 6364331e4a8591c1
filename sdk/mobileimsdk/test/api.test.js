'use strict';
/**
 * The handbook's entries, one after the other: names, answers, arguments and their order.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { createFakeWx, loadSandboxed } = require('../../fake-wx');
const { ENTRY, URL, createWorld } = require('./world');

const HANDBOOK = {
  functions: ['isLogined', 'isOnline', 'getLoginInfo', 'sendData', 'disconnectSocket', 'setDebugCoreEnable', 'setDebugSDKEnable', 'setDebugPingPongEnable', 'loginImpl'],
  callbacks: ['callback_onIMLog', 'callback_onIMData', 'callback_onIMAfterLoginSucess', 'callback_onIMAfterLoginFailed', 'callback_onIMReconnectSucess',
    'callback_onIMDisconnected', 'callback_onIMPing', 'callback_onIMPong', 'callback_onIMShowAlert', 'callback_onIMKickout', 'callback_onMessagesLost',
    'callback_onMessagesBeReceived'],
};

test('all 21 entries are there, and nothing is there that is not documented', () => {
  const { IMSDK, MBSocketEvent } = require('../mobileimsdk-client-sdk');
  HANDBOOK.functions.forEach((name) => assert.equal(typeof IMSDK[name], 'function', name));
  HANDBOOK.callbacks.forEach((name) => assert.equal(IMSDK[name], null, name));
  assert.equal(HANDBOOK.functions.length + HANDBOOK.callbacks.length, 21);
  const ours = ['setSenseMode', 'setPlatform'];
  assert.deepEqual(Object.keys(IMSDK).sort(), HANDBOOK.functions.concat(HANDBOOK.callbacks, ours).sort());
  assert.deepEqual(Object.values(MBSocketEvent).sort(), HANDBOOK.callbacks.slice().sort());
});

test('loading the file in a mini-program puts the companions on wx; the one IMSDK works there', async () => {
  const { wx, device, server, platform } = createFakeWx();
  const globals = { wx, console, setTimeout: platform.setTimeout, clearTimeout: platform.clearTimeout };
  const exported = loadSandboxed(ENTRY, { globals });
  ['IMSDK', 'MBProtocalFactory', 'MBUtils', 'MBKeepAliveDaemon', 'MBSenseMode', 'MBErrorCode', 'MBKickoutCode', 'MBProtocalType', 'MBSocketEvent'].forEach((name) => {
    assert.ok(wx[name], name);
    assert.equal(wx[name], exported[name], name);
  });
  wx.MBKeepAliveDaemon.setSenseMode(wx.MBSenseMode.MODE_5S);
  assert.throws(() => wx.MBKeepAliveDaemon.setSenseMode(4), /no such sense mode/);
  let ins = 0;
  wx.IMSDK.callback_onIMAfterLoginSucess = () => { ins += 1; };
  assert.equal(wx.IMSDK.loginImpl({ loginUserId: 'alice', loginToken: 't' }, URL), 0);
  await device.settle();
  server.peers[0].send({ type: 50, dataContent: '{"code":0,"firstLoginTime":7}' });
  await device.advance(5000);
  assert.equal(ins, 1);
  assert.deepEqual(server.peers[0].received.map((text) => JSON.parse(text).type), [0, 1], 'keep-alive after 5 s');
  assert.equal(server.peers[0].url, URL);
  assert.deepEqual(server.peers[0].protocols, []);
  wx.IMSDK.disconnectSocket();
  device.dispose();
});

test('wx that cannot be written to is left alone', () => {
  const { wx } = createFakeWx();
  const exported = loadSandboxed(ENTRY, { globals: { wx: Object.freeze(Object.assign({}, wx)), console, setTimeout, clearTimeout } });
  assert.equal(typeof exported.IMSDK.loginImpl, 'function');
});

test('the packed file is the same SDK', () => {
  const fs = require('node:fs');
  const os = require('node:os');
  const { pack } = require('../../pack');
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'mobileimsdk-')), 'mobileimsdk.js');
  fs.writeFileSync(file, pack(path.join(__dirname, '..', 'index.js')));
  const { wx } = createFakeWx();
  const packed = loadSandboxed(file, { globals: { wx, console, setTimeout, clearTimeout } });
  assert.deepEqual(Object.keys(packed), Object.keys(require('..')));
  assert.deepEqual(Object.keys(require('..')), Object.keys(require('../mobileimsdk-client-sdk')));
  assert.equal(wx.IMSDK, packed.IMSDK);
});

test('without any platform it says so and throws nothing', () => {
  const { IMSDK, MBErrorCode } = loadSandboxed(ENTRY, { globals: { console, setTimeout, clearTimeout } });
  assert.equal(IMSDK.loginImpl({ loginUserId: 'a' }, URL), MBErrorCode.CLIENT_SDK_NO_INITIALED);
  assert.equal(IMSDK.sendData({ to: 'b' }), MBErrorCode.CLIENT_SDK_NO_INITIALED);
  assert.equal(IMSDK.isLogined(), false);
  assert.equal(IMSDK.isOnline(), false);
  assert.equal(IMSDK.getLoginInfo(), null);
  IMSDK.disconnectSocket();
});

test('isLogined, isOnline, getLoginInfo through a life', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  const states = () => [alice.sdk.isLogined(), alice.sdk.isOnline()];
  assert.deepEqual(states(), [false, false]);
  assert.equal(alice.sdk.getLoginInfo(), null);
  const given = { loginUserId: 'alice', loginToken: 'tok', extra: 'x' };
  alice.start(given);
  assert.deepEqual(states(), [false, false]);
  await world.settle();
  await world.settle();
  assert.deepEqual(states(), [true, true]);
  assert.deepEqual(alice.sdk.getLoginInfo(), { loginUserId: 'alice', loginToken: 'tok', extra: 'x', firstLoginTime: world.clock.now() });
  assert.deepEqual(given, { loginUserId: 'alice', loginToken: 'tok', extra: 'x' }, "the app's object stays as it is");
  await alice.device.loseNetwork('close');
  assert.deepEqual(states(), [true, false]);
  await alice.device.restoreNetwork();
  await world.advance(5000);
  assert.deepEqual(states(), [true, true]);
  alice.sdk.disconnectSocket();
  assert.deepEqual(states(), [false, false]);
  await world.end();
});

test('a token that the app renews in getLoginInfo is sent at the next re-login', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  alice.sdk.getLoginInfo().loginToken = 'fresh';
  world.server.table.get('alice').peer.kill();
  await world.advance(5000);
  assert.equal(JSON.parse(alice.sent(0)[1].dataContent).loginToken, 'fresh');
  await world.end();
});

test('sendData: codes, and its three functions', async () => {
  const world = createWorld();
  const { MBErrorCode } = world.phone('nobody').IM;
  const alice = world.phone('alice');
  const bob = world.phone('bob');
  const heard = [];
  const ear = (what) => (result) => heard.push(what + ' ' + result.errMsg);
  const send = (p) => alice.sdk.sendData(p, ear('sucess'), ear('fail'), ear('complete'));
  const p = (QoS, text) => alice.factory.createCommonData(text || 'x', 'alice', 'bob', QoS);
  const after = async (code, expected, call) => {
    heard.length = 0;
    assert.equal(call(), code);
    assert.deepEqual(heard, [], 'nothing is heard inside the call');
    await world.settle();
    assert.deepEqual(heard, expected);
  };
  const failed = (code) => ['fail sendData:fail ' + code, 'complete sendData:fail ' + code];
  const fine = ['sucess sendData:ok', 'complete sendData:ok'];

  await after(MBErrorCode.COMMON_NO_LOGIN, failed(1), () => send(p(true)));
  await alice.login();
  await bob.login();
  await after(0, fine, () => send(p(true, 'qos')));
  await after(0, fine, () => send(p(false, 'plain')));
  await after(MBErrorCode.COMMON_INVALID_PROTOCAL, failed(4), () => send(null));
  await after(MBErrorCode.COMMON_INVALID_PROTOCAL, failed(4), () => send('text'));
  await after(MBErrorCode.COMMON_INVALID_PROTOCAL, failed(4), () => send({ dataContent: 'no receiver' }));
  await after(MBErrorCode.COMMON_INVALID_PROTOCAL, failed(4), () => send({ type: 'x', to: 'bob' }));
  await after(MBErrorCode.COMMON_DATA_SEND_FAILD, failed(3), () => send(p(true, '鸿'.repeat(21900))));
  await after(0, fine, () => send(p(true, '鸿'.repeat(21700))));
  await world.settle();
  assert.deepEqual(bob.texts().map((text) => text.slice(0, 5)), ['qos', 'plain', '鸿鸿鸿鸿鸿']);
  await world.advance(20000);
  assert.equal(alice.of('MessagesLost').length, 0);

  // The link is down: QoS keeps it, without QoS it cannot be.
  world.server.bad.deaf = (one) => one.type === 0;
  world.server.table.get('alice').peer.kill();
  await world.settle();
  assert.equal(alice.sdk.isOnline(), false);
  await after(MBErrorCode.BREOKEN_CONNECT_TO_SERVER, failed(201), () => send(p(false)));
  await after(0, fine, () => send(p(true, 'kept')));
  await alice.device.loseNetwork('event');
  await after(MBErrorCode.LOCAL_NETWORK_NOT_WORKING, failed(204), () => send(p(false)));
  world.server.bad.deaf = null;
  await alice.device.restoreNetwork();
  await world.advance(6000);
  assert.equal(bob.texts()[3], 'kept');
  // The functions may be left out, or be null.
  assert.equal(alice.sdk.sendData(p(true)), 0);
  assert.equal(alice.sdk.sendData(p(true), null, null, null), 0);
  await world.end();
});

test('a packet that the app made by hand: completed, and its fingerprint is told', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  const bob = world.phone('bob');
  await Promise.all([alice.login(), bob.login()]);
  const p = { to: 'bob', dataContent: { a: 1 }, QoS: true };
  alice.sdk.sendData(p);
  await world.settle();
  await world.settle();
  assert.deepEqual(Object.assign({}, bob.shown()[0]), { bridge: false, type: 2, dataContent: '{"a":1}', from: 'alice', to: 'bob', fp: p.fp, QoS: true, typeu: -1, sm: -1 });
  assert.deepEqual(alice.of('MessagesBeReceived').map((one) => one.values), [[p.fp]]);
  await world.end();
});

test('callback arguments are as many and as ordered as in the handbook', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  const bob = world.phone('bob');
  await bob.login();
  await alice.login();
  const fp = alice.say('bob', 'hello');
  const lost = alice.say('nobody', 'x');
  await world.advance(31000);
  world.server.table.get('alice').peer.kill();
  await world.advance(4000);
  world.server.kick('alice', 101, 'why');
  await world.settle();
  const values = (name) => alice.of(name).map((one) => one.values);
  assert.deepEqual(values('AfterLoginSucess'), [[]]);
  assert.deepEqual(values('MessagesBeReceived'), [[fp]]);
  assert.equal(values('MessagesLost').length, 1);
  assert.ok(Array.isArray(values('MessagesLost')[0][0]));
  assert.deepEqual(values('MessagesLost')[0][0].map((p) => [p.fp, p.dataContent, p.to]), [[lost, 'x', 'nobody']]);
  assert.deepEqual(values('Disconnected'), [[], []]);
  assert.deepEqual(values('ReconnectSucess'), [[]]);
  assert.deepEqual(values('Ping'), [[], [], [], []]);
  assert.deepEqual(values('Pong'), [[], [], [], []]);
  assert.deepEqual(values('Kickout').map(([info]) => Object.assign({}, info)), [{ code: 101, reason: 'why' }]);
  assert.equal(bob.of('Data')[0].values.length, 2);
  assert.equal(bob.of('Data')[0].values[1], undefined);
  assert.equal(bob.shown()[0].fp, fp);
  await world.end();
});

test('logs: silent at first; each switch its own layer; heartbeats only with core; never the token or what is said', async () => {
  const run = async (core, sdk, heartbeat) => {
    const world = createWorld();
    const alice = world.phone('alice');
    const lines = [];
    alice.sdk.callback_onIMLog = (message, toConsole) => lines.push([message, toConsole]);
    alice.sdk.setDebugCoreEnable(core);
    alice.sdk.setDebugSDKEnable(sdk);
    assert.equal(alice.sdk.setDebugPingPongEnable(heartbeat), heartbeat);
    await alice.login();
    alice.say('bob', 'a secret thing');
    await world.advance(16000);
    await world.end();
    const all = lines.map(([message]) => message);
    assert.ok(!all.join().match(/secret|"tok"/));
    assert.ok(lines.every(([, toConsole]) => toConsole === false));
    return ['core', 'sdk', 'ping'].map((layer) => all.filter((line) => line.startsWith('[IMSDK ' + layer + ']')).length > 0);
  };
  assert.deepEqual(await run(false, false, false), [false, false, false]);
  assert.deepEqual(await run(true, false, false), [true, false, false]);
  assert.deepEqual(await run(false, true, false), [false, true, false]);
  assert.deepEqual(await run(false, false, true), [false, false, false]);
  assert.deepEqual(await run(false, true, true), [false, true, false], 'the SDK switch alone does not make heartbeats speak');
  assert.deepEqual(await run(true, false, true), [true, false, true]);
  assert.deepEqual(await run(true, true, true), [true, true, true]);
});

test('logs go to the console when nobody takes them', async () => {
  const { platform } = createFakeWx();
  const { createIMSDK, wxPlatform } = require('..');
  const lines = [];
  const sdk = createIMSDK(wxPlatform(platform.wx, Object.assign({ log: (text) => lines.push(text) }, platform)));
  sdk.setDebugSDKEnable(true);
  sdk.disconnectSocket();
  assert.deepEqual(lines, ['[IMSDK sdk] disconnectSocket']);
});

test('alerts: by the callback, or by wx.showModal', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  const { MBErrorCode } = alice.IM;
  assert.equal(alice.sdk.loginImpl(null, URL), MBErrorCode.COMMON_INVALID_PROTOCAL);
  assert.equal(alice.sdk.loginImpl({ loginToken: 'x' }, URL), MBErrorCode.COMMON_INVALID_PROTOCAL);
  assert.equal(alice.sdk.loginImpl({ loginUserId: 'alice' }), MBErrorCode.TO_SERVER_NET_INFO_NOT_SETUP);
  assert.equal(alice.sdk.loginImpl({ loginUserId: 'alice' }, 'https://im.example.com'), MBErrorCode.TO_SERVER_NET_INFO_NOT_SETUP);
  assert.equal(alice.of('ShowAlert').length, 4);
  assert.ok(alice.of('ShowAlert').every((one) => one.values.length === 1 && typeof one.values[0] === 'string'));
  assert.equal(alice.device.screen.shown.length, 0);
  alice.sdk.callback_onIMShowAlert = null;
  alice.sdk.loginImpl({ loginUserId: 'alice' });
  await world.settle();
  assert.equal(alice.device.screen.shown.length, 1);
  assert.equal(alice.device.screen.shown[0].api, 'showModal');
  assert.match(alice.device.screen.shown[0].options.content, /服务器地址/);
  await world.end();
});

test('a callback that throws harms nothing', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  const bob = world.phone('bob');
  await Promise.all([alice.login(), bob.login()]);
  bob.sdk.callback_onIMData = () => { throw new Error('the app'); };
  const fp = alice.say('bob', 'one');
  await world.advance(1000);
  assert.equal(bob.device.errors.length, 1);
  assert.equal(bob.device.errors.pop().message, 'the app');
  assert.equal(bob.sdk.isOnline(), true);
  assert.equal(alice.of('MessagesBeReceived')[0].values[0], fp);
  assert.equal(bob.sent(4).length, 1);
  await world.end();
});
