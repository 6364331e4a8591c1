'use strict';
/**
 * What kind of text a text is.
 */

/** longer messages are folded */
const FOLD_CHARS = 700;
const FOLD_LINES = 18;
/** this many emoji alone are shown big */
const BIG_EMOJI_MAX = 6;

/** @param {number} c code point */
const isEmojiPoint = (c) => (c >= 0x1f000 && c <= 0x1faff) || (c >= 0x2600 && c <= 0x27bf) || (c >= 0x2b00 && c <= 0x2bff)
  || (c >= 0x2300 && c <= 0x23ff) || (c >= 0x2190 && c <= 0x21ff);
/** Joiners, variation, skin, tags: parts of an emoji, never one by themselves. @param {number} c */
const isEmojiPart = (c) => c === 0x200d || c === 0xfe0f || c === 0x20e3 || (c >= 0x1f3fb && c <= 0x1f3ff) || (c >= 0xe0020 && c <= 0xe007f);

/**
 * @param {string} text
 * @returns {boolean} whether it is a few emoji and nothing else
 */
function isOnlyEmoji(text) {
  const plain = text.replace(/\s/g, '');
  if (plain.length === 0 || plain.length > BIG_EMOJI_MAX * 14) return false;
  const points = Array.from(plain, (one) => Number(one.codePointAt(0)));
  let seen = 0;
  let joined = false;
  let flag = false;
  for (let i = 0; i < points.length; i += 1) {
    const c = points[i];
    if (isEmojiPart(c)) joined = c === 0x200d;
    else if (isEmojiPoint(c)) {
      const letter = c >= 0x1f1e6 && c <= 0x1f1ff;
      // Two regional letters make one flag.
      if (!joined && !(letter && flag)) seen += 1;
      flag = letter && !flag;
      joined = false;
    } else if (/[0-9#*]/.test(String.fromCodePoint(c)) && (points[i + 1] === 0x20e3 || points[i + 2] === 0x20e3)) seen += 1;
    else return false;
  }
  return seen > 0 && seen <= BIG_EMOJI_MAX;
}

const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;
const LTR = /[A-Za-z\u00c0-\u02b8\u0370-\u058f\u0900-\u1fff\u2c00-\ufb1c]/;

/** By the first letter that has a direction. @param {string} text */
function isRightToLeft(text) {
  const right = text.search(RTL);
  if (right < 0) return false;
  const left = text.search(LTR);
  return left < 0 || right < left;
}

/**
 * The beginning of a long text, or null when it is short enough to be shown whole.
 *
 * @param {string} text
 * @returns {string | null}
 */
function foldOf(text) {
  const lines = text.split('\n');
  if (text.length <= FOLD_CHARS && lines.length <= FOLD_LINES) return null;
  const some = cut(lines.slice(0, FOLD_LINES).join('\n'), FOLD_CHARS);
  return some.length < text.length ? some : null;
}

/** Never through the middle of a character. @param {string} text @param {number} max */
function cut(text, max) {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}

/** On one line. @param {string} text @param {number} max */
const oneLine = (text, max) => cut(text.slice(0, max * 4).replace(/\s+/g, ' ').trim(), max);

/** @param {string} text */
function utf8Length(text) {
  let bytes = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c < 0x80) bytes += 1;
    else if (c < 0x800) bytes += 2;
    else if (c >= 0xd800 && c <= 0xdbff && i + 1 < text.length) {
      bytes += 4;
      i += 1;
    } else bytes += 3;
  }
  return bytes;
}

module.exports = { cut, foldOf, isOnlyEmoji, isRightToLeft, oneLine, utf8Length };
