/// The APIs of WeChat's servers, and what WeChat encrypts for ours. Only the server puts this to use: dialects name
/// what they need as ports of their own.
@NullMarked
package im.hongyan.wechat;

import org.jspecify.annotations.NullMarked;
