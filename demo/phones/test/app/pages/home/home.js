'use strict';
const count = require('../../lib/count');
Page({
  data: { text: '', rows: [], into: '', got: '', events: [], hiddenBox: true },
  onLoad(query) { this.setData({ rows: Array.from({ length: 60 }, (_, i) => ({ id: i, text: 'row ' + i })), query }); getApp().log.push('load ' + query.user); },
  onShow() { getApp().log.push('page show'); },
  onReady() { getApp().log.push('page ready'); },
  onHide() { getApp().log.push('page hide'); },
  onUnload() { getApp().log.push('page unload'); },
  typed(event) { this.setData({ text: event.detail.value }); },
  confirmed(event) { this.setData({ got: event.detail.value, text: '' }); },
  pressed(event) { this.setData({ got: 'card ' + event.detail.taps }); },
  go(event) { wx.navigateTo({ url: '../second/second?n=' + event.currentTarget.dataset.someNumber }); },
  touch(event) { this.setData({ events: this.data.events.concat(event.type) }); },
  down() { this.setData({ into: 'row-' + 50 }); },
  async ask() { const answer = await wx.showModal({ title: 'Q', content: 'C' }); this.setData({ got: 'modal ' + answer.confirm }); },
  scrolled(event) { this.scrollTop = event.detail.scrollTop; },
  tick() { this.ticks = 0; this.timer = setInterval(() => { this.ticks += 1; }, 100); },
  now() { return Date.now(); },
  count() { this.setData({ got: 'count ' + count.next() }); },
});
