'use strict';
/**
 * What an app may pass. A mistake is told at once, not by the server a second later.
 */

const { own } = require('../kernel/faults');
const { utf8Length } = require('../kernel/text');

/**
 * 's:bob', 'g:7', 'r:7', or {user: 'bob'}, {group: '7'}, {room: '7'}, or anything with a `conv` (a message, a conversation).
 *
 * @param {any} target
 * @param {number} idBytesMax
 * @returns {string}
 */
function conversationName(target, idBytesMax) {
  const given = target || {};
  const name = typeof target === 'string' ? target
    : given.conv ? String(given.conv)
      : given.user ? 's:' + given.user
        : given.group ? 'g:' + given.group
          : given.room ? 'r:' + given.room : '';
  if (!/^[sgr]:./.test(name) || /[\u0000-\u001f\u007f]/.test(name) || !isText(name) || utf8Length(name) > idBytesMax + 2) {
    throw own('bad_argument', 'Not a conversation: ' + JSON.stringify(target) + '. Write "s:bob" or {user: "bob"}.');
  }
  return name;
}

/** Half of a surrogate pair is no text. @param {string} text */
function isText(text) {
  try {
    encodeURIComponent(text);
    return true;
  } catch (error) {
    return false;
  }
}

/**
 * As it will travel: a copy, so that what the app changes later changes nothing here.
 *
 * @param {string} what
 * @param {any} value
 * @param {number} bytesMax
 */
function jsonCopy(what, value, bytesMax) {
  if (!value || typeof value !== 'object' || Array.isArray(value)) throw own('bad_argument', what + ' must be an object.');
  const text = JSON.stringify(value);
  const bytes = utf8Length(text);
  if (bytes > bytesMax) throw own('too_large', what + ' has ' + bytes + ' bytes; at most ' + bytesMax + '.');
  return JSON.parse(text);
}

/**
 * @param {any} given
 * @param {import('../kernel/limits').Limits} limits
 * @returns {import('../kernel/types').Draft}
 */
function draftOf(given, limits) {
  if (typeof given.type !== 'string' || !given.type) throw own('bad_argument', 'type is missing.');
  /** @type {import('../kernel/types').Draft} */
  const draft = {
    to: conversationName(given.to, limits.idBytesMax),
    type: given.type,
    content: jsonCopy('content', given.content, limits.contentBytesMax),
  };
  if (given.ext !== undefined) draft.ext = jsonCopy('ext', given.ext, limits.extBytesMax);
  if (given.mentions !== undefined) draft.mentions = userIds(given.mentions);
  if (given.quote !== undefined) {
    draft.quote = given.quote && typeof given.quote === 'object' ? given.quote.n : given.quote;
    if (!(Number(draft.quote) > 0)) throw own('bad_argument', 'quote must be a sent message or its number.');
  }
  if (given.count !== undefined) draft.count = Boolean(given.count);
  if (given.push !== undefined) draft.push = Boolean(given.push);
  const how = howOf(given);
  if (how) draft.how = how;
  // Room for the envelope that is added on the way.
  if (utf8Length(JSON.stringify(draft)) > limits.frameBytesMax - 1024) throw own('too_large');
  return draft;
}

/**
 * What is out of the ordinary about a message; undefined when nothing is.
 * @param {any} given
 */
function howOf(given) {
  /** @type {any} */
  const how = {};
  if (given.only !== undefined) how.only = userIds(given.only);
  ['priority', 'life', 'burn'].forEach((name) => {
    if (given[name] !== undefined) how[name] = given[name];
  });
  return Object.keys(how).length > 0 ? how : undefined;
}

/**
 * @param {any} given one id or several
 * @returns {string[]}
 */
function userIds(given) {
  const ids = Array.isArray(given) ? given : [given];
  ids.forEach((id) => {
    if (typeof id !== 'string' || !id || !isText(id)) throw own('bad_argument', 'Not a user id: ' + JSON.stringify(id));
  });
  return ids;
}

module.exports = { conversationName, draftOf, jsonCopy, userIds };
