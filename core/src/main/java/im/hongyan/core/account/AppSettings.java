package im.hongyan.core.account;

/// What an app decides for itself.
///
/// @param sessionsPerPlatformMax sessions of one user that live together on one platform
/// @param sessionsPerUserMax sessions of one user in all
/// @param onTooManySessions what happens to one session too many
/// @param recallWindowMs how old a message may be when its sender recalls it
/// @param createUserAtLogin whether a user that is not known is created at the first valid login
/// @param usersCreateRooms whether users make rooms themselves: by asking, or by entering one that does not exist
public record AppSettings(
        int sessionsPerPlatformMax,
        int sessionsPerUserMax,
        OnTooManySessions onTooManySessions,
        long recallWindowMs,
        boolean createUserAtLogin,
        boolean usersCreateRooms) {
    /// Settings without rooms of users.
    public AppSettings(
            int sessionsPerPlatformMax,
            int sessionsPerUserMax,
            OnTooManySessions onTooManySessions,
            long recallWindowMs,
            boolean createUserAtLogin) {
        this(sessionsPerPlatformMax, sessionsPerUserMax, onTooManySessions, recallWindowMs, createUserAtLogin, false);
    }

    public enum OnTooManySessions {
        /// The oldest session (of that platform, or of the user) is closed.
        KICK_OLDEST,
        /// The new login is refused.
        REFUSE_NEW
    }

    public static final AppSettings DEFAULT = new AppSettings(3, 10, OnTooManySessions.KICK_OLDEST, 120_000, true);
}
