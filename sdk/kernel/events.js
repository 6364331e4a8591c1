'use strict';
/**
 * What becomes of messages: events that say so, applied to what is held of a conversation. A facade installs it on its kernel; who
 * shows nothing but new messages can do without.
 *
 *   recall, expired   the content is gone, and the message does not count as unread any more
 *   withheld          a place that is taken by a message for others
 *   finished          a streamed message is whole
 *
 * @typedef {import('./types').Conversation} Conversation
 * @typedef {import('./types').Entry} Entry
 */

/**
 * @param {import('./unread').Counted} c
 * @param {number} target
 * @param {boolean} counted  it had counted as unread
 */
function addRecall(c, target, counted) {
  if (!counted || target <= c.mark[0] || c.except.indexOf(target) >= 0) return;
  c.except = c.except.concat([target]);
  c.exceptn += 1;
}

/** @param {any} kernel */
function installEvents(kernel) {
  const { pages, table } = kernel;

  /**
   * @param {Conversation} c
   * @param {any} now  what stands there from now on
   * @param {string} event
   */
  function replace(c, now, event) {
    if (pages.get(c.conv, now.n)) pages.put(c.conv, now);
    if (c.last && c.last.n === now.n) c.last = now;
    table.touch(c);
    kernel.emit(event, now, c.conv);
  }

  /**
   * @param {Conversation} c
   * @param {any} e  the event
   * @param {number} n
   * @param {boolean} counted
   * @param {any} gone  what there is instead of the content
   */
  function erase(c, e, n, counted, gone) {
    addRecall(c, n, counted);
    const bare = { op: 'msg', from: e.sender || e.from, to: e.to, n, k: 0, mid: 0, t: e.t };
    /** @type {any} */
    const left = Object.assign({}, pages.get(c.conv, n) || bare, gone);
    ['content', 'ext', 'mentions', 'how'].forEach((name) => delete left[name]);
    replace(c, left, 'recalled entry');
  }

  kernel.on('event entry', (/** @type {any} */ e, /** @type {Conversation} */ c) => {
    const targets = e.targets || [];
    if (e.event === 'recall') erase(c, e, Number(e.target), Boolean(e.counted), { type: 'recalled', by: e.from });
    else if (e.event === 'withheld') addRecall(c, e.n, Boolean(e.counted));
    else if (e.event === 'expired') {
      const type = e.fields.why === 'burn' ? 'burnt' : 'expired';
      targets.forEach((/** @type {number} */ n) => erase(c, e, n, e.fields.counted === 'true', { type }));
    } else if (e.event === 'finished') {
      const old = pages.get(c.conv, targets[0]) || (c.last && c.last.n === targets[0] && c.last);
      if (old) replace(c, Object.assign({}, old, { content: e.content, how: Object.assign({}, old.how, { open: false }) }), 'finished entry');
    }
  });
}

module.exports = { addRecall, installEvents };
