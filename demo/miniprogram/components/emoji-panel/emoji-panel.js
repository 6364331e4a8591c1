'use strict';
/** Emoji to tap, by group. */

const emoji = require('../../lib/emoji');
const { words } = require('../../lib/i18n');

Component({
  data: { groups: /** @type {Array<{ title: string, list: string[] }>} */ ([]) },
  lifetimes: {
    attached() {
      const t = words('input');
      this.setData({ groups: [{ title: t.faces, list: emoji.faces }, { title: t.hands, list: emoji.hands }, { title: t.things, list: emoji.things }] });
    },
  },
  methods: {
    /** @param {any} e */
    pick(e) {
      this.triggerEvent('pick', { text: e.currentTarget.dataset.text });
    },
    erase() {
      this.triggerEvent('erase');
    },
  },
});
