'use strict';
/**
 * Real sockets to a real server.
 */

const fs = require('node:fs');
const { exchange } = require('./http-client');
const { connect } = require('./websocket-client');

/**
 * @param {{ tls?: import('node:tls').ConnectionOptions }} options  tls: a test server's certificate authority, for example
 * @returns {import('../ports').Transport}
 */
function createNodeTransport(options) {
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  /** @type {Set<{ abort: () => void }>} */
  const exchanges = new Set();
  const tlsOptions = options.tls || {};

  return {
    openSocket: (request, events) => connect(request, events, tlsOptions, (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }),
    request(request, events) {
      const running = exchange(request, Object.assign({}, events, {
        end() {
          exchanges.delete(running);
          events.end();
        },
        /** @param {string} reason */
        error(reason) {
          exchanges.delete(running);
          events.error(reason);
        },
      }), tlsOptions);
      exchanges.add(running);
      return running;
    },
    readFile(path) {
      if (!fs.existsSync(path)) return null;
      const bytes = fs.readFileSync(path);
      return /** @type {ArrayBuffer} */ (bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    },
    dispose() {
      sockets.forEach((socket) => socket.destroy());
      exchanges.forEach((running) => running.abort());
    },
  };
}

module.exports = { createNodeTransport };
