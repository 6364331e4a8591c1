'use strict';
/**
 * What a user keeps about conversations: drafts, marks, custom texts, folders; and messages that are sent in special ways
 * (docs/wire/native.md 5.14 to 5.18).
 *
 * @typedef {import('../kernel/types').Conversation} KernelConversation
 * @typedef {import('../kernel/types').Frame} Frame
 * @typedef {import('./index').Message} Message
 */

const { installEvents } = require('../kernel/events');
const { conversationOf } = require('../kernel/index');
const { draftOf } = require('./checks');
const { fromEntry } = require('./messages');

/**
 * What is noted, in the view that an app gets.
 * @param {any} view
 * @param {KernelConversation | undefined} c
 */
function withNotes(view, c) {
  const notes = (c && c.notes) || {};
  Object.assign(view, {
    mentionsThrough: Boolean(notes.mentions), draft: notes.draft || '', custom: notes.custom || '',
    marks: (notes.marks || []).slice(), folders: (notes.folders || []).slice(),
  });
}

/**
 * Whether a conversation is one of those that are wanted.
 * @param {import('./index').ConversationFilter} filter
 * @param {import('./index').Conversation} view
 */
function takes(filter, view) {
  return (!filter.mark || view.marks.indexOf(filter.mark) >= 0)
    && (!filter.folder || view.folders.indexOf(filter.folder) >= 0)
    && (!filter.unread || view.unread > 0 || view.marks.indexOf('unread') >= 0);
}

/**
 * Entries as they are to be shown now: a message whose life is over has no content, also before the server says so.
 * @param {any} kernel
 * @returns {(entry: any, conv: string) => Message}
 */
function createSight(kernel) {
  installEvents(kernel);
  kernel.on('recalled entry', (/** @type {any} */ entry, /** @type {string} */ conv) => {
    kernel.emit(entry.type === 'recalled' ? 'recalled' : 'expired', fromEntry(entry, conv, kernel.me()));
  });
  /** how far the server's clock is ahead of the device's */
  let ahead = 0;
  kernel.on('entered', (/** @type {number} */ t) => { ahead = t - kernel.platform.now() || 0; });
  return (entry, conv) => {
    const life = entry.how && entry.how.life;
    const over = life > 0 && entry.content && kernel.platform.now() + ahead >= entry.t + life;
    return fromEntry(over ? Object.assign({}, entry, { type: 'expired', content: undefined, ext: undefined }) : entry, conv, kernel.me());
  };
}

/** @param {Record<string, string>} fields */
function foldersOf(fields) {
  return Object.keys(fields).map(Number).sort((a, b) => a - b).map((number) => ({ folder: number, name: fields[number] }));
}

/**
 * @param {object} parts
 * @param {any} parts.kernel
 * @param {(target: any) => string} parts.nameOf
 * @param {(frame: Frame) => Promise<void>} parts.change
 * @param {(frame: Frame, shape: (reply: any) => any) => Promise<any>} parts.asked
 * @param {(conv: string) => import('./index').Conversation} parts.viewOf
 * @returns {import('./index').Special}
 */
function createConv({ kernel, nameOf, change, asked, viewOf }) {
  /** drafts that the server does not have yet @type {Map<string, string>} */
  const drafts = new Map();

  /** @param {string} conv @param {any} notes */
  const note = (conv, notes) => change({ op: 'set', conv, notes });

  /** @param {string} conv @param {string} text */
  function tellDraft(conv, text) {
    drafts.set(conv, text);
    return note(conv, { draft: text }).then(() => {
      if (drafts.get(conv) === text) drafts.delete(conv);
    });
  }

  kernel.on('state', (/** @type {string} */ state) => {
    if (state === 'idle') drafts.clear();
    if (state !== 'online') return;
    drafts.forEach((text, conv) => {
      tellDraft(conv, text).catch((fault) => {
        if (fault.band === 'fix' || fault.band === 'never') drafts.delete(conv);
      });
    });
  });

  kernel.on('feed entry', (/** @type {any} */ entry) => {
    if (entry.event === 'folders') kernel.emit('folders', foldersOf(entry.fields));
    if (entry.event === 'schedule') kernel.emit('schedule', Object.assign({}, entry.fields));
  });
  kernel.on('push', (/** @type {any} */ frame) => {
    if (frame.op === 'stream') streamed(conversationOf(frame, kernel.me()), frame);
    if (frame.op !== 'online') return;
    kernel.emit('online-message', fromEntry(Object.assign({}, frame, { n: 0 }), conversationOf(frame, kernel.me()), kernel.me()));
  });

  /**
   * A piece of a text that is being streamed. One that was missed is in the next reading of the message, and in its end.
   * @param {string} conv
   * @param {any} piece
   */
  function streamed(conv, piece) {
    const c = kernel.conversation(conv);
    const old = c && (kernel.pages.get(conv, piece.n) || (c.last && c.last.n === piece.n && c.last));
    if (!old || !old.content || String(old.content.text).length !== piece.at) return;
    const now = Object.assign({}, old, { content: { text: old.content.text + piece.text } });
    if (kernel.pages.get(conv, piece.n)) kernel.pages.put(conv, now);
    if (c.last && c.last.n === piece.n) c.last = now;
    kernel.emit('updated', fromEntry(now, conv, kernel.me()));
  }
  kernel.on('finished entry', (/** @type {any} */ entry, /** @type {string} */ conv) => {
    kernel.emit('updated', fromEntry(entry, conv, kernel.me()));
  });

  /** @param {string} deed @param {any} more @returns {Promise<any>} */
  const folder = (deed, more) => asked(Object.assign({ op: 'folder', do: deed }, more), (reply) => reply.folders || []);
  const newId = () => kernel.platform.now().toString(36) + '-' + Math.floor(kernel.platform.random() * 1e9).toString(36);
  /** @param {any} targets */
  const names = (targets) => (Array.isArray(targets) ? targets : [targets]).map(nameOf);

  return {
    /** @param {any} [filter] */
    conversations: (filter) => kernel.conversations().map((/** @type {any} */ c) => viewOf(c.conv))
      .filter((/** @type {any} */ view) => takes(filter || {}, view)),
    /** @param {any} [how] */
    totalUnread: (how) => kernel.conversations().reduce((/** @type {number} */ sum, /** @type {any} */ c) => (
      sum + (c.mute && !(how && how.muted) ? 0 : kernel.table.unread(c.conv))), 0),
    /** @param {any} target @param {boolean} [on] @param {any} [how] */
    mute: (target, on, how) => change(Object.assign({ op: 'set', conv: nameOf(target), mute: on !== false },
      how && { notes: { mentions: Boolean(how.mentions) } })),
    folders: {
      list: () => folder('list', {}),
      /** @param {string} name */
      create: (name) => folder('create', { name }),
      /** @param {number} number @param {string} name */
      rename: (number, name) => folder('rename', { data: { folder: number }, name }),
      /** @param {number} number */
      remove: (number) => folder('delete', { data: { folder: number } }),
      /** @param {number} number @param {any} targets */
      put: (number, targets) => folder('add', { data: { folder: number }, convs: names(targets) }),
      /** @param {number} number @param {any} targets */
      take: (number, targets) => folder('remove', { data: { folder: number }, convs: names(targets) }),
    },
    schedules: {
      /** @param {any} given @param {number} at */
      create(given, at) {
        const draft = draftOf(given || {}, kernel.limits);
        return asked(Object.assign({ op: 'schedule', do: 'create', cid: newId(), data: { at } }, draft), (reply) => ({ cid: reply.cid, at: reply.at }));
      },
      list: () => asked({ op: 'schedule', do: 'list' }, (reply) => (reply.schedules || []).map((/** @type {any} */ one) => (
        Object.assign({ conv: one.to }, one)))),
      /** @param {any} given */
      cancel: (given) => asked({ op: 'schedule', do: 'cancel', cid: String(given && given.cid ? given.cid : given) }, () => undefined),
    },
    /** @param {any} target @param {string} [text] @param {any} [more] */
    stream(target, text, more) {
      const conv = nameOf(target);
      const begin = text || '';
      const draft = draftOf(Object.assign({}, more, { to: conv, type: 'text', content: { text: begin } }), kernel.limits);
      const frame = Object.assign({ op: 'stream', do: 'open', cid: newId(), data: { text: begin } }, draft);
      return asked(frame, (reply) => {
        const n = reply.n;
        let at = begin.length;
        /** one piece after the other @type {Promise<any>} */
        let last = Promise.resolve();
        /** @param {string} deed @param {() => any} data @param {(reply: any) => any} shape */
        const next = (deed, data, shape) => {
          last = last.then(() => asked({ op: 'stream', do: deed, conv, n, data: data() }, shape));
          return last;
        };
        return {
          conv, n,
          /** @param {string} piece */
          add: (piece) => next('add', () => ({ at, text: piece }), (answer) => { at = answer.at; }),
          /** @param {string} [whole] */
          finish: (whole) => next('finish', () => (whole === undefined ? {} : { text: whole }), () => undefined),
        };
      });
    },
    /** @param {any} given */
    sendOnline(given) {
      const draft = draftOf(given || {}, kernel.limits);
      const cid = newId();
      const how = Object.assign({}, draft.how, { online: true });
      return asked(Object.assign({ op: 'send', cid }, draft, { how }), (reply) => Boolean(reply.online));
    },
    /** @param {string} text @param {any} how */
    translate: (text, how) => asked({ op: 'assist', do: 'translate', data: Object.assign({ text }, how) }, (reply) => reply.text),
    /** @param {Message} message @param {any} [how] */
    voiceToText: (message, how) => asked({ op: 'assist', do: 'write', conv: message.conv, n: message.n, data: how || {} }, (reply) => reply.text),
    totals: () => asked({ op: 'total' }, (reply) => ({ unread: reply.unread, muted: reply.muted })),
    /** @param {any} target @param {string} text */
    setDraft(target, text) {
      const conv = nameOf(target);
      const c = kernel.conversation(conv);
      if (c) {
        c.notes = Object.assign({}, c.notes, { draft: text || undefined });
        kernel.table.touch(c);
        kernel.table.tell();
      }
      return tellDraft(conv, text);
    },
    /** @param {any} target @param {string} text */
    setCustom: (target, text) => note(nameOf(target), { custom: text }),
    /** @param {any} target @param {string} mark @param {boolean} [on] */
    mark: (target, mark, on) => note(nameOf(target), { marks: { [mark]: on !== false } }),
    /** @param {Message} message */
    alerts(message) {
      const view = viewOf(message.conv);
      const mentions = message.mentions || [];
      const meant = mentions.indexOf(kernel.me()) >= 0 || mentions.indexOf('*') >= 0;
      return !message.mine && message.push !== false && message.state === 'received' && (!view.muted || (view.mentionsThrough && meant));
    },
  };
}

module.exports = { createConv, createSight, withNotes };
