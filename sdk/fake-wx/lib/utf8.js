'use strict';
/**
 * UTF-8 and Base64 without TextEncoder and btoa, so that the semantics run anywhere.
 */

/**
 * A lone surrogate becomes U+FFFD.
 *
 * @param {string} text
 * @returns {ArrayBuffer}
 */
function encodeUtf8(text) {
  const bytes = new Uint8Array(utf8Length(text));
  let length = 0;
  /** @param {number} byte */
  function put(byte) {
    bytes[length] = byte;
    length += 1;
  }
  for (let i = 0; i < text.length; i += 1) {
    let point = /** @type {number} */ (text.codePointAt(i));
    if (point > 0xffff) i += 1;
    else if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd;
    if (point < 0x80) {
      put(point);
      continue;
    }
    if (point < 0x800) put(0xc0 | (point >> 6));
    else if (point < 0x10000) put(0xe0 | (point >> 12));
    else {
      put(0xf0 | (point >> 18));
      put(0x80 | ((point >> 12) & 63));
    }
    if (point >= 0x800) put(0x80 | ((point >> 6) & 63));
    put(0x80 | (point & 63));
  }
  return /** @type {ArrayBuffer} */ (bytes.buffer);
}

/**
 * @param {number} first byte of a sequence
 * @returns {number} its bytes; 0: no sequence starts so
 */
function sequenceSize(first) {
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/**
 * Wrong bytes become U+FFFD.
 *
 * @param {ArrayBuffer} buffer
 * @returns {string}
 */
function decodeUtf8(buffer) {
  const bytes = new Uint8Array(buffer);
  /** @type {string[]} */
  const parts = [];
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i];
    const size = sequenceSize(first);
    let point = size === 1 ? first : first & (0x7f >> size);
    let valid = size > 0 && i + size <= bytes.length;
    for (let j = 1; valid && j < size; j += 1) {
      valid = (bytes[i + j] & 0xc0) === 0x80;
      point = (point << 6) | (bytes[i + j] & 0x3f);
    }
    if (valid && size === 3) valid = point >= 0x800 && (point < 0xd800 || point > 0xdfff);
    if (valid && size === 4) valid = point >= 0x10000 && point <= 0x10ffff;
    parts.push(valid ? String.fromCodePoint(point) : '\ufffd');
    i += valid ? size : 1;
  }
  return parts.join('');
}

/**
 * @param {string} text
 * @returns {number} bytes
 */
function utf8Length(text) {
  let bytes = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      bytes += 4;
      i += 1;
    } else bytes += 3;
  }
  return bytes;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * @param {ArrayBuffer} buffer
 * @returns {string}
 */
function toBase64(buffer) {
  const bytes = new Uint8Array(buffer);
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i] << 16) | ((bytes[i + 1] || 0) << 8) | (bytes[i + 2] || 0);
    text += DIGITS[word >> 18] + DIGITS[(word >> 12) & 63];
    text += i + 1 < bytes.length ? DIGITS[(word >> 6) & 63] : '=';
    text += i + 2 < bytes.length ? DIGITS[word & 63] : '=';
  }
  return text;
}

/**
 * @param {string} text
 * @returns {ArrayBuffer}
 */
function fromBase64(text) {
  const digits = text.replace(/[^A-Za-z0-9+/]/g, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let length = 0;
  for (let i = 0; i < digits.length; i += 1) {
    word = ((word << 6) | DIGITS.indexOf(digits[i])) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[length] = (word >> bits) & 0xff;
      length += 1;
    }
  }
  return /** @type {ArrayBuffer} */ (bytes.buffer);
}

/**
 * An ArrayBuffer of whatever realm, and nothing else: no typed array, no Buffer.
 *
 * @param {unknown} value
 * @returns {value is ArrayBuffer}
 */
function isArrayBuffer(value) {
  return Object.prototype.toString.call(value) === '[object ArrayBuffer]';
}

module.exports = { encodeUtf8, decodeUtf8, utf8Length, toBase64, fromBase64, isArrayBuffer };
