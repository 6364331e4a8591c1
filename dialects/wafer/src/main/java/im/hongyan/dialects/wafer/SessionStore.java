package im.hongyan.dialects.wafer;

import im.hongyan.core.account.UserKey;
import java.util.Optional;

/// The port to where sessions are kept, which outlive the server's process. Calls block; they are made from storage
/// threads only.
public interface SessionStore {
    /// A session.
    ///
    /// @param hash SHA-256 of its key: the key itself is nowhere
    /// @param about the user's profile as WeChat told it
    /// @param sealed what only the key opens
    /// @param createdAtMs when the client logged in, epoch milliseconds
    /// @param usedAtMs when it was last renewed
    /// @param expiresAtMs when it ends
    record Row(
            UserKey user,
            byte[] hash,
            String about,
            byte[] sealed,
            long createdAtMs,
            long usedAtMs,
            long expiresAtMs) {}

    /// Keeps a new one; the user's oldest give way.
    ///
    /// @return whether the user had others
    boolean add(Row row, int perUserMax);

    Optional<Row> find(byte[] hash);

    /// Keeps the new times. Returns false if it is not there any more.
    boolean renew(Row row);
}
