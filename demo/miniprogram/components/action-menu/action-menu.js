'use strict';
/** A small dark menu where the finger is. */

const ITEM_WIDTH = 62;
const PADDING = 8;
const HEIGHT = 66;
const GAP = 14;

Component({
  properties: {
    /** null: no menu */
    menu: { type: Object, value: /** @type {any} */ (null) },
  },
  data: { left: 0, top: 0, open: false },
  observers: {
    menu(/** @type {any} */ menu) {
      if (!menu || !menu.items || menu.items.length === 0) {
        this.setData({ open: false });
        return;
      }
      const size = wx.getWindowInfo();
      const width = menu.items.length * ITEM_WIDTH + 2 * PADDING;
      const left = Math.max(8, Math.min(size.windowWidth - width - 8, menu.x - width / 2));
      const above = menu.y - HEIGHT - GAP;
      this.setData({ left: Math.round(left), top: Math.round(above < 8 ? menu.y + GAP : above), open: true });
    },
  },
  methods: {
    /** @param {any} e */
    pick(e) {
      this.triggerEvent('pick', { what: e.currentTarget.dataset.what });
    },
    close() {
      this.triggerEvent('pick', { what: '' });
    },
    nothing() {},
  },
});
