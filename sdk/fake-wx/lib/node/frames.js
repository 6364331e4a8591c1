'use strict';
/**
 * RFC 6455 frames: what a client writes and reads. No socket in here.
 */

const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * @param {number} opcode
 * @param {Buffer} payload
 * @param {Buffer} mask four bytes
 * @returns {Buffer}
 */
function encodeFrame(opcode, payload, mask) {
  const length = payload.length;
  const extra = length < 126 ? 0 : length < 65536 ? 2 : 8;
  const frame = Buffer.allocUnsafe(2 + extra + 4 + length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (extra === 0 ? length : extra === 2 ? 126 : 127);
  if (extra === 2) frame.writeUInt16BE(length, 2);
  if (extra === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  const start = 2 + extra + 4;
  mask.copy(frame, 2 + extra);
  for (let i = 0; i < length; i += 1) frame[start + i] = payload[i] ^ mask[i & 3];
  return frame;
}

/**
 * @param {number} code
 * @param {string} reason
 */
function encodeClose(code, reason) {
  const text = Buffer.from(reason, 'utf8');
  const payload = Buffer.allocUnsafe(2 + text.length);
  payload.writeUInt16BE(code, 0);
  text.copy(payload, 2);
  return payload;
}

/**
 * @typedef {object} ReaderEvents
 * @property {(data: string | ArrayBuffer) => void} message
 * @property {(payload: Buffer) => void} ping
 * @property {(code: number, reason: string) => void} close  1005: the frame named no code
 *
 * @param {ReaderEvents} events
 */
function createReader(events) {
  /** @type {Buffer} */
  let buffer = Buffer.alloc(0);
  /** @type {Buffer[]} */
  let fragments = [];
  let fragmentBytes = 0;
  let fragmentOpcode = 0;
  let ended = false;

  /**
   * @param {number} opcode
   * @param {boolean} final
   * @param {Buffer} payload
   */
  function data(opcode, final, payload) {
    if ((opcode === OPCODE.continuation) !== (fragments.length > 0)) throw new Error('fragment out of place');
    if (opcode !== OPCODE.continuation) fragmentOpcode = opcode;
    fragments.push(payload);
    fragmentBytes += payload.length;
    if (fragmentBytes > MAX_MESSAGE_BYTES) throw new Error('message too big');
    if (!final) return;
    const whole = Buffer.concat(fragments);
    fragments = [];
    fragmentBytes = 0;
    if (fragmentOpcode === OPCODE.text) events.message(utf8.decode(whole));
    else events.message(/** @type {ArrayBuffer} */ (whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.length)));
  }

  /**
   * @param {number} opcode
   * @param {boolean} final
   * @param {Buffer} payload
   */
  function frame(opcode, final, payload) {
    if (opcode <= OPCODE.binary) {
      data(opcode, final, payload);
      return;
    }
    if (!final || payload.length > 125) throw new Error('control frame too big or fragmented');
    if (opcode === OPCODE.ping) events.ping(payload);
    else if (opcode === OPCODE.close) {
      ended = true;
      if (payload.length === 1) throw new Error('close frame of one byte');
      if (payload.length === 0) events.close(1005, '');
      else events.close(payload.readUInt16BE(0), utf8.decode(payload.subarray(2)));
    } else if (opcode !== OPCODE.pong) throw new Error('unknown opcode ' + opcode);
  }

  /** @returns {boolean} whether a frame was taken from the buffer */
  function step() {
    if (buffer.length < 2) return false;
    if ((buffer[0] & 0x70) !== 0) throw new Error('reserved bits set');
    if ((buffer[1] & 0x80) !== 0) throw new Error('masked frame from a server');
    let length = buffer[1] & 0x7f;
    let start = 2;
    if (length === 126) {
      if (buffer.length < 4) return false;
      length = buffer.readUInt16BE(2);
      start = 4;
    } else if (length === 127) {
      if (buffer.length < 10) return false;
      const long = buffer.readBigUInt64BE(2);
      if (long > BigInt(MAX_MESSAGE_BYTES)) throw new Error('message too big');
      length = Number(long);
      start = 10;
    }
    if (buffer.length < start + length) return false;
    const opcode = buffer[0] & 0x0f;
    const final = (buffer[0] & 0x80) !== 0;
    const payload = buffer.subarray(start, start + length);
    buffer = buffer.subarray(start + length);
    frame(opcode, final, payload);
    return true;
  }

  return {
    /** Throws when the server breaks the protocol. @param {Buffer} bytes */
    feed(bytes) {
      buffer = buffer.length === 0 ? bytes : Buffer.concat([buffer, bytes]);
      while (!ended && step());
    },
  };
}

module.exports = { OPCODE, encodeFrame, encodeClose, createReader };
