package im.hongyan.dialects.mobileimsdk;

import im.hongyan.core.account.UserId;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Who is in, and since which first login: the table by which a client that comes back is told from one that missed
/// its kick. The core keeps the rule of one session per user; this only decides what each of two clients is told.
/// Thread-safe.
final class Online {
    /// What a login meets.
    enum Meeting {
        /// Nobody, or a session that gives way and is told.
        WELCOME,
        /// The same client's earlier connection, which gives way and is not told.
        RETURN,
        /// A session that began later: this client has missed that it was kicked.
        STALE
    }

    private final ConcurrentHashMap<UserId, MobileImSession> users = new ConcurrentHashMap<>();

    /// @param firstLoginTime what the client says; 0 or less = a fresh login
    Meeting meet(UserId user, long firstLoginTime) {
        MobileImSession there = users.get(user);
        if (there == null || firstLoginTime <= 0 || firstLoginTime > there.firstLoginTime()) {
            return Meeting.WELCOME;
        }
        if (firstLoginTime < there.firstLoginTime()) {
            return Meeting.STALE;
        }
        there.replacedByItself();
        return Meeting.RETURN;
    }

    /// The session is in; unless another has taken its place already.
    ///
    /// @return the session that it takes the place of, which is about to end
    @Nullable
    MobileImSession entered(UserId user, MobileImSession session) {
        MobileImSession[] before = new MobileImSession[1];
        users.compute(user, (_, there) -> {
            before[0] = there;
            return session.isIn() ? session : there;
        });
        return before[0];
    }

    void left(UserId user, MobileImSession session) {
        users.remove(user, session);
    }

    @Nullable
    MobileImSession of(UserId user) {
        return users.get(user);
    }

    int count() {
        return users.size();
    }
}
