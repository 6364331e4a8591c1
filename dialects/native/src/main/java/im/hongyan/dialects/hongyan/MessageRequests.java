package im.hongyan.dialects.hongyan;

import im.hongyan.core.Core;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.Groups;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.message.Edits;
import im.hongyan.core.session.Session;
import im.hongyan.dialect.OutFrame;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What a client asks of messages that are there: each deed becomes one use case of the core, and its outcome a
/// frame.
final class MessageRequests {
    private final Core core;
    private final Session session;
    private final Groups.Actor actor;

    MessageRequests(Core core, Session session) {
        this.core = core;
        this.session = session;
        this.actor = new Groups.Actor(session.user(), session.id());
    }

    /// Whether the deed only reads: then it blocks, and is [#read].
    static boolean isReading(Request.Message request) {
        return switch (request.deed()) {
            case "get", "replies", "reactions", "pins", "counts", "readers" -> true;
            default -> false;
        };
    }

    /// Carries out a deed that changes something. The reply comes on any thread.
    void change(Request.Message request, Consumer<Outcome<OutFrame>> reply) {
        ConversationId in = request.conversation().of(session.user());
        long id = request.id();
        try {
            switch (request.deed()) {
                case "edit" ->
                    core.edits()
                            .edit(
                                    actor,
                                    in,
                                    number(request),
                                    edit(request),
                                    outcome -> reply.accept(
                                            outcome.map(changed -> new MessageWriter(id).changed(changed))));
                case "react", "unreact" ->
                    core.reactions()
                            .react(
                                    actor,
                                    in,
                                    number(request),
                                    request.read().key(),
                                    request.deed().equals("react"),
                                    outcome -> reply.accept(
                                            outcome.map(reacted -> new MessageWriter(id).reacted(reacted))));
                case "pin", "unpin" ->
                    core.pins()
                            .pin(
                                    actor,
                                    in,
                                    number(request),
                                    request.deed().equals("pin"),
                                    outcome -> reply.accept(outcome.map(place -> new MessageWriter(id).pinned(place))));
                case "remove" ->
                    core.removals()
                            .remove(
                                    session,
                                    in,
                                    request.numbers(),
                                    outcome -> reply.accept(
                                            outcome.map(numbers -> new MessageWriter(id).removed(numbers))));
                default ->
                    throw new RefusedException(Refusal.field(
                            ErrorCode.UNKNOWN_OPERATION, "do", "There is no such thing to do with a message."));
            }
        } catch (RefusedException refused) {
            reply.accept(Outcome.refused(refused.refusal()));
        }
    }

    /// Carries out a deed that reads. Blocks.
    Outcome<OutFrame> read(Request.Message request) {
        try {
            return reading(request).get();
        } catch (RefusedException refused) {
            return Outcome.refused(refused.refusal());
        }
    }

    private Supplier<Outcome<OutFrame>> reading(Request.Message request) throws RefusedException {
        ConversationId in = request.conversation().of(session.user());
        long id = request.id();
        int limit = request.limit();
        return switch (request.deed()) {
            case "get" ->
                () -> core.threads().messages(actor, in, request.numbers()).map(found -> new MessageWriter(id)
                        .entries(found));
            case "replies" -> {
                long number = number(request);
                long after = after(request);
                yield () -> core.threads()
                        .replies(actor, in, number, after, limit)
                        .map(page -> new MessageWriter(id).thread(page));
            }
            case "reactions" -> {
                long number = number(request);
                String key = request.read().key();
                yield () -> core.reactions()
                        .users(actor, in, number, key, request.after(), limit)
                        .map(users -> new MessageWriter(id).users(users, limit));
            }
            case "pins" -> () -> core.pins().list(actor, in).map(pins -> new MessageWriter(id).pins(pins));
            case "counts" ->
                () -> core.readers().count(actor, in, request.numbers()).map(counts -> new MessageWriter(id)
                        .counts(counts));
            default -> {
                long number = number(request);
                boolean read = request.read().read();
                yield () -> core.readers()
                        .page(actor, in, number, read, request.after(), limit)
                        .map(page -> new MessageWriter(id).readers(page));
            }
        };
    }

    private static Edits.Edit edit(Request.Message request) throws RefusedException {
        Edits.Edit edit = request.edit();
        return new Edits.Edit(
                edit.clientId(),
                edit.kind(),
                edit.content(),
                edit.ext(),
                edit.mentions(),
                request.read().seenEdits(),
                edit.retry());
    }

    private static long number(Request.Message request) throws RefusedException {
        if (request.number() == 0) {
            throw new RefusedException(Refusal.field(ErrorCode.BAD_FRAME, "n", "`n` must name a message"));
        }
        return request.number();
    }

    private static long after(Request.Message request) throws RefusedException {
        String after = request.after();
        if (after.isEmpty()) {
            return 0;
        }
        boolean digits = after.length() <= 16 && after.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new RefusedException(Refusal.of(ErrorCode.BAD_CURSOR));
        }
        return Long.parseLong(after);
    }
}
