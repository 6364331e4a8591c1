'use strict';
/**
 * A real server, a real browser, and phones in it. What a test sees is what is on the screen.
 */

const fs = require('node:fs');
const path = require('node:path');
const puppeteer = require('puppeteer-core');
const { eventually, fresh, sleep, startServer } = require('../../../sdk/hongyan/test/server/real');

const HOME = path.join(__dirname, '..', '..', '..');
const SHOTS = process.env.HONGYAN_SHOTS || path.join(HOME, 'target', 'test', 'phones');
const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome'];
/** what the browser itself says about a server that is down */
const NETWORK_TALK = /WebSocket connection to .* failed|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_INTERNET|Failed to load resource/;
const WATCH_MS = 100;
/** A machine that does other things too may take its time; what comes is not waited for any longer. */
const PATIENCE_MS = 45000;
/** What has not moved for so long stands: lines that come late push others away. */
const STILL_MS = 150;

function findChromium() {
  const found = [process.env.CHROMIUM || ''].concat(CANDIDATES).find((file) => file && fs.existsSync(file));
  if (!found) throw new Error('no Chromium: set CHROMIUM to its path');
  return found;
}

function openBrowser() {
  return puppeteer.launch({
    executablePath: findChromium(), headless: true,
    // Root in a container has no sandbox of its own; the pages are ours.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--mute-audio', '--autoplay-policy=no-user-gesture-required', '--lang=zh-CN',
      // All phones live in one window that nobody looks at; their timers must not sleep.
      '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows'],
  });
}

/** Server, browser, and all that went wrong in its pages. */
async function openWorld() {
  fs.mkdirSync(SHOTS, { recursive: true });
  const server = await startServer();
  const base = server.url.replace(/^ws/, 'http').replace(/\/link$/, '');
  const browser = await openBrowser();
  const world = {
    server, base, browser, errors: /** @type {string[]} */ ([]), talk: false, pages: /** @type {any[]} */ ([]),
    /**
     * The landing page with a phone for each of these people.
     * @param {string[]} users
     * @param {{ lang?: string, theme?: string, width?: number, height?: number, prepare?: (page: any) => Promise<void> }} [look]
     */
    async phones(users, look) {
      const given = look || {};
      const page = await browser.newPage();
      world.pages.push(page);
      page.setDefaultTimeout(PATIENCE_MS);
      await page.setViewport({ width: given.width || 1440, height: given.height || 1180 });
      page.on('pageerror', (error) => world.errors.push('page error: ' + (error.stack || error)));
      page.on('console', (message) => {
        const text = message.text() + ' ' + (message.location().url || '');
        if (message.type() === 'error' && !(world.talk && NETWORK_TALK.test(text))) world.errors.push('console: ' + text);
      });
      if (given.prepare) await given.prepare(page);
      await page.goto(base + '/?fake-mic&lang=' + (given.lang || 'zh') + '&theme=' + (given.theme || 'light') + '#' + users.join(','));
      const phones = [];
      for (let i = 0; i < users.length; i += 1) phones.push(await openPhone(page, i + 1, users[i]));
      return { page, phones, shot: (name) => page.screenshot({ path: path.join(SHOTS, name + '.png') }) };
    },
    async close(opened) {
      world.pages = world.pages.filter((page) => page !== opened.page);
      await opened.page.close();
    },
    /** What went wrong since the last time; nothing, one hopes. */
    takeErrors: () => world.errors.splice(0),
    async end() {
      await browser.close();
      await server.end();
    },
  };
  return world;
}

async function openPhone(page, index, user) {
  const slot = 'slot=' + index + '-' + encodeURIComponent(user);
  const frame = await eventually(() => page.frames().find((one) => one.url().includes(slot)), 'the frame of ' + user);
  await frame.waitForFunction('window.phone && window.phone.pages && window.phone.pages.length > 0', { timeout: 30000 });
  await frame.evaluate((ms) => {
    window.most = 0;
    window.setInterval(() => { window.most = Math.max(window.most, window.phone.device.openSockets()); }, ms);
  }, WATCH_MS);
  const unit = await page.$('.unit[data-index="' + index + '"]');
  return createPhone(page, frame, unit, user);
}

/**
 * An element that is there, has stopped moving, and has nothing above it: a page that slides in carries its buttons away from under the finger, and
 * a question that fades out still catches it.
 */
async function still(frame, selector) {
  const element = await frame.waitForSelector(selector, { visible: true, timeout: PATIENCE_MS });
  await frame.waitForFunction((one, stillMs) => {
    const box = one.getBoundingClientRect();
    const place = [box.left, box.top, box.width, box.height].join();
    if (one.lastPlace !== place) {
      one.lastPlace = place;
      one.placedAt = performance.now();
    }
    if (performance.now() - one.placedAt < stillMs) return false;
    const above = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const free = above && (one.contains(above) || above.contains(one));
    // Below a bar, or outside of the screen: a person would scroll.
    if (!free) one.scrollIntoView({ block: 'center' });
    return free;
  }, { polling: 'raf', timeout: PATIENCE_MS }, element, STILL_MS).catch((error) => { throw new Error(selector + ' moves or is covered: ' + error.message); });
  return element;
}

/**
 * The hand and the eye of one person.
 * @param {any} page
 * @param {any} frame
 * @param {any} unit the card of the phone on the landing page
 * @param {string} user
 */
function createPhone(page, frame, unit, user) {
  /** A class as the app's file calls it, on the page that is in front. @param {string} part @param {string} name */
  const of = (part, name) => '.page-frame.front .' + part.replace(/[^\w]/g, '_') + '--' + name;
  const phone = {
    user, page, frame, unit, of,
    do: (work, ...args) => frame.evaluate(work, ...args),
    /** A touch. @param {string} selector */
    async tap(selector) {
      await (await still(frame, selector)).click();
    },
    async press(selector, ms) {
      await (await still(frame, selector)).click({ delay: ms });
    },
    /** A button of the card. @param {string} name */
    async card(name) {
      const button = await unit.$('.' + name);
      await button.click();
    },
    waitFor: (what, work, ...args) => frame.waitForFunction(work, { timeout: PATIENCE_MS, polling: 50 }, ...args)
      .catch((error) => { throw new Error(user + ' waited in vain for ' + what + ': ' + error.message); }),
    /** To the chat with somebody, wherever we are. @param {string} peer */
    async open(peer) {
      await frame.evaluate((other) => { window.phone.device.wx.navigateTo({ url: '/pages/chat/chat?conv=' + encodeURIComponent('s:' + other) }); }, peer);
      await frame.waitForSelector(of('components/input-bar/input-bar', 'field') + ' textarea', { visible: true });
    },
    back: () => phone.tap('.page-frame.front .nav-back'),
    /** Types and sends with the keyboard. @param {string} text */
    async say(text) {
      const field = await frame.waitForSelector(of('components/input-bar/input-bar', 'field') + ' textarea', { visible: true });
      await field.focus();
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    },
    /** Many, quickly: through the app's own SDK, as its page does. @param {string} peer @param {string[]} texts */
    sayAll: (peer, texts) => frame.evaluate((other, all) => { all.forEach((text) => window.phone.app.account.hy.sendText('s:' + other, text)); }, peer, texts),
    /** The messages on screen, top to bottom. */
    rows: () => frame.evaluate(readRows),
    texts: async () => (await phone.rows()).filter((row) => row.kind === 'text').map((row) => row.text),
    /** Until the texts on screen are these, in this order. @param {string[]} wanted @param {number} [ms] */
    async shows(wanted, ms) {
      let seen = [];
      const end = Date.now() + (ms || PATIENCE_MS);
      for (;;) {
        seen = await phone.texts();
        if (seen.length === wanted.length && seen.every((text, i) => text === wanted[i])) return;
        if (Date.now() > end) throw new Error(user + ' should see\n  ' + wanted.join(' | ') + '\nbut sees\n  ' + seen.join(' | '));
        await sleep(50);
      }
    },
    state: () => frame.evaluate(() => window.phone.state()),
    mostSockets: () => frame.evaluate(() => window.most),
    pages: () => frame.evaluate(() => window.phone.pages.map((one) => one.route)),
    async shot(name) {
      await unit.screenshot({ path: path.join(SHOTS, name + '.png') });
    },
  };
  return phone;
}

/** Runs in the phone. */
function readRows() {
  const front = document.querySelector('.page-frame.front');
  const cls = (name) => '.components_message_message--' + name;
  return Array.from(front ? front.querySelectorAll('message') : []).map((row) => {
    const notice = row.querySelector(cls('notice-text'));
    if (notice) return { side: 'middle', kind: 'notice', text: notice.textContent, mark: '' };
    const line = row.querySelector(cls('line'));
    const bubble = row.querySelector(cls('bubble'));
    const text = row.querySelector(cls('text'));
    const sign = row.querySelector(cls('sign'));
    const kinds = ['text', 'image', 'audio', 'video', 'location'];
    return {
      side: line && line.classList.contains('components_message_message--me') ? 'me' : 'other',
      kind: kinds.find((kind) => bubble && bubble.classList.contains('components_message_message--' + kind)) || 'other',
      text: text ? text.textContent : '',
      mark: sign ? ['sending', 'sent', 'delivered', 'read', 'failed'].find((mark) => sign.classList.contains('components_message_message--' + mark)) || '' : '',
    };
  });
}

const numbers = (prefix, count) => Array.from({ length: count }, (_, i) => prefix + (i + 1));

module.exports = { SHOTS, eventually, fresh, numbers, openBrowser, openWorld, sleep };
