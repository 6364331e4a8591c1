'use strict';
/**
 * A small WebSocket client (RFC 6455) on a bare socket, so that the double can do what a library would not: vanish without a close
 * frame, or hold a link open and swallow everything.
 */

const crypto = require('node:crypto');
const net = require('node:net');
const tls = require('node:tls');
const { OPCODE, createReader, encodeClose, encodeFrame } = require('./frames');

const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const MAX_HEAD_BYTES = 64 * 1024;
const CLOSE_WAIT_MS = 2000;

/**
 * @param {Buffer} head without the empty line
 * @param {string} key
 * @param {string[]} protocols
 * @returns {Record<string, string>} throws when this is no upgrade
 */
function checkUpgrade(head, key, protocols) {
  const lines = head.toString('latin1').split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(lines[0]);
  if (!status) throw new Error('not an HTTP answer');
  if (status[1] !== '101') throw new Error('Invalid HTTP status: ' + status[1]);
  /** @type {Record<string, string>} */
  const header = {};
  lines.slice(1).forEach((line) => {
    const colon = line.indexOf(':');
    header[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  });
  const accept = crypto.createHash('sha1').update(key + ACCEPT_SUFFIX).digest('base64');
  if (header['sec-websocket-accept'] !== accept) throw new Error('wrong Sec-WebSocket-Accept');
  const chosen = header['sec-websocket-protocol'];
  if (chosen !== undefined && protocols.indexOf(chosen) < 0) throw new Error('unknown sub-protocol ' + chosen);
  if (header['sec-websocket-extensions'] !== undefined) throw new Error('unknown extension');
  return header;
}

/**
 * @param {URL} url
 * @param {string} key
 * @param {import('../ports').SocketRequest} request
 */
function upgradeText(url, key, request) {
  const lines = [
    'GET ' + url.pathname + url.search + ' HTTP/1.1', 'Host: ' + url.host, 'Upgrade: websocket', 'Connection: Upgrade',
    'Sec-WebSocket-Key: ' + key, 'Sec-WebSocket-Version: 13',
  ];
  if (request.protocols.length > 0) lines.push('Sec-WebSocket-Protocol: ' + request.protocols.join(', '));
  Object.keys(request.header).forEach((name) => {
    // A mini-program cannot set Referer; and a line break would be a second header.
    if (name.toLowerCase() !== 'referer') lines.push(name + ': ' + String(request.header[name]).replace(/[\r\n]/g, ' '));
  });
  return lines.join('\r\n') + '\r\n\r\n';
}

/**
 * @param {import('../ports').SocketRequest} request
 * @param {import('../ports').SocketEvents} events
 * @param {import('node:tls').ConnectionOptions} tlsOptions
 * @param {(socket: import('node:net').Socket) => void} opened  for those who must clean up
 * @returns {import('../ports').Link}
 */
function connect(request, events, tlsOptions, opened) {
  const url = new URL(request.url);
  const secure = url.protocol === 'wss:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (secure ? 443 : 80);
  const key = crypto.randomBytes(16).toString('base64');
  const socket = secure
    ? tls.connect(Object.assign({ host, port, servername: net.isIP(host) ? undefined : host }, tlsOptions))
    : net.connect({ host, port });
  /** @type {'connecting' | 'open' | 'closing' | 'over'} */
  let state = 'connecting';
  let head = Buffer.alloc(0);
  opened(socket);
  socket.setNoDelay(true);

  /**
   * @param {number} opcode
   * @param {Buffer} payload
   */
  function write(opcode, payload) {
    socket.write(encodeFrame(opcode, payload, crypto.randomBytes(4)));
  }

  const reader = createReader({
    message(data) { if (state === 'open') events.message(data); },
    ping(payload) { if (state === 'open') write(OPCODE.pong, payload); },
    close(code, reason) {
      const mine = state === 'closing';
      state = 'over';
      if (!mine) write(OPCODE.close, code === 1005 ? Buffer.alloc(0) : encodeClose(code, ''));
      socket.end();
      if (!mine) events.close(code, reason, true);
    },
  });

  /** @param {string} reason */
  function lost(reason) {
    const before = state;
    state = 'over';
    socket.destroy();
    if (before === 'connecting') events.error(reason);
    else if (before === 'open') events.close(1006, 'abnormal closure', false);
  }

  /** @param {Buffer} bytes */
  function readHead(bytes) {
    head = Buffer.concat([head, bytes]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) {
      if (head.length > MAX_HEAD_BYTES) throw new Error('the answer has no end');
      return;
    }
    const header = checkUpgrade(head.subarray(0, end), key, request.protocols);
    state = 'open';
    events.open(header);
    const rest = head.subarray(end + 4);
    if (rest.length > 0) reader.feed(rest);
  }

  socket.once(secure ? 'secureConnect' : 'connect', () => socket.write(upgradeText(url, key, request)));
  socket.on('data', (bytes) => {
    if (state === 'over') return;
    try {
      if (state === 'connecting') readHead(bytes);
      else reader.feed(bytes);
    } catch (error) {
      if (state === 'open') write(OPCODE.close, encodeClose(1002, ''));
      lost(/** @type {Error} */ (error).message);
    }
  });
  socket.on('error', (error) => lost(error.message));
  socket.on('close', () => lost('connection closed'));

  return {
    send(data) {
      if (state !== 'open') return;
      if (typeof data === 'string') write(OPCODE.text, Buffer.from(data, 'utf8'));
      else write(OPCODE.binary, Buffer.from(data));
    },
    close(code, reason) {
      if (state === 'connecting') {
        state = 'over';
        socket.destroy();
      } else if (state === 'open') {
        state = 'closing';
        write(OPCODE.close, encodeClose(code, reason));
        const timer = setTimeout(() => socket.destroy(), CLOSE_WAIT_MS);
        socket.once('close', () => clearTimeout(timer));
      }
    },
    kill() {
      state = 'over';
      socket.destroy();
    },
    abandon() {
      // Still read, and thrown away, so that the server can go on writing into the void; not a reason to keep the process alive.
      state = 'over';
      socket.unref();
    },
  };
}

module.exports = { connect };
