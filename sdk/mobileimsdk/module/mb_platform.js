'use strict';
/**
 * The platform under the SDK: a socket, time, and word of show, hide and network. WeChat, uni-app and a browser are here; another one
 * writes these few functions. Nothing is taken from the globals but timers, and those only when the host gives none.
 *
 * @typedef {import('../mobileimsdk-client-sdk').Platform} Platform
 * @typedef {import('../mobileimsdk-client-sdk').Host} Host
 */

/**
 * @param {string} name
 * @param {Host} [host]
 */
function basics(name, host) {
  const own = host || {};
  return {
    name,
    now: own.now || (() => Date.now()),
    random: own.random || Math.random,
    setTimeout: own.setTimeout || ((/** @type {() => void} */ run, /** @type {number} */ ms) => setTimeout(run, ms)),
    clearTimeout: own.clearTimeout || ((/** @type {any} */ timer) => clearTimeout(timer)),
    report: own.report || ((/** @type {unknown} */ error) => console.error(error)),
    log: own.log || ((/** @type {string} */ text) => console.log(text)),
  };
}

/**
 * `wx`, or what has its shape: `uni` in an app that uni-app built.
 *
 * @param {any} wx
 * @param {Host} [host]
 * @returns {Platform}
 */
function wxPlatform(wx, host) {
  const base = basics('wx', host);

  /** @type {Platform['connect']} */
  function connect(url, events) {
    /** @type {any} */
    let task;
    try {
      // uni-app returns a task only to those who give one of the three functions.
      task = wx.connectSocket({ url, fail: (/** @type {any} */ result) => events.end(result.errMsg) });
    } catch (error) {
      base.setTimeout(() => events.end(String(error)), 0);
    }
    if (task) {
      task.onOpen(() => events.open());
      task.onMessage((/** @type {any} */ result) => events.message(result.data));
      task.onError((/** @type {any} */ result) => events.end(result.errMsg));
      task.onClose((/** @type {any} */ result) => events.end('closed ' + result.code));
    }
    return {
      send(text, done) {
        if (task) task.send({ data: text, success: () => done(null), fail: (/** @type {any} */ result) => done(result.errMsg) });
      },
      close() {
        // A task that is dead already answers with fail; without a listener WeChat prints an error for it.
        if (task) task.close({ code: 1000, fail() {} });
      },
    };
  }

  /** @param {string} on @param {string} off @param {(event: any) => void} listener */
  function listen(on, off, listener) {
    // Not every version of every host has all of them.
    if (typeof wx[on] === 'function') wx[on](listener);
    return () => { if (typeof wx[off] === 'function') wx[off](listener); };
  }

  return Object.assign(base, {
    connect,
    alert(/** @type {string} */ text) { wx.showModal({ title: '提示', content: text, showCancel: false }); },
    onShow: (/** @type {() => void} */ listener) => listen('onAppShow', 'offAppShow', () => listener()),
    onHide: (/** @type {() => void} */ listener) => listen('onAppHide', 'offAppHide', () => listener()),
    onNetwork: (/** @type {(connected: boolean) => void} */ listener) => (
      listen('onNetworkStatusChange', 'offNetworkStatusChange', (event) => listener(event.isConnected))),
  });
}

/**
 * A browser: give it `window`. A hidden page keeps its socket, so it never hides; when it is seen again the socket is asked.
 *
 * @param {any} window
 * @param {Host} [host]
 * @returns {Platform}
 */
function webPlatform(window, host) {
  const base = basics('web', host);

  /** @type {Platform['connect']} */
  function connect(url, events) {
    /** @type {any} */
    let socket;
    try {
      socket = new window.WebSocket(url);
      socket.onopen = () => events.open();
      socket.onmessage = (/** @type {any} */ event) => events.message(event.data);
      socket.onerror = () => events.end('error');
      socket.onclose = (/** @type {any} */ event) => events.end('closed ' + event.code);
    } catch (error) {
      base.setTimeout(() => events.end(String(error)), 0);
    }
    return {
      send(text, done) {
        const open = socket && socket.readyState === 1;
        if (open) socket.send(text);
        base.setTimeout(() => done(open ? null : 'not open'), 0);
      },
      close() { if (socket) socket.close(); },
    };
  }

  /** @param {any} target @param {string} event @param {() => void} listener */
  function listen(target, event, listener) {
    target.addEventListener(event, listener);
    return () => target.removeEventListener(event, listener);
  }

  return Object.assign(base, {
    connect,
    alert(/** @type {string} */ text) { window.alert(text); },
    onShow: (/** @type {() => void} */ listener) => listen(window.document, 'visibilitychange', () => {
      if (!window.document.hidden) listener();
    }),
    onHide: () => () => {},
    onNetwork(/** @type {(connected: boolean) => void} */ listener) {
      const offs = [listen(window, 'online', () => listener(true)), listen(window, 'offline', () => listener(false))];
      return () => offs.forEach((off) => off());
    },
  });
}

/** Before one is given. @param {Host} [host] @returns {Platform} */
function noPlatform(host) {
  const base = basics('none', host);
  return Object.assign(base, {
    /** @type {Platform['connect']} */
    connect(url, events) {
      base.setTimeout(() => events.end('no platform'), 0);
      return { send() {}, close() {} };
    },
    alert(/** @type {string} */ text) { base.log(text); },
    onShow: () => () => {},
    onHide: () => () => {},
    onNetwork: () => () => {},
  });
}

module.exports = { noPlatform, webPlatform, wxPlatform };
