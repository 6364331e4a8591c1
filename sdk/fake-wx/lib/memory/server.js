'use strict';
/**
 * The scripted server of the memory back end. It runs on the device's clock and sees only what really passed the wire.
 *
 * @typedef {import('../ports').Payload} Payload
 * @typedef {import('../ports').Clock} Clock
 *
 * @typedef {object} ServerRequest
 * @property {string} method
 * @property {string} url
 * @property {Record<string, string>} header
 * @property {ArrayBuffer | null} body
 *
 * @typedef {object} ServerReply
 * @property {number} [statusCode]
 * @property {Record<string, string>} [header]
 * @property {string[]} [cookies]
 * @property {unknown} [data]  string, ArrayBuffer, or anything to send as JSON
 *
 * @typedef {ReturnType<typeof createPeer>['peer']} Peer
 */

const { encodeUtf8, isArrayBuffer } = require('../utf8');

/**
 * The server's end of one socket.
 *
 * @param {Clock} clock
 * @param {import('../ports').SocketRequest} request
 * @param {import('../ports').SocketEvents} events
 */
function createPeer(clock, request, events) {
  /** @type {'connecting' | 'open' | 'closed'} */
  let state = 'connecting';
  /** @type {Array<(data: Payload) => void>} */
  const onMessage = [];
  /** @type {Array<(code: number, reason: string) => void>} */
  const onClose = [];
  /** @type {Payload[]} */
  const received = [];
  let abandoned = false;

  /** Every hop takes a turn of the clock: nobody is called from inside his own call. @param {() => void} task */
  function hop(task) {
    clock.set(task, 0);
  }

  const peer = {
    url: request.url,
    header: request.header,
    protocols: request.protocols,
    /** all that came in, in order */
    received,
    state: () => state,
    /** @param {(data: Payload) => void} listener */
    onMessage(listener) { onMessage.push(listener); },
    /** @param {(code: number, reason: string) => void} listener */
    onClose(listener) { onClose.push(listener); },
    /** @param {Payload | object} data an object goes as JSON text */
    send(data) {
      if (state === 'closed') return;
      const payload = typeof data === 'string' || isArrayBuffer(data) ? data : JSON.stringify(data);
      hop(() => { if (!abandoned) events.message(payload); });
    },
    /**
     * @param {number} [code]
     * @param {string} [reason]
     */
    close(code, reason) {
      if (state === 'closed') return;
      state = 'closed';
      hop(() => { if (!abandoned) events.close(code === undefined ? 1000 : code, reason || '', true); });
    },
    /** The connection breaks without a close frame. */
    kill() {
      if (state === 'closed') return;
      state = 'closed';
      hop(() => { if (!abandoned) events.close(1006, 'abnormal closure', false); });
    },
  };

  /**
   * @param {number} code
   * @param {string} reason
   */
  function closed(code, reason) {
    if (state === 'closed') return;
    state = 'closed';
    onClose.forEach((listener) => listener(code, reason));
  }

  return {
    peer,
    /** @param {Record<string, string>} header */
    open(header) {
      state = 'open';
      events.open(header);
    },
    /** @type {import('../ports').Link} */
    link: {
      send: (data) => hop(() => {
        if (state === 'closed') return;
        received.push(data);
        onMessage.forEach((listener) => listener(data));
      }),
      close: (code, reason) => hop(() => closed(code, reason)),
      kill: () => hop(() => closed(1006, '')),
      abandon: () => { abandoned = true; },
    },
  };
}

/** @param {Clock} clock */
function createServer(clock) {
  /** @type {Peer[]} */
  const peers = [];
  /** @type {Array<(peer: Peer) => void>} */
  const onSocket = [];
  /** @type {((request: ServerRequest) => ServerReply | Promise<ServerReply> | undefined) | null} */
  let handler = null;
  /** @type {ServerRequest[]} */
  const requests = [];
  let refusals = 0;
  let refusalReason = '';

  return {
    /** every socket that was ever accepted, in order */
    peers,
    /** every request that came in, in order */
    requests,
    openPeers: () => peers.filter((peer) => peer.state() === 'open'),
    /** @param {(peer: Peer) => void} listener called when the peer is open */
    onSocket(listener) { onSocket.push(listener); },
    /** @param {(request: ServerRequest) => ServerReply | Promise<ServerReply> | undefined} answer undefined: never answers */
    onRequest(answer) { handler = answer; },
    /**
     * The next handshakes fail.
     * @param {number} [count]
     * @param {string} [reason]
     */
    refuse(count, reason) {
      refusals = count === undefined ? 1 : count;
      refusalReason = reason || 'Invalid HTTP status: 503';
    },

    /**
     * @param {import('../ports').SocketRequest} request
     * @param {import('../ports').SocketEvents} events
     */
    accept(request, events) {
      const { peer, open, link } = createPeer(clock, request, events);
      clock.set(() => {
        if (peer.state() === 'closed') return;
        if (refusals > 0) {
          refusals -= 1;
          events.error(refusalReason);
          return;
        }
        peers.push(peer);
        open({});
        onSocket.forEach((listener) => listener(peer));
      }, 0);
      return link;
    },

    /**
     * @param {import('../ports').HttpRequest} request
     * @param {import('../ports').HttpEvents} events
     */
    answer(request, events) {
      let aborted = false;
      const seen = { method: request.method, url: request.url, header: request.header, body: request.body };
      const total = request.body ? request.body.byteLength : 0;
      clock.set(() => {
        if (aborted) return;
        events.sent(total, total);
        requests.push(seen);
        if (!handler) {
          events.error('connection refused');
          return;
        }
        const reply = handler(seen);
        if (reply === undefined) return;
        Promise.resolve(reply).then((value) => clock.set(() => { if (!aborted) write(value, events); }, 0), clock.fail);
      }, 0);
      return { abort() { aborted = true; } };
    },
  };
}

/**
 * @param {ServerReply} reply
 * @param {import('../ports').HttpEvents} events
 */
function write(reply, events) {
  const data = reply.data === undefined ? '' : reply.data;
  const body = isArrayBuffer(data) ? data : encodeUtf8(typeof data === 'string' ? data : JSON.stringify(data));
  events.head({ statusCode: reply.statusCode || 200, header: reply.header || {}, cookies: reply.cookies || [] });
  events.chunk(body);
  events.end();
}

/** @typedef {ReturnType<typeof createServer>} Server */

/**
 * @param {Server} server
 * @returns {import('../ports').Transport}
 */
function createMemoryTransport(server) {
  return {
    openSocket: (request, events) => server.accept(request, events),
    request: (request, events) => server.answer(request, events),
    readFile: () => null,
    dispose() {},
  };
}

module.exports = { createServer, createMemoryTransport };
