'use strict';
/**
 * The figures of the demo, measured where it runs: ./hongyan bench phones [--rounds N]
 *
 *   start      landing page asked for → both phones show their first page and are connected
 *   message    a frame with a message has arrived → the message is on the screen (its next picture)
 *   scroll     the longest time between two pictures while a history of 2,000 messages is scrolled
 *   package    bytes of demo/miniprogram, and of the SDK in it, compressed
 *
 * Prints a table, and one line of JSON. Not a test: a busy machine makes figures worse, never wrong.
 */

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { gzipSync } = require('node:zlib');
const { eventually, fresh, openWorld, sleep } = require('./lib/world');

const HOME = path.join(__dirname, '..', '..');
const HISTORY = 2000;
const MESSAGES = 60;
const WANTED = { start: 3000, message: 100, scroll: 100, package: 1048576, sdk: 30 * 1024 };

const given = process.argv.indexOf('--rounds');
const rounds = given > 0 ? Number(process.argv[given + 1]) : 5;

const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
const spread = (values) => {
  const sorted = values.slice().sort((a, b) => a - b);
  return { p50: Math.round(at(sorted, 0.5)), p99: Math.round(at(sorted, 0.99)), max: Math.round(sorted[sorted.length - 1]) };
};

/** Time until two phones of people the server does not know yet are on and connected. */
async function measureStart(world) {
  const users = [fresh('anna'), fresh('ben')];
  const page = await world.browser.newPage();
  await page.setViewport({ width: 1440, height: 1000 });
  // Without what an earlier round has left in the cache: a first visit.
  await page.setCacheEnabled(false);
  const begin = Date.now();
  await page.goto(world.base + '/?fake-mic#' + users.join(','), { waitUntil: 'domcontentloaded' });
  for (const user of users) {
    const frame = await eventually(() => page.frames().find((one) => one.url().includes('user=' + user)), 'the phone of ' + user);
    await frame.waitForFunction(() => {
      const { phone } = window;
      return phone && phone.pages && phone.pages.length > 0 && phone.app.account && phone.app.account.hy.state === 'online';
    }, { polling: 10, timeout: 60000 });
  }
  const took = Date.now() - begin;
  await page.close();
  return took;
}

async function measureMessages(world) {
  const users = [fresh('anna'), fresh('ben')];
  const opened = await world.phones(users);
  const [anna, ben] = opened.phones;
  await anna.open(users[1]);
  await ben.open(users[0]);
  await anna.sayAll(users[1], ['warm up']);
  await ben.shows(['warm up']);
  await ben.do(() => {
    window.figures = [];
    let came = 0;
    let known = document.querySelectorAll('message').length;
    window.phone.onFrame((frame) => { if (frame.direction === 'in' && frame.kind === 'text' && frame.data.includes('"op":"msg"')) came = performance.now(); });
    new MutationObserver(() => {
      const count = document.querySelectorAll('message').length;
      if (count <= known || came === 0) return;
      known = count;
      const start = came;
      came = 0;
      // The callback after the next frame has begun: the picture with the message is made.
      requestAnimationFrame(() => setTimeout(() => window.figures.push(performance.now() - start), 0));
    }).observe(document.getElementById('screen'), { childList: true, subtree: true });
  });
  for (let i = 1; i <= MESSAGES; i += 1) {
    await anna.sayAll(users[1], ['m' + i]);
    await eventually(() => ben.do((count) => window.figures.length >= count, i), 'message ' + i);
  }
  const values = await ben.do(() => window.figures);
  await world.close(opened);
  return values;
}

async function measureScroll(world) {
  const [anna, ben] = [fresh('anna'), fresh('ben')];
  for (const user of [anna, ben]) await world.server.rest('POST', '/users', { user });
  for (let i = 1; i <= HISTORY; i += 1) {
    await world.server.rest('POST', '/messages', { from: anna, to: ben, type: 'text', content: { text: 'message ' + i + ' of a long history' }, cid: 'f' + i });
  }
  const opened = await world.phones([ben]);
  const [phone] = opened.phones;
  await phone.open(anna);
  await eventually(async () => (await phone.texts()).length > 10, 'the history');
  await sleep(1000);
  const frames = await phone.do(() => new Promise((resolve) => {
    const view = document.querySelector('.page-frame.front .pages_chat_chat--scroll');
    const gaps = [];
    let last = performance.now();
    let still = 0;
    function step() {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      const before = view.scrollTop;
      view.scrollTop = before - 60;
      still = view.scrollTop === before ? still + 1 : 0;
      // At the top and nothing more comes.
      if (still > 120) resolve(gaps.slice(0, -120));
      else requestAnimationFrame(step);
    }
    requestAnimationFrame(step);
  }));
  const first = (await phone.texts())[0];
  await world.close(opened);
  return { frames, first };
}

function folderBytes(folder) {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    .reduce((sum, one) => sum + fs.statSync(path.join(one.parentPath || one.path, one.name)).size, 0);
}

async function main() {
  const world = await openWorld();
  try {
    const starts = [];
    for (let i = 0; i < rounds; i += 1) starts.push(await measureStart(world));
    const messages = await measureMessages(world);
    const { frames, first } = await measureScroll(world);
    const folder = path.join(HOME, 'demo', 'miniprogram');
    const result = {
      workload: 'phones', at: new Date().toISOString(), cpus: os.cpus().length, rounds,
      start_ms: spread(starts), message_ms: spread(messages), scroll_frame_ms: spread(frames), scroll_frames: frames.length, scroll_reached: first,
      package_bytes: folderBytes(folder), sdk_gzip_bytes: gzipSync(fs.readFileSync(path.join(folder, 'lib', 'hongyan.js'))).length,
      page_errors: world.takeErrors(),
    };
    const line = (name, wanted, value, good) => console.log(name.padEnd(48) + String(value).padStart(12) + String(wanted).padStart(12) + '  ' + (good ? 'ok' : 'OVER'));
    console.log(''.padEnd(48) + 'measured'.padStart(12) + 'wanted'.padStart(12));
    line('landing page to two connected phones, ms (median)', '<= ' + WANTED.start, result.start_ms.p50, result.start_ms.p50 <= WANTED.start);
    line('frame to screen, ms (p99)', '<= ' + WANTED.message, result.message_ms.p99, result.message_ms.p99 <= WANTED.message);
    line('longest frame while scrolling ' + HISTORY + ', ms', '<= ' + WANTED.scroll, result.scroll_frame_ms.max, result.scroll_frame_ms.max <= WANTED.scroll);
    line('package, bytes', '< ' + WANTED.package, result.package_bytes, result.package_bytes < WANTED.package);
    line('SDK in it, gzip bytes', '<= ' + WANTED.sdk, result.sdk_gzip_bytes, result.sdk_gzip_bytes <= WANTED.sdk);
    console.log(JSON.stringify(result));
  } finally {
    await world.end();
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
