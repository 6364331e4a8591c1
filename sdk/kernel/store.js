'use strict';
/**
 * Local storage that is small, full, broken or cut off in the middle, and never throws.
 *
 * A value is kept as JSON text in parts: `key` holds "parts,length|text", then `key^1`, `key^2` … Parts are written last first, so
 * that a value whose writing was interrupted is found damaged (and read as absent), never as half.
 * Writes are gathered for a moment. When storage is full, message pages go first: they are a cache of what the server has.
 *
 * Keys, below a prefix for app and user:   o:<seq> outbox   m:<conv>:<page> messages   c:<bucket> conversations   s session
 *
 * @typedef {{ full: boolean, removed: number, reason: string }} Trouble
 */

/** Written in this order: what a cursor promises must be there before the cursor is. */
const ORDER = ['o', 'm', 'c', 's'];
const ROUNDS = 4;
const EVICT_AT_LEAST = 8;

/**
 * @param {object} parts
 * @param {import('./types').Platform} parts.platform
 * @param {import('./limits').Limits} parts.limits
 * @param {string} parts.prefix  of the app: `hy:<app>:`
 * @param {(trouble: Trouble) => void} parts.trouble
 * @param {(key: string) => number} parts.age  of one of our pages: the smaller, the sooner it goes
 */
function createStore({ platform, limits, prefix, trouble, age }) {
  const storage = platform.storage;
  /** @type {Set<string>} all keys of the app, in full */
  let known = new Set();
  let space = prefix;
  /** @type {Map<string, () => any>} */
  const dirty = new Map();
  /** @type {any} */
  let timer = null;
  let failing = false;
  let damaged = 0;

  function scan() {
    known = new Set();
    try {
      storage.info().keys.forEach((key) => { if (key.indexOf(prefix) === 0) known.add(key); });
    } catch (error) {
      failed(String(error), 0);
    }
  }

  /**
   * @param {string} reason
   * @param {number} removed
   */
  function failed(reason, removed) {
    // One report per trouble, not one per write.
    if (!failing) trouble({ full: true, removed, reason });
    failing = true;
  }

  /** @param {string} key in full */
  function drop(key) {
    for (let i = 0, part = key; i === 0 || known.has(part); i += 1, part = key + '^' + i) {
      try {
        storage.remove(part);
      } catch (error) {
        failed(String(error), 0);
      }
      known.delete(part);
    }
  }

  /** @param {string} key in full */
  function read(key) {
    if (!known.has(key)) return undefined;
    try {
      const first = String(storage.get(key));
      const bar = first.indexOf('|');
      const head = first.slice(0, bar).split(',');
      let text = first.slice(bar + 1);
      for (let i = 1; i < Number(head[0]); i += 1) text += storage.get(key + '^' + i);
      if (bar > 0 && text.length === Number(head[1])) return JSON.parse(text);
    } catch (error) {
      failed(String(error), 0);
    }
    damaged += 1;
    return undefined;
  }

  /**
   * May throw: the quota.
   * @param {string} key in full
   * @param {string} text
   */
  function writeParts(key, text) {
    const count = Math.max(1, Math.ceil(text.length / limits.partCharsMax));
    for (let i = count - 1; i >= 0; i -= 1) {
      const part = text.slice(i * limits.partCharsMax, (i + 1) * limits.partCharsMax);
      const name = i === 0 ? key : key + '^' + i;
      storage.set(name, i === 0 ? count + ',' + text.length + '|' + part : part);
      known.add(name);
    }
    for (let i = count; known.has(key + '^' + i); i += 1) {
      storage.remove(key + '^' + i);
      known.delete(key + '^' + i);
    }
  }

  /** Message pages, the first to go first. Other users of this device before ours. */
  function evictable() {
    return Array.from(known)
      .filter((key) => key.indexOf(':m:') > 0 && key.indexOf('^') < 0)
      .map((key) => ({ key, age: key.indexOf(space) === 0 ? age(key.slice(space.length)) : -1 }))
      .sort((a, b) => a.age - b.age)
      .map((one) => one.key);
  }

  function evict() {
    const pages = evictable();
    const gone = pages.slice(0, Math.max(EVICT_AT_LEAST, Math.ceil(pages.length / 10)));
    gone.forEach(drop);
    return gone.length;
  }

  /** Leave room for the app itself. */
  function shrink() {
    try {
      for (let i = 0; i < ROUNDS; i += 1) {
        const info = storage.info();
        if (info.usedBytes * 100 <= info.limitBytes * limits.storageSharePercent || evict() === 0) return;
      }
    } catch (error) {
      failed(String(error), 0);
    }
  }

  /**
   * @param {string} key in full
   * @param {any} value undefined: removed
   */
  function write(key, value) {
    if (value === undefined) {
      drop(key);
      return true;
    }
    const text = JSON.stringify(value);
    let removed = 0;
    let reason = '';
    for (let i = 0; i < ROUNDS; i += 1) {
      try {
        writeParts(key, text);
        if (removed > 0) trouble({ full: false, removed, reason });
        failing = false;
        return true;
      } catch (error) {
        reason = String((error && /** @type {any} */ (error).errMsg) || error);
        const gone = evict();
        removed += gone;
        if (gone === 0) break;
      }
    }
    failed(reason, removed);
    return false;
  }

  function flush() {
    platform.clearTimeout(timer);
    timer = null;
    if (dirty.size === 0) return;
    shrink();
    let whole = true;
    ORDER.forEach((kind) => {
      Array.from(dirty.keys()).filter((key) => key[0] === kind).forEach((key) => {
        const value = /** @type {() => any} */ (dirty.get(key));
        // A cursor is never ahead of what it stands for.
        if (kind === 's' && !whole) return;
        const written = write(space + key, value());
        if (written || kind === 'm') dirty.delete(key);
        if (!written && kind !== 'm') whole = false;
      });
    });
  }

  return {
    /** @param {string} name of the user's part; '' = the app's own */
    open(name) {
      space = prefix + name;
      dirty.clear();
      damaged = 0;
      scan();
    },
    /** @param {string} key */
    get: (key) => read(space + key),
    /** Values that could not be read since open. */
    damaged: () => damaged,
    /**
     * Later, in one go with others.
     * @param {string} key
     * @param {() => any} value asked when it is written
     */
    put(key, value) {
      dirty.set(key, value);
      if (timer === null) timer = platform.setTimeout(flush, limits.writeDelayMs);
    },
    /** Now. @param {string} key @param {any} value undefined: remove @returns {boolean} */
    putNow: (key, value) => write(space + key, value),
    /** @param {string} start */
    keys: (start) => Array.from(known)
      .filter((key) => key.indexOf(space + start) === 0 && key.indexOf('^') < 0)
      .map((key) => key.slice(space.length)),
    flush,
    /** Everything of this user. */
    wipe() {
      dirty.clear();
      Array.from(known).filter((key) => key.indexOf(space) === 0 && key.indexOf('^') < 0).forEach(drop);
    },
    close() {
      flush();
      platform.clearTimeout(timer);
      timer = null;
    },
  };
}

/** @typedef {ReturnType<typeof createStore>} Store */

module.exports = { createStore };
