'use strict';
/**
 * Storage of one mini-program on one device. It outlives the app: a cold start gets the same box.
 *
 * @typedef {{ value: unknown, bytes: number }} Item
 */

const { utf8Length } = require('./utf8');

/**
 * What storage keeps of a value: JSON types and Date, nothing else.
 *
 * @param {any} value
 * @returns {any}
 */
function copy(value) {
  if (value instanceof Date) return new Date(value.getTime());
  if (Array.isArray(value)) return value.map((one) => (one === undefined || typeof one === 'function' ? null : copy(one)));
  if (value && typeof value === 'object') {
    /** @type {Record<string, unknown>} */
    const result = {};
    Object.keys(value).forEach((key) => {
      if (value[key] !== undefined && typeof value[key] !== 'function') result[key] = copy(value[key]);
    });
    return result;
  }
  return typeof value === 'function' ? undefined : value;
}

/**
 * @typedef {object} Disk  where the box is kept beyond this process; told after the box has accepted a change, in order
 * @property {(key: string, value: unknown) => void} set
 * @property {(key: string) => void} remove
 * @property {() => void} clear
 *
 * @param {import('./knobs').Knobs} knobs
 * @param {Disk} [disk]
 */
function createBox(knobs, disk) {
  /** @type {Map<string, Item>} */
  const items = new Map();
  let fillerBytes = 0;

  function usedBytes() {
    let sum = fillerBytes;
    items.forEach((item) => { sum += item.bytes; });
    return sum;
  }

  return {
    /**
     * @param {string} key
     * @param {unknown} value
     * @returns {string | null} why not
     */
    set(key, value) {
      if (typeof key !== 'string' || key === '') return 'parameter error: key should be a non-empty String';
      const kept = copy(value);
      const bytes = utf8Length(key) + utf8Length(kept === undefined ? '' : JSON.stringify(kept));
      const old = items.get(key);
      if (bytes > knobs.storageKeyLimitBytes) return 'entry size limit reached';
      if (usedBytes() - (old ? old.bytes : 0) + bytes > knobs.storageLimitBytes) return 'exceed storage max size 10Mb';
      items.set(key, { value: kept, bytes });
      if (disk) disk.set(key, kept);
      return null;
    },
    /** @param {string} key */
    has: (key) => items.has(key),
    /** @param {string} key */
    get(key) {
      const item = items.get(key);
      return item ? copy(item.value) : undefined;
    },
    /** @param {string} key */
    remove(key) {
      if (items.delete(key) && disk) disk.remove(key);
    },
    clear() {
      if (disk) disk.clear();
      items.clear();
      fillerBytes = 0;
    },
    info: () => ({
      keys: Array.from(items.keys()),
      currentSize: Math.ceil(usedBytes() / 1024),
      limitSize: Math.floor(knobs.storageLimitBytes / 1024),
    }),
    usedBytes,
    /** Something else takes all but these bytes. @param {number} leftBytes */
    fill(leftBytes) {
      fillerBytes = Math.max(0, knobs.storageLimitBytes - (usedBytes() - fillerBytes) - leftBytes);
    },
    empty() { fillerBytes = 0; },
  };
}

/** @typedef {ReturnType<typeof createBox>} Box */

/**
 * @param {Box} box
 * @param {import('./calls').Calls} calls
 */
function createStorage(box, calls) {
  /**
   * @param {string} name
   * @param {string} reason
   */
  function raise(name, reason) {
    const message = name + ':fail ' + reason;
    throw Object.assign(new Error(message), { errMsg: message });
  }

  return {
    setStorage: calls.api('setStorage', (options, reply) => {
      const reason = box.set(options.key, options.data);
      if (reason) reply.fail(reason);
      else reply.ok();
    }),
    getStorage: calls.api('getStorage', (options, reply) => {
      if (box.has(options.key)) reply.ok({ data: box.get(options.key) });
      else reply.fail('data not found');
    }),
    removeStorage: calls.api('removeStorage', (options, reply) => {
      box.remove(options.key);
      reply.ok();
    }),
    clearStorage: calls.api('clearStorage', (_, reply) => {
      box.clear();
      reply.ok();
    }),
    getStorageInfo: calls.api('getStorageInfo', (_, reply) => reply.ok(box.info())),
    /** @type {(key: string, data: unknown) => void} */
    setStorageSync(key, data) {
      calls.note('setStorageSync');
      const reason = box.set(key, data);
      if (reason) raise('setStorageSync', reason);
    },
    /** @type {(key: string) => any} */
    getStorageSync(key) {
      calls.note('getStorageSync');
      if (typeof key !== 'string') raise('getStorageSync', 'parameter error: key should be a String');
      return box.has(key) ? box.get(key) : '';
    },
    /** @type {(key: string) => void} */
    removeStorageSync(key) {
      calls.note('removeStorageSync');
      box.remove(key);
    },
    clearStorageSync() {
      calls.note('clearStorageSync');
      box.clear();
    },
    getStorageInfoSync() {
      calls.note('getStorageInfoSync');
      return box.info();
    },
  };
}

module.exports = { createBox, createStorage };
