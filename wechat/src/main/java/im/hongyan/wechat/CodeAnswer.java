package im.hongyan.wechat;

import org.jspecify.annotations.Nullable;

/// What WeChat says of a login code.
public sealed interface CodeAnswer {
    /// @param openid the user, in this mini-program
    /// @param sessionKey base64 of 16 bytes, with which WeChat encrypts for this session; a secret
    /// @param unionid the user in all programs of one owner, where WeChat tells it
    record Known(String openid, String sessionKey, @Nullable String unionid) implements CodeAnswer {
        @Override
        public String toString() {
            return "Known[" + openid + "]"; // not the key
        }
    }

    /// WeChat refuses the code.
    record Refused(int code, String text) implements CodeAnswer {}

    /// WeChat cannot be reached, or not in time.
    record Unreachable(String why) implements CodeAnswer {}

    /// WeChat said something that cannot be used.
    record Unusable(String why) implements CodeAnswer {}

    /// No mini-program is configured.
    record NotConfigured() implements CodeAnswer {}
}
