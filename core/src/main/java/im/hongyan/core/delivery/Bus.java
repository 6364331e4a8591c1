package im.hongyan.core.delivery;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.session.SessionId;
import im.hongyan.core.session.Signal;
import org.jspecify.annotations.Nullable;

/// The port through which signals reach a user's sessions, wherever they are. A hint: it may drop anything (the log
/// shows every gap), never blocks, and keeps the order of what one thread publishes to one user. The in-process one
/// is [LocalBus]; between nodes it also reaches the other nodes' sessions.
public interface Bus {
    /// Sends the signal to all connected sessions of the user.
    ///
    /// @param except a session that is not told (it caused it), or null
    void publish(UserKey to, Signal signal, @Nullable SessionId except);

    /// Whether any session of the user is connected and in the foreground.
    boolean isOnline(UserKey user);
}
