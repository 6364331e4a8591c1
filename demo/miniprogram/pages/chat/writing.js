'use strict';
/**
 * What one writes: words with those they mention, quotes, pictures and voices, and the draft of what is not sent.
 *
 * @typedef {import('../../lib/hongyan').Message} Message
 * @typedef {object} WritingPage  the part of the page that is used here
 * @property {string} conv
 * @property {any} data
 * @property {(patch: any) => void} setData
 * @property {import('../../lib/account').Account} account
 * @property {import('../../lib/thread').Thread} thread
 * @property {any} quotes
 * @property {() => any} bar
 * @property {(patch: any) => void} end
 * @property {ReturnType<typeof import('./mentions').createMentions>} mentions
 */

const ask = require('../../lib/ask');
const { fill, words } = require('../../lib/i18n');
const { tell } = require('../../lib/sentence');
const { utf8Length } = require('../../lib/text');
const { createEditing } = require('./editing');
const media = require('./media');

const TEXT_BYTES_MAX = 32000;

/** @param {WritingPage} page */
function createWriting(page) {
  /** @type {Message | null} */
  let quoted = null;

  const editing = createEditing(page);

  const quoteOption = () => (quoted ? { quote: quoted.n } : {});

  /** @param {Message | null} message */
  function quote(message) {
    if (editing.isOn()) {
      if (!message) return;
      editing.end();
    }
    quoted = message;
    page.setData({ quote: message ? page.quotes.line(message) : '' });
  }

  /** @param {() => any} run */
  function trying(run) {
    try {
      const out = run();
      quote(null);
      return out;
    } catch (fault) {
      return tell(fault);
    }
  }

  /** @param {import('../../lib/uploads').Media} one */
  function addMedia(one) {
    const message = page.account.uploads.add(page.conv, one, quoted ? quoted.n : 0);
    quote(null);
    page.end(page.thread.take(message));
  }

  return {
    quote,
    trying,
    /** @param {Message} message */
    edit(message) {
      quote(null);
      editing.begin(message, String(message.content.text || ''));
    },
    /** @param {string} value */
    typed(value) {
      if (!editing.isOn()) page.account.drafts.set(page.conv, value, quoted ? quoted.n : 0);
      page.mentions.typed(value);
      if (value) page.account.hy.typing(page.conv);
    },
    /** @param {string} text */
    send(text) {
      const size = utf8Length(text);
      if (size > TEXT_BYTES_MAX) {
        wx.showToast({ title: fill(words('input').tooLong, { size, max: TEXT_BYTES_MAX }), icon: 'none', duration: 2500 });
        return;
      }
      if (editing.isOn()) {
        editing.finish(text);
        return;
      }
      try {
        page.account.hy.sendText(page.conv, text, Object.assign(page.mentions.option(text), quoteOption()));
      } catch (fault) {
        tell(fault);
        return;
      }
      page.bar().clear();
      page.mentions.clear();
      page.account.drafts.set(page.conv, '', 0);
      quote(null);
    },
    unquote() {
      if (editing.isOn()) {
        editing.end();
        return;
      }
      quote(null);
      page.account.drafts.set(page.conv, page.bar().data.value, 0);
    },
    /** @param {string} what */
    more(what) {
      if (what === 'picture' || what === 'camera') media.choosePictures(what, addMedia);
      if (what === 'video') media.chooseVideo(addMedia);
      if (what === 'place') {
        media.choosePlace((content) => trying(() => page.account.hy.send(
          Object.assign({ to: page.conv, type: /** @type {'location'} */ ('location'), content }, quoteOption()))));
      }
    },
    /** @param {{ path: string, duration: number }} voice */
    recorded: (voice) => addMedia({ path: voice.path, type: 'audio', cover: '', content: { duration: voice.duration } }),
    /** @param {boolean} denied */
    noMicrophone(denied) {
      const t = words('input');
      if (denied) ask.allow(t.noMicrophone);
      else wx.showToast({ title: t.recordFailed, icon: 'none' });
    },
  };
}

/** @typedef {ReturnType<typeof createWriting>} Writing */

module.exports = { createWriting };
