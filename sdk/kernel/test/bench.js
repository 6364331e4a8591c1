'use strict';
/**
 * A platform made of plain objects: the test holds each socket, each timer and each stored value in its hands.
 */

const { createFakeClock } = require('../../fake-wx/lib/memory/fake-clock');
const { createRandom } = require('../../fake-wx/lib/memory/random');

function createBench(seed) {
  const clock = createFakeClock();
  const sockets = [];
  const box = new Map();
  const errors = [];
  const listeners = { show: new Set(), hide: new Set(), network: new Set() };
  const register = (set) => (listener) => {
    set.add(listener);
    return () => { set.delete(listener); };
  };
  const bench = {
    clock, sockets, box, errors, listeners,
    storageFails: null,
    /** the newest socket */
    get socket() { return sockets[sockets.length - 1]; },
    live: () => sockets.filter((one) => !one.closed).length,
    show: () => listeners.show.forEach((run) => run()),
    hide: () => listeners.hide.forEach((run) => run()),
    network: (isConnected) => listeners.network.forEach((run) => run(isConnected)),
    platform: {
      name: 'test', now: clock.now, random: createRandom(seed || 1), setTimeout: clock.set, clearTimeout: clock.clear,
      report: (error) => errors.push(error),
      connect(url, events) {
        const socket = {
          url, events, sent: [], closed: false,
          send: (text) => socket.sent.push(JSON.parse(text)),
          close: () => { socket.closed = true; },
          /** the frames of one operation */
          of: (op) => socket.sent.filter((frame) => frame.op === op),
          /** answers the newest request of an operation */
          answer: (op, reply) => events.message(JSON.stringify(Object.assign({ re: socket.of(op).pop().id }, reply))),
          push: (frame) => events.message(JSON.stringify(frame)),
        };
        sockets.push(socket);
        return socket;
      },
      storage: {
        get: (key) => (box.has(key) ? box.get(key) : ''),
        set(key, value) {
          const reason = bench.storageFails && bench.storageFails(key, value);
          if (reason) throw Object.assign(new Error(reason), { errMsg: reason });
          box.set(key, value);
        },
        remove: (key) => { box.delete(key); },
        info() {
          let used = 0;
          box.forEach((value, key) => { used += key.length + String(value).length; });
          return { keys: Array.from(box.keys()), usedBytes: used, limitBytes: 10 * 1024 * 1024 };
        },
      },
      onShow: register(listeners.show), onHide: register(listeners.hide), onNetwork: register(listeners.network),
    },
  };
  return bench;
}

module.exports = { createBench };
