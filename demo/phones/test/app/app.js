'use strict';
App({
  log: [],
  onLaunch(options) { this.log.push('launch ' + options.query.user); },
  onShow() { this.log.push('show'); },
  onHide() { this.log.push('hide'); },
});
