package im.hongyan.dialects.wafer.business;

import org.jspecify.annotations.Nullable;

/// The session service: turns WeChat's login codes into sessions, and says whose session one is. Methods block;
/// call them on virtual threads.
public interface LoginService {
    /// The answer to a login.
    sealed interface Login {
        /// @param id of the user, the same for life; not a secret
        /// @param skey the session's key: a secret of this client
        /// @param durationSeconds how long the session lives
        /// @param first whether the user had no other session
        record In(String id, String skey, UserInfo user, long durationSeconds, boolean first) implements Login {
            @Override
            public String toString() {
                return "In[" + id + "]"; // not the key
            }
        }

        record Failed(int code, String text) implements Login {}
    }

    /// The answer to a check.
    sealed interface Check {
        /// @param id of the user
        record Valid(String id, UserInfo user) implements Check {}

        record Failed(int code, String text) implements Check {
            /// Whether the client can help itself by logging in anew.
            public boolean isInvalidSession() {
                return code == ReturnCode.SKEY_EXPIRED.number() || code == ReturnCode.AUTH_FAIL.number();
            }
        }
    }

    /// Logs in.
    ///
    /// @param code from `wx.login`
    /// @param encryptedData from `wx.getUserInfo`, if the client has it; then it must be genuine
    /// @param iv null for clients before 0.8
    Login login(String code, @Nullable String encryptedData, @Nullable String iv);

    /// Looks at a session.
    ///
    /// @param id null where the client shows only its key
    Check check(@Nullable String id, String skey);
}
