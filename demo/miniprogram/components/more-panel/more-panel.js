'use strict';
/** What can be sent besides words. */

const { words } = require('../../lib/i18n');

Component({
  data: { list: /** @type {Array<{ what: string, icon: string, title: string }>} */ ([]) },
  lifetimes: {
    attached() {
      const t = words('input');
      this.setData({
        list: [
          { what: 'picture', icon: 'picture', title: t.picture }, { what: 'camera', icon: 'camera', title: t.camera },
          { what: 'video', icon: 'video', title: t.video }, { what: 'place', icon: 'place', title: t.place },
        ],
      });
    },
  },
  methods: {
    /** @param {any} e */
    pick(e) {
      this.triggerEvent('pick', { what: e.currentTarget.dataset.what });
    },
  },
});
