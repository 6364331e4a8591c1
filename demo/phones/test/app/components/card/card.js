'use strict';
Component({
  properties: { title: { type: String, value: '' } },
  data: { taps: 0 },
  lifetimes: { attached() { getApp().log.push('attached ' + this.data.title); }, ready() { getApp().log.push('ready ' + this.data.title); }, detached() { getApp().log.push('detached ' + this.data.title); } },
  methods: { press() { this.setData({ taps: this.data.taps + 1 }); this.triggerEvent('pressed', { taps: this.data.taps }); } },
});
