'use strict';
/** Where one writes: words, emoji, a voice, and the way to everything else. */

const { words } = require('../../lib/i18n');

Component({
  properties: {
    /** what is quoted, in words; empty for nothing */
    quote: { type: String, value: '' },
  },
  data: { t: words('input'), value: '', ready: false, panel: /** @type {'' | 'emoji' | 'more'} */ (''), voice: false, focus: false, lift: 0 },
  lifetimes: {
    attached() {
      // The language may be another than when this file was read.
      if (this.data.t !== words('input')) this.setData({ t: words('input') });
    },
  },
  methods: {
    /** From the page: a draft, or a text to edit again. @param {string} text @param {boolean} [focus] */
    put(text, focus) {
      this.setData({ value: text, ready: text.trim() !== '', voice: false });
      if (focus) this.setData({ panel: '', focus: true });
    },
    /** @param {string} value */
    typed(value) {
      this.setData({ value, ready: value.trim() !== '' });
      this.triggerEvent('typed', { value });
    },
    /** @param {any} e */
    input(e) {
      this.typed(e.detail.value);
    },
    send() {
      if (this.data.value.trim() === '') return;
      this.triggerEvent('send', { text: this.data.value });
    },
    /** The page took it. */
    clear() {
      this.setData({ value: '', ready: false });
    },
    /** @param {any} e */
    emoji(e) {
      this.typed(this.data.value + e.detail.text);
    },
    erase() {
      this.typed(Array.from(this.data.value).slice(0, -1).join(''));
    },
    focused() {
      this.setData({ panel: '', focus: true });
      this.triggerEvent('grown');
    },
    blurred() {
      this.setData({ focus: false, lift: 0 });
    },
    /** @param {any} e */
    keyboard(e) {
      const lift = Math.max(0, e.detail.height || 0);
      if (lift !== this.data.lift) this.setData({ lift });
      this.triggerEvent('grown');
    },
    grown() {
      this.triggerEvent('grown');
    },
    /** @param {'emoji' | 'more'} panel */
    toggle(panel) {
      const open = this.data.panel !== panel;
      this.setData({ panel: open ? panel : '', focus: !open && panel === 'emoji', voice: false });
      this.triggerEvent('grown');
    },
    toggleEmoji() { this.toggle('emoji'); },
    toggleMore() { this.toggle('more'); },
    toggleVoice() {
      this.setData({ voice: !this.data.voice, panel: '', focus: this.data.voice });
      this.triggerEvent('grown');
    },
    /** The page was touched: panels go. */
    rest() {
      if (this.data.panel) this.setData({ panel: '' });
    },
    /** @param {any} e */
    more(e) {
      this.triggerEvent('more', e.detail);
    },
    talking() { this.triggerEvent('talking'); },
    /** @param {any} e */
    recorded(e) { this.triggerEvent('recorded', e.detail); },
    /** @param {any} e */
    mute(e) { this.triggerEvent('mute', e.detail); },
    unquote() { this.triggerEvent('unquote'); },
  },
});
