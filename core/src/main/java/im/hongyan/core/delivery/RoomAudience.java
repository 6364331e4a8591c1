package im.hongyan.core.delivery;

import im.hongyan.core.error.Outcome;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.SessionId;
import im.hongyan.core.session.Signal;
import org.jspecify.annotations.Nullable;

/// Who is in a room now. What is said there goes to sessions, not to users.
public interface RoomAudience {
    /// Hands an entry of a room's log to all who are there. Any thread; never blocks; keeps the order of one
    /// thread.
    ///
    /// @param origin the session that caused it and learns of it by its reply, or null
    void said(Entry entry, @Nullable SessionId origin);

    /// Hands a signal to all who are there, if the one it comes from is.
    ///
    /// @return whether there was anybody else
    Outcome<Boolean> signal(ConversationId.Room room, Session from, Signal signal);
}
