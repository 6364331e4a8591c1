'use strict';
/**
 * One run of the mini-program: everything that a cold start makes anew. What outlives it (storage, files, network, account, screen)
 * comes from the device.
 *
 * @typedef {Pick<WechatMiniprogram.Wx, 'connectSocket' | 'onSocketOpen' | 'onSocketMessage' | 'onSocketError' | 'onSocketClose' | 'sendSocketMessage' | 'closeSocket'
 *   | 'request' | 'uploadFile' | 'downloadFile'
 *   | 'setStorage' | 'getStorage' | 'removeStorage' | 'clearStorage' | 'getStorageInfo'
 *   | 'setStorageSync' | 'getStorageSync' | 'removeStorageSync' | 'clearStorageSync' | 'getStorageInfoSync'
 *   | 'getNetworkType' | 'onNetworkStatusChange' | 'offNetworkStatusChange'
 *   | 'onAppShow' | 'offAppShow' | 'onAppHide' | 'offAppHide' | 'onThemeChange' | 'offThemeChange' | 'login' | 'checkSession' | 'getUserInfo'
 *   | 'showModal' | 'showActionSheet' | 'showToast' | 'hideToast' | 'showLoading' | 'hideLoading'
 *   | 'getSystemInfoSync' | 'getSystemInfo' | 'getAppBaseInfo' | 'getDeviceInfo' | 'getWindowInfo' | 'getLaunchOptionsSync'
 *   | 'arrayBufferToBase64' | 'base64ToArrayBuffer' | 'getRandomValues'>} FakeWx
 *
 * @typedef {object} Platform  all that SDK code is given; it takes nothing from the globals
 * @property {FakeWx} wx
 * @property {(run: (...args: any[]) => void, ms?: number, ...args: any[]) => number} setTimeout
 * @property {(id: number | null | undefined) => void} clearTimeout
 * @property {(run: (...args: any[]) => void, ms?: number, ...args: any[]) => number} setInterval
 * @property {(id: number | null | undefined) => void} clearInterval
 * @property {() => number} now
 * @property {() => number} random
 * @property {PromiseConstructor} Promise
 *
 * @typedef {object} Shared  what the device lends to each run
 * @property {import('./ports').Clock} clock
 * @property {import('./knobs').Knobs} knobs
 * @property {import('./wire').Wire} wire
 * @property {import('./storage').Box} box
 * @property {import('./files').Files} files
 * @property {import('./account').Account} account
 * @property {import('./dialogs').Screen} screen
 * @property {() => { isConnected: boolean, networkType: string }} network
 * @property {() => number} random
 * @property {Record<string, unknown>} systemInfo
 * @property {import('./account').Profile} [profile]
 * @property {import('./calls').Violation[]} violations
 * @property {import('./requests').RequestLine[]} lines
 * @property {(error: unknown) => void} report
 * @property {(parts: Parts) => object} [extend]
 *
 * @typedef {object} Parts  what an extension of `wx` is made with: the calling convention and the life of this run
 * @property {import('./calls').Calls} calls
 * @property {import('./ports').Clock} clock
 * @property {import('./life').Life} life
 * @property {() => ReturnType<typeof createEvent>} createEvent
 * @property {Record<string, unknown>} launch
 */

const { createLogin } = require('./account');
const { createCalls } = require('./calls');
const { createDialogs } = require('./dialogs');
const { createEvent } = require('./events');
const { createLife } = require('./life');
const { createMacrotaskPromise } = require('./macrotask-promise');
const { createRequests } = require('./requests');
const { createSockets } = require('./sockets');
const { createStorage } = require('./storage');
const { createSystem } = require('./system');
const { createTimers } = require('./timers');

/**
 * @param {Shared} shared
 * @param {Record<string, unknown>} launch
 */
function createRealm(shared, launch) {
  const { clock, knobs, random } = shared;
  const life = createLife(clock, shared.report);
  const RealmPromise = knobs.promise === 'macrotask'
    ? createMacrotaskPromise((task) => { clock.set(() => life.deliver(task), 0); })
    : Promise;
  const calls = createCalls({ clock, life, knobs, Promise: RealmPromise, violations: shared.violations });
  const timers = createTimers(clock, life, calls.note);
  const parts = { clock, life, knobs, calls, wire: shared.wire };
  const sockets = createSockets(parts);
  const requests = createRequests(Object.assign({ files: shared.files, random, lines: shared.lines }, parts));
  const shows = createEvent(life);
  const hides = createEvent(life);
  const networkChanges = createEvent(life);
  const themeChanges = createEvent(life);

  /**
   * @param {string} name
   * @param {(listener?: any) => void} register
   */
  function noted(name, register) {
    return (/** @type {any} */ listener) => {
      calls.note(name);
      register(listener);
    };
  }

  const wx = Object.assign(
    {
      connectSocket: sockets.connectSocket,
      request: requests.request,
      uploadFile: requests.uploadFile,
      downloadFile: requests.downloadFile,
      getNetworkType: calls.api('getNetworkType', (_, reply) => reply.ok({ networkType: shared.network().networkType })),
      onNetworkStatusChange: noted('onNetworkStatusChange', networkChanges.on),
      offNetworkStatusChange: noted('offNetworkStatusChange', networkChanges.off),
      onAppShow: noted('onAppShow', shows.on),
      offAppShow: noted('offAppShow', shows.off),
      onAppHide: noted('onAppHide', hides.on),
      offAppHide: noted('offAppHide', hides.off),
      onThemeChange: noted('onThemeChange', themeChanges.on),
      offThemeChange: noted('offThemeChange', themeChanges.off),
    },
    createStorage(shared.box, calls),
    sockets.globals,
    createLogin(shared.account, calls, shared.profile),
    createDialogs(clock, calls, shared.screen),
    createSystem(calls, random, launch, shared.systemInfo),
    shared.extend ? shared.extend({ calls, clock, life, createEvent: () => createEvent(life), launch }) : {},
  );

  /** @type {Platform} */
  const platform = {
    wx: /** @type {FakeWx} */ (/** @type {unknown} */ (wx)),
    setTimeout: timers.setTimeout,
    clearTimeout: timers.clearTimeout,
    setInterval: timers.setInterval,
    clearInterval: timers.clearInterval,
    now: clock.now,
    random,
    Promise: RealmPromise,
  };

  // The first show comes right after launch, when the app's scripts have registered their listeners.
  clock.set(() => life.deliver(() => shows.emit(Object.assign({}, launch))), 0);

  return {
    platform,
    life,
    timers,
    sockets,
    requests,
    hide() {
      life.become('hidden');
      clock.set(() => life.deliver(() => hides.emit({})), 0);
    },
    suspend() {
      life.become('suspended');
      requests.stopAll('interrupted');
    },
    show() {
      life.wake([() => shows.emit(Object.assign({}, launch))], knobs.showOrder === 'callbacks-first');
    },
    networkChanged() {
      const network = shared.network();
      clock.set(() => life.deliver(() => networkChanges.emit(network)), 0);
    },
    /** @param {string} theme */
    themeChanged(theme) {
      clock.set(() => life.deliver(() => themeChanges.emit({ theme })), 0);
    },
    destroy() {
      life.become('destroyed');
      timers.stopAll();
      sockets.destroyAll();
      requests.stopAll('interrupted');
    },
  };
}

/** @typedef {ReturnType<typeof createRealm>} Realm */

module.exports = { createRealm };
