'use strict';
/**
 * The two HTTP requests of an SDK that sends files, out of WeChat's `wx`: a facade adds them to the platform.
 *
 * @typedef {Pick<WechatMiniprogram.Wx, 'request' | 'uploadFile'>} WxHttp
 */

/**
 * @param {WxHttp} wx
 * @returns {Required<Pick<import('./types').Platform, 'request' | 'upload'>>}
 */
function wxHttp(wx) {
  /** @param {import('./types').HttpDone} done */
  const answers = (done) => ({
    /** @param {{ statusCode: number, data: any }} result */
    success: (result) => done(null, { status: result.statusCode, data: result.data }),
    /** @param {{ errMsg: string }} result */
    fail: (result) => done(result.errMsg, { status: 0, data: null }),
  });

  return {
    request: ({ url, header, timeoutMs }, done) => wx.request(Object.assign({ url, header, timeout: timeoutMs }, answers(done))),
    upload({ url, filePath, name, header, timeoutMs, progress }, done) {
      const task = wx.uploadFile(Object.assign({ url, filePath, name, header, timeout: timeoutMs }, answers(done)));
      task.onProgressUpdate((update) => progress(update.progress));
      return task;
    },
  };
}

module.exports = { wxHttp };
