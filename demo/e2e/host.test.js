'use strict';
/** The phone itself, with a tiny app of its own: routing, life, built-in components, styles, limits. No server: its files from this folder. */

const assert = require('node:assert/strict');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { after, afterEach, before, test } = require('node:test');
const { SHOTS, openBrowser, sleep } = require('./lib/world');

const HOME = path.join(__dirname, '..', '..');
const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css', json: 'application/json', wasm: 'application/wasm', svg: 'image/svg+xml' };
/** as the server's, with the one exception of the phone */
const POLICY = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'; connect-src 'self' ws:";
const FAKE_WX = path.join(HOME, 'sdk', 'fake-wx', 'lib');

let site;
let browser;
let page;
let base;
let errors = [];

before(async () => {
  fs.mkdirSync(SHOTS, { recursive: true });
  site = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://phone');
    const fake = pathname === '/demo/fake-wx.js';
    // Preloaded by every phone, used by those that run the demo.
    if (pathname === '/demo/miniprogram.js') {
      response.writeHead(200, { 'content-type': TYPES.js }).end();
      return;
    }
    const file = path.join(HOME, pathname);
    if (!fake && (!file.startsWith(HOME) || !fs.existsSync(file) || !fs.statSync(file).isFile())) {
      response.writeHead(404).end();
      return;
    }
    const body = fake ? fs.readdirSync(FAKE_WX).filter((name) => name.endsWith('.js')).map((name) => 'define("fake-wx/' + name
      + '", function (require, module, exports) {' + fs.readFileSync(path.join(FAKE_WX, name)) + '\n});\n').join('') : fs.readFileSync(file);
    response.writeHead(200, { 'content-type': TYPES[path.extname(file).slice(1)] || 'text/plain; charset=utf-8', 'content-security-policy': POLICY }).end(body);
  });
  await new Promise((resolve) => { site.listen(0, '127.0.0.1', resolve); });
  base = 'http://127.0.0.1:' + site.address().port;
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
  site.close();
});
afterEach(async () => {
  if (page) await page.close();
  page = null;
  assert.deepEqual(errors.splice(0), []);
});

async function start(query) {
  page = await browser.newPage();
  await page.setViewport({ width: 375, height: 760 });
  page.on('pageerror', (error) => errors.push(String(error.stack || error)));
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  await page.goto(base + '/demo/phones/phone.html?app=test&user=alice&slot=' + Math.random() + (query || ''));
  await page.waitForFunction('window.phone && window.phone.pages && window.phone.pages.length > 0');
}

const front = () => page.evaluate(() => {
  const top = window.phone.pages[window.phone.pages.length - 1];
  return Object.assign({ route: top.route, depth: window.phone.pages.length }, top.data);
});
const log = () => page.evaluate(() => window.phone.app.log);
const until = (work, ...args) => page.waitForFunction(work, { timeout: 20000, polling: 20 }, ...args);
const data = (name, value) => until((key, wanted) => window.phone.pages[window.phone.pages.length - 1].data[key] === wanted, name, value);

test('the life of an app and its first page, in the platform\'s order', async () => {
  await start();
  await until(() => window.phone.app.log.includes('page ready'));
  assert.deepEqual(await log(), ['launch alice', 'show', 'attached one', 'load alice', 'page show', 'ready one', 'page ready']);
  await page.evaluate(() => window.phone.hide());
  await page.evaluate(() => window.phone.show());
  await until(() => window.phone.app.log.length === 11);
  assert.deepEqual((await log()).slice(7), ['page hide', 'hide', 'show', 'page show']);
});

test('typing, Enter, taps with dataset, component events, wxs, rpx in styles', async () => {
  await start();
  await page.type('.field input', 'wild goose');
  await data('text', 'wild goose');
  assert.equal(await page.$eval('.echo', (one) => one.textContent), 'WILD GOOSE');
  assert.equal(await page.$eval('.echo', (one) => getComputedStyle(one).fontSize), '14px');
  assert.equal(await page.$eval('.top', (one) => getComputedStyle(one).paddingTop), '10px', '@import and rpx');
  await page.keyboard.press('Enter');
  await data('got', 'wild goose');
  assert.equal(await page.$eval('.field input', (one) => one.value), '');
  await page.click('.components_card_card--box');
  await data('got', 'card 1');
  await page.click('.count');
  await page.click('.count');
  await data('got', 'count 2');
  assert.equal(await page.$eval('.invisible', (one) => getComputedStyle(one).display), 'none');
  await page.screenshot({ path: path.join(SHOTS, 'host-page.png') });
});

test('a mouse is a finger: touch, tap, long press', async () => {
  await start();
  const pad = await page.$('.pad');
  await pad.click();
  await until(() => window.phone.pages[0].data.events.length === 3);
  assert.deepEqual((await front()).events, ['touchstart', 'touchend', 'tap']);
  await pad.click({ delay: 500 });
  await until(() => window.phone.pages[0].data.events.length === 6);
  assert.deepEqual((await front()).events.slice(3), ['touchstart', 'longpress', 'touchend'], 'a long press is no tap');
});

test('pages: ten at most, back to the first, styles of one page do not reach another', async () => {
  await start();
  await page.click('.go');
  await until(() => window.phone.pages.length === 2);
  assert.equal((await front()).n, '7');
  assert.equal(await page.$eval('wx-page[is="pages/second/second"] .top', (one) => getComputedStyle(one).backgroundColor), 'rgb(9, 9, 9)');
  assert.equal(await page.$eval('wx-page[is="pages/home/home"] .top', (one) => getComputedStyle(one).backgroundColor), 'rgb(255, 255, 255)');
  for (let i = 0; i < 9; i += 1) await page.evaluate(() => window.phone.pages[window.phone.pages.length - 1].more());
  await until(() => String(window.phone.pages[window.phone.pages.length - 1].data.n).includes('webview count limit exceed'));
  assert.equal((await front()).depth, 10);
  await page.evaluate(() => window.phone.device.wx.navigateBack({ delta: 20 }));
  await until(() => window.phone.pages.length === 1);
  await sleep(400);
  assert.equal(await page.$$eval('.page-frame', (all) => all.length), 1, 'what is left goes away');
});

test('scroll-into-view, scroll events', async () => {
  await start();
  await page.click('.down');
  await until(() => window.phone.pages[0].scrollTop === 2000);
});

test('dialogs are answered by the person', async () => {
  await start();
  await page.click('.ask');
  await (await page.waitForSelector('.modal-cancel')).click();
  await data('got', 'modal false');
  await page.click('.ask');
  await (await page.waitForSelector('.shade:not(.leaving) .modal-confirm')).click();
  await data('got', 'modal true');
});

test('suspension: no timer runs, and none catches up', async () => {
  await start();
  await page.evaluate(() => window.phone.device.set({ suspendAfterMs: 400 }));
  await page.click('.tick');
  await until(() => window.phone.pages[0].ticks >= 2);
  await page.evaluate(() => window.phone.hide());
  await until(() => window.phone.device.state() === 'suspended');
  const ticks = await page.evaluate(() => window.phone.pages[0].ticks);
  await sleep(800);
  assert.equal(await page.evaluate(() => window.phone.pages[0].ticks), ticks);
  await page.screenshot({ path: path.join(SHOTS, 'host-suspended.png') });
  await page.click('#app-icon');
  await sleep(350);
  const later = await page.evaluate(() => window.phone.pages[0].ticks);
  assert.ok(later > ticks && later < ticks + 6, 'from ' + ticks + ' to ' + later);
});

test('kill and cold start: everything anew, storage kept, also over a reload', async () => {
  await start();
  await page.evaluate(() => window.phone.device.wx.setStorageSync('kept', { a: [1, 2] }));
  await page.click('.count');
  await page.evaluate(() => window.phone.coldStart());
  await until(() => window.phone.pages.length === 1 && window.phone.app.log.includes('page ready'));
  assert.equal((await log())[0], 'launch alice');
  assert.deepEqual(await page.evaluate(() => window.phone.device.wx.getStorageSync('kept')), { a: [1, 2] });
  await page.click('.count');
  await data('got', 'count 1');
  await sleep(100);
  await page.reload();
  await page.waitForFunction('window.phone && window.phone.pages && window.phone.pages.length > 0');
  assert.deepEqual(await page.evaluate(() => window.phone.device.wx.getStorageSync('kept')), { a: [1, 2] });
});

test('the platform\'s limits hold', async () => {
  await start();
  const found = await page.evaluate(() => {
    const { wx } = window.phone.device;
    const tried = (work) => {
      try {
        work();
        return 'fits';
      } catch (error) {
        return error.message;
      }
    };
    return {
      big: tried(() => wx.setStorageSync('big', 'x'.repeat(1048577))),
      many: Array.from({ length: 12 }, (_, i) => tried(() => wx.setStorageSync('k' + i, 'x'.repeat(1000000)))).filter((one) => one === 'fits').length,
    };
  });
  assert.match(found.big, /entry size limit/);
  assert.equal(found.many, 10);
});

test('dark: the theme of the phone, whatever the browser prefers', async () => {
  await start('&theme=dark');
  const back = () => page.$eval('wx-page', (one) => getComputedStyle(one).backgroundColor);
  assert.equal(await back(), 'rgb(16, 16, 16)');
  await page.screenshot({ path: path.join(SHOTS, 'host-dark.png') });
  await page.evaluate(() => window.phone.setTheme('light'));
  assert.equal(await back(), 'rgb(242, 243, 245)');
});

test('only the demo and this fixture run as code', async () => {
  page = await browser.newPage();
  await page.goto(base + '/demo/phones/phone.html?app=/files/evil');
  const asked = await page.evaluate(() => performance.getEntriesByType('resource').map((one) => one.name));
  assert.ok(asked.every((name) => !name.includes('evil')));
  errors = [];
});

test('a clock that is wrong is wrong for the app alone', async () => {
  await start('&clock=86400000');
  const ahead = await page.evaluate(() => window.phone.pages[0].now() - Date.now());
  assert.ok(Math.abs(ahead - 86400000) < 1000, String(ahead));
});
