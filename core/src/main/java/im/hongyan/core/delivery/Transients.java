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

/// Online-only signals: typing, commands. Never stored, never numbered, never repeated.
public final class Transients {
    private final Bus bus;
    private final Clock clock;
    private final Limits limits;

    public Transients(Bus bus, Clock clock, Limits limits) {
        this.bus = bus;
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
                Signal signal = new Signal.Transient(conversation, from, name, data, clock.millis());
                boolean online = bus.isOnline(peer);
                bus.publish(peer, signal, session.id());
                yield Outcome.ok(online);
            }
            case ConversationId.Feed _ -> Outcome.refused(ErrorCode.BAD_CONVERSATION);
            case ConversationId.Group _, ConversationId.Room _ -> Outcome.refused(ErrorCode.CONVERSATION_UNKNOWN);
        };
    }
}
