package im.hongyan.core.message;

import im.hongyan.core.account.AccountsUnavailableException;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.delivery.Audience;
import im.hongyan.core.delivery.Bus;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.SessionId;
import im.hongyan.core.session.Signal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Messages for those who are there now: in shape like any other, but never stored and never numbered, so they are
/// in no history, count as nothing, and are not repeated.
public final class OnlineSends {
    private final Messages messages;
    private final SendChecks checks;
    private final Bus bus;
    private final Audience audience;
    private final Executor storage;
    private final Clock clock;

    public OnlineSends(Messages messages, Limits limits, Bus bus, Audience audience, Executor storage, Clock clock) {
        this.messages = messages;
        this.checks = new SendChecks(limits);
        this.bus = bus;
        this.audience = audience;
        this.storage = storage;
        this.clock = clock;
    }

    /// How it went.
    ///
    /// @param online whether anybody was there
    public record Passed(boolean online, long timeMs) {}

    /// Sends to whoever of the conversation is in the foreground now; the sender's other devices hear it too. The
    /// reply comes on any thread.
    public void send(Session session, Sending sending, Consumer<Outcome<Passed>> reply) {
        send(sending, session.id(), reply);
    }

    /// The same for a back-end.
    public void send(Sending sending, Consumer<Outcome<Passed>> reply) {
        send(sending, null, reply);
    }

    private void send(Sending sending, @Nullable SessionId origin, Consumer<Outcome<Passed>> reply) {
        Refusal refusal = check(sending);
        if (refusal != null) {
            reply.accept(Outcome.refused(refusal));
            return;
        }
        try {
            storage.execute(() -> {
                Outcome<Passed> answer = Outcome.refused(ErrorCode.INTERNAL);
                try {
                    Refusal receiver = messages.checkReceiver(sending);
                    answer = receiver == null ? Outcome.ok(pass(sending, origin)) : Outcome.refused(receiver);
                } catch (AccountsUnavailableException down) {
                    answer = Outcome.refused(down.refusal());
                } finally {
                    reply.accept(answer);
                }
            });
        } catch (RejectedExecutionException full) {
            reply.accept(Outcome.refused(ErrorCode.BUSY));
        }
    }

    private @Nullable Refusal check(Sending sending) {
        if (sending.special().lifeMs() > 0 || sending.special().burnMs() > 0) {
            return Refusal.field(ErrorCode.BAD_FRAME, "how", "What is not kept has no end: without life and burn");
        }
        if (sending.to() instanceof ConversationId.Room) {
            return Refusal.field(ErrorCode.NOT_HERE, "to", "A room has only those who are there.");
        }
        return checks.check(sending);
    }

    private Passed pass(Sending sending, @Nullable SessionId origin) {
        long nowMs = clock.millis();
        Signal signal = new Signal.OnlineOnly(sending.to(), sending.message(), nowMs);
        boolean online = false;
        for (UserKey user : receivers(sending)) {
            online |= !user.user().equals(sending.sender()) && bus.isOnline(user);
            bus.publish(user, signal, origin);
        }
        return new Passed(online, nowMs);
    }

    private List<UserKey> receivers(Sending sending) {
        List<UserId> only = sending.special().only();
        List<UserKey> receivers = new ArrayList<>();
        switch (sending.to()) {
            case ConversationId.Single(var app, var a, var b) -> {
                receivers.add(new UserKey(app, a));
                if (!a.equals(b)) {
                    receivers.add(new UserKey(app, b));
                }
            }
            case ConversationId.Group group ->
                audience.connected(group, user -> {
                    if (only.isEmpty() || only.contains(user.user()) || user.equals(sending.from())) {
                        receivers.add(user);
                    }
                });
            case ConversationId.Room _, ConversationId.Feed _ -> {}
        }
        return receivers;
    }
}
