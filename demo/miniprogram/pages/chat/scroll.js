'use strict';
/**
 * Where the person looks. New messages move the list only when its end is on screen; older ones are put above without a jump: browsers
 * that anchor do it themselves, for the others the difference is measured and made good.
 */

/** so near the end counts as the end */
const END_PX = 80;
const UPPER_PX = 600;
const LOWER_PX = 400;
/** a place that no list reaches; each time another, or nothing would happen */
const END = 10000000;

/**
 * @param {any} page  of chat.js
 */
function createScroll(page) {
  let top = 0;
  let height = 0;
  let view = 0;
  let count = 0;
  /** a change of ours is on its way to the screen: what scrolls meanwhile says nothing about the person */
  let moving = false;

  const below = () => height - top - view;

  /** @param {(size: { view: number, top: number, height: number, row: number | null }) => void} done @param {string} [row] */
  function measure(done, row) {
    const query = wx.createSelectorQuery().in(page);
    query.select('.scroll').boundingClientRect();
    query.select('.scroll').scrollOffset();
    if (row) query.select('#' + row).boundingClientRect();
    query.exec((found) => {
      const [box, offset, rect] = found;
      if (!box || !offset) return;
      done({ view: box.height, top: offset.scrollTop, height: offset.scrollHeight, row: rect ? rect.top - box.top : null });
    });
  }

  return {
    /** whether the newest is on screen */
    atEnd: () => view === 0 || below() < END_PX,
    nearTop: () => top < UPPER_PX,
    nearBottom: () => below() < LOWER_PX,
    far: () => view > 0 && below() > view,
    moving: () => moving,
    /** @param {{ scrollTop: number, scrollHeight: number }} detail of the event */
    moved(detail) {
      top = detail.scrollTop;
      height = detail.scrollHeight;
    },
    learn: () => measure((size) => {
      view = size.view;
      top = size.top;
      height = size.height;
    }),
    /** @param {Record<string, any>} [patch] that comes with it @param {() => void} [then] */
    toEnd(patch, then) {
      count += 1;
      moving = true;
      page.setData(Object.assign({ into: '' }, patch), () => {
        page.setData({ scrollTop: END + count }, () => {
          moving = false;
          measure((size) => {
            view = size.view;
            top = size.top;
            height = size.height;
            if (then) then();
          });
        });
      });
    },
    /** @param {string} row @param {Record<string, any>} [patch] */
    to(row, patch) {
      page.setData(Object.assign({ into: '' }, patch), () => page.setData({ into: row }));
    },
    /**
     * Changes the list and keeps a row where it is.
     * @param {string} row
     * @param {Record<string, any>} patch
     * @param {() => void} [then]
     */
    keeping(row, patch, then) {
      moving = true;
      measure((before) => {
        page.setData(patch, () => measure((after) => {
          view = after.view;
          top = after.top;
          height = after.height;
          moving = false;
          if (before.row !== null && after.row !== null) {
            const grown = after.row + after.top - (before.row + before.top);
            const followed = after.top - before.top;
            // Half of it or more: the browser anchored by itself, and the rest was the finger.
            if (Math.abs(grown) > 1 && Math.abs(followed) < Math.abs(grown) / 2) {
              top = Math.round(after.top + grown);
              // The same number twice would be no change, and the list would stay where it is.
              if (top === page.data.scrollTop) top += 0.5;
              page.setData({ scrollTop: top });
            }
          }
          if (then) then();
        }, row));
      }, row);
    },
  };
}

/** @typedef {ReturnType<typeof createScroll>} Scroll */

module.exports = { createScroll };
