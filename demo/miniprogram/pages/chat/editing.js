'use strict';
/**
 * Changing the words of an own message, in the place where one writes. What one was writing waits, and comes back.
 *
 * @typedef {import('../../lib/hongyan').Message} Message
 */

const { fill, words } = require('../../lib/i18n');
const { tell } = require('../../lib/sentence');
const { oneLine } = require('../../lib/text');

const SHOWN_CHARS_MAX = 60;

/** @param {import('./writing').WritingPage} page */
function createEditing(page) {
  /** @type {Message | null} */
  let edited = null;
  let aside = '';

  /** @param {Message} message @param {string} text */
  function begin(message, text) {
    if (!edited) aside = page.bar().data.value;
    edited = message;
    page.setData({ quote: fill(words('life').editing, { text: oneLine(String(message.content.text || ''), SHOWN_CHARS_MAX) }) });
    page.bar().put(text, true);
  }

  function end() {
    edited = null;
    page.mentions.clear();
    page.setData({ quote: '' });
    page.bar().put(aside, true);
  }

  return {
    begin,
    end,
    isOn: () => edited !== null,
    /** The new words; who is mentioned already stays so. @param {string} text */
    finish(text) {
      const message = edited;
      if (!message) return;
      const added = page.mentions.option(text).mentions || [];
      const mentions = added.length > 0 ? { mentions: Array.from(new Set((message.mentions || []).concat(added))) } : {};
      end();
      if (text === message.content.text) return;
      page.account.hy.edit(message, Object.assign({ content: Object.assign({}, message.content, { text }) }, mentions)).catch((fault) => {
        tell(fault);
        // What one wrote is not lost; who writes something else already is not disturbed.
        if (!edited && page.bar().data.value === aside) begin(message, text);
      });
    },
  };
}

module.exports = { createEditing };
