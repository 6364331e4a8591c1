'use strict';
/** A picture in a bubble: its place is there before it is; a broken one says so. */

const here = require('../../lib/here');
const { words } = require('../../lib/i18n');

Component({
  properties: {
    content: { type: Object, value: /** @type {any} */ ({}) },
    local: { type: String, value: '' },
    progress: { type: Number, value: 0 },
    busy: { type: Boolean, value: false },
  },
  data: { src: '', broken: '', loaded: false },
  observers: {
    'content, local': function changed() {
      const content = this.data.content || {};
      const name = (content.file || content.url) + ' ' + this.data.local;
      const self = /** @type {any} */ (this);
      if (self.name === name) return;
      self.name = name;
      // From this device, and later from the server: the same picture, so it stays.
      if (this.data.local) this.setData({ src: this.data.local, broken: '' });
      else if (!this.data.src) this.fetch();
    },
  },
  methods: {
    fetch() {
      const content = /** @type {{ url: string }} */ (this.data.content || { url: '' });
      if (!content.url || !here.app().account) return;
      here.account().hy.fileUrl(content).then((src) => this.setData({ src, broken: '' }), () => this.fail());
    },
    shown() {
      this.setData({ loaded: true });
    },
    failed() {
      // What was on this device may be gone; the server has it still.
      if (this.data.src === this.data.local && this.data.content.file) this.fetch();
      else this.fail();
    },
    fail() {
      this.setData({ src: '', loaded: false, broken: words('chat').pictureBroken });
    },
    retry() {
      this.setData({ broken: '' });
      this.fetch();
    },
  },
});
