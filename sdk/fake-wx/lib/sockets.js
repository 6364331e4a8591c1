'use strict';
/**
 * connectSocket and SocketTask.
 *
 * @typedef {import('./ports').Payload} Payload
 * @typedef {object} Socket  the inner side of one SocketTask
 * @property {'connecting' | 'open' | 'dead' | 'ended'} state  dead: cut in the background and never told
 * @property {import('./ports').Link} link
 * @property {(code: number, reason: string) => void} finish
 * @property {() => void} forget
 */

const { createEvent } = require('./events');
const { createGlobalSockets } = require('./global-sockets');
const { isArrayBuffer, utf8Length } = require('./utf8');

const MAX_REASON_BYTES = 123;
const URL_SHAPE = /^wss?:\/\/[^\s/?#]+([/?#]|$)/i;

/**
 * @param {object} realm
 * @param {import('./ports').Clock} realm.clock
 * @param {import('./life').Life} realm.life
 * @param {import('./knobs').Knobs} realm.knobs
 * @param {import('./calls').Calls} realm.calls
 * @param {import('./wire').Wire} realm.wire
 */
function createSockets({ clock, life, knobs, calls, wire }) {
  /** @type {Set<Socket>} sockets that hold one of the five slots */
  const live = new Set();
  let reserved = 0;
  const globals = createGlobalSockets({ life, calls });

  /** @param {any} options */
  function refusal(options) {
    if (calls.asleep()) return 'interrupted';
    if (typeof options.url !== 'string' || !URL_SHAPE.test(options.url)) return 'invalid url "' + options.url + '"';
    if (knobs.requireSecure && !/^wss:/i.test(options.url)) return 'url not in domain list';
    if (live.size + reserved >= knobs.maxSockets) return 'exceed max socket connection limit';
    return null;
  }

  /**
   * @param {any} [given]
   * @returns {any}
   */
  function connectSocket(given) {
    calls.note('connectSocket');
    const options = given || {};
    const reply = calls.reply('connectSocket', options);
    const reason = refusal(options);
    if (reason !== null) {
      reply.fail(reason);
      return knobs.failedConnectReturns === 'task' ? createTask(null) : undefined;
    }
    reply.ok({ socketTaskId: live.size });
    const task = createTask(options);
    globals.adopt(task);
    return task;
  }

  /** @param {any} options null: the call failed, the task never lives */
  function createTask(options) {
    const opens = createEvent(life);
    const messages = createEvent(life);
    const errors = createEvent(life);
    const closes = createEvent(life);
    let busyAt = clock.now();
    let connectTimer = 0;
    let idleTimer = 0;
    /** @type {Socket} */
    const socket = { state: options ? 'connecting' : 'ended', link: NO_LINK, finish, forget };

    function forget() {
      socket.state = 'ended';
      clock.clear(connectTimer);
      clock.clear(idleTimer);
      live.delete(socket);
    }

    /**
     * The last event. The slot is free when the app has it, not before.
     * @param {number} code
     * @param {string} reason
     */
    function finish(code, reason) {
      if (socket.state === 'ended') return;
      socket.state = 'ended';
      clock.clear(connectTimer);
      clock.clear(idleTimer);
      life.deliver(() => {
        live.delete(socket);
        closes.emit({ code, reason });
      });
    }

    /** @param {string} reason */
    function failHandshake(reason) {
      if (socket.state !== 'connecting') return;
      const closeToo = knobs.handshakeFailure === 'error-then-close';
      if (closeToo) {
        life.deliver(() => errors.emit({ errMsg: 'connectSocket:fail ' + reason }));
        finish(1006, 'abnormal closure');
        return;
      }
      socket.state = 'ended';
      clock.clear(connectTimer);
      life.deliver(() => {
        live.delete(socket);
        errors.emit({ errMsg: 'connectSocket:fail ' + reason });
      });
    }

    function watchIdle() {
      const rest = busyAt + knobs.idleCutMs - clock.now();
      if (rest > 0) {
        idleTimer = clock.set(watchIdle, rest);
        return;
      }
      socket.link.kill();
      finish(1006, 'abnormal closure');
    }

    function connect() {
      live.add(socket);
      connectTimer = clock.set(() => {
        socket.link.kill();
        failHandshake('timeout');
      }, options.timeout || knobs.connectTimeoutMs);
      const request = {
        url: options.url,
        header: Object.assign({}, options.header),
        protocols: (options.protocols || []).slice(),
      };
      socket.link = wire.openSocket(request, {
        open(header) {
          if (socket.state !== 'connecting') return;
          socket.state = 'open';
          busyAt = clock.now();
          clock.clear(connectTimer);
          idleTimer = clock.set(watchIdle, knobs.idleCutMs);
          life.deliver(() => opens.emit({ header, profile: {} }));
        },
        message(data) {
          if (socket.state !== 'open') return;
          busyAt = clock.now();
          life.deliver(() => messages.emit({ data }));
        },
        error: failHandshake,
        close(code, reason, byServer) {
          const shown = byServer && knobs.serverCloseCode !== 'true' ? knobs.serverCloseCode : code;
          finish(shown, shown === code ? reason : '');
        },
      });
    }

    /** @param {any} [sent] */
    function send(sent) {
      calls.note('SocketTask.send');
      const reply = calls.reply('sendSocketMessage', sent);
      const data = sent ? sent.data : undefined;
      if (calls.asleep()) reply.fail('interrupted');
      else if (typeof data !== 'string' && !isArrayBuffer(data)) reply.fail('parameter error: data should be String or ArrayBuffer');
      else if (socket.state === 'dead' && knobs.deadSend === 'ok') reply.ok();
      else if (socket.state !== 'open') reply.fail('SocketTask.readyState is not OPEN');
      else {
        busyAt = clock.now();
        socket.link.send(typeof data === 'string' ? data : data.slice(0));
        reply.ok();
      }
    }

    /** @param {any} [given] */
    function close(given) {
      calls.note('SocketTask.close');
      const reply = calls.reply('closeSocket', given);
      const code = given && given.code !== undefined ? given.code : 1000;
      const reason = given && given.reason !== undefined ? String(given.reason) : '';
      if (calls.asleep()) reply.fail('interrupted');
      else if (code !== 1000 && !(code >= 3000 && code <= 4999)) reply.fail('invalid code ' + code);
      else if (utf8Length(reason) > MAX_REASON_BYTES) reply.fail('reason is longer than ' + MAX_REASON_BYTES + ' bytes');
      else if (socket.state === 'ended') reply.fail('SocketTask.readyState is not OPEN');
      else {
        reply.ok();
        if (socket.state === 'dead') {
          forget();
          return;
        }
        socket.link.close(code, reason);
        socket.state = 'ended';
        clock.clear(connectTimer);
        clock.clear(idleTimer);
        calls.later(() => {
          live.delete(socket);
          closes.emit({ code, reason: reason || 'normal closure' });
        });
      }
    }

    if (options) connect();
    return { send, close, onOpen: opens.on, onMessage: messages.on, onError: errors.on, onClose: closes.on };
  }

  return {
    connectSocket,
    /** `wx.onSocketOpen` and its kind */
    globals: globals.api,
    liveCount: () => live.size,
    /** Those that really reach for the server or have it; `liveCount` has also those whose end the app has yet to hear. */
    openCount: () => Array.from(live).filter((socket) => socket.state === 'connecting' || socket.state === 'open').length,
    /** Slots taken by something else in the same mini-program. @param {number} count */
    reserve: (count) => { reserved = count; },
    /**
     * The system closes the sockets of an app in the background.
     * @param {boolean} told  whether the app ever hears of it
     * @param {number} code
     */
    cutInBackground(told, code) {
      Array.from(live).forEach((socket) => {
        if (socket.state === 'ended') return;
        socket.link.kill();
        if (told) socket.finish(code, 'interrupted');
        else socket.state = 'dead';
      });
    },
    /** The app is gone, and its sockets with it. */
    destroyAll() {
      Array.from(live).forEach((socket) => {
        socket.link.kill();
        socket.forget();
      });
    },
  };
}

/** @type {import('./ports').Link} */
const NO_LINK = { send() {}, close() {}, kill() {}, abandon() {} };

module.exports = { createSockets };
