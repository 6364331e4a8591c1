'use strict';
/**
 * What the app may ask about the device, and the helpers that ship with `wx`.
 */

const { fromBase64, isArrayBuffer, toBase64 } = require('./utf8');

const APP_BASE = { SDKVersion: '3.8.0', version: '8.0.50', language: 'zh_CN', enableDebug: false, theme: 'light', host: { appId: '' } };
const DEVICE = { brand: 'fake', model: 'fake-wx', system: 'iOS 17.0', platform: 'ios', memorySize: 4096, benchmarkLevel: -1, abi: 'arm64' };
const WINDOW = {
  pixelRatio: 2, screenWidth: 375, screenHeight: 812, windowWidth: 375, windowHeight: 724, statusBarHeight: 44, screenTop: 88,
};

/**
 * @param {import('./calls').Calls} calls
 * @param {() => number} random  0 ≤ n < 1
 * @param {object} launch  path, query and scene of the start
 * @param {Record<string, unknown>} overrides  of the system information
 */
function createSystem(calls, random, launch, overrides) {
  const all = () => Object.assign({}, APP_BASE, DEVICE, WINDOW, { fontSizeSetting: 16, safeArea: null }, overrides);
  /**
   * @param {object} part
   * @returns {any}
   */
  function only(part) {
    /** @type {Record<string, unknown>} */
    const result = {};
    /** @type {Record<string, unknown>} */
    const from = all();
    Object.keys(part).forEach((key) => { result[key] = from[key]; });
    return result;
  }
  /**
   * @template T
   * @param {string} name
   * @param {() => T} read
   */
  function sync(name, read) {
    return () => {
      calls.note(name);
      return read();
    };
  }

  return {
    getSystemInfoSync: sync('getSystemInfoSync', all),
    getSystemInfo: calls.api('getSystemInfo', (_, reply) => reply.ok(all())),
    getAppBaseInfo: sync('getAppBaseInfo', () => only(APP_BASE)),
    getDeviceInfo: sync('getDeviceInfo', () => only(DEVICE)),
    getWindowInfo: sync('getWindowInfo', () => only(WINDOW)),
    getLaunchOptionsSync: sync('getLaunchOptionsSync', () => Object.assign({}, launch)),
    /** @type {(buffer: ArrayBuffer) => string} */
    arrayBufferToBase64(buffer) {
      if (!isArrayBuffer(buffer)) throw new TypeError('arrayBufferToBase64:fail parameter error: ArrayBuffer expected');
      return toBase64(buffer);
    },
    base64ToArrayBuffer: fromBase64,
    getRandomValues: calls.api('getRandomValues', (options, reply) => {
      if (!(options.length > 0 && options.length <= 1048576)) {
        reply.fail('parameter error: length');
        return;
      }
      const bytes = new Uint8Array(options.length);
      for (let i = 0; i < bytes.length; i += 1) bytes[i] = Math.floor(random() * 256);
      reply.ok({ randomValues: bytes.buffer });
    }),
  };
}

module.exports = { createSystem };
