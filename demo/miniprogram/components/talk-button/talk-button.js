'use strict';
/** Hold to talk; slide up to think better of it. */

const { words } = require('../../lib/i18n');
const recorder = require('../../lib/recorder');

const CANCEL_PX = 60;
const TICK_MS = 1000;

Component({
  data: { t: words('input'), state: /** @type {'' | 'wait' | 'talk' | 'cancel'} */ (''), seconds: 0 },
  lifetimes: {
    attached() {
      // The language may be another than when this file was read.
      if (this.data.t !== words('input')) this.setData({ t: words('input') });
    },
    detached() {
      this.end(false);
    },
  },
  methods: {
    /** @param {any} e */
    press(e) {
      const self = /** @type {any} */ (this);
      self.fromY = e.touches[0].clientY;
      this.setData({ state: 'wait', seconds: 0 });
      this.triggerEvent('begin');
      recorder.start({
        started: () => {
          if (this.data.state === '') return;
          if (this.data.state === 'wait') this.setData({ state: 'talk' });
          wx.vibrateShort({ type: 'light', fail: () => {} });
          clearInterval(self.timer);
          self.timer = setInterval(() => this.setData({ seconds: this.data.seconds + 1 }), TICK_MS);
        },
        done: (recording) => {
          this.rest();
          this.triggerEvent('done', recording);
        },
        short: () => {
          this.rest();
          wx.showToast({ title: words('input').tooShort, icon: 'none' });
        },
        failed: (reason) => {
          this.rest();
          this.triggerEvent('failed', { denied: /auth|deny|denied|permission/i.test(reason) });
        },
      });
    },
    /** @param {any} e */
    slide(e) {
      if (this.data.state === '') return;
      const up = /** @type {any} */ (this).fromY - e.touches[0].clientY > CANCEL_PX;
      const next = up ? 'cancel' : this.data.state === 'wait' ? 'wait' : 'talk';
      if (next !== this.data.state) this.setData({ state: next });
    },
    lift() {
      this.end(this.data.state !== 'cancel');
    },
    // A telephone call, a permission question: the finger is not there any more.
    lost() {
      this.end(false);
    },
    /** @param {boolean} send */
    end(send) {
      if (this.data.state === '') return;
      recorder.stop(send);
      this.rest();
    },
    rest() {
      clearInterval(/** @type {any} */ (this).timer);
      if (this.data.state !== '') this.setData({ state: '' });
    },
  },
});
