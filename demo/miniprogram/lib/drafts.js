'use strict';
/**
 * What was typed and not sent, per conversation. Small by rule: one key, so many drafts of so many characters.
 *
 * @typedef {{ text: string, quote: number, t: number }} Draft
 */

const kept = require('./kept');
const { cut } = require('./text');
const { createEmitter } = require('./emitter');

const DRAFTS_MAX = 40;
/** 40 × 4000 characters × 3 bytes stay below half of the megabyte that one key may hold */
const DRAFT_CHARS_MAX = 4000;
const WRITE_MS = 600;

/** @param {string} me */
function createDrafts(me) {
  const key = 'drafts:' + me;
  /** @type {Record<string, Draft>} */
  const table = kept.read(key, {});
  const events = createEmitter((error) => console.error(error));
  /** @type {any} */
  let timer = null;

  function flush() {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    kept.write(key, table);
  }

  return {
    /** @param {(conv: string) => void} listener */
    onChange: (listener) => events.on('changed', listener),
    /** @param {string} conv @returns {Draft | null} */
    get: (conv) => table[conv] || null,
    /** @param {string} conv @param {string} text @param {number} quote */
    set(conv, text, quote) {
      if (text.trim() === '' && !quote) {
        if (!table[conv]) return;
        delete table[conv];
      } else {
        table[conv] = { text: cut(text, DRAFT_CHARS_MAX), quote, t: Date.now() };
        const names = Object.keys(table).sort((a, b) => table[a].t - table[b].t);
        names.slice(0, Math.max(0, names.length - DRAFTS_MAX)).forEach((name) => delete table[name]);
      }
      if (timer === null) timer = setTimeout(flush, WRITE_MS);
      events.emit('changed', conv);
    },
    flush,
    forget() {
      clearTimeout(timer);
      timer = null;
      kept.forget(key);
    },
  };
}

/** @typedef {ReturnType<typeof createDrafts>} Drafts */

module.exports = { createDrafts };
