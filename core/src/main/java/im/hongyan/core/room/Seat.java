package im.hongyan.core.room;

import im.hongyan.core.account.UserId;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.SessionLink;
import org.jspecify.annotations.Nullable;

/// One session's place in one room: all that a member costs, apart from two slots in arrays. Guarded by its [Hall],
/// except where said.
final class Seat {
    final Session session;
    /// What was numbered up to here is not for this seat.
    final long after;
    /// Where it hears; null while its connection is lost. With its row, guarded by the row.
    @Nullable
    SessionLink link;

    @Nullable
    Row row;
    /// Its place in the row.
    int place;
    /// The same user's next seat in this room.
    @Nullable
    Seat next;

    Seat(Session session, long after) {
        this.session = session;
        this.after = after;
    }

    UserId user() {
        return session.user().user();
    }
}
