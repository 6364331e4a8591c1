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
      const inner = Math.max(Math.min(menu.items.length, ITEMS_IN_ROW) * ITEM_WIDTH, reacts * REACT_WIDTH);
      const width = inner + 2 * PADDING;
      const height = Math.ceil(menu.items.length / ITEMS_IN_ROW) * ROW_HEIGHT + PADDING + (reacts > 0 ? REACTS_HEIGHT : 0);
      const left = Math.max(EDGE, Math.min(size.windowWidth - width - EDGE, menu.x - width / 2));
      const above = menu.y - height - GAP;
      this.setData({ left: Math.round(left), top: Math.round(above < EDGE ? menu.y + GAP : above), wide: inner, open: true });
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
