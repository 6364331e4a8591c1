'use strict';
/** A video in the conversation: its first picture and its length; a touch opens it on a page of its own. */

const here = require('../../lib/here');

Component({
  properties: {
    content: { type: Object, value: /** @type {any} */ ({}) },
    local: { type: String, value: '' },
    progress: { type: Number, value: 0 },
    busy: { type: Boolean, value: false },
  },
  data: { cover: '' },
  observers: {
    'content, local': function changed() {
      const content = this.data.content || {};
      const name = (content.coverFile || content.cover) + ' ' + this.data.local;
      const self = /** @type {any} */ (this);
      if (self.name === name) return;
      self.name = name;
      if (this.data.local) this.setData({ cover: this.data.local });
      else if (content.cover && here.app().account) {
        // Without its picture it is still a video.
        here.account().hy.fileUrl({ file: content.coverFile, url: content.cover }).then((cover) => this.setData({ cover }), () => {});
      }
    },
  },
  methods: {
    failed() {
      this.setData({ cover: '' });
    },
  },
});
