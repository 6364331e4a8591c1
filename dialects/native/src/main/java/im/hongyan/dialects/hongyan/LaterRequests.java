package im.hongyan.dialects.hongyan;

import im.hongyan.core.Core;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.message.Schedules;
import im.hongyan.core.message.Sending;
import im.hongyan.core.message.Sent;
import im.hongyan.core.session.Session;
import im.hongyan.dialect.entry.ConversationName;
import java.util.function.Consumer;

/// Messages that are not whole or not sent yet: those that wait for their time, and those that are streamed.
final class LaterRequests {
    private final Core core;
    private final Session session;

    LaterRequests(Core core, Session session) {
        this.core = core;
        this.session = session;
    }

    Sending sending(Request.Send send) {
        return new Sending(
                session.user(),
                send.to().of(session.user()),
                send.clientId(),
                send.kind(),
                send.content(),
                send.ext(),
                send.mentions(),
                send.quote(),
                send.counts(),
                send.notifies(),
                send.retry(),
                send.ageMs(),
                send.how().special());
    }

    /// The reply comes on any thread.
    void schedule(Request.Schedule request, Consumer<Outcome<Schedules.Scheduled>> reply) {
        try {
            Request.Send send = request.send();
            if (send != null) {
                refuseOnline(send);
                core.schedules().create(session, sending(send), request.read().number("at", 0), reply);
            } else if (request.deed().equals("cancel")) {
                core.schedules().cancel(session, request.clientId(), reply);
            } else {
                throw unknown("There is no such thing to do with a scheduled message.");
            }
        } catch (RefusedException refused) {
            reply.accept(Outcome.refused(refused.refusal()));
        }
    }

    /// Opens or finishes. The reply comes on any thread.
    void stream(Request.Stream request, Consumer<Outcome<Sent>> reply) {
        try {
            Request.Send send = request.send();
            ConversationName name = request.conversation();
            if (send != null) {
                refuseOnline(send);
                core.streams().open(session, sending(send), request.read().text("text"), reply);
            } else if (name != null && request.deed().equals("finish")) {
                core.streams()
                        .finish(
                                session,
                                name.of(session.user()),
                                request.number(),
                                request.read().textOrNull("text"),
                                reply);
            } else {
                throw unknown("There is no such thing to do with a streamed message.");
            }
        } catch (RefusedException refused) {
            reply.accept(Outcome.refused(refused.refusal()));
        }
    }

    /// Adds a piece to a streamed message.
    Outcome<Integer> add(Request.Stream request, ConversationName name) {
        try {
            int at = (int) Math.min(Integer.MAX_VALUE, request.read().number("at", 0));
            return core.streams()
                    .add(
                            session,
                            name.of(session.user()),
                            request.number(),
                            at,
                            request.read().text("text"));
        } catch (RefusedException refused) {
            return Outcome.refused(refused.refusal());
        }
    }

    private static void refuseOnline(Request.Send send) throws RefusedException {
        if (send.how().online()) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.BAD_FRAME, "how.online", "`how.online` is for messages sent at once"));
        }
    }

    private static RefusedException unknown(String sentence) {
        return new RefusedException(Refusal.field(ErrorCode.UNKNOWN_OPERATION, "do", sentence));
    }
}
