'use strict';
/** What becomes of messages: each call is one deed of the operation `message` (docs/wire/native.md 5.13). */

const { own } = require('../kernel/index');
const { randomText } = require('../kernel/text');
const { jsonCopy, userIds } = require('./checks');
const { fromEntry } = require('./messages');

/** @param {any} given  a message or its number */
function numberOf(given) {
  const n = Number(given && typeof given === 'object' ? given.n : given);
  if (!(n > 0)) throw own('bad_argument', 'Only a sent message has a life.');
  return n;
}

/**
 * @param {import('../kernel/index').Kernel} kernel
 * @param {(frame: any, shape: (reply: any) => any) => Promise<any>} asked
 * @param {(target: any) => string} nameOf
 * @returns {import('./index').Life & { recall: (conv: string, n: number, answer: import('../kernel/types').Answer) => void }}
 */
function createLife(kernel, asked, nameOf) {
  /** @param {any} message */
  const placeOf = (message) => ({ conv: nameOf(message), n: numberOf(message) });

  /** @param {string} deed @param {any} place @param {any} more @param {(reply: any) => any} shape */
  const act = (deed, place, more, shape) => asked(Object.assign({ op: 'message', do: deed }, place, more), shape);

  /** @param {any} entry @param {string} conv */
  const shown = (entry, conv) => fromEntry(entry, conv, kernel.me());

  /**
   * An event that this session caused and hears of by the reply.
   * @param {string} conv
   * @param {any} reply
   * @param {any} event
   */
  function caused(conv, reply, event) {
    const place = { op: 'event', from: kernel.me(), to: conv, n: reply.n, k: reply.k, mid: reply.mid, t: reply.t };
    kernel.sync.take(conv, /** @type {any} */ (Object.assign(place, event)));
    kernel.table.tell();
  }

  /** @param {any} message @param {string} key @param {boolean} on */
  function react(message, key, on) {
    const place = placeOf(message);
    return act(on ? 'react' : 'unreact', place, { data: { key } }, (reply) => {
      const now = (reply.reactions || []).find((/** @type {any} */ one) => one.key === key);
      const event = { event: 'reaction', target: place.n, rev: reply.rev, key, on, count: now ? now.count : 0 };
      if (reply.n) caused(place.conv, reply, event);
    });
  }

  /** @param {any} message @param {boolean} on */
  function pin(message, on) {
    const place = placeOf(message);
    return act(on ? 'pin' : 'unpin', place, {}, (reply) => {
      if (reply.n) caused(place.conv, reply, { event: 'pin', target: place.n, on });
    });
  }

  return {
    /** @param {string} conv @param {number} n @param {import('../kernel/types').Answer} answer */
    recall(conv, n, answer) {
      kernel.ask({ op: 'recall', conv, n }, (fault, reply) => {
        const old = kernel.pages.get(conv, n);
        const counted = !old || old.count !== false;
        if (!fault) caused(conv, reply, { event: 'recall', target: n, counted, sender: old ? old.from : kernel.me() });
        answer(fault, reply);
      });
    },
    edit(message, change) {
      const place = placeOf(message);
      const { limits, platform } = kernel;
      /** @type {any} retry: the server looks whether this edit was made before, should the answer be lost */
      const edit = {
        cid: randomText(platform.random), retry: true, type: message.type,
        content: jsonCopy('content', change.content, limits.contentBytesMax),
      };
      if (change.ext !== undefined) edit.ext = jsonCopy('ext', change.ext, limits.extBytesMax);
      if (change.mentions !== undefined) edit.mentions = userIds(change.mentions);
      const seen = message.edited ? message.edited.count : 0;
      const data = change.overwrite ? {} : { edits: seen };
      return act('edit', place, Object.assign({ data }, edit), (reply) => {
        const held = kernel.pages.get(place.conv, place.n);
        const before = held && held.edited ? held.edited.count : seen;
        caused(place.conv, reply, {
          event: 'edit', target: place.n, sender: message.from, rev: reply.rev, type: edit.type, content: edit.content,
          ext: edit.ext || message.ext, mentions: edit.mentions || message.mentions, edited: { t: reply.t, count: before + 1 },
        });
      });
    },
    react: (message, key) => react(message, key, true),
    unreact: (message, key) => react(message, key, false),
    reactions(message, key, how) {
      const given = how || {};
      return act('reactions', placeOf(message), { data: { key }, after: given.after, limit: given.limit },
        (reply) => ({ users: reply.users || [], next: reply.next || '' }));
    },

    /** @param {any} target @param {any[]} [messages] */
    removeForMe(target, messages) {
      const all = messages || [target];
      const conv = nameOf(target);
      return asked({ op: 'message', do: 'remove', conv, numbers: all.map(numberOf) }, (reply) => {
        kernel.sync.ownFeedWrite();
        const c = kernel.conversation(conv);
        if (c) kernel.table.fate(c, Object.assign({ event: 'removed' }, reply));
        kernel.table.tell();
      });
    },

    pinMessage: (message, on) => pin(message, on !== false),
    pinnedMessages(target) {
      const conv = nameOf(target);
      return asked({ op: 'message', do: 'pins', conv }, (reply) => (reply.pins || []).map(
        (/** @type {any} */ one) => ({ message: shown(one.entry, conv), by: one.by, t: one.t }),
      ));
    },

    replies(message, how) {
      const given = how || {};
      const place = placeOf(message);
      const after = given.after ? String(given.after) : undefined;
      return act('replies', place, { after, limit: given.limit }, (reply) => ({
        root: reply.root, more: Boolean(reply.more), messages: (reply.entries || []).map((/** @type {any} */ one) => shown(one, place.conv)),
      }));
    },
    messages(target, numbers) {
      const conv = nameOf(target);
      return asked({ op: 'message', do: 'get', conv, numbers: numbers.map(numberOf) },
        (reply) => (reply.entries || []).filter((/** @type {any} */ one) => one.type !== 'removed').map((/** @type {any} */ one) => shown(one, conv)));
    },

    readCounts(target, messages) {
      const conv = nameOf(target);
      return asked({ op: 'message', do: 'counts', conv, numbers: messages.map(numberOf) }, (reply) => {
        /** @type {Record<number, { read: number, all: number }>} */
        const counts = {};
        (reply.counts || []).forEach((/** @type {number[]} */ one) => { counts[one[0]] = { read: one[1], all: one[2] }; });
        return counts;
      });
    },
    readers(message, how) {
      const given = how || {};
      return act('readers', placeOf(message), { data: { read: given.read !== false }, after: given.after, limit: given.limit },
        (reply) => ({ users: reply.users || [], next: reply.next || '' }));
    },

    mergedOf: (title, messages) => ({
      title: String(title),
      messages: messages.map((one) => ({ from: one.from, t: one.t, type: one.type, content: one.content })),
    }),
  };
}

module.exports = { createLife };
