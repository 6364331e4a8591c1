package im.hongyan.dialects.wafer;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The port to WeChat's servers.
public interface WeChat {
    /// What WeChat says of a login code.
    sealed interface Answer {
        /// @param sessionKey a secret
        record Known(String openid, String sessionKey) implements Answer {
            @Override
            public String toString() {
                return "Known[" + openid + "]"; // not the key
            }
        }

        record Refused(int code, String text) implements Answer {}

        record Unreachable(String why) implements Answer {}

        record Unusable(String why) implements Answer {}

        record NotConfigured() implements Answer {}
    }

    /// Exchanges a code of `wx.login`. Blocks; called on virtual threads.
    Answer exchange(String code);

    /// What WeChat has encrypted for this mini-program: JSON text; empty if it is not genuine.
    ///
    /// @param iv null for clients before 0.8
    Optional<String> decrypt(String sessionKey, String encryptedData, @Nullable String iv);
}
