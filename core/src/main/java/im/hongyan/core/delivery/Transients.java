package im.hongyan.core.delivery;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.Signal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/// Online-only signals: typing, commands. Never stored, never numbered, never repeated.
public final class Transients {
    private final Bus bus;
    private final Audience audience;
    private final RoomAudience rooms;
    private final Clock clock;
    private final Limits limits;
    private final BiPredicate<UserKey, UserKey> shut;

    /// @param shut whether the second does not want to hear of the first; never blocks
    public Transients(
            Bus bus,
            Audience audience,
            RoomAudience rooms,
            Clock clock,
            Limits limits,
            BiPredicate<UserKey, UserKey> shut) {
        this.shut = shut;
        this.bus = bus;
        this.audience = audience;
        this.rooms = rooms;
        this.clock = clock;
        this.limits = limits;
    }

    /// Sends a signal to whoever of the conversation is in the foreground now.
    ///
    /// @return whether anyone was
    public Outcome<Boolean> send(Session session, ConversationId conversation, String name, RawJson data) {
        if (data.length() > limits.signalBytesMax()) {
            return Outcome.refused(Refusal.field(
                    ErrorCode.MESSAGE_TOO_LARGE, "data", "data is larger than " + limits.signalBytesMax() + " bytes"));
        }
        UserId from = session.user().user();
        return switch (conversation) {
            case ConversationId.Single single -> {
                UserKey peer = new UserKey(single.app(), single.peerOf(from));
                if (shut.test(session.user(), peer)) {
                    yield Outcome.ok(false);
                }
                Signal signal = new Signal.Transient(conversation, from, name, data, clock.millis());
                boolean online = bus.isOnline(peer);
                bus.publish(peer, signal, session.id());
                yield Outcome.ok(online);
            }
            case ConversationId.Group group -> Outcome.ok(toGroup(session, group, name, data));
            case ConversationId.Feed _ -> Outcome.refused(ErrorCode.BAD_CONVERSATION);
            case ConversationId.Room room ->
                rooms.signal(room, session, new Signal.Transient(room, from, name, data, clock.millis()));
        };
    }

    /// Only somebody who hears the group is heard there; who is not a member hears of nobody.
    private boolean toGroup(Session session, ConversationId.Group group, String name, RawJson data) {
        List<UserKey> others = new ArrayList<>();
        boolean[] member = new boolean[1];
        audience.connected(group, user -> {
            if (user.equals(session.user())) {
                member[0] = true;
            } else if (bus.isOnline(user)) {
                others.add(user);
            }
        });
        if (!member[0]) {
            return false;
        }
        Signal signal = new Signal.Transient(group, session.user().user(), name, data, clock.millis());
        others.forEach(user -> bus.publish(user, signal, session.id()));
        return !others.isEmpty();
    }
}
