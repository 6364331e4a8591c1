'use strict';
/**
 * The vendors' own packages, unmodified, and sdk/wafer, through the same observations on the scripted server: event by event and packet by
 * packet the same, but for differences.js. Needs the packages of this folder: `./hongyan test --step vendors`.
 */

const assert = require('node:assert/strict');
const path = require('node:path');
const test = require('node:test');
const DIFFERENCES = require('../wafer/test/differences');
const { SESSION, TUNNEL, surface } = require('../wafer/test/observations');
const { createFakeWx } = require('../fake-wx');
const { APP_ID, createFakeServer, devCode, profileOf } = require('../wafer/test/fake-server');
const LIVE = require('../wafer/test/live');
const { OURS, createLiveWorld, createWorld } = require('../wafer/test/world');

const vendor = (name) => path.join(__dirname, 'node_modules', name);
const version = (name) => require(path.join(vendor(name), 'package.json')).version;

async function observe(entry, { run, options }) {
  const world = createWorld(entry, options);
  await run(world);
  return world.end();
}

/** The notes that one list has and the other has not, without their times. */
function only(these, those) {
  const rest = those.map(JSON.stringify);
  return these.filter((one) => {
    const at = rest.indexOf(JSON.stringify(one));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  }).map((one) => JSON.stringify(one.slice(1)));
}

/** @param {string} name @param {any} observation @param {string} entry @param {(told: any) => any} [dialect] what else differs by intent */
async function compare(name, observation, entry, dialect) {
  const same = dialect || ((told) => told);
  const theirs = same(await observe(entry, observation));
  const ours = same(await observe(OURS, observation));
  const difference = DIFFERENCES[name];
  if (!difference) {
    assert.deepEqual(ours, theirs);
    return;
  }
  assert.deepEqual([only(theirs.events, ours.events), only(ours.events, theirs.events)], [difference.theirs, difference.ours], difference.why);
  assert.notDeepEqual(ours, theirs, 'a difference that is none any more');
}

Object.keys(SESSION).concat(Object.keys(TUNNEL)).forEach((name) => test('wafer-client-sdk ' + version('wafer-client-sdk') + ': ' + name, async () => {
  await compare(name, SESSION[name] || TUNNEL[name], vendor('wafer-client-sdk'));
}));

// The older one has no IV, sends no data with the login, and its header has another name.
const OLDER = new Set(['the headers of a session, for an app that asks by itself', 'login at another address, with a method and data']);
const older = (told) => ({
  events: told.events,
  wire: told.wire.map((line) => (line[0] === 'asked' ? line.slice(0, 3).concat([line[3].filter((name) => name !== 'x-wx-iv').map((name) => name.replace('encrypted', 'encrypt'))]) : line)),
});

Object.keys(SESSION).concat(Object.keys(TUNNEL)).filter((name) => !OLDER.has(name)).forEach((name) => {
  test('qcloud-weapp-client-sdk ' + version('qcloud-weapp-client-sdk') + ': ' + name, async () => {
    await compare(name, SESSION[name] || TUNNEL[name], vendor('qcloud-weapp-client-sdk'), older);
  });
});

// Wafer2 has another session (one header, a profile of the server's), and the same tunnel.
const wafer2 = (told) => ({
  events: told.events.filter((note) => note[1] !== 'login'),
  wire: told.wire.map((line) => (line[0] === 'asked' ? line.slice(0, 3) : line)),
});

// It throws inside a callback on an answer without `data`, and stays CONNECTING.
const NOT_WAFER2 = new Set(['the service does not answer well']);

Object.keys(TUNNEL).filter((name) => !NOT_WAFER2.has(name)).forEach((name) => test('wafer2-client-sdk ' + version('wafer2-client-sdk') + ': ' + name, async () => {
  await compare(name, TUNNEL[name], vendor('wafer2-client-sdk'), wafer2);
}));

test('every difference is of an observation', () => {
  Object.keys(DIFFERENCES).forEach((name) => assert.ok(SESSION[name] || TUNNEL[name], name));
});

test('the same names and values to use', () => {
  const theirs = surface(createWorld(vendor('wafer-client-sdk')).sdk);
  const ours = surface(createWorld(OURS).sdk);
  assert.deepEqual(ours.exports.filter(([name]) => name !== 'createWafer'), theirs.exports);
  assert.deepEqual(ours.statics.filter(([, value]) => value !== undefined), theirs.statics);
  assert.deepEqual([ours.tunnel, ours.errors], [theirs.tunnel, theirs.errors]);
});

async function live(entry, name) {
  const { device, server: transport } = createFakeWx({ loginCode: () => devCode('ada'), profile: profileOf('ada', APP_ID) });
  createFakeServer(transport);
  const world = createLiveWorld(entry, device, 'https://server');
  await LIVE[name](world);
  device.dispose();
  return world.events;
}

// What runs on the real server, here on the scripted one: the two servers must not differ in what an app sees.
['wafer-client-sdk', 'qcloud-weapp-client-sdk', 'wafer2-client-sdk'].forEach((name) => Object.keys(LIVE).forEach((one) => {
  test(name + ' ' + version(name) + ', on any server: ' + one, async () => {
    // Wafer2 logs in each time it is asked to.
    const same = (notes) => notes.filter((note) => name !== 'wafer2-client-sdk' || note[0] !== 'logins');
    assert.deepEqual(same(await live(OURS, one)), same(await live(vendor(name), one)));
  });
}));
