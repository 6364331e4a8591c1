'use strict';
/**
 * The hand of the test: the phone, its network, and the person who holds it.
 */

const { createAccount } = require('./account');
const { createScreen } = require('./dialogs');
const { createFiles } = require('./files');
const { createKnobs, turn } = require('./knobs');
const { createLog } = require('./log');
const { createRealm } = require('./realm');
const { createBox } = require('./storage');
const { createWire } = require('./wire');

/** How long before the suspension a 'before-suspend' close is delivered. */
const BEFORE_SUSPEND_MS = 100;

/**
 * @typedef {object} DeviceOptions
 * @property {Partial<import('./knobs').Knobs>} [knobs]
 * @property {Record<string, unknown>} [launch]  path, query, scene
 * @property {Record<string, unknown>} [systemInfo]
 * @property {Record<string, unknown>} [storage]  what an earlier run left
 * @property {(count: number) => string} [loginCode]
 * @property {import('./account').Profile} [profile]  what getUserInfo answers
 * @property {() => number} [random]
 * @property {number} [logLines]  each log keeps so many of its last lines; without it all, which a test wants and a long run cannot afford
 * @property {(frame: import('./ports').Frame) => void} [onFrame]  each line of the wire log as it is written
 * @property {import('./storage').Disk} [disk]
 * @property {import('./dialogs').Person} [person]
 * @property {(parts: import('./realm').Parts) => object} [extend]  more of `wx`, made anew with each run of the app
 *
 * @param {import('./ports').Clock} clock
 * @param {import('./ports').Transport} transport
 * @param {DeviceOptions} options
 */
function createDevice(clock, transport, options) {
  const knobs = createKnobs(options.knobs);
  const lines = options.logLines === undefined ? Infinity : options.logLines;
  const wire = createWire({ clock, knobs, transport, frames: createLog(lines, options.onFrame) });
  const box = createBox(knobs, options.disk);
  const files = createFiles(transport.readFile);
  const account = createAccount(clock, options.loginCode || ((count) => 'fake-code-' + count));
  const screen = createScreen(createLog(lines), options.person);
  const launch = Object.assign({ path: 'pages/index/index', query: {}, scene: 1001, shareTicket: '', referrerInfo: {} }, options.launch);
  /** @type {unknown[]} */
  const errors = createLog(lines);
  /** @type {import('./calls').Violation[]} */
  const violations = createLog(lines);
  /** @type {import('./requests').RequestLine[]} */
  const requests = createLog(lines);
  let network = { isConnected: true, networkType: 'wifi' };
  /** @type {number[]} */
  let lifeTimers = [];

  const shared = {
    clock, knobs, wire, box, files, account, screen, violations,
    lines: requests,
    network: () => Object.assign({}, network),
    random: options.random || Math.random,
    systemInfo: Object.assign({}, options.systemInfo),
    profile: options.profile,
    extend: options.extend,
    /** @param {unknown} error */
    report(error) {
      errors.push(error);
      clock.fail(error);
    },
  };
  Object.keys(options.storage || {}).forEach((key) => box.set(key, (options.storage || {})[key]));
  let realm = createRealm(shared, launch);

  function stopLifeTimers() {
    lifeTimers.forEach(clock.clear);
    lifeTimers = [];
  }

  /**
   * @param {boolean} isConnected
   * @param {string} networkType
   */
  function setNetwork(isConnected, networkType) {
    const same = network.isConnected === isConnected && network.networkType === networkType;
    network = { isConnected, networkType };
    if (!same) realm.networkChanged();
  }

  function suspend() {
    realm.suspend();
    if (knobs.backgroundClose === 'after-show') realm.sockets.cutInBackground(true, knobs.backgroundCloseCode);
    if (knobs.backgroundClose === 'never') realm.sockets.cutInBackground(false, knobs.backgroundCloseCode);
  }

  /** The system ends the app; storage and files stay. */
  function destroy() {
    stopLifeTimers();
    realm.destroy();
    return clock.settle();
  }

  const device = {
    clock,
    knobs,
    /** all that passed the wire, or should have */
    frames: wire.frames,
    /** every request, upload and download, in order of start */
    requests,
    /** what code under test threw inside a callback */
    errors,
    /** calls made while the app was suspended or destroyed */
    violations,
    screen,
    account,
    files,

    get wx() { return realm.platform.wx; },
    get platform() { return realm.platform; },

    /** @param {Partial<import('./knobs').Knobs>} patch */
    set: (patch) => turn(knobs, patch),
    state: () => realm.life.state(),
    now: clock.now,
    /** @param {number} ms */
    advance: (ms) => clock.advance(ms),
    settle: () => clock.settle(),
    /** @type {import('./ports').Clock['until']} */
    until: (promise, limitMs) => clock.until(promise, limitMs),

    /** Home button, lock screen, another app. */
    hide() {
      if (realm.life.state() !== 'shown') return clock.settle();
      realm.hide();
      lifeTimers = [
        clock.set(() => {
          if (knobs.backgroundClose === 'before-suspend') realm.sockets.cutInBackground(true, knobs.backgroundCloseCode);
        }, knobs.suspendAfterMs - BEFORE_SUSPEND_MS),
        clock.set(suspend, knobs.suspendAfterMs),
        clock.set(() => { destroy().catch(shared.report); }, knobs.destroyAfterMs),
      ];
      return clock.settle();
    },
    show() {
      if (realm.life.state() === 'destroyed') throw new Error('the app was destroyed: coldStart() starts it again');
      stopLifeTimers();
      if (realm.life.state() !== 'shown') realm.show();
      return clock.settle();
    },
    destroy,
    /**
     * A new run on the same storage. SDK code must be created anew with what is returned.
     * @param {Record<string, unknown>} [nextLaunch]
     */
    coldStart(nextLaunch) {
      if (realm.life.state() !== 'destroyed') {
        stopLifeTimers();
        realm.destroy();
      }
      realm = createRealm(shared, Object.assign({}, launch, nextLaunch));
      return { wx: realm.platform.wx, platform: realm.platform };
    },

    /**
     * event: the app is told, sockets die in silence. close: the app is told, and each socket closes with 1006 at once.
     * half-open: nobody is told anything, nothing passes any more.
     * @param {'event' | 'close' | 'half-open'} mode
     */
    loseNetwork(mode) {
      if (['event', 'close', 'half-open'].indexOf(mode) < 0) throw new TypeError('no such way to lose the network: ' + mode);
      wire.setAir(mode === 'half-open' ? 'half-open' : 'down');
      if (mode === 'close') wire.breakAll('abnormal closure');
      else wire.silence();
      if (mode !== 'half-open') setNetwork(false, 'none');
      return clock.settle();
    },
    /**
     * New connections work again; those that died stay dead.
     * @param {import('./wire').NetworkType} [type]
     */
    restoreNetwork(type) {
      wire.setAir('up');
      setNetwork(true, type || 'wifi');
      return clock.settle();
    },
    /**
     * wifi → 4g: the app is told that it is connected, and every old socket is dead without a word.
     * @param {import('./wire').NetworkType} type
     */
    switchNetwork(type) {
      wire.setAir('up');
      wire.silence();
      setNetwork(true, type);
      return clock.settle();
    },
    network: shared.network,

    /**
     * The person changes the settings of the phone: language, theme. A running app hears of the theme only.
     * @param {Record<string, unknown>} patch
     */
    changeSystem(patch) {
      const old = shared.systemInfo.theme;
      Object.assign(shared.systemInfo, patch);
      if (typeof patch.theme === 'string' && patch.theme !== old) realm.themeChanged(patch.theme);
      return clock.settle();
    },
    /**
     * Something outside `wx` (a finger, a picture that has loaded) calls into the app: now, at the next show, or never.
     * @param {() => void} task
     */
    deliver: (task) => realm.life.deliver(task),

    /** Something else fills the storage. @param {number} [leftBytes] */
    fillStorage: (leftBytes) => box.fill(leftBytes || 0),
    /** Undoes fillStorage. */
    freeStorage: () => box.empty(),
    storage: box,

    /** Sockets of something else in the same mini-program. @param {number} count */
    occupySockets: (count) => realm.sockets.reserve(count),
    liveSockets: () => realm.sockets.liveCount(),
    openSockets: () => realm.sockets.openCount(),
    pendingTimers: () => realm.timers.pending(),
    requestsInFlight: () => realm.requests.inFlight(),
    /** callbacks that wait for the next show */
    queuedCallbacks: () => realm.life.queued(),

    /**
     * The next answer of the person: showModal {confirm, content}, showActionSheet {tapIndex} or null for cancel; a function gets the
     * options and may return a promise.
     * @param {'showModal' | 'showActionSheet'} api
     * @param {any} answer
     */
    answer: (api, answer) => { screen.answers[api].push(answer); },

    /** End of the test. */
    dispose() {
      stopLifeTimers();
      if (realm.life.state() !== 'destroyed') realm.destroy();
      wire.dispose();
      clock.dispose();
    },
  };
  return device;
}

/** @typedef {ReturnType<typeof createDevice>} Device */

module.exports = { createDevice };
