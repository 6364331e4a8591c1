package im.hongyan.dialects.mobileimsdk;

import im.hongyan.core.Core;
import im.hongyan.core.account.AccountsUnavailableException;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.message.Sending;
import im.hongyan.core.message.Sent;
import im.hongyan.core.session.PresenceState;
import im.hongyan.core.session.Session;
import im.hongyan.dialect.Connection;
import im.hongyan.dialects.mobileimsdk.plugin.DataPacket;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a client that is logged in sends: each data packet becomes a message, and its acknowledgement goes out when
/// that is durable. Nothing else is ever answered: a client that hears nothing tries again, and then reports the
/// message lost.
final class MobileImRequests {
    /// How the client id of a packet without a fingerprint begins.
    static final String MADE_UP = "none:";
    /// A client repeats a message at most this long after it sent it first.
    private static final long RETRY_MS = 60_000;

    private final MobileImDialect dialect;
    private final Core core;
    private final Connection connection;
    private final Session session;
    private final Delivery delivery;
    private final Plugins.@Nullable Lane lane;
    private final RecentFingerprints recent = new RecentFingerprints();
    /// The newest message to the server that plug-ins were told of.
    private long toldNumber;

    MobileImRequests(
            MobileImDialect dialect,
            Connection connection,
            Session session,
            Delivery delivery,
            Plugins.@Nullable Lane lane) {
        this.dialect = dialect;
        this.core = dialect.core();
        this.connection = connection;
        this.session = session;
        this.delivery = delivery;
        this.lane = lane;
    }

    static DataPacket dataPacket(Packet packet) {
        return new DataPacket(
                name(packet.from()), name(packet.to()), packet.dataContent(), packet.fp(), packet.typeu());
    }

    private static String name(@Nullable String user) {
        return user == null ? Packet.NOBODY : user;
    }

    /// A data packet; whoever it says that it is from, it is from this session's user.
    void send(Packet said) {
        String fp = said.fp();
        boolean usable = fp != null && !fp.isEmpty() && fp.length() <= Fingerprints.CHARS_MAX;
        UserId receiver = UserNames.receiver(said.to());
        if (receiver == null || (fp != null && !usable)) {
            refused();
            return;
        }
        Packet packet = new Packet(
                said.bridge(),
                said.type(),
                said.dataContent(),
                UserNames.onWire(session.user().user()),
                said.to(),
                said.qos() ? fp : null,
                said.qos(),
                said.typeu(),
                said.sm());
        Plugins.Lane hooks = lane;
        if (hooks == null) {
            store(packet, receiver);
        } else if (!hooks.run(() -> filter(packet, receiver))) {
            refused();
        }
    }

    private void filter(Packet packet, UserId receiver) {
        DataPacket left = dialect.plugins().before(dataPacket(packet));
        if (left == null) {
            refused();
            return;
        }
        Packet edited = new Packet(
                packet.bridge(),
                packet.type(),
                left.dataContent(),
                packet.from(),
                packet.to(),
                packet.fp(),
                packet.qos(),
                left.typeu(),
                packet.sm());
        connection.run(() -> store(edited, receiver));
    }

    private void store(Packet packet, UserId receiver) {
        String fp = packet.fp();
        String clientId = fp == null ? MADE_UP + dialect.newId() : Fingerprints.clientId(fp);
        boolean retry = fp != null && recent.seen(fp);
        Sending sending = dialect.scratch()
                .stored()
                .sending(session.user(), conversation(receiver), packet, clientId, retry, retry ? RETRY_MS : 0);
        send(sending, packet, receiver, dialect.settings().openHouse());
    }

    private ConversationId.Single conversation(UserId receiver) {
        return ConversationId.single(session.user().app(), session.user().user(), receiver);
    }

    /// @param create whether a receiver that does not exist is made
    private void send(Sending sending, Packet packet, UserId receiver, boolean create) {
        long beganMs = core.clock().millis();
        Consumer<Outcome<Sent>> reply = outcome -> {
            switch (outcome) {
                case Outcome.Ok<Sent>(var sent) -> stored(packet, receiver, sent, beganMs);
                case Outcome.Refused<Sent>(Refusal refusal) -> {
                    if (create && refusal.code() == ErrorCode.RECIPIENT_UNKNOWN) {
                        createThenSend(sending, packet, receiver);
                    } else {
                        refused();
                    }
                }
            }
        };
        if (receiver.equals(UserId.SYSTEM)) {
            core.messages().sendToSystem(session, sending, reply);
        } else {
            core.messages().send(session, sending, reply);
        }
    }

    private void createThenSend(Sending sending, Packet packet, UserId receiver) {
        try {
            core.storage().execute(() -> {
                try {
                    core.accounts().create(new UserKey(session.user().app(), receiver), "", "", Map.of());
                } catch (AccountsUnavailableException down) {
                    refused();
                    return;
                }
                connection.run(() -> send(sending, packet, receiver, false));
            });
        } catch (RejectedExecutionException full) {
            refused();
        }
    }

    private void stored(Packet packet, UserId receiver, Sent sent, long beganMs) {
        String fp = packet.fp();
        if (fp != null) {
            connection.send(dialect.scratch().writer().received(fp, name(packet.to()), name(packet.from())));
        }
        if (receiver.equals(session.user().user())) {
            delivery.lookAgain(); // nobody else tells a session of what it has sent itself
        }
        Plugins.Lane after = lane;
        if (after == null) {
            return;
        }
        boolean first = sent.timeMs() >= beganMs && (!receiver.equals(UserId.SYSTEM) || sent.number() > toldNumber);
        if (first) {
            toldNumber = receiver.equals(UserId.SYSTEM) ? sent.number() : toldNumber;
            after.always(() -> tell(dataPacket(packet), receiver));
        }
    }

    private void tell(DataPacket packet, UserId receiver) {
        dialect.plugins().each(plugin -> {
            if (receiver.equals(UserId.SYSTEM)) {
                plugin.onTransferMessage4C2S(packet);
            } else if (isConnected(receiver)) {
                plugin.onTransferMessage4C2C(packet);
            } else {
                plugin.onTransferMessage_RealTimeSendFaild(packet);
            }
        });
    }

    private boolean isConnected(UserId user) {
        return core.sessions().presenceOf(new UserKey(session.user().app(), user)) != PresenceState.OFFLINE;
    }

    private void refused() {
        dialect.counters().refused.increment();
    }
}
