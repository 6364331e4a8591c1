'use strict';
/**
 * The entries of conversations that this device holds, in pages of equal ranges of numbers. Which numbers are held is what the pages
 * say, so it cannot disagree with them: an evicted page is a hole, and history() fills holes from the server.
 *
 * @typedef {import('./types').Entry} Entry
 * @typedef {{ entries: Record<string, Entry> }} Page
 */

/**
 * @param {object} parts
 * @param {import('./store').Store} parts.store
 * @param {import('./limits').Limits} parts.limits
 */
function createPages({ store, limits }) {
  /** @type {Map<string, Page>} least recently used first */
  const memory = new Map();

  /**
   * @param {string} conv
   * @param {number} n
   */
  function keyOf(conv, n) {
    return 'm:' + encodeURIComponent(conv) + ':' + Math.floor(n / limits.pageEntries);
  }

  /**
   * @param {string} conv
   * @param {number} n
   */
  function pageOf(conv, n) {
    const key = keyOf(conv, n);
    let page = memory.get(key);
    if (page) memory.delete(key);
    else page = { entries: store.get(key) || {} };
    memory.set(key, page);
    if (memory.size > limits.pagesInMemoryMax) {
      store.flush();
      memory.delete(memory.keys().next().value || '');
    }
    return page;
  }

  return {
    /** Another user: nothing of the last one stays in memory. */
    begin: () => memory.clear(),
    /**
     * @param {string} conv
     * @param {number} n
     * @returns {Entry | undefined}
     */
    get: (conv, n) => pageOf(conv, n).entries[n],
    /**
     * @param {string} conv
     * @param {Entry} entry
     */
    put(conv, entry) {
      const page = pageOf(conv, entry.n);
      page.entries[entry.n] = entry;
      store.put(keyOf(conv, entry.n), () => page.entries);
    },
    /**
     * The run of held numbers that ends at `top`, at most `limit`, ascending; it ends at a hole.
     * @param {string} conv
     * @param {number} top
     * @param {number} floor  the lowest number wanted
     * @param {number} limit
     */
    run(conv, top, floor, limit) {
      /** @type {Entry[]} */
      const found = [];
      for (let n = top; n >= floor && found.length < limit; n -= 1) {
        const entry = pageOf(conv, n).entries[n];
        if (!entry) break;
        found.push(entry);
      }
      return found.reverse();
    },
    /** Nothing is held any more, in memory or in storage. */
    forget() {
      Array.from(memory.keys()).concat(store.keys('m:')).forEach((key) => store.put(key, () => undefined));
      memory.clear();
    },
  };
}

/** @typedef {ReturnType<typeof createPages>} Pages */

module.exports = { createPages };
