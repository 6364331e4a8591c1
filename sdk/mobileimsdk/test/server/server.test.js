'use strict';
/**
 * The SDK against the real server, in real time; and with it people who use the native SDK.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { createRealWx } = require('../../../fake-wx');
const { devices, eventually, fresh, phone: nativePhone, sleep, startServer } = require('../../../hongyan/test/server/real');
const { MBProtocalFactory, MBSenseMode, createIMSDK, wxPlatform } = require('../..');
const { watch } = require('../world');

let server = null;
test.before(async () => { server = await startServer(); });
test.after(async () => { if (server) await server.end(); });

/** A phone with IMSDK, on real sockets. */
function phone(user, more) {
  const { device } = createRealWx({ knobs: more });
  devices.push(device);
  const { platform } = device;
  const sdk = createIMSDK(wxPlatform(platform.wx, platform));
  const one = { user, device, sdk, events: [] };
  watch(sdk, one.events, Date.now);
  one.of = (name) => one.events.filter((e) => e.name === name);
  one.names = () => one.events.map((e) => e.name).filter((name) => name !== 'Ping' && name !== 'Pong');
  one.shown = () => one.of('Data').map((e) => e.values[0]);
  one.texts = (from) => one.shown().filter((p) => !from || p.from === from).map((p) => p.dataContent);
  one.got = (fp) => one.of('MessagesBeReceived').some((e) => e.values[0] === fp);
  one.lost = () => [].concat(...one.of('MessagesLost').map((e) => e.values[0].map((p) => p.fp)));
  one.start = (info) => sdk.loginImpl(Object.assign({ loginUserId: user, loginToken: 'any' }, info), server.url.replace(/\/link$/, '/websocket'));
  one.login = async (info) => {
    const before = one.of('AfterLoginSucess').length;
    one.start(info);
    await eventually(() => one.of('AfterLoginSucess').length > before, 'login of ' + user);
  };
  one.say = (to, text, typeu) => {
    const p = MBProtocalFactory.createCommonDataSimple(text, user, to, typeu === undefined ? -1 : typeu);
    assert.equal(sdk.sendData(p), 0);
    return p.fp;
  };
  one.end = async () => {
    sdk.disconnectSocket();
    await eventually(() => device.liveSockets() === 0, 'closed');
    device.dispose();
    assert.deepEqual(device.violations, []);
    const fps = one.shown().filter((p) => p.QoS).map((p) => p.fp);
    if (!one.again) assert.equal(new Set(fps).size, fps.length, 'shown once');
  };
  return one;
}

async function people(more) {
  const [a, b] = [phone(fresh('ma'), more), phone(fresh('mb'))];
  await Promise.all([a.login(), b.login()]);
  return [a, b];
}

test('two people chat: text, type, what is odd; each acknowledged, each once', async () => {
  const [a, b] = await people();
  const texts = ['你好 🪿', '', '<b>&="\'\u2028', 'x'.repeat(30000), '{"json":[1]}'];
  const fps = texts.map((text, i) => a.say(b.user, text, 100 + i));
  await eventually(() => fps.every((fp) => a.got(fp)), 'all acknowledged');
  await eventually(() => b.shown().length === texts.length, 'all shown');
  assert.deepEqual(b.shown().map((p) => [p.from, p.to, p.dataContent, p.typeu, p.fp, p.QoS, p.type]), texts.map((text, i) => [a.user, b.user, text, 100 + i, fps[i], true, 2]));
  const answer = b.say(a.user, 'hi');
  await eventually(() => b.got(answer) && a.texts().length === 1);
  assert.deepEqual([a.lost(), b.lost()], [[], []]);
  await Promise.all([a.end(), b.end()]);
});

test('a message without QoS, one to oneself, one to the server', async () => {
  const [a, b] = await people();
  assert.equal(a.sdk.sendData(MBProtocalFactory.createCommonData('plain', a.user, b.user, false)), 0);
  await eventually(() => b.texts(a.user).includes('plain'));
  const self = a.say(a.user, 'note');
  const toServer = a.say('0', 'to the server');
  await eventually(() => a.got(self) && a.got(toServer) && a.texts(a.user).includes('note'));
  await Promise.all([a.end(), b.end()]);
});

test('native and mobileimsdk, both ways, text for text', async () => {
  const old = phone(fresh('old'));
  const native = nativePhone(server, fresh('native'));
  await Promise.all([old.login(), native.boot()]);
  const fp = old.say(native.user, '来自 MobileIMSDK', 7);
  await eventually(() => native.texts(old.user).length === 1 && old.got(fp));
  assert.deepEqual(native.texts(old.user), ['来自 MobileIMSDK']);
  await native.hy.sendText({ user: old.user }, '来自鸿雁').whenSent();
  await eventually(() => old.texts(native.user).length === 1);
  assert.deepEqual(old.texts(native.user), ['来自鸿雁']);
  // Something else arrives as one readable line.
  await native.hy.send({ to: { user: old.user }, type: 'image', content: { url: 'https://example.com/a.png', width: 1, height: 1 } }).whenSent();
  await eventually(() => old.texts(native.user).length === 2);
  assert.match(old.texts(native.user)[1], /https:\/\/example\.com\/a\.png/);
  // The native side keeps it in its history, and sees it delivered.
  const page = await native.hy.history({ user: old.user });
  assert.deepEqual(page.messages.map((m) => m.content.text || m.type), ['来自 MobileIMSDK', '来自鸿雁', 'image']);
  const sent = page.messages[1];
  await eventually(() => native.hy.receipt(sent) === 'delivered', 'delivered');
  await Promise.all([old.end(), native.end()]);
});

test('written to somebody who is away: acknowledged at once, shown at the next login, once', async () => {
  const [a, b] = await people();
  const native = nativePhone(server, fresh('native'));
  await native.boot();
  await b.end();
  const fps = Array.from({ length: 70 }, (_, i) => a.say(b.user, 'offline ' + i));
  await native.hy.sendText({ user: b.user }, 'native, offline').whenSent();
  await eventually(() => fps.every((fp) => a.got(fp)), 'acknowledged although nobody is there');
  const back = phone(b.user);
  await back.login();
  await eventually(() => back.shown().length === 71, 'all of them');
  assert.deepEqual(back.texts(a.user), fps.map((_, i) => 'offline ' + i), 'in order');
  assert.deepEqual(back.texts(native.user), ['native, offline']);
  await sleep(500);
  await back.end();
  const third = phone(b.user);
  await third.login();
  const last = a.say(b.user, 'now');
  await eventually(() => third.texts().length > 0 && a.got(last));
  assert.deepEqual(third.texts(), ['now'], 'nothing old comes again');
  await Promise.all([a.end(), third.end(), native.end()]);
});

test('a second phone of the same person kicks the first; a native device of hers stays', async () => {
  const user = fresh('kick');
  const native = nativePhone(server, user);
  const [one, two] = [phone(user), phone(user)];
  await native.boot();
  await one.login();
  await two.login();
  await eventually(() => one.of('Kickout').length === 1);
  assert.equal(one.of('Kickout')[0].values[0].code, 1);
  await eventually(() => one.of('Disconnected').length === 1);
  await sleep(4000);
  assert.deepEqual(one.names(), ['AfterLoginSucess', 'Kickout', 'Disconnected']);
  assert.deepEqual([one.sdk.isLogined(), two.sdk.isOnline(), native.hy.state], [false, true, 'online']);
  assert.deepEqual(two.names(), ['AfterLoginSucess']);
  await Promise.all([one.end(), two.end(), native.end()]);
});

test('a user whom the server does not let in', async () => {
  const one = phone('0');
  one.start();
  await eventually(() => one.of('AfterLoginFailed').length === 1);
  assert.equal(one.of('AfterLoginFailed')[0].values[0], false);
  assert.ok(one.of('AfterLoginFailed')[0].values[1] > 0);
  assert.equal(one.sdk.isLogined(), false);
  one.device.dispose();
});

test('keep-alive: asked and answered', async () => {
  const a = phone(fresh('beat'));
  a.sdk.setSenseMode(MBSenseMode.MODE_3S);
  await a.login();
  await eventually(() => a.of('Pong').length >= 2, 'two answers', 10000);
  assert.deepEqual(a.names(), ['AfterLoginSucess']);
  await a.end();
});

const AWAY = [
  ['background', { backgroundClose: 'after-show' }, 5600],
  ['background', { backgroundClose: 'never', deadSend: 'fail' }, 5600],
  ['background', { backgroundClose: 'survives' }, 5600],
  ['background', {}, 900],
  ['event', {}, 3000],
  ['close', {}, 3000],
  ['half-open', {}, 3000],
];

test('away in every way while messages arrive and depart: all there, in order, once', async () => {
  await Promise.all(AWAY.map(async ([how, knobs, ms]) => {
    const told = how + JSON.stringify(knobs);
    const [a, b] = await people(knobs);
    a.say(b.user, 'a1');
    await (how === 'background' ? a.device.hide() : a.device.loseNetwork(how));
    const fps = ['b1', 'b2', 'b3'].map((text) => b.say(a.user, text));
    if (how !== 'background') fps.push(null, a.say(b.user, 'a2'));
    await sleep(ms);
    await (how === 'background' ? a.device.show() : a.device.restoreNetwork('4g'));
    b.say(a.user, 'b4');
    await eventually(() => a.texts().length === 4, 'all of bob, ' + told);
    assert.deepEqual(a.texts(), ['b1', 'b2', 'b3', 'b4'], told);
    const expected = how === 'background' ? ['a1'] : ['a1', 'a2'];
    await eventually(() => b.texts().length === expected.length, 'all of alice, ' + told);
    await eventually(() => a.of('MessagesBeReceived').length >= expected.length, 'told, ' + told);
    assert.deepEqual([a.lost(), b.lost()], [[], []], told);
    assert.deepEqual(b.texts(), expected, told);
    await Promise.all([a.end(), b.end()]);
  }));
});

for (const how of ['restart', 'crash']) {
  test('the server ends (' + how + ') while people chat: they come back by themselves, what was acknowledged arrives once', { skip: process.env.HONGYAN_URL ? 'the server is not ours' : false }, async () => {
    const [a, b] = await people();
    const fps = [];
    const talk = setInterval(() => {
      if (a.sdk.isLogined()) fps.push(a.say(b.user, 'm' + fps.length));
    }, 50);
    await sleep(700);
    await server[how]();
    await eventually(() => a.sdk.isOnline() && b.sdk.isOnline(), 'both back');
    await sleep(1000);
    clearInterval(talk);
    await eventually(() => fps.every((fp) => a.got(fp) || a.lost().includes(fp)), 'each is told');
    const missing = () => fps.filter((fp) => a.got(fp) && !b.shown().some((p) => p.fp === fp)).map((fp) => fps.indexOf(fp));
    await eventually(() => missing().length === 0, 'what was acknowledged is there').catch((error) => assert.fail(error.message + ': ' + missing() + ' of ' + fps.length + '; lost ' + a.lost().map((fp) => fps.indexOf(fp))));
    assert.ok(fps.filter((fp) => a.got(fp)).length > 20);
    assert.ok(a.of('Disconnected').length >= 1);
    await eventually(() => a.of('Disconnected').length === a.of('ReconnectSucess').length, 'online again');
    assert.deepEqual(a.of('Kickout'), []);
    await Promise.all([a.end(), b.end()]);
  });
}
