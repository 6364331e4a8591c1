'use strict';
/** One row of a conversation: the time above, who, the bubble, and what became of it. The page decides what a touch means. */
Component({
  properties: {
    row: { type: Object, value: /** @type {any} */ ({}) },
    lit: { type: Boolean, value: false },
  },
  methods: {
    /** @param {string} what @param {object} [more] */
    act(what, more) {
      this.triggerEvent('act', Object.assign({ what, id: this.data.row.id }, more));
    },
    tap() { this.act('open'); },
    /** @param {any} e */
    hold(e) {
      const touch = (e.touches && e.touches[0]) || e.detail || {};
      this.act('menu', { x: touch.clientX === undefined ? touch.x : touch.clientX, y: touch.clientY === undefined ? touch.y : touch.clientY });
    },
    face() { this.act('face'); },
    mark() { if (this.data.row.mark === 'failed') this.act('resend'); },
    unfold() { this.act('unfold'); },
    again() { this.act('again'); },
    quoted() { this.act('quoted'); },
    readers() { this.act('readers'); },
    /** @param {any} e */
    react(e) { this.act('react', { key: e.currentTarget.dataset.key }); },
    /** @param {any} e */
    reactors(e) { this.act('reactors', { key: e.currentTarget.dataset.key }); },
  },
});
