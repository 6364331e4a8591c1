'use strict';
/**
 * WeChat's `wx` as the kernel wants it. Another platform (a browser, another vendor's mini-program) writes these few functions.
 *
 * @typedef {import('./types').Platform} Platform
 *
 * @typedef {object} Host  what a mini-program has as globals; tests give their own
 * @property {(run: () => void, ms: number) => any} [setTimeout]
 * @property {(timer: any) => void} [clearTimeout]
 * @property {() => number} [now]
 * @property {() => number} [random]
 *
 * @typedef {Pick<WechatMiniprogram.Wx, 'connectSocket' | 'getStorageSync' | 'setStorageSync' | 'removeStorageSync'
 *   | 'getStorageInfoSync' | 'onAppShow' | 'offAppShow' | 'onAppHide' | 'offAppHide' | 'onNetworkStatusChange'
 *   | 'offNetworkStatusChange'>} WxPart
 */

/**
 * @param {WxPart} wx
 * @param {Host} [host]
 * @returns {Platform}
 */
function wxPlatform(wx, host) {
  const own = host || {};
  const later = own.setTimeout || ((/** @type {() => void} */ run, /** @type {number} */ ms) => setTimeout(run, ms));

  /**
   * @param {string} url
   * @param {import('./types').SocketEvents} events
   */
  function connect(url, events) {
    /** @type {WechatMiniprogram.SocketTask | undefined} */
    let task;
    try {
      task = wx.connectSocket({ url, fail: (result) => events.end(result.errMsg) });
    } catch (error) {
      later(() => events.end(String(error)), 0);
    }
    if (task) {
      task.onOpen(() => events.open());
      task.onMessage((result) => events.message(result.data));
      task.onError((result) => events.end(result.errMsg));
      task.onClose((result) => events.end('closed ' + result.code));
    }
    return {
      /** @param {string} text */
      send(text) {
        if (task) task.send({ data: text, fail: (result) => events.end(result.errMsg) });
      },
      close() {
        // A task that is dead already answers with fail; without a listener WeChat prints an error for it.
        if (task) task.close({ code: 1000, fail() {} });
      },
    };
  }

  return {
    name: 'wechat',
    now: own.now || (() => Date.now()),
    random: own.random || Math.random,
    setTimeout: later,
    clearTimeout: own.clearTimeout || ((timer) => clearTimeout(timer)),
    report: (error) => console.error(error),
    connect,
    storage: {
      get: (key) => wx.getStorageSync(key),
      set: (key, value) => wx.setStorageSync(key, value),
      remove: (key) => wx.removeStorageSync(key),
      info() {
        const info = wx.getStorageInfoSync();
        return { keys: info.keys, usedBytes: info.currentSize * 1024, limitBytes: info.limitSize * 1024 };
      },
    },
    onShow(listener) {
      const shown = () => listener();
      wx.onAppShow(shown);
      return () => { wx.offAppShow(shown); };
    },
    onHide(listener) {
      const hidden = () => listener();
      wx.onAppHide(hidden);
      return () => { wx.offAppHide(hidden); };
    },
    onNetwork(listener) {
      /** @param {{ isConnected: boolean }} event */
      const changed = (event) => listener(event.isConnected);
      wx.onNetworkStatusChange(changed);
      return () => { wx.offNetworkStatusChange(/** @type {any} the typings leave out what it is given */ (changed)); };
    },
  };
}

module.exports = { wxPlatform };
