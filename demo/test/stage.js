'use strict';
/**
 * The demo without a screen: its own app.js, pages and SDK copy on fake-wx, against the SDK's fake server, on one fake clock. A page is
 * its definition and its data; what WXML would show is read from the data. What needs a screen is measured as if every row were 60 px high.
 */

const path = require('node:path');
const { createDevice } = require('../../sdk/fake-wx/lib/device');
const { createFakeClock } = require('../../sdk/fake-wx/lib/memory/fake-clock');
const { createRandom } = require('../../sdk/fake-wx/lib/memory/random');
const { createMemoryTransport, createServer } = require('../../sdk/fake-wx/lib/memory/server');
const { loadSandboxed } = require('../../sdk/fake-wx');
const { createFakeServer } = require('../../sdk/hongyan/test/fake-server');

const ROW_PX = 60;
const VIEW_PX = 600;
const TABS = ['pages/chats/chats', 'pages/contacts/contacts', 'pages/me/me'];

/** `chunks.c3[4].mark` → ['chunks', 'c3', 4, 'mark'] */
const stepsOf = (key) => key.replace(/\[(\d+)\]/g, '.#$1').split('.').map((step) => (step[0] === '#' ? Number(step.slice(1)) : step));

/** As setData: a copy of JSON, put where the path says. */
function put(data, key, value) {
  if (value === undefined) throw new Error('setData never takes undefined: ' + key);
  const copy = value === null ? null : JSON.parse(JSON.stringify(value));
  const steps = stepsOf(key);
  const last = steps.pop();
  const target = steps.reduce((at, step) => at[step], data);
  if (target === undefined || target === null) throw new Error('setData of a path that is not there: ' + key);
  if (typeof last === 'number' && last > target.length) throw new Error('setData leaves a hole: ' + key);
  target[last] = copy;
}

/**
 * @param {object} [options]  user, auto: as in the start's query; clockOffset: how wrong the phone's clock is; server: the fake server's limits
 */
function createStage(options) {
  const given = options || {};
  const clock = createFakeClock({ startAt: given.startAt });
  const transport = createServer(clock);
  const server = createFakeServer(clock, transport, given.server);
  const device = createDevice(clock, createMemoryTransport(transport), {
    random: createRandom(1), systemInfo: { language: given.language || 'en' }, knobs: given.knobs,
    launch: { path: TABS[0], query: Object.assign({ server: encodeURIComponent('http://im.test'), user: 'alice', auto: '1' }, given.query) },
  });
  const stage = {
    clock, server, device, pages: [], app: null, title: '', toasts: [], credentials: 'ok', tokenSeconds: given.tokenSeconds || 3600, setDataBytesMax: 0,
    answers: { choice: [], sure: [], line: [] }, badge: '', clipboard: '',
  };
  transport.onRequest((request) => {
    if (stage.credentials === 'down') return undefined;
    if (stage.credentials === 'none') return { statusCode: 404, data: {} };
    const user = decodeURIComponent(/user=([^&]*)/.exec(request.url)[1]);
    return { statusCode: 200, data: { app: 'demo', user, token: server.token(user, stage.tokenSeconds) } };
  });

  function instance(definition, extra) {
    const page = Object.assign({}, definition, definition.methods, extra, { data: JSON.parse(JSON.stringify(definition.data || {})) });
    Object.keys(definition.properties || {}).forEach((name) => { page.data[name] = definition.properties[name].value; });
    page.setData = (patch, done) => {
      stage.setDataBytesMax = Math.max(stage.setDataBytesMax, JSON.stringify(patch).length);
      Object.keys(patch).forEach((key) => put(page.data, key, patch[key]));
      if (done) clock.set(done, 0);
    };
    return page;
  }

  /** @param {string} url */
  function open(url) {
    const [route, query] = url.replace(/^\//, '').split('?');
    const page = instance(stage.definitions[route], { route });
    page.bar = undefined;
    const bar = instance(stage.definitions['components/input-bar/input-bar'], {
      triggerEvent: (name, detail) => {
        const handler = { send: 'send', typed: 'typed', more: 'more' }[name];
        if (handler) page[handler]({ detail });
      },
    });
    if (stage.definitions[route].bar) page.bar = stage.definitions[route].bar;
    page.selectComponent = () => bar;
    page.inputBar = bar;
    stage.pages.push(page);
    const values = {};
    (query || '').split('&').filter(Boolean).forEach((pair) => { values[pair.slice(0, pair.indexOf('='))] = pair.slice(pair.indexOf('=') + 1); });
    if (page.onLoad) page.onLoad(values);
    if (page.onShow) page.onShow();
    clock.set(() => { if (page.onReady) page.onReady(); }, 0);
    return page;
  }
  function close(page) {
    if (page.onHide) page.onHide();
    if (page.onUnload) page.onUnload();
  }
  const top = () => stage.pages[stage.pages.length - 1];

  function screenApi() {
    const hidden = (page) => { if (page && page.onHide) page.onHide(); };
    return {
      navigateTo({ url }) {
        hidden(top());
        open(url);
      },
      navigateBack() {
        close(stage.pages.pop());
        if (top() && top().onShow) top().onShow();
      },
      reLaunch({ url }) {
        stage.pages.splice(0).reverse().forEach(close);
        open(url);
      },
      switchTab({ url }) {
        stage.pages.splice(0).reverse().forEach(close);
        open(url);
      },
      setNavigationBarTitle({ title }) { stage.title = title; },
      setTabBarBadge({ index, text }) { if (index === 0) stage.badge = text; },
      removeTabBarBadge({ index }) { if (index === 0) stage.badge = ''; },
      setTabBarItem() {},
      vibrateShort() {},
      setClipboardData({ data }) { stage.clipboard = data; },
      showToast({ title }) { stage.toasts.push(title); },
      showActionSheet({ success, fail }) {
        const index = stage.answers.choice.shift();
        clock.set(() => (index === undefined || index < 0 ? fail({ errMsg: 'cancel' }) : success({ tapIndex: index })), 0);
      },
      showModal({ success, editable }) {
        const answer = editable ? stage.answers.line.shift() : stage.answers.sure.shift();
        clock.set(() => success(editable ? { confirm: answer !== undefined, content: answer || '' } : { confirm: Boolean(answer), cancel: !answer }), 0);
      },
      createSelectorQuery() {
        const wanted = [];
        const query = {
          in: () => query,
          select(selector) {
            const one = { boundingClientRect: () => { wanted.push(() => rect(selector)); return query; }, scrollOffset: () => { wanted.push(() => scrollOf()); return query; } };
            return one;
          },
          exec(done) { clock.set(() => done(wanted.map((run) => run())), 0); },
        };
        return query;
      },
    };
  }

  // ---- geometry: rows of one height in a view of 600 px
  const rowsOf = (page) => page.data.order.reduce((sum, key) => sum.concat(page.data.chunks[key]), []);
  const heightOf = () => rowsOf(top()).length * ROW_PX;
  function scrollOf() {
    const page = top();
    const most = Math.max(0, heightOf() - VIEW_PX);
    if (page.data.scrollTop !== stage.lastSet) {
      stage.lastSet = page.data.scrollTop;
      stage.scrollTop = page.data.scrollTop;
    }
    stage.scrollTop = Math.min(most, Math.max(0, stage.scrollTop || 0));
    return { scrollTop: stage.scrollTop, scrollHeight: heightOf() };
  }
  function rect(selector) {
    if (selector[0] !== '#') return { top: 88, height: VIEW_PX };
    const at = rowsOf(top()).findIndex((row) => row.key === selector.slice(1));
    return at < 0 ? null : { top: 88 + at * ROW_PX - scrollOf().scrollTop, height: ROW_PX };
  }

  function boot() {
    const { wx, platform } = device;
    stage.definitions = {};
    stage.pages = [];
    let name = '';
    const api = Object.assign({}, wx, screenApi());
    const define = (next) => { name = next; };
    const keep = (definition) => { stage.definitions[name] = definition; };
    class PhoneDate extends Date {
      constructor(...args) {
        if (args.length === 0) super(PhoneDate.now());
        else super(...args);
      }
      static now() { return clock.now() + (given.clockOffset || 0); }
    }
    Object.assign(stage, loadSandboxed(path.join(__dirname, 'whole.js'), {
      Promise: platform.Promise,
      globals: {
        wx: api, define, Page: keep, Component: keep, App: (app) => { stage.app = app; }, getApp: () => stage.app, Date: PhoneDate, console,
        setTimeout: platform.setTimeout, clearTimeout: platform.clearTimeout, setInterval: platform.setInterval, clearInterval: platform.clearInterval,
      },
    }));
    stage.app.onLaunch(wx.getLaunchOptionsSync());
    open(stage.pages.length ? stage.pages[0].route : TABS[0]);
  }

  return Object.assign(stage, {
    boot,
    top,
    rowsOf: () => rowsOf(top()),
    advance: (ms) => clock.advance(ms),
    /** the person scrolls there */
    async scrollTo(px) {
      scrollOf();
      stage.scrollTop = px;
      const { scrollTop, scrollHeight } = scrollOf();
      top().scrolled({ detail: { scrollTop, scrollHeight } });
      await clock.advance(200);
    },
    scrollOf,
    async chat(user) {
      screenApi().navigateTo({ url: '/pages/chat/chat?conv=' + encodeURIComponent('s:' + user) });
      await clock.advance(500);
      return top();
    },
    back: () => screenApi().navigateBack(),
    /** The mini-program is killed and started again. */
    coldStart() {
      device.coldStart();
      boot();
    },
    check() {
      if (device.errors.length > 0) throw device.errors[0];
      if (device.violations.length > 0) throw new Error('called while asleep: ' + JSON.stringify(device.violations));
    },
    end() {
      stage.pages.splice(0).reverse().forEach(close);
      stage.check();
      device.dispose();
    },
  });
}

module.exports = { createStage };
