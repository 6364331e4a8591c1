'use strict';
/** People to choose one of, over the lower half of the page. */

const { words } = require('../../lib/i18n');

Component({
  properties: {
    people: { type: Array, value: /** @type {any[]} */ ([]) },
  },
  data: { t: words('pick') },
  lifetimes: {
    attached() {
      if (this.data.t !== words('pick')) this.setData({ t: words('pick') });
    },
  },
  methods: {
    /** @param {any} e */
    pick(e) {
      this.triggerEvent('pick', { id: e.currentTarget.dataset.id });
    },
    close() {
      this.triggerEvent('pick', { id: '' });
    },
    nothing() {},
  },
});
