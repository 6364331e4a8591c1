'use strict';
/**
 * Small things that the platform lacks: no TextEncoder, no atob, no crypto.
 */

/** @param {string} text */
function utf8Length(text) {
  let bytes = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00) {
      bytes += 4;
      i += 1;
    } else bytes += 3;
  }
  return bytes;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Whom a token names, unverified (the server does that): its local data can be shown before the network answers.
 *
 * @param {unknown} token
 * @returns {string} '' when it is not a JWT
 */
function userOf(token) {
  const body = typeof token === 'string' ? token.split('.')[1] : undefined;
  if (!body) return '';
  let bits = 0;
  let held = 0;
  let percent = '';
  for (let i = 0; i < body.length; i += 1) {
    const value = ALPHABET.indexOf(body[i] === '+' ? '-' : body[i] === '/' ? '_' : body[i]);
    if (value < 0) break;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      percent += '%' + (((held >> bits) & 0xff) | 0x100).toString(16).slice(1);
    }
  }
  try {
    const sub = JSON.parse(decodeURIComponent(percent)).sub;
    return typeof sub === 'string' ? sub : '';
  } catch (error) {
    return ''; // not a token that we can read: the server will say what is wrong with it
  }
}

/**
 * About fifty bits: enough beside a time and a device that differ too.
 * @param {() => number} random
 */
function randomText(random) {
  return Math.floor(random() * 1e15).toString(36);
}

module.exports = { utf8Length, userOf, randomText };
