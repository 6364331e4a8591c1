'use strict';
/**
 * What entries make of messages that are held: edits, reactions, mentions, and what one has removed for oneself. The kernel calls it for
 * each entry, once, in order; what it changes is in storage before the app hears of it.
 *
 * @typedef {import('../kernel/types').Conversation} Conversation
 */

const { isShown } = require('../kernel/index');
const { addRecall } = require('../kernel/events');

const MENTIONS_MAX = 100;
/** how far back the newest message is looked for behind one that was removed */
const LAST_LOOKBACK = 50;

/**
 * @param {any[]} reactions
 * @param {any} e  reaction event
 */
function reacted(reactions, e) {
  const old = reactions.find((one) => one.key === e.key) || { key: e.key, users: [] };
  const users = old.users.filter((/** @type {string} */ user) => user !== e.from);
  const now = { key: e.key, count: e.count, users: e.on ? users.concat([e.from]) : users };
  const rest = reactions.filter((one) => one.key !== e.key);
  if (e.count < 1) return rest;
  return rest.length < reactions.length ? reactions.map((one) => (one.key === e.key ? now : one)) : rest.concat([now]);
}

/** @type {import('../kernel/types').MakeFate} */
function makeFate({ pages, me, emit, touch }) {
  /**
   * Whether a message of another mentions me, now. Those up to the mark count no more.
   * @param {Conversation} c
   * @param {number} n
   * @param {string[]} users
   */
  function mention(c, n, users) {
    c.mentions = c.mentions.filter((one) => one !== n && one > c.mark[0]);
    const meant = users.indexOf(me()) >= 0 || users.indexOf('*') >= 0;
    if (meant && n > c.mark[0] && c.mentions.length < MENTIONS_MAX) c.mentions = c.mentions.concat([n]).sort((a, b) => a - b);
  }

  /**
   * A message that is held was edited, or reacted to. What it holds already says itself by `rev`.
   * @param {Conversation} c
   * @param {any} e  entry
   */
  function become(c, e) {
    const n = Number(e.target);
    const edit = e.event === 'edit';
    if (edit && e.content && e.sender !== me()) mention(c, n, e.mentions || []);
    const old = pages.get(c.conv, n);
    const held = old || (c.last && c.last.n === n ? c.last : null);
    if (!held || !held.content || (held.rev || 0) >= e.rev) return;
    /** @type {any} */
    const now = Object.assign({}, held, { rev: e.rev });
    if (edit && e.content) {
      ['content', 'ext', 'mentions', 'edited'].forEach((name) => { if (e[name] === undefined) delete now[name]; else now[name] = e[name]; });
    } else if (!edit) now.reactions = reacted(now.reactions || [], e);
    if (old) pages.put(c.conv, now);
    if (c.last && c.last.n === n) c.last = now;
    emit('changed entry', now, c.conv);
  }

  /**
   * @param {Conversation} c
   * @param {number[]} numbers
   * @param {number[]} counting
   */
  function remove(c, numbers, counting) {
    counting.forEach((n) => addRecall(c, n, true));
    numbers.forEach((n) => {
      mention(c, n, []);
      const old = pages.get(c.conv, n);
      if (!old) return;
      const gone = Object.assign({}, old, { type: 'removed' });
        delete gone.content;
      pages.put(c.conv, gone);
    });
    if (c.last && numbers.indexOf(c.last.n) >= 0) {
      const older = pages.run(c.conv, c.last.n - 1, c.cleared + 1, LAST_LOOKBACK).filter(isShown);
      c.last = older.length > 0 ? older[older.length - 1] : null;
    }
    touch(c);
    emit('removed entries', { conv: c.conv, numbers });
  }

  return (c, e) => {
    if (e.event === 'edit' || e.event === 'reaction') become(c, e);
    else if (e.event === 'removed') remove(c, e.numbers, e.counting);
    else if (e.event === 'recall') mention(c, e.target, []);
    else if (e.event === 'pin') emit('pin entry', e, c.conv);
    else if (e.op === 'msg' && e.mentions && e.from !== me()) mention(c, e.n, e.mentions);
  };
}

module.exports = { makeFate };
