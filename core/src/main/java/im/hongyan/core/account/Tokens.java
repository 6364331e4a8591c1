package im.hongyan.core.account;

import im.hongyan.core.error.Outcome;
import java.util.Optional;

/// The port to credentials. Implementations keep each app's keys in memory: verifying never blocks on I/O (a
/// reconnect storm must not read a database).
public interface Tokens {
    /// What a valid token says.
    ///
    /// @param expiresAtMs epoch milliseconds; 0 = never
    record Claims(UserKey user, long expiresAtMs) {}

    /// Checks signature (in constant time), app and expiry (60 s of clock skew are tolerated).
    Outcome<Claims> verify(AppId app, String token);

    /// The app that a token says it is for, where a request does not name one. Nothing is proven by it: [#verify]
    /// with that app does.
    Optional<AppId> appOf(String token);

    /// Signs a token for the user.
    ///
    /// @param lifetimeMs 1,000 ms to 90 days
    Outcome<Issued> issue(UserKey user, long lifetimeMs);

    /// A signed token and when it ends.
    record Issued(String token, long expiresAtMs) {}

    /// Whether `credential` is the administrator's key of the server (constant time).
    boolean isAdmin(String credential);
}
