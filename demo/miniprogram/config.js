'use strict';
/**
 * The only file to edit before this mini-program talks to another server. README.md beside it says what else production needs.
 */
module.exports = {
  /** http while developing (with "do not check domains" in the developer tools), https in production; the link is derived: ws, wss */
  server: 'http://127.0.0.1:8080',

  /** the app's id on that server */
  app: 'demo',

  /**
   * Where tokens come from.
   * development: the server's own /dev/credentials; anybody may be anybody, and it exists only on the developer's machine.
   * wechat: wx.login's code goes to `loginUrl` on a server of yours, which answers { user, token }; see lib/credentials.js.
   */
  credentials: 'development',
  loginUrl: '',
};
