'use strict';
/**
 * Golden frames: what leaves is byte for byte what the vendor's clients were seen to send; what the real server was seen to send is
 * understood.
 */

const test = require('node:test');
const assert = require('node:assert/strict');
const { createWorld } = require('./world');
const { MBProtocalFactory, packetText } = require('../module/mb_constants');
const { MBErrorCode, MBKickoutCode, MBProtocalType, PKickoutInfo, PLoginInfo } = require('..');

const FP = '3a145548-06f2-47bc-840a-1969bd72465d';
const GOLDEN = {
  login: '{"bridge":false,"type":0,"dataContent":"{\\"loginUserId\\":\\"alice\\",\\"loginToken\\":\\"tok\\",\\"firstLoginTime\\":0}","from":"alice","to":"0","QoS":false,"typeu":-1,"sm":-1}',
  loginExtra: '{"bridge":false,"type":0,"dataContent":"{\\"loginUserId\\":\\"jtcp\\",\\"loginToken\\":\\"tk\\",\\"extra\\":\\"{\\\\\\"a\\\\\\":1}\\",\\"firstLoginTime\\":0}","from":"jtcp","to":"0","QoS":false,"typeu":-1,"sm":-1}',
  keepAlive: '{"bridge":false,"type":1,"dataContent":"{}","from":"alice","to":"0","QoS":false,"typeu":-1,"sm":-1}',
  logout: '{"bridge":false,"type":3,"from":"alice","to":"0","QoS":false,"typeu":-1,"sm":-1}',
  c2c: '{"bridge":false,"type":2,"dataContent":"hello","from":"alice","to":"bob","fp":"' + FP + '","QoS":true,"typeu":-1,"sm":-1}',
  noQos: '{"bridge":false,"type":2,"dataContent":"noqos","from":"alice","to":"bob","QoS":false,"typeu":-1,"sm":-1}',
  c2s: '{"bridge":false,"type":2,"dataContent":"to-server","from":"alice","to":"0","fp":"e71c3b6f-0043-4245-bf5d-8e7659e1e2c3","QoS":true,"typeu":-1,"sm":-1}',
  ack: '{"bridge":false,"type":4,"dataContent":"' + FP + '","from":"bob","to":"alice","QoS":false,"typeu":-1,"sm":-1}',
};

test('what leaves: login, keep-alive, messages, acknowledgement, logout', async () => {
  const world = createWorld();
  const alice = world.phone('alice');
  await alice.login();
  const { createCommonData } = alice.factory;
  assert.equal(alice.sdk.sendData(createCommonData('hello', 'alice', 'bob', true, FP)), 0);
  assert.equal(alice.sdk.sendData(createCommonData('noqos', 'alice', 'bob', false)), 0);
  assert.equal(alice.sdk.sendData(createCommonData('to-server', 'alice', '0', true, 'e71c3b6f-0043-4245-bf5d-8e7659e1e2c3', -1)), 0);
  await world.advance(15000);
  alice.sdk.disconnectSocket();
  await world.settle();
  const out = alice.out().map((frame) => frame.data);
  const again = [GOLDEN.c2c, GOLDEN.keepAlive, GOLDEN.c2c, GOLDEN.keepAlive];
  assert.deepEqual(out, [GOLDEN.login, GOLDEN.c2c, GOLDEN.noQos, GOLDEN.c2s].concat(again, [GOLDEN.keepAlive, GOLDEN.logout]), 'bob is not there: sent again twice, the same bytes');
  await world.end();
});

test('the acknowledgement turns from and to, and copies the bridge', async () => {
  const world = createWorld();
  const bob = world.phone('bob');
  await bob.login();
  world.server.table.get('bob').peer.send(GOLDEN.c2c);
  await world.settle();
  world.server.table.get('bob').peer.send(GOLDEN.c2c.replace('"bridge":false', '"bridge":true').replace(FP, 'other'));
  await world.settle();
  assert.equal(bob.out()[1].data, GOLDEN.ack);
  assert.equal(bob.out()[2].data, GOLDEN.ack.replace('"bridge":false', '"bridge":true').replace(FP, 'other'));
  await world.end();
});

test('login with extra; numbers become text; a re-login carries the first time', async () => {
  const world = createWorld();
  const jtcp = world.phone('jtcp');
  await jtcp.login({ loginUserId: 'jtcp', loginToken: 'tk', extra: { a: 1 } });
  assert.equal(jtcp.out()[0].data, GOLDEN.loginExtra);
  await jtcp.login({ loginUserId: 10001, loginToken: 42 });
  assert.equal(jtcp.sent(0)[1].dataContent, '{"loginUserId":"10001","loginToken":"42","firstLoginTime":0}');
  const first = jtcp.sdk.getLoginInfo().firstLoginTime;
  world.server.table.get('10001').peer.kill();
  await world.advance(5000);
  assert.equal(jtcp.sent(0)[2].dataContent, '{"loginUserId":"10001","loginToken":"42","firstLoginTime":' + first + '}');
  assert.equal(jtcp.sent(0)[2].from, '10001');
  await world.end();
});

test('what the real server sends is understood', async () => {
  const world = createWorld();
  const w1 = world.phone('w1');
  world.server.bad.deaf = () => true;
  w1.start();
  await world.settle();
  const [{ peer }] = world.server.sessions;
  const hear = async (text) => {
    peer.send(text);
    await world.settle();
  };
  await hear('{"bridge":false,"type":50,"dataContent":"{\\"code\\":0,\\"firstLoginTime\\":1795187062363}","from":"0","to":"w1","QoS":false,"typeu":-1,"sm":-1}');
  assert.equal(w1.sdk.isOnline(), true);
  assert.equal(w1.sdk.getLoginInfo().firstLoginTime, 1795187062363);
  await hear('{"bridge":false,"type":51,"dataContent":"{}","from":"0","to":"alice","QoS":false,"typeu":-1,"sm":-1}');
  assert.equal(w1.of('Pong').length, 1);
  const s2c = '{"bridge":false,"type":2,"dataContent":"a\\u003cb\\u003e\\u0026\\u003d\\u0027","from":"0","to":"noack","fp":"839dfe1a-eb14-40ab-a1fc-22552329bd39","QoS":true,"typeu":0,"sm":1795187062363}';
  await hear(s2c);
  assert.deepEqual(JSON.parse(JSON.stringify(w1.shown()[0])), JSON.parse(s2c));
  assert.equal(w1.texts()[0], "a<b>&='");
  // Nulls, unknown keys, missing fields, unknown types, no JSON at all.
  await hear('{"type":2,"dataContent":"bare","fp":null,"retryCount":1}');
  for (const bad of ['{"type":77}', 'null', '[]', '{', '', '7', '{"type":53,"dataContent":"x"}', '{"type":52,"dataContent":"{"}', '{"type":52,"dataContent":"{\\"errorCode\\":7}"}']) await hear(bad);
  assert.deepEqual(w1.texts(), ["a<b>&='", 'bare']);
  assert.equal(w1.sdk.isOnline(), true);
  await hear('{"bridge":false,"type":54,"dataContent":"{\\"code\\":2,\\"reason\\":\\"bye-bye\\"}","from":"0","to":"noack","QoS":false,"typeu":-1,"sm":-1}');
  assert.deepEqual(w1.names().slice(-2), ['Kickout', 'Disconnected']);
  assert.deepEqual(Object.assign({}, w1.of('Kickout')[0].values[0]), { code: 2, reason: 'bye-bye' });
  await world.end();
});

test('an old server asks to acknowledge the login answer: done when it is a success, not when it is a refusal', async () => {
  for (const code of [0, 1025]) {
    const world = createWorld();
    const w1 = world.phone('w1');
    world.server.bad.deaf = () => true;
    w1.start();
    await world.settle();
    world.server.sessions[0].peer.send(JSON.stringify({ type: 50, dataContent: JSON.stringify({ code, firstLoginTime: 5 }), from: '0', to: 'w1', QoS: true, fp: 'f1' }));
    await world.settle();
    assert.equal(w1.sent(4).length, code === 0 ? 1 : 0);
    assert.deepEqual(w1.names(), [code === 0 ? 'AfterLoginSucess' : 'AfterLoginFailed']);
    await world.end();
  }
});

test('the factory', () => {
  const p = MBProtocalFactory.createCommonDataSimple('hi', 'a', 'b', 3);
  assert.match(p.fp, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual(p, { bridge: false, type: 2, dataContent: 'hi', from: 'a', to: 'b', fp: p.fp, QoS: true, typeu: 3, sm: -1 });
  assert.equal(MBProtocalFactory.createCommonDataSimple('hi', 'a', 'b').typeu, -1);
  assert.equal(MBProtocalFactory.createCommonData('hi', 'a', 'b', true, 'mine', 7).fp, 'mine');
  assert.equal(MBProtocalFactory.createCommonData('hi', 'a', 'b').QoS, false);
  assert.equal(MBProtocalFactory.createCommonData('hi', 'a', 'b', false, null, -1).fp, undefined);
  assert.equal(MBProtocalFactory.createCommonData({ a: [1] }, 7, 8, true).dataContent, '{"a":[1]}');
  assert.equal(packetText({ to: 8, dataContent: 5 }), '{"bridge":false,"type":2,"dataContent":"5","to":"8","QoS":false,"typeu":-1,"sm":-1}');
  const fps = new Set(Array.from({ length: 2000 }, () => MBProtocalFactory.createCommonDataSimple('', 'a', 'b').fp));
  assert.equal(fps.size, 2000);
});

test('constants', () => {
  assert.equal(MBProtocalType.FROM_CLIENT_TYPE_OF_KEEP$ALIVE, 1);
  assert.equal(MBProtocalType.FROM_SERVER_TYPE_OF_RESPONSE$FOR$ERROR, 52);
  assert.deepEqual(Object.values(MBErrorCode), [0, 1, 2, 3, 4, 201, 202, 203, 204, 205, 301]);
  assert.deepEqual(Object.assign({}, MBKickoutCode), { KICKOUT_FOR_DUPLICATE_LOGIN: 1, KICKOUT_FOR_ADMIN: 2 });
  assert.equal(PKickoutInfo.KICKOUT_FOR_ADMIN, 2);
  assert.deepEqual(Object.assign({}, new PLoginInfo('a', 't')), { loginUserId: 'a', loginToken: 't' });
});
