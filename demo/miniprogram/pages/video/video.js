'use strict';
/** One video, large. */

const { words } = require('../../lib/i18n');

Page({
  data: { src: '', broken: '' },

  /** @param {any} query */
  onLoad(query) {
    this.setData({ src: decodeURIComponent(query.src || '') });
  },
  failed() {
    this.setData({ broken: words('chat').videoBroken });
  },
});
