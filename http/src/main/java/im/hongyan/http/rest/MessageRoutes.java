package im.hongyan.http.rest;

import im.hongyan.core.account.App;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.conversation.ListFilter;
import im.hongyan.core.conversation.Page;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.message.Broadcasts;
import im.hongyan.core.message.History;
import im.hongyan.core.message.OnlineSends;
import im.hongyan.core.message.Sending;
import im.hongyan.core.message.Sent;
import im.hongyan.dialect.entry.EntryJson;
import im.hongyan.dialect.entry.SummaryJson;
import im.hongyan.dialect.json.JsonException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sending in somebody's name, and reading what was said.
final class MessageRoutes {
    /// Entries of a page unless asked otherwise.
    private static final int HISTORY_DEFAULT = 20;
    /// Conversations of a page unless asked otherwise.
    private static final int LIST_DEFAULT = 50;

    private final Bodies bodies;

    MessageRoutes(Bodies bodies) {
        this.bodies = bodies;
    }

    List<Route> all() {
        return List.of(
                Route.later("/api/v1/apps/{app}/messages", this::send),
                Route.later("/api/v1/apps/{app}/broadcasts", this::broadcast),
                Route.get("/api/v1/apps/{app}/users/{user}/conversations", MessageRoutes::conversations),
                Route.get("/api/v1/apps/{app}/users/{user}/conversations/{conv}/entries", MessageRoutes::history));
    }

    private void send(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        App app = call.app();
        Bodies.Send asked = bodies.send(call.body());
        Sending sending = sending(app, asked, conversation(app, asked));
        if (asked.how().online()) {
            call.core().onlineSends().send(sending, outcome -> answer.accept(passed(outcome)));
        } else {
            call.core().messages().send(sending, outcome -> answer.accept(sent(outcome)));
        }
    }

    private static Sending sending(App app, Bodies.Send asked, ConversationId to) {
        return new Sending(
                new UserKey(app.id(), asked.from()),
                to,
                asked.clientId(),
                asked.kind(),
                asked.content(),
                asked.ext(),
                asked.mentions(),
                asked.quote(),
                asked.counts(),
                asked.notifies(),
                true,
                0,
                asked.how().special());
    }

    private static Reply passed(Outcome<OnlineSends.Passed> outcome) {
        return switch (outcome) {
            case Outcome.Ok<OnlineSends.Passed>(var passed) ->
                Reply.ok(new ObjectOut().bool("online", passed.online()).number("t", passed.timeMs()));
            case Outcome.Refused<OnlineSends.Passed>(var refusal) -> ErrorReplies.of(refusal);
        };
    }

    private void broadcast(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        App app = call.app();
        Bodies.Broadcast asked = bodies.broadcast(call.body());
        if (asked.message().how().online()) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.BAD_FRAME, "how.online", "A broadcast is kept for those who are away."));
        }
        Sending sending = sending(
                app,
                asked.message(),
                ConversationId.single(
                        app.id(), asked.message().from(), asked.message().from()));
        call.core().broadcasts().send(sending, asked.users(), told -> answer.accept(told(told)));
    }

    private static Reply told(List<Broadcasts.Told> told) {
        ObjectOut out = new ObjectOut();
        out.objects("told", told, one -> {
            out.string("user", one.to().value());
            switch (one.outcome()) {
                case Outcome.Ok<Sent>(var sent) -> place(out, sent);
                case Outcome.Refused<Sent>(var refusal) -> {
                    ErrorReplies.write(out.begin("err"), refusal);
                    out.end();
                }
            }
        });
        return Reply.ok(out);
    }

    private static ConversationId conversation(App app, Bodies.Send asked) {
        UserId to = asked.to();
        return to == null
                ? new ConversationId.Group(app.id(), Objects.requireNonNull(asked.group(), "one of the two is given"))
                : ConversationId.single(app.id(), asked.from(), to);
    }

    static Reply sent(Outcome<Sent> outcome) {
        return switch (outcome) {
            case Outcome.Ok<Sent>(var sent) -> Reply.ok(place(new ObjectOut(), sent));
            case Outcome.Refused<Sent>(var refusal) -> ErrorReplies.of(refusal);
        };
    }

    /// Where a message or an event stands.
    static ObjectOut place(ObjectOut out, Sent at) {
        return out.number("n", at.number())
                .number("k", at.counted())
                .number("mid", at.position())
                .number("t", at.timeMs());
    }

    private static Reply conversations(Call call) throws RefusedException {
        UserKey user = call.party();
        int limit = call.limit(LIST_DEFAULT, call.core().limits().conversationsPageMax());
        Page page = Call.orRefuse(call.core()
                .conversations()
                .list(user, ListFilter.ALL, call.query().text("after"), limit));
        ObjectOut out = new ObjectOut();
        out.array("conversations", page.summaries(), summary -> {
            SummaryJson.open(out.raw(), summary, user.user());
            out.raw().raw('}');
        });
        String next = page.next();
        out.bool("more", next != null);
        if (next != null) {
            out.string("next", next);
        }
        return Reply.ok(out);
    }

    private static Reply history(Call call) throws RefusedException {
        UserKey user = call.party();
        ConversationId conversation = call.conversation(user);
        long from = call.query().number("from", 0, Long.MAX_VALUE, 0);
        int limit = call.limit(HISTORY_DEFAULT, call.core().limits().historyPageMax());
        History.Page page = call.core()
                .history()
                .readAll(conversation, from, limit, direction(call.query().text("dir")));
        ObjectOut out = new ObjectOut();
        EntryJson.nameFor(out.value("conv"), conversation, user.user());
        out.number("head", page.head())
                .array("entries", page.entries(), entry -> EntryJson.entry(out.raw(), entry))
                .bool("more", page.more());
        return Reply.ok(out);
    }

    private static History.Direction direction(@Nullable String word) throws RefusedException {
        return switch (word) {
            case null -> History.Direction.BACK;
            case "back" -> History.Direction.BACK;
            case "forward" -> History.Direction.FORWARD;
            default -> throw Query.refused("dir", "must be `back` or `forward`");
        };
    }
}
