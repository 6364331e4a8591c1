'use strict';
/** A small dark menu where the finger is: reactions above, deeds below. */

const ITEM_WIDTH = 62;
const PADDING = 8;
const ITEMS_IN_ROW = 5;
const ROW_HEIGHT = 58;
const REACT_WIDTH = 46;
const REACTS_HEIGHT = 49;
const EDGE = 8;
const GAP = 14;

Component({
  properties: {
    /** null: no menu */
    menu: { type: Object, value: /** @type {any} */ (null) },
  },
  data: { left: 0, top: 0, wide: 0, open: false },
  observers: {
    menu(/** @type {any} */ menu) {
      if (!menu || !menu.items || menu.items.length === 0) {
        this.setData({ open: false });
        return;
      }
      const size = wx.getWindowInfo();
      const reacts = (menu.reacts || []).length;
      const rows = Math.ceil(menu.items.length / ITEMS_IN_ROW);
      const wide = Math.ceil(menu.items.length / rows) * ITEM_WIDTH;
      const width = Math.max(wide, reacts * REACT_WIDTH) + 2 * PADDING;
      const height = rows * ROW_HEIGHT + PADDING + (reacts > 0 ? REACTS_HEIGHT : 0);
      const left = Math.max(EDGE, Math.min(size.windowWidth - width - EDGE, menu.x - width / 2));
      const above = menu.y - height - GAP;
      this.setData({ left: Math.round(left), top: Math.round(above < EDGE ? menu.y + GAP : above), wide, open: true });
    },
  },
  methods: {
    /** @param {any} e */
    pick(e) {
      this.triggerEvent('pick', { what: e.currentTarget.dataset.what });
    },
    /** @param {any} e */
    react(e) {
      this.triggerEvent('pick', { what: 'react', key: e.currentTarget.dataset.key });
    },
    close() {
      this.triggerEvent('pick', { what: '' });
    },
    nothing() {},
  },
});
