package im.hongyan.core.delivery;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Sight;
import im.hongyan.core.session.SessionId;
import im.hongyan.core.session.Signal;
import org.jspecify.annotations.Nullable;

/// Takes committed entries to the sessions of those who have part in the conversation. Called on the log's writer
/// thread, so that every session sees the entries of a conversation in their order; one [Signal.Committed] serves
/// all.
public final class Fanout {
    private final Bus bus;
    private final Audience audience;
    private final RoomAudience rooms;
    private final int dialects;
    private volatile long reached;

    /// @param dialects how many dialects the server has
    /// @param position the position of the log's newest entry now
    public Fanout(Bus bus, Audience audience, RoomAudience rooms, int dialects, long position) {
        this.bus = bus;
        this.audience = audience;
        this.rooms = rooms;
        this.dialects = dialects;
        this.reached = position;
    }

    /// Every entry up to this position has been handed to the links of all connected sessions that it is for. The
    /// log's own position runs ahead of it: a session that is told that one could believe to hold an entry that is
    /// still on its way.
    public long reached() {
        return reached;
    }

    /// @param origin the session that caused it and learns of it by its reply, or null
    public void committed(Entry entry, @Nullable SessionId origin) {
        Signal.Committed signal = new Signal.Committed(entry, dialects);
        switch (entry.conversation()) {
            case ConversationId.Single(var app, var a, var b) -> {
                bus.publish(new UserKey(app, a), signal, origin);
                if (!a.equals(b)) {
                    bus.publish(new UserKey(app, b), signal, origin);
                }
            }
            case ConversationId.Feed(var app, var user) -> bus.publish(new UserKey(app, user), signal, origin);
            case ConversationId.Group group -> {
                Entry other = Sight.forOthers(entry);
                Signal forOthers = other == null ? signal : new Signal.Committed(other, dialects);
                audience.connected(
                        group,
                        member -> bus.publish(
                                member,
                                other == null || Sight.isFor(entry, member.user()) ? signal : forOthers,
                                origin));
            }
            case ConversationId.Room _ -> rooms.said(entry, origin);
        }
        reached = entry.position();
    }
}
