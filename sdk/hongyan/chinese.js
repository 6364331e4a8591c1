'use strict';
/**
 * The SDK's own refusals in Chinese; the server sends its own.
 *
 * @type {Record<string, string>}
 */
const CHINESE = {
  connection_lost: '连接已断开。',
  timeout: '请求超时。',
  not_logged_in: '请先登录。',
  closed: '会话已结束。',
  outbox_full: '待发送消息过多。',
  too_large: '消息过大。',
  retry_window_over: '消息过旧,无法安全重发。',
  bad_argument: '参数错误。',
  token_failed: '获取令牌失败。',
  token_needed: '需要新的令牌。',
  busy: '请求过多。',
};

module.exports = { CHINESE };
