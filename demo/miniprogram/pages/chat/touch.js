'use strict';
/**
 * What a touch on a message does: open it, send it again, the menu, the quoted one.
 *
 * @typedef {import('../../lib/hongyan').Message} Message
 * @typedef {object} ChatPage  the part of the page that is used here
 * @property {string} conv
 * @property {any} data
 * @property {(patch: any) => void} setData
 * @property {import('../../lib/account').Account} account
 * @property {import('../../lib/thread').Thread} thread
 * @property {import('./scroll').Scroll} scroll
 * @property {Map<string, string>} recalledTexts
 * @property {Set<string>} unfolded
 * @property {Record<string, any>} timers
 * @property {() => any} bar
 * @property {(patch: any) => void} apply
 * @property {(message: Message) => void} change
 * @property {(message: Message | null) => void} quote
 * @property {(message: Message) => void} edit
 * @property {(id: string) => string} nameOf
 * @property {(run: () => any) => any} trying
 */

const ask = require('../../lib/ask');
const { words } = require('../../lib/i18n');
const player = require('../../lib/player');
const { sentenceOf, tell } = require('../../lib/sentence');
const serverClock = require('../../lib/server-clock');
const { REACTIONS, copyText, itemsOf } = require('./menu');

const LIT_MS = 1700;
/** pictures to leaf through */
const GALLERY_MAX = 30;
const REACTORS_MAX = 50;

/** @param {ChatPage} page */
function createTouch(page) {
  /** @type {Message | null} the one whose menu is open */
  let held = null;

  /** @param {Message} message @returns {Promise<string>} */
  function sourceOf(message) {
    const local = page.account.uploads.localOf(message.id);
    return local ? Promise.resolve(local) : page.account.hy.fileUrl(message.content);
  }

  /** All pictures that are loaded, this one first on screen. @param {Message} message */
  function gallery(message) {
    const pictures = page.thread.all().filter((one) => one.type === 'image' && !one.recalled && !page.account.uploads.has(one.id));
    const at = pictures.indexOf(message);
    const some = at < 0 ? [message] : pictures.slice(Math.max(0, at - GALLERY_MAX / 2), at + GALLERY_MAX / 2);
    Promise.all(some.map((one) => sourceOf(one).catch(() => ''))).then((urls) => {
      const current = urls[some.indexOf(message)];
      if (current) wx.previewImage({ urls: urls.filter(Boolean), current });
    });
  }

  /** @param {Message} message */
  function voice(message) {
    if (player.playing() === message.id) player.stop();
    else sourceOf(message).then((src) => player.play(message.id, src)).catch(tell);
  }

  /** @param {Message} message */
  function video(message) {
    if (page.account.uploads.has(message.id)) return;
    page.account.hy.fileUrl(message.content)
      .then((src) => { wx.navigateTo({ url: '/pages/video/video?src=' + encodeURIComponent(src) }); }).catch(tell);
  }

  /** @param {Message} message */
  function place(message) {
    const { latitude, longitude, name, address } = message.content;
    wx.openLocation({ latitude, longitude, name: name || '', address: address || '', fail: () => {} });
  }

  /** @param {Message} message */
  function open(message) {
    /** @type {Record<string, (message: Message) => void>} */
    const openers = { image: gallery, audio: voice, video, location: place };
    if (!message.recalled && openers[message.type]) openers[message.type](message);
  }

  /** @param {Message} message @param {{ x: number, y: number }} at */
  function hold(message, at) {
    const items = itemsOf(message, serverClock.now());
    if (items.length === 0) return;
    held = message;
    wx.vibrateShort({ type: 'light', fail: () => {} });
    page.setData({ menu: { x: at.x, y: at.y, items, reacts: message.n > 0 ? REACTIONS : [] } });
  }

  /** @param {Message} message */
  function resend(message) {
    const { hy, uploads } = page.account;
    if (uploads.has(message.id)) uploads.retry(message.id);
    else page.trying(() => hy.resend(message));
  }

  /** @param {Message} message */
  function discard(message) {
    const { hy, uploads } = page.account;
    if (uploads.has(message.id)) uploads.discard(message.id);
    else hy.discard(message);
    page.apply(page.thread.remove(message.id));
  }

  /** @param {Message} message */
  function hide(message) {
    page.account.hidden.add(message);
    page.apply(page.thread.remove(message.id));
  }

  /** Shows the message with this number, when it is loaded. @param {number} n */
  function find(n) {
    const message = page.thread.byNumber(n);
    if (!message) {
      wx.showToast({ title: words('chat').quoteFar, icon: 'none' });
      return;
    }
    const key = page.thread.keyOf(message.id);
    page.scroll.to(key, Object.assign({ lit: key }, page.thread.reveal(message.id)));
    clearTimeout(page.timers.lit);
    page.timers.lit = setTimeout(() => page.setData({ lit: '' }), LIT_MS);
  }

  /** A person of a group: to a conversation with them. @param {Message} message */
  function face(message) {
    const conv = 's:' + message.from;
    if (!message.mine && page.conv !== conv) wx.navigateTo({ url: '/pages/chat/chat?conv=' + encodeURIComponent(conv) });
  }

  /** Given, or taken back. @param {Message} message @param {string} key */
  function react(message, key) {
    const { hy } = page.account;
    const given = (message.reactions || []).some((one) => one.key === key && one.mine);
    (given ? hy.unreact(message, key) : hy.react(message, key)).catch(tell);
  }

  /** Who gave it. @param {Message} message @param {string} key */
  function reactors(message, key) {
    page.account.hy.reactions(message, key, { limit: REACTORS_MAX }).then(({ users, next }) => wx.showModal({
      title: key, content: users.map((id) => page.nameOf(id)).join(words('lines').comma) + (next ? '…' : ''), showCancel: false, confirmText: words('common').ok,
    })).catch(tell);
  }

  /** @type {Record<string, (message: Message, detail: any) => void>} */
  const acts = {
    open, resend, face,
    readers: (message) => wx.navigateTo({ url: '/pages/readers/readers?conv=' + encodeURIComponent(page.conv) + '&n=' + message.n }),
    react: (message, detail) => react(message, String(detail.key)),
    reactors: (message, detail) => reactors(message, String(detail.key)),
    menu: (message, detail) => hold(message, detail),
    unfold: (message) => {
      page.unfolded.add(message.id);
      page.change(message);
    },
    again: (message) => page.bar().put(page.recalledTexts.get(message.id) || '', true),
    quoted: (message) => find(Number(message.quote)),
  };

  /** @type {Record<string, (message: Message, key: string) => any>} */
  const picks = {
    resend, react,
    edit: (message) => page.edit(message),
    forward: (message) => wx.navigateTo({ url: '/pages/forward/forward?conv=' + encodeURIComponent(page.conv) + '&n=' + message.n }),
    copy: (message) => wx.setClipboardData({ data: copyText(message) }),
    quote: (message) => {
      page.quote(message);
      page.bar().put(page.bar().data.value, true);
    },
    recall: (message) => page.account.hy.recall(message).catch(tell),
    why: (message) => wx.showModal({
      title: words('chat').unsent, content: sentenceOf(message.error), showCancel: false, confirmText: words('common').ok,
    }),
    discard: (message) => ask.sure(words('chat').discard, words('chat').discardAsk).then((yes) => { if (yes) discard(message); }),
    hide: (message) => ask.sure(words('chat').hide, words('chat').hideAsk).then((yes) => { if (yes) hide(message); }),
  };

  return {
    /** @param {string} what @param {any} detail */
    act(what, detail) {
      const message = page.thread.get(detail.id);
      if (message && acts[what]) acts[what](message, detail);
    },
    /** @param {string} what  empty: the menu was closed @param {string} [key]  of a reaction */
    pick(what, key) {
      const message = held;
      held = null;
      page.setData({ menu: null });
      if (message && picks[what]) picks[what](message, key || '');
    },
    /** @param {string} id  of the voice that is heard now */
    playing(id) {
      page.apply(page.thread.refresh(page.data.chunks, (message) => (message.type === 'audio' ? { playing: message.id === id } : null)));
    },
  };
}

/** @typedef {ReturnType<typeof createTouch>} Touch */

module.exports = { createTouch };
