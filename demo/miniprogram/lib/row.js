'use strict';
/**
 * A message as the page shows it: small, plain data, already in words.
 *
 * @typedef {import('./hongyan').Message} Message
 *
 * @typedef {object} Row
 * @property {string} id  of the message: wx:key
 * @property {string} key  of the element: a selector can name it
 * @property {number} n  number in the conversation, 0 while not sent
 * @property {'me' | 'other' | 'middle'} side
 * @property {string} kind
 * @property {string} time  the line above, or empty
 * @property {string} begin  words, where the conversation begins
 * @property {string} from
 * @property {string} name
 * @property {string} initial
 * @property {number} tone
 * @property {string} avatar
 * @property {boolean} named  show the name: groups and rooms
 * @property {string} text
 * @property {string} more  words under a folded text
 * @property {boolean} big
 * @property {boolean} rtl
 * @property {any} content
 * @property {string} local  path on this device, of what this device sent
 * @property {string} mark
 * @property {number} progress  of an upload: 0–100
 * @property {string} again  words, when an own recalled text can be edited again
 * @property {boolean} playing
 * @property {string} readers  how many have read it, in words: own messages in a group
 * @property {string} edited  words, when it was
 * @property {Array<{ key: string, count: number, mine: boolean }>} reactions
 * @property {{ n: number, text: string } | null} quote
 *
 * @typedef {object} Shaping  what the page knows
 * @property {boolean} one  a single conversation
 * @property {string} me
 * @property {import('./people').People} people
 * @property {(id: string) => string} nameOf  as one is called in this conversation
 * @property {(message: Message) => string} mark
 * @property {(message: Message) => { text: string } | null} quote
 * @property {(message: Message) => string} readers
 * @property {(id: string) => string} local
 * @property {Map<string, string>} recalled  own texts by message id
 * @property {Set<string>} unfolded
 */

const { initialOf, toneOf } = require('./face');
const { lineOf } = require('./group-lines');
const { fill, words } = require('./i18n');
const serverClock = require('./server-clock');
const { summaryOf } = require('./summary');
const { foldOf, isOnlyEmoji, isRightToLeft } = require('./text');
const { duration, fullTime, isPause } = require('./time');

const MEDIA = ['image', 'audio', 'video', 'location'];
/** of an unknown message's text that somebody else put there */
const NAME_CHARS_MAX = 200;

/** @param {Message} message @param {import('./thread').Place} place */
function timeAbove(message, place) {
  const { before, begin } = place;
  if (!before) return begin ? fullTime(message.t, serverClock.now(), words('time')) : '';
  // What is not sent yet has the phone's time, which may be wrong by a day: it never makes a line backwards.
  return isPause(before.t, message.t) ? fullTime(message.t, serverClock.now(), words('time')) : '';
}

/** @param {any} given @param {number} max */
const shortText = (given, max) => (typeof given === 'string' ? given.slice(0, max) : '');

/** @param {any} given */
const size = (given) => (Number(given) > 0 ? Number(given) : 0);

/**
 * Only what the bubble needs; a stranger's fields do not travel to the screen.
 * @param {Message} message
 */
function contentOf(message) {
  const c = message.content || {};
  const file = { file: shortText(c.file, 100), url: shortText(c.url, 2048) };
  switch (message.type) {
    case 'image': return Object.assign(file, pictureSize(size(c.width), size(c.height)));
    case 'video': return Object.assign(file, pictureSize(size(c.width), size(c.height)), {
      cover: shortText(c.cover, 2048), coverFile: shortText(c.coverFile, 100), length: c.duration > 0 ? duration(c.duration) : '',
    });
    case 'audio': return Object.assign(file, { length: duration(size(c.duration)), wide: voiceWidth(size(c.duration)) });
    case 'location': return {
      latitude: Number(c.latitude) || 0, longitude: Number(c.longitude) || 0, name: shortText(c.name, NAME_CHARS_MAX) || words('chat').placeNameless,
      address: shortText(c.address, NAME_CHARS_MAX),
    };
    default: return null;
  }
}

const PICTURE_MAX = 200;
const PICTURE_MIN = 72;

/** So that nothing jumps when the picture comes: its place is there before. @param {number} width @param {number} height */
function pictureSize(width, height) {
  if (width === 0 || height === 0) return { wide: 160, high: 160 };
  const scale = Math.min(1, PICTURE_MAX / width, PICTURE_MAX / height);
  return { wide: Math.max(PICTURE_MIN, Math.round(width * scale)), high: Math.max(PICTURE_MIN, Math.round(height * scale)) };
}

/** @param {number} ms @returns {number} px: longer voices are longer */
const voiceWidth = (ms) => Math.round(76 + Math.min(1, ms / 60000) * 120);

/** @param {Message} message */
const reactionsOf = (message) => (message.recalled ? [] : (message.reactions || []).map(({ key, count, mine }) => ({ key, count, mine })));

/** @param {Message} message @param {(id: string) => string} nameOf @param {string} me */
function kindAndText(message, nameOf, me) {
  if (message.type === 'group') return { kind: 'notice', text: lineOf(Object.assign({ from: message.from, t: message.t }, message.content), nameOf, me) };
  if (message.recalled) return { kind: 'notice', text: summaryOf(message, nameOf) };
  if (message.type === 'text') return { kind: 'text', text: String((message.content || {}).text || '') };
  if (message.type === 'notice') return { kind: 'notice', text: shortText((message.content || {}).text, 500) };
  if (MEDIA.indexOf(message.type) >= 0) return { kind: message.type, text: '' };
  return { kind: 'other', text: summaryOf(message, nameOf) };
}

/**
 * @param {Message} message
 * @param {import('./thread').Place} place
 * @param {Shaping} with_
 * @returns {Row}
 */
function rowOf(message, place, with_) {
  const person = with_.people.of(message.from);
  const { kind, text } = kindAndText(message, with_.nameOf, with_.me);
  const name = with_.nameOf(message.from);
  const fold = kind === 'text' && !with_.unfolded.has(message.id) ? foldOf(text) : null;
  const quote = message.quote && kind !== 'notice' ? with_.quote(message) : null;
  return {
    id: message.id, key: place.key, n: message.n,
    side: kind === 'notice' ? 'middle' : message.mine ? 'me' : 'other',
    kind, time: timeAbove(message, place), begin: place.begin ? words('chat').begin : '',
    from: message.from, name, initial: initialOf(name), tone: toneOf(message.from), avatar: person.avatar,
    named: !with_.one && !message.mine,
    text: fold === null ? text : fold + '…', more: fold === null ? '' : fill(words('chat').showAll, { size: text.length }),
    big: kind === 'text' && isOnlyEmoji(text), rtl: kind === 'text' && isRightToLeft(text),
    content: contentOf(message), local: with_.local(message.id),
    mark: with_.mark(message), progress: 0,
    again: message.recalled && message.mine && with_.recalled.has(message.id) ? words('chat').again : '',
    playing: false, edited: message.edited ? words('life').edited : '', reactions: reactionsOf(message),
    readers: with_.readers(message),
    quote: quote ? { n: Number(message.quote), text: quote.text } : null,
  };
}


module.exports = { rowOf };
