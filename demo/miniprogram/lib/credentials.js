'use strict';
/**
 * Where tokens come from. Two ways, chosen in config.js:
 *
 * development  GET <server>/dev/credentials?user=alice → { app, user, token, expires }. Exists only in the server's development mode.
 * wechat       wx.login() → code → POST <loginUrl> { code } → { user, token }. Your own server changes the code for an openid at
 *              WeChat (code2Session), finds the person, and asks Hongyan's API for a token with its app key. The code lives five
 *              minutes and works once; neither the app key nor WeChat's session_key ever comes to the phone.
 *
 * @typedef {{ user: string, token: string }} Credentials
 * @typedef {Error & { name: string, status: number }} LoginFault
 */

const TIMEOUT_MS = 10000;

/**
 * @param {string} name  of words.login
 * @param {number} [status]
 * @returns {LoginFault}
 */
const faultOf = (name, status) => Object.assign(new Error(name), { name, status: status || 0 });

/**
 * @param {Record<string, any>} options  of wx.request
 * @returns {Promise<any>}
 */
function ask(options) {
  return new Promise((resolve, reject) => {
    wx.request(/** @type {any} */ (Object.assign({
      timeout: TIMEOUT_MS,
      success(/** @type {any} */ answer) {
        if (answer.statusCode === 200 && answer.data && answer.data.token) resolve(answer.data);
        else reject(faultOf(answer.statusCode === 404 ? 'noCredentials' : 'loginRefused', answer.statusCode));
      },
      fail: () => reject(faultOf('noServer')),
    }, options)));
  });
}

/**
 * @param {string} server
 * @param {string} app
 * @param {string} user
 * @returns {Promise<Credentials>}
 */
const development = (server, app, user) => ask({
  url: server + '/dev/credentials?user=' + encodeURIComponent(user) + '&app=' + encodeURIComponent(app),
});

/**
 * @param {string} loginUrl
 * @returns {Promise<Credentials>}
 */
function wechat(loginUrl) {
  return new Promise((resolve, reject) => {
    wx.login({
      success: (given) => (given.code ? resolve(given.code) : reject(faultOf('wechatFailed'))),
      fail: () => reject(faultOf('wechatFailed')),
    });
  }).then((code) => ask({ url: loginUrl, method: 'POST', data: { code } }));
}

module.exports = { development, wechat };
