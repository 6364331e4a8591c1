'use strict';
/**
 * The messages of one conversation, and which of them are on screen.
 *
 *    chunks   c5      c4      c3      c2      c1        each about CHUNK messages, oldest left; pending ones at the very end
 *                    └──── window ────┘                 only these have rows: at most WINDOW chunks
 *
 * Everything returns a patch for setData, or null when nothing on screen changed: a new page of history costs one new chunk and the
 * short list `order`, a tick costs one path. What leaves the window stays here, so scrolling back needs no network.
 *
 * @typedef {import('./hongyan').Message} Message
 * @typedef {import('./row').Row} Row
 * @typedef {Record<string, any>} Patch
 * @typedef {{ key: string, messages: Message[] }} Chunk
 * @typedef {{ before: Message | null, begin: boolean, key: string }} Place  what a row needs to know besides its message
 */

/** drawn at once when somebody scrolls: small enough for a frame */
const CHUNK = 10;
/** chunks on screen: 10 × 10 messages fill half a dozen screens */
const WINDOW = 10;

/** @param {(message: Message, place: Place) => Row} shape */
function createThread(shape) {
  /** @type {Chunk[]} */
  let chunks = [];
  /** @type {Map<string, { chunk: Chunk, key: string }>} where a message is, by its id */
  let known = new Map();
  /** the window: indices into chunks, both inside */
  let first = 0;
  let last = -1;
  /** the message before the oldest: only to decide about the time above the oldest */
  /** @type {Message | null} */
  let sentinel = null;
  /** nothing is older than what is here */
  let begin = false;
  let chunkCount = 0;
  let rowCount = 0;

  const newChunk = () => {
    chunkCount += 1;
    return { key: 'c' + chunkCount, messages: /** @type {Message[]} */ ([]) };
  };

  /** @param {Message} message @param {Chunk} chunk */
  function keep(message, chunk) {
    const old = known.get(message.id);
    if (!old) rowCount += 1;
    known.set(message.id, { chunk, key: old ? old.key : 'r' + rowCount });
  }

  /** @param {Message[]} messages */
  function chunksOf(messages) {
    const made = [];
    for (let i = 0; i < messages.length; i += CHUNK) {
      const chunk = newChunk();
      chunk.messages = messages.slice(i, i + CHUNK);
      chunk.messages.forEach((message) => keep(message, chunk));
      made.push(chunk);
    }
    return made;
  }

  /** @param {number} c @param {number} i @returns {Message | null} */
  function messageBefore(c, i) {
    if (i > 0) return chunks[c].messages[i - 1];
    for (let k = c - 1; k >= 0; k -= 1) {
      if (chunks[k].messages.length > 0) return chunks[k].messages[chunks[k].messages.length - 1];
    }
    return sentinel;
  }

  /** @param {number} c @param {number} i */
  function rowAt(c, i) {
    const message = chunks[c].messages[i];
    const before = messageBefore(c, i);
    const where = known.get(message.id);
    return shape(message, { before, begin: before === null && begin, key: where ? where.key : '' });
  }

  /** @param {number} c */
  const rowsOf = (c) => chunks[c].messages.map((_, i) => rowAt(c, i));
  const orderNow = () => chunks.slice(first, last + 1).map((chunk) => chunk.key);
  /** @param {number} c */
  const isShown = (c) => c >= first && c <= last;

  /** Moves the window; rows that leave are let go, rows that come are made. @param {number} f @param {number} l @returns {Patch} */
  function show(f, l) {
    /** @type {Patch} */
    const patch = {};
    const before = new Set(orderNow());
    first = Math.max(0, f);
    last = Math.min(chunks.length - 1, l);
    const now = new Set(orderNow());
    chunks.forEach((chunk, c) => {
      if (now.has(chunk.key) && !before.has(chunk.key)) patch['chunks.' + chunk.key] = rowsOf(c);
    });
    before.forEach((key) => { if (!now.has(key)) patch['chunks.' + key] = []; });
    patch.order = orderNow();
    return patch;
  }

  /** Redraws one chunk and the row after it, whose time may depend on it. @param {number} c @returns {Patch | null} */
  function redraw(c) {
    /** @type {Patch} */
    const patch = {};
    if (isShown(c)) patch['chunks.' + chunks[c].key] = rowsOf(c);
    if (isShown(c + 1) && chunks[c + 1].messages.length > 0) patch['chunks.' + chunks[c + 1].key + '[0]'] = rowAt(c + 1, 0);
    return Object.keys(patch).length > 0 ? patch : null;
  }

  /** @param {string} id @returns {{ c: number, i: number } | null} */
  function find(id) {
    const where = known.get(id);
    if (!where) return null;
    const c = chunks.indexOf(where.chunk);
    return { c, i: where.chunk.messages.findIndex((one) => one.id === id) };
  }

  /** What has no number yet stands at the end, in its own order. @param {Message} message */
  const rank = (message) => (message.n > 0 ? message.n : Infinity);

  /**
   * Adds one where it belongs: nearly always the end.
   * @param {Message} message
   * @returns {Patch | null}
   */
  function insert(message) {
    let c = chunks.length - 1;
    let i = c >= 0 ? chunks[c].messages.length : 0;
    while (c >= 0) {
      if (i === 0) {
        if (c === 0) break;
        c -= 1;
        i = chunks[c].messages.length;
      } else if (rank(chunks[c].messages[i - 1]) > rank(message)) i -= 1;
      else break;
    }
    const atEnd = c === chunks.length - 1 && (c < 0 || i === chunks[c].messages.length);
    const atTail = last === chunks.length - 1;
    if (atEnd && (c < 0 || chunks[c].messages.length >= CHUNK)) {
      const chunk = newChunk();
      chunk.messages.push(message);
      keep(message, chunk);
      chunks.push(chunk);
      if (!atTail) return null;
      return show(Math.max(first, chunks.length - WINDOW), chunks.length - 1);
    }
    // In the list of a full chunk an early one makes it longer than CHUNK; that is rare and does no harm.
    chunks[c].messages.splice(i, 0, message);
    keep(message, chunks[c]);
    if (!isShown(c)) return null;
    return atEnd ? { ['chunks.' + chunks[c].key + '[' + i + ']']: rowAt(c, i) } : redraw(c);
  }

  /** @param {{ c: number, i: number }} at @returns {Patch | null} */
  function removeAt(at) {
    const chunk = chunks[at.c];
    const [gone] = chunk.messages.splice(at.i, 1);
    known.delete(gone.id);
    if (chunk.messages.length > 0 || chunks.length === 1) return redraw(at.c);
    const shown = isShown(at.c);
    chunks.splice(at.c, 1);
    if (at.c < first) first -= 1;
    if (at.c <= last) last -= 1;
    return shown ? Object.assign({ ['chunks.' + chunk.key]: [], order: orderNow() }, redraw(at.c - 1 >= 0 ? at.c - 1 : 0)) : null;
  }

  return {
    /**
     * From the beginning: the newest page, oldest message first.
     * @param {Message[]} messages
     * @param {{ sentinel: Message | null, begin: boolean }} how
     * @returns {Patch}
     */
    fill(messages, how) {
      const old = orderNow();
      chunks = [];
      known = new Map();
      first = 0;
      last = -1;
      sentinel = how.sentinel;
      begin = how.begin;
      chunks = chunksOf(messages);
      /** @type {Patch} */
      const patch = {};
      old.forEach((key) => { patch['chunks.' + key] = []; });
      return Object.assign(patch, show(chunks.length - WINDOW, chunks.length - 1));
    },
    /**
     * A page of history older than all there is.
     * @param {Message[]} messages
     * @param {{ sentinel: Message | null, begin: boolean }} how
     * @returns {Patch | null}
     */
    prepend(messages, how) {
      const fresh = messages.filter((message) => !known.has(message.id));
      sentinel = how.sentinel;
      begin = how.begin;
      if (fresh.length === 0) return chunks.length > 0 ? redraw(0) : null;
      const added = chunksOf(fresh);
      chunks = added.concat(chunks);
      // What was at 0 is further down now; the window stays where it was and then grows by one.
      first += added.length;
      last += added.length;
      return show(first - 1, last);
    },
    /** Towards the past, among what is here. @returns {Patch | null} null: the page before must be fetched */
    up() {
      return first === 0 ? null : show(first - 1, last);
    },
    /** Towards the present. @returns {Patch | null} */
    down() {
      return last >= chunks.length - 1 ? null : show(first, last + 1);
    },
    /**
     * Lets go what is far away, in a frame of its own: adding and taking away together would cost one long frame.
     * @param {'newest' | 'oldest'} end
     * @returns {Patch | null}
     */
    trim(end) {
      if (last - first + 1 <= WINDOW) return null;
      return end === 'newest' ? show(first, first + WINDOW - 1) : show(last - WINDOW + 1, last);
    },
    /** The newest, and only a few: the way back from far up must be quick. @returns {Patch} */
    toEnd: () => show(chunks.length - 3, chunks.length - 1),
    atTail: () => last === chunks.length - 1,
    /** Makes sure that a message is on screen. @param {string} id @returns {Patch | null} */
    reveal(id) {
      const at = find(id);
      if (!at || isShown(at.c)) return null;
      return show(at.c - 2, at.c + 2);
    },

    /**
     * A message that came, or was written: once, whatever way it comes.
     * @param {Message} message
     * @param {string} [instead]  the id of what stood for it until now
     * @returns {Patch | null}
     */
    take(message, instead) {
      const at = instead ? find(instead) : null;
      if (!at || known.has(message.id)) return known.has(message.id) ? null : insert(message);
      const where = known.get(String(instead));
      known.delete(String(instead));
      known.set(message.id, { chunk: chunks[at.c], key: where ? where.key : '' });
      chunks[at.c].messages[at.i] = message;
      return isShown(at.c) ? { ['chunks.' + chunks[at.c].key + '[' + at.i + ']']: rowAt(at.c, at.i) } : null;
    },
    /**
     * It is another now: sent, failed, recalled. Its number may have put it elsewhere.
     * @param {Message} message
     * @returns {Patch | null}
     */
    change(message) {
      const at = find(message.id);
      if (!at) return null;
      const list = chunks[at.c].messages;
      list[at.i] = message;
      const before = messageBefore(at.c, at.i);
      const after = list[at.i + 1] || (chunks[at.c + 1] && chunks[at.c + 1].messages[0]);
      if ((before && rank(before) > rank(message)) || (after && rank(after) < rank(message))) {
        const left = removeAt(at);
        return Object.assign({}, left, insert(message));
      }
      return isShown(at.c) ? { ['chunks.' + chunks[at.c].key + '[' + at.i + ']']: rowAt(at.c, at.i) } : null;
    },
    /** @param {string} id @returns {Patch | null} */
    remove(id) {
      const at = find(id);
      return at ? removeAt(at) : null;
    },
    /**
     * Only some fields of the rows on screen, where they differ from what `rows` holds.
     * @param {Record<string, Row[]>} rows  as in data.chunks
     * @param {(message: Message) => Record<string, any> | null} fields
     * @returns {Patch | null}
     */
    refresh(rows, fields) {
      /** @type {Patch} */
      const patch = {};
      for (let c = first; c <= last; c += 1) {
        chunks[c].messages.forEach((message, i) => {
          const next = fields(message);
          /** @type {any} */
          const row = (rows[chunks[c].key] || [])[i];
          if (!next || !row) return;
          Object.keys(next).forEach((name) => {
            if (row[name] !== next[name]) patch['chunks.' + chunks[c].key + '[' + i + '].' + name] = next[name];
          });
        });
      }
      return Object.keys(patch).length > 0 ? patch : null;
    },
    /** A path to a row for setData, or null when it is not on screen. @param {string} id */
    pathOf(id) {
      const at = find(id);
      return at && isShown(at.c) ? 'chunks.' + chunks[at.c].key + '[' + at.i + ']' : null;
    },
    /** @param {string} id @returns {Message | null} */
    get(id) {
      const at = find(id);
      return at ? chunks[at.c].messages[at.i] : null;
    },
    /** @param {string} id */
    keyOf(id) {
      const where = known.get(id);
      return where ? where.key : '';
    },
    /** @param {string} id */
    has: (id) => known.has(id),
    /** @param {number} n @returns {Message | null} */
    byNumber(n) {
      for (let c = chunks.length - 1; c >= 0; c -= 1) {
        const found = chunks[c].messages.find((message) => message.n === n);
        if (found) return found;
      }
      return null;
    },
    /** @returns {Message[]} those that are loaded, oldest first */
    all: () => chunks.reduce((sum, chunk) => sum.concat(chunk.messages), /** @type {Message[]} */ ([])),
    /** @returns {number} the newest number, 0 when nothing is sent yet */
    newest() {
      for (let c = chunks.length - 1; c >= 0; c -= 1) {
        for (let i = chunks[c].messages.length - 1; i >= 0; i -= 1) {
          if (chunks[c].messages[i].n > 0) return chunks[c].messages[i].n;
        }
      }
      return 0;
    },
    size: () => known.size,
    shown: () => chunks.slice(first, last + 1).reduce((sum, chunk) => sum + chunk.messages.length, 0),
    topKey: () => (chunks[first] && chunks[first].messages[0] ? (known.get(chunks[first].messages[0].id) || { key: '' }).key : ''),
    bottomKey() {
      const messages = chunks[last] ? chunks[last].messages : [];
      return messages.length > 0 ? (known.get(messages[messages.length - 1].id) || { key: '' }).key : '';
    },
    begins: () => begin,
  };
}

/** @typedef {ReturnType<typeof createThread>} Thread */

module.exports = { CHUNK, WINDOW, createThread };
