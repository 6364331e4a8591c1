/**
 * A phone with one mini-program on it: fake-wx is the device, glass-easel the runtime, the rest of this folder its screen.
 *
 *   device (fake-wx)   storage, network, sockets, life: outlives a killed app
 *   run                one start of the app: engine, router, App; ends with kill, begins again with coldStart
 */

import { createDialogs } from './dialogs.js';
import { createFiles } from './files.js';
import { listenToFingers } from './gestures.js';
import { createMedia } from './media.js';
import { createRouter } from './router.js';
import { createSystem } from './system.js';

const LOG_LINES = 400;
const STATUS_BAR_PX = 44;

const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {any} given */
export function createPhone({ settings, framework, pack, disk, styles, transport, createDevice, clock, createEngine }) {
  const { glassEasel } = framework;
  const screen = byId('screen');
  const layer = byId('layer');
  const home = byId('home');
  const listeners = new Set();
  const frameListeners = new Set();
  const hideListeners = new Set();
  const pageErrors = [];
  /** @type {any} one start of the app */
  let run = null;
  let shown = false;
  let clockOffset = settings.clockOffset;
  let { theme, language } = settings;
  const say = (chinese, english) => (language === 'en' ? english : chinese);

  const dialogs = createDialogs(layer, say);
  /** What built-in components and `wx` of the browser need of the phone. */
  const host = {
    deliver: (task) => device.deliver(task),
    /** After what runs now, as a task of the app. */
    later: (task) => { clock.set(() => device.deliver(task), 0); },
    /** Before the next picture, without asking whether the app sleeps: for what concerns the screen alone. */
    soon: (task) => { if (document.hidden) setTimeout(task, 0); else requestAnimationFrame(task); },
    run(task) {
      try {
        return task();
      } catch (error) {
        report(error);
        return undefined;
      }
    },
    address(source, component) {
      if (files.isRemote(source) && !device.network().isConnected) return '';
      return files.address(source, component && component.ownerShadowRoot ? component.ownerShadowRoot.getHostNode().is : '');
    },
    onHide(task) {
      hideListeners.add(task);
      return () => hideListeners.delete(task);
    },
    wx: () => device.wx,
    currentPage: () => (run && run.router ? run.router.current() : null),
    statusBar: () => STATUS_BAR_PX,
    shake() { byId('shell').animate({ transform: ['translateX(-2px)', 'translateX(2px)', 'translateX(0)'] }, 120); },
    windowChanged(frame) {
      Object.assign(windowInfo, measure(frame));
      device.changeSystem(windowInfo);
      document.body.classList.toggle('dark-status', !frame.isLight());
    },
    pick: (words, chosen) => dialogs.sheet(words, { chosen }),
    pickMoment: (mode, value) => dialogs.answer('showModal', { title: mode, editable: true, content: value })
      .then((answer) => (answer.confirm ? answer.content : null)),
    chooseAvatar: () => media.choose({ mediaType: ['image'], count: 1 }).then((found) => (found[0] ? found[0].tempFilePath : '')),
    submitForm() {},
  };

  function measure(frame) {
    const { clientWidth, clientHeight } = document.documentElement;
    return {
      screenWidth: clientWidth, screenHeight: clientHeight, windowWidth: clientWidth,
      windowHeight: frame ? frame.view.clientHeight : clientHeight - STATUS_BAR_PX * 2, statusBarHeight: STATUS_BAR_PX,
      screenTop: STATUS_BAR_PX * 2, pixelRatio: window.devicePixelRatio,
      safeArea: { left: 0, right: clientWidth, width: clientWidth, top: STATUS_BAR_PX, bottom: clientHeight - 20, height: clientHeight - 20 - STATUS_BAR_PX },
    };
  }
  const windowInfo = measure(null);

  const launch = (query) => ({ path: pack.app.pages[0], query: Object.assign({ server: settings.server, user: settings.user }, settings.auto ? { auto: '1' } : {}, query) });
  /** @type {any} what the extensions of `wx` are made with */
  let thisRun = null;
  const device = createDevice(clock, transport, {
    launch: launch({}),
    // A server in development mode takes it for this person.
    loginCode: () => 'dev:' + settings.user + ':',
    storage: disk.storage,
    disk: disk.disk,
    logLines: LOG_LINES,
    onFrame: (frame) => frameListeners.forEach((listener) => listener(frame)),
    person: { answer: dialogs.answer, notice: dialogs.notice },
    systemInfo: Object.assign({ brand: 'Hongyan', model: 'Browser phone ' + settings.slot, platform: 'devtools', system: 'Browser', theme, language }, windowInfo),
    extend(parts) {
      thisRun = parts;
      return {};
    },
  });
  const files = createFiles(device.files, pack.base);
  const media = createMedia({ dialogs, files, host, say, fakeMicrophone: settings.fakeMicrophone });
  const system = createSystem({ dialogs, host, say });

  function report(error) {
    pageErrors.push(error);
    if (pageErrors.length > LOG_LINES) pageErrors.shift();
    if (run && run.app && typeof run.app.onError === 'function') {
      try {
        run.app.onError(String(error && error.stack ? error.stack : error));
      } catch (again) {
        reportError(again);
      }
    }
    reportError(error);
  }
  glassEasel.addGlobalErrorListener((error) => {
    report(error);
    return false;
  });

  /** The Date of an app on a phone whose clock is wrong. */
  function dateOf() {
    class PhoneDate extends Date {
      constructor(...args) {
        if (args.length === 0) super(Date.now() + clockOffset);
        else super(...(/** @type {[any]} */ (args)));
      }

      static now() { return Date.now() + clockOffset; }
    }
    return PhoneDate;
  }

  function begin() {
    const { wx, platform } = device;
    const parts = thisRun;
    run = { app: null, router: null, engine: null };
    const mine = run;
    const scope = {
      wx,
      App: (definition) => { mine.app = definition; },
      getApp: () => mine.app,
      getCurrentPages: () => (mine.router ? mine.router.pages() : []),
      setTimeout: platform.setTimeout, clearTimeout: platform.clearTimeout, setInterval: platform.setInterval, clearInterval: platform.clearInterval,
      Date: dateOf(),
    };
    styles.change({ rpx: document.documentElement.clientWidth / 750, theme });
    mine.engine = createEngine({ framework, pack, styles, scope, host });
    mine.router = createRouter({ pack, engine: mine.engine, host, screen, theme: () => theme });
    Object.assign(wx, media.api(parts), system.api(parts), mine.router.api(parts.calls));
    const options = wx.getLaunchOptionsSync();
    styles.use('app', '', false);
    let first = true;
    wx.onAppShow((event) => {
      if (mine !== run) return;
      if (mine.app && mine.app.onShow) host.run(() => mine.app.onShow(event));
      if (first) {
        first = false;
        mine.router.launch(options.path, options.query);
        byId('splash').hidden = true;
      } else mine.router.show();
      changed();
    });
    wx.onAppHide(() => {
      if (mine !== run) return;
      mine.router.hide();
      if (mine.app && mine.app.onHide) host.run(() => mine.app.onHide());
    });
    host.run(() => mine.engine.modules.run('app.js'));
    if (mine.app && mine.app.onLaunch) host.run(() => mine.app.onLaunch(options));
    shown = true;
    draw();
  }

  function end() {
    if (!run) return;
    const old = run;
    run = null;
    dialogs.clear();
    // The app is told nothing: its code does not run any more. Only the screen is cleared.
    old.router.dispose();
  }

  function draw() {
    const state = device.state();
    home.hidden = shown && state === 'shown';
    byId('home-note').textContent = state === 'destroyed' ? say('已结束，点按图标冷启动', 'Ended. Tap the icon for a cold start.')
      : state === 'suspended' ? say('已挂起：代码不再运行', 'Suspended: no code runs.') : say('在后台，5 秒后挂起', 'In the background; suspended after 5 s.');
    document.documentElement.dataset.theme = theme;
  }

  function changed() {
    draw();
    listeners.forEach((listener) => listener());
  }

  // --- the hand of the person

  let watch = 0;
  const phone = {
    slot: settings.slot,
    device,
    get user() { return settings.user; },
    get pages() { return run && run.router ? run.router.pages() : []; },
    get app() { return run ? run.app : null; },
    errors: pageErrors,
    state() {
      return {
        life: device.state(), network: device.network(), air: phone.air, latencyMs: device.knobs.latencyMs, theme, language, clockOffset, user: settings.user,
        sockets: device.openSockets(), storageBytes: device.storage.usedBytes(), storageLimitBytes: device.knobs.storageLimitBytes, full: phone.full,
        errors: pageErrors.length + device.errors.length, violations: device.violations.length, kept: disk.kept,
      };
    },
    air: 'up',
    full: false,
    hide() {
      if (device.state() !== 'shown') return;
      hideListeners.forEach((task) => task());
      device.hide();
      shown = false;
      changed();
      watch = window.setTimeout(changed, device.knobs.suspendAfterMs + 50);
    },
    show() {
      clearTimeout(watch);
      if (device.state() === 'destroyed') {
        phone.coldStart();
        return;
      }
      shown = true;
      device.show();
      changed();
    },
    kill() {
      if (device.state() === 'destroyed') return;
      hideListeners.forEach((task) => task());
      end();
      device.destroy();
      shown = false;
      changed();
    },
    /** @param {{ user?: string, query?: Record<string, string> }} [next] */
    coldStart(next) {
      const given = next || {};
      phone.kill();
      hideListeners.clear();
      if (given.user) settings.user = given.user;
      device.coldStart(launch(given.query || {}));
      begin();
      changed();
    },
    /** @param {'event' | 'close' | 'half-open'} mode */
    loseNetwork(mode) {
      device.loseNetwork(mode);
      phone.air = mode === 'half-open' ? 'half-open' : 'down';
      changed();
    },
    restoreNetwork() {
      device.restoreNetwork('wifi');
      phone.air = 'up';
      changed();
    },
    /** @param {number} ms each direction */
    slow(ms) {
      device.set({ latencyMs: ms });
      changed();
    },
    /** @param {boolean} full */
    fillStorage(full) {
      phone.full = full;
      if (full) device.fillStorage();
      else device.freeStorage();
      changed();
    },
    clearStorage() {
      device.storage.clear();
      phone.full = false;
      changed();
    },
    /** @param {'light' | 'dark'} next */
    setTheme(next) {
      theme = next;
      device.changeSystem({ theme });
      styles.change({ theme });
      if (run) run.router.repaint();
      changed();
    },
    /** The app asks for the language when it starts; so it starts anew. @param {'zh_CN' | 'en'} next */
    setLanguage(next) {
      language = next;
      device.changeSystem({ language });
      phone.coldStart();
    },
    /** @param {number} ms */
    setClock(ms) {
      clockOffset = ms;
      tick();
      changed();
    },
    onChange: (listener) => listeners.add(listener),
    onFrame: (listener) => frameListeners.add(listener),
  };

  function tick() {
    const now = new Date(Date.now() + clockOffset);
    const text = String(now.getHours()).padStart(2, '0') + ':' + String(now.getMinutes()).padStart(2, '0');
    byId('clock').textContent = text;
    byId('home-clock').textContent = text;
    byId('signal').className = device.network().isConnected ? 'on' : 'off';
  }
  tick();
  setInterval(tick, 1000);
  listeners.add(tick);

  document.documentElement.style.setProperty('--status', STATUS_BAR_PX + 'px');
  listenToFingers(screen, glassEasel, host.deliver);
  byId('app-icon').addEventListener('click', () => phone.show());
  byId('capsule-close').addEventListener('click', () => phone.hide());
  byId('capsule-menu').addEventListener('click', () => {
    dialogs.sheet([say('放到后台', 'To the background'), say('结束并冷启动', 'Kill and start'), say('浅色 / 深色', 'Light / dark')])
      .then((index) => [phone.hide, phone.coldStart, () => phone.setTheme(theme === 'dark' ? 'light' : 'dark')][index === null ? 3 : index])
      .then((act) => { if (act) act(); });
  });
  byId('app-icon').querySelector('span').textContent = (pack.app.window && pack.app.window.navigationBarTitleText) || '鸿雁';
  addEventListener('resize', () => {
    styles.change({ rpx: document.documentElement.clientWidth / 750 });
    if (run) run.router.repaint();
  });
  addEventListener('unhandledrejection', (event) => {
    if (run && run.app && typeof run.app.onUnhandledRejection === 'function') {
      device.deliver(() => run.app.onUnhandledRejection({ reason: event.reason, promise: event.promise }));
    }
  });

  begin();
  return phone;
}
