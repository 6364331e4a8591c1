'use strict';
/**
 * The socket functions of `wx` from before SocketTask: one listener per event, a later one takes its place, and one socket, the latest.
 * WeChat keeps them, warns of them where there is more than one socket, and does not say which one they mean then.
 *
 * @typedef {'onOpen' | 'onMessage' | 'onError' | 'onClose'} TaskEvent
 */

/** @type {TaskEvent[]} */
const EVENTS = ['onOpen', 'onMessage', 'onError', 'onClose'];

/**
 * @param {object} realm
 * @param {import('./life').Life} realm.life
 * @param {import('./calls').Calls} realm.calls
 */
function createGlobalSockets({ life, calls }) {
  /** @type {Record<string, ((event: any) => void) | undefined>} */
  const listeners = {};
  /** @type {any} */
  let current = null;

  /** @param {TaskEvent} event */
  function register(event) {
    return (/** @type {(event: any) => void} */ listener) => {
      calls.note(event.replace('on', 'onSocket'));
      listeners[event] = listener;
    };
  }

  /**
   * @param {string} api
   * @param {'send' | 'close'} method
   */
  function forward(api, method) {
    return (/** @type {any} */ options) => {
      if (current) {
        current[method](options);
        return;
      }
      calls.note(api);
      calls.reply(api, options).fail('WebSocket is not connected');
    };
  }

  return {
    /** @param {any} task  of a connectSocket that was accepted */
    adopt(task) {
      current = task;
      EVENTS.forEach((event) => task[event]((/** @type {any} */ value) => {
        const listener = listeners[event];
        if (current === task && typeof listener === 'function') life.run(() => listener(value));
      }));
    },
    api: {
      onSocketOpen: register('onOpen'),
      onSocketMessage: register('onMessage'),
      onSocketError: register('onError'),
      onSocketClose: register('onClose'),
      sendSocketMessage: forward('sendSocketMessage', 'send'),
      closeSocket: forward('closeSocket', 'close'),
    },
  };
}

module.exports = { createGlobalSockets };
