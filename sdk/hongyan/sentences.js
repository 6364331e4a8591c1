'use strict';
/**
 * The SDK's own refusals in words, English and Chinese; the server sends its own.
 *
 * @type {Record<string, [string, string]>}
 */
const SENTENCES = {
  connection_lost: ['The connection was lost.', '连接已断开。'],
  timeout: ['No answer came in time.', '请求超时。'],
  not_logged_in: ['Log in first.', '请先登录。'],
  closed: ['The session has ended.', '会话已结束。'],
  outbox_full: ['Too many messages wait to be sent.', '待发送消息过多。'],
  too_large: ['The message is too large.', '消息过大。'],
  retry_window_over: ['Too old to be sent again safely.', '消息过旧,无法安全重发。'],
  bad_argument: ['An argument is wrong.', '参数错误。'],
  token_failed: ['The token provider failed.', '获取令牌失败。'],
  token_needed: ['A new token is needed.', '需要新的令牌。'],
  busy: ['Too many requests at once.', '请求过多。'],
};

module.exports = { SENTENCES };
