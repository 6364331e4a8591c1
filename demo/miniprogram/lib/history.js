'use strict';
/**
 * Pages of history for a thread. One message more than a page is asked for: it decides whether a time stands above the oldest of the
 * page, so that no such line appears or goes when the page before arrives.
 *
 * @typedef {import('./hongyan').Message} Message
 * @typedef {{ messages: Message[], sentinel: Message | null, begin: boolean, before: number }} Page
 */

const { isTold } = require('./group-lines');

/** two or three chunks of the thread: fewer questions than drawings */
const PAGE = 30;
/** pages may be full of entries that are not shown */
const EMPTY_PAGES_MAX = 5;

/** Some changes of a group are no lines of its conversation. @param {Message} message */
const isShown = (message) => message.type !== 'group' || isTold(message.content);

/**
 * @param {import('./hongyan').Hongyan} hy
 * @param {string} conv
 * @param {number} before  0: the newest
 * @param {(message: Message) => boolean} isHidden
 * @param {number} [tries]
 * @returns {Promise<Page>}
 */
function pageBefore(hy, conv, before, isHidden, tries) {
  return hy.history(conv, { before: before || undefined, limit: PAGE + 1, events: conv[0] === 'g' }).then((page) => {
    const over = page.messages.length > PAGE;
    const visible = (over ? page.messages.slice(1) : page.messages).filter((message) => !isHidden(message) && isShown(message));
    const next = over ? page.messages[1].n : page.before;
    if (visible.length === 0 && page.more && (tries || 0) < EMPTY_PAGES_MAX) return pageBefore(hy, conv, next, isHidden, (tries || 0) + 1);
    return { messages: visible, sentinel: over ? page.messages[0] : null, begin: !over && !page.more, before: next };
  });
}

module.exports = { pageBefore };
