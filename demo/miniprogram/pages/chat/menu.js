'use strict';
/**
 * What can be done with a message, when it is held.
 *
 * @typedef {import('../../lib/hongyan').Message} Message
 * @typedef {{ what: string, title: string, icon: string }} Item
 */

const { words } = require('../../lib/i18n');

/** older ones the server refuses; who tries in the last second gets its sentence */
const RECALL_MS = 2 * 60 * 1000;
const EDIT_MS = 24 * 60 * 60 * 1000;
/** offered at one touch; other apps may give others */
const REACTIONS = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

/**
 * @param {Message} message
 * @param {number} now  of the server
 * @returns {Item[]}
 */
function itemsOf(message, now) {
  const t = words('chat');
  /** @type {Item[]} */
  const items = [];
  if (message.recalled) return items;
  if (message.type === 'text' || message.type === 'location') items.push({ what: 'copy', title: t.copy, icon: 'copy' });
  if (message.state === 'failed') {
    items.push({ what: 'resend', title: t.resend, icon: 'resend' }, { what: 'why', title: t.why, icon: 'why' });
  }
  if (message.n > 0) items.push({ what: 'quote', title: t.quote, icon: 'quote' }, { what: 'forward', title: words('life').forward, icon: 'forward' });
  if (message.mine && message.n > 0 && message.type === 'text' && now - message.t < EDIT_MS) items.push({ what: 'edit', title: words('life').edit, icon: 'edit' });
  if (message.mine && message.n > 0 && now - message.t < RECALL_MS) items.push({ what: 'recall', title: t.recall, icon: 'recall' });
  if (message.n > 0) items.push({ what: 'hide', title: t.hide, icon: 'remove' });
  else items.push({ what: 'discard', title: t.discard, icon: 'remove' });
  return items;
}

/** @param {Message} message */
function copyText(message) {
  const c = message.content || {};
  return message.type === 'location' ? [c.name, c.address, c.latitude + ', ' + c.longitude].filter(Boolean).join('\n') : String(c.text || '');
}

module.exports = { REACTIONS, copyText, itemsOf };
