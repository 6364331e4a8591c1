'use strict';
/**
 * A small HTTP and WebSocket server with the same script functions as the server of the memory back end, so that one scenario runs
 * on both. Written apart from lib/node, so that a mistake there is not repeated here.
 */

const crypto = require('node:crypto');
const http = require('node:http');

function frame(opcode, payload, final) {
  const length = payload.length;
  const head = length < 126 ? Buffer.from([0, length]) : length < 65536 ? Buffer.alloc(4) : Buffer.alloc(10);
  head[0] = (final === false ? 0 : 0x80) | opcode;
  if (head.length === 4) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else if (head.length === 10) {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}

function readFrames(socket, use) {
  let buffer = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    buffer = Buffer.concat([buffer, bytes]);
    for (;;) {
      if (buffer.length < 2) return;
      let length = buffer[1] & 127;
      let start = 2;
      if (length === 126) {
        if (buffer.length < 4) return;
        length = buffer.readUInt16BE(2);
        start = 4;
      } else if (length === 127) {
        if (buffer.length < 10) return;
        length = Number(buffer.readBigUInt64BE(2));
        start = 10;
      }
      const masked = (buffer[1] & 128) !== 0;
      if (masked) start += 4;
      if (buffer.length < start + length) return;
      const payload = Buffer.from(buffer.subarray(start, start + length));
      if (masked) for (let i = 0; i < length; i += 1) payload[i] ^= buffer[start - 4 + (i & 3)];
      const opcode = buffer[0] & 15;
      buffer = buffer.subarray(start + length);
      use(opcode, payload, masked);
    }
  });
}

function toBytes(data) {
  if (Buffer.isBuffer(data)) return data;
  return data instanceof ArrayBuffer ? Buffer.from(data) : Buffer.from(typeof data === 'string' ? data : JSON.stringify(data));
}

function createPeer(request, socket) {
  let state = 'open';
  const onMessage = [];
  const onClose = [];
  const closed = (code, reason) => {
    if (state === 'closed') return;
    state = 'closed';
    onClose.forEach((listener) => listener(code, reason));
  };
  const peer = {
    url: request.url,
    header: request.headers,
    received: [],
    pongs: [],
    unmasked: 0,
    state: () => state,
    onMessage: (listener) => onMessage.push(listener),
    onClose: (listener) => onClose.push(listener),
    send: (data) => socket.write(frame(data instanceof ArrayBuffer ? 2 : 1, toBytes(data))),
    raw: (opcode, payload, final) => socket.write(frame(opcode, payload, final)),
    close(code, reason) {
      const payload = Buffer.alloc(2);
      payload.writeUInt16BE(code === undefined ? 1000 : code);
      socket.write(frame(8, Buffer.concat([payload, Buffer.from(reason || '')])));
      state = 'closed';
    },
    kill() {
      state = 'closed';
      socket.destroy();
    },
  };
  readFrames(socket, (opcode, payload, masked) => {
    if (!masked) peer.unmasked += 1;
    if (opcode === 8) {
      if (state === 'open') socket.write(frame(8, payload));
      closed(payload.length >= 2 ? payload.readUInt16BE(0) : 1005, payload.subarray(2).toString());
      socket.end();
    } else if (opcode === 10) peer.pongs.push(payload.toString());
    else {
      const data = opcode === 1 ? payload.toString() : payload.buffer.slice(payload.byteOffset, payload.byteOffset + payload.length);
      peer.received.push(data);
      onMessage.forEach((listener) => listener(data));
    }
  });
  // Sockets of node:http stay half open when the client ends.
  socket.on('end', () => {
    closed(1006, '');
    socket.end();
  });
  socket.on('error', () => closed(1006, ''));
  socket.on('close', () => closed(1006, ''));
  return peer;
}

function body(request) {
  return new Promise((resolve) => {
    const parts = [];
    request.on('data', (bytes) => parts.push(bytes));
    request.on('end', () => resolve(Buffer.concat(parts)));
    request.on('error', () => resolve(null));
  });
}

async function startRealServer() {
  const onSocket = [];
  const sockets = new Set();
  let refusals = 0;
  let handler = null;
  const api = {
    peers: [],
    requests: [],
    openPeers: () => api.peers.filter((peer) => peer.state() === 'open'),
    onSocket: (listener) => onSocket.push(listener),
    onRequest: (answer) => { handler = answer; },
    refuse: (count) => { refusals = count === undefined ? 1 : count; },
  };
  const server = http.createServer(async (request, response) => {
    const bytes = await body(request);
    if (bytes === null) return;
    const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const seen = { method: request.method, url: request.url, header: request.headers, body: bytes.length > 0 ? whole : null };
    api.requests.push(seen);
    const reply = await handler(seen);
    if (reply === undefined) return;
    const head = Object.assign({}, reply.header);
    if (reply.cookies) head['set-cookie'] = reply.cookies;
    response.writeHead(reply.statusCode || 200, head);
    response.end(toBytes(reply.data === undefined ? '' : reply.data));
  });
  server.on('upgrade', (request, socket) => {
    if (refusals > 0) {
      refusals -= 1;
      socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const accept = crypto.createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ' + accept + '\r\n\r\n');
    const peer = createPeer(request, socket);
    api.peers.push(peer);
    onSocket.forEach((listener) => listener(peer));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  api.host = '127.0.0.1:' + server.address().port;
  api.stop = () => new Promise((resolve) => {
    server.close(resolve);
    sockets.forEach((socket) => socket.destroy());
  });
  return api;
}

module.exports = { startRealServer };
