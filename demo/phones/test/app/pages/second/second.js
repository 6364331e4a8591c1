'use strict';
Page({ data: { n: 0 }, onLoad(query) { this.setData({ n: query.n }); }, back() { wx.navigateBack(); }, more() { wx.navigateTo({ url: '/pages/second/second?n=' + (Number(this.data.n) + 1) }).catch((error) => this.setData({ n: error.errMsg })); } });
