package im.hongyan.http.rest;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.Groups;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.message.Edits;
import im.hongyan.core.message.Readers;
import im.hongyan.core.message.Threads;
import im.hongyan.dialect.content.ContentCheck;
import im.hongyan.dialect.entry.ConversationName;
import im.hongyan.dialect.entry.EntryJson;
import im.hongyan.dialect.entry.FateJson;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// What becomes of messages: a back-end edits, recalls and pins, whoever sent them and whenever it was, in groups as
/// the system and in a conversation of two in the name of the path's user; it reacts in a user's name.
final class LifeRoutes {
    private static final String CONVERSATION = "/api/v1/apps/{app}/users/{user}/conversations/{conv}";
    private static final String MESSAGE = CONVERSATION + "/messages/{n}";
    private static final int PAGE_DEFAULT = 20;
    private static final long NUMBER_MAX = 9_007_199_254_740_991L;
    private static final JsonNames EDIT =
            new JsonNames(List.of("cid", "type", "content", "ext", "mentions", "edits", "retry"));
    private static final JsonNames REACTION = new JsonNames(List.of("key", "on"));
    private static final JsonNames PIN = new JsonNames(List.of("on"));

    private final Bodies bodies;

    LifeRoutes(Bodies bodies) {
        this.bodies = bodies;
    }

    List<Route> all() {
        return List.of(
                Route.later(MESSAGE + "/edit", this::edit),
                Route.later(MESSAGE + "/recall", this::recall),
                Route.later(MESSAGE + "/reactions", this::react),
                Route.get(MESSAGE + "/reactions", LifeRoutes::reactions),
                Route.later(MESSAGE + "/pin", this::pin),
                Route.get(CONVERSATION + "/pins", LifeRoutes::pins),
                Route.get(MESSAGE + "/replies", LifeRoutes::replies),
                Route.get(MESSAGE + "/readers", LifeRoutes::readers));
    }

    private void edit(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        ConversationId conversation = conversation(call);
        Edits.Edit edit = edit(call.body());
        call.core()
                .edits()
                .edit(
                        system(call, conversation),
                        conversation,
                        number(call),
                        edit,
                        outcome -> answer.accept(
                                reply(outcome, changed -> MessageRoutes.place(new ObjectOut(), changed.at())
                                        .number("rev", changed.revision()))));
    }

    private Edits.Edit edit(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = bodies.read(body, EDIT);
        ContentKind kind = ContentCheck.kind(fields, EDIT.find("type"));
        if (kind == null) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.BAD_CONTENT, "type", "There is no such type of content."));
        }
        int content = EDIT.find("content");
        bodies.content(fields, content, kind, body);
        int ext = EDIT.find("ext");
        if (fields.has(ext)) {
            fields.requireObject(ext);
        }
        int mentions = EDIT.find("mentions");
        return new Edits.Edit(
                fields.string(EDIT.find("cid")),
                kind,
                fields.object(content),
                fields.has(ext) ? fields.object(ext) : null,
                fields.has(mentions) ? bodies.mentions(fields, mentions) : null,
                (int) fields.integer(EDIT.find("edits"), 0, Integer.MAX_VALUE, -1),
                fields.bool(EDIT.find("retry"), false));
    }

    private void recall(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        ConversationId conversation = conversation(call);
        bodies.read(call.body(), PIN);
        call.core()
                .recalls()
                .recall(
                        system(call, conversation),
                        conversation,
                        number(call),
                        outcome -> answer.accept(reply(outcome, sent -> MessageRoutes.place(new ObjectOut(), sent))));
    }

    private void react(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        ConversationId conversation = conversation(call);
        JsonFields fields = bodies.read(call.body(), REACTION);
        call.core()
                .reactions()
                .react(
                        new Groups.Actor(call.party(), null),
                        conversation,
                        number(call),
                        fields.string(REACTION.find("key")),
                        fields.bool(REACTION.find("on"), true),
                        outcome -> answer.accept(reply(outcome, reacted -> {
                            ObjectOut out = new ObjectOut()
                                    .number("rev", reacted.story().revision());
                            FateJson.reactions(out.raw(), reacted.story());
                            return out;
                        })));
    }

    private static Reply reactions(Call call) throws RefusedException {
        ConversationId conversation = conversation(call);
        int limit = call.limit(PAGE_DEFAULT, call.core().limits().usersPageMax());
        List<UserId> users = Call.orRefuse(call.core()
                .reactions()
                .users(
                        system(call, conversation),
                        conversation,
                        number(call),
                        text(call, "key"),
                        text(call, "after"),
                        limit));
        ObjectOut out = users(new ObjectOut(), users);
        return Reply.ok(
                users.size() == limit ? out.string("next", users.getLast().value()) : out);
    }

    private void pin(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        ConversationId conversation = conversation(call);
        boolean on = bodies.read(call.body(), PIN).bool(0, true);
        call.core()
                .pins()
                .pin(
                        system(call, conversation),
                        conversation,
                        number(call),
                        on,
                        outcome -> answer.accept(reply(outcome, _ -> new ObjectOut().bool("pinned", on))));
    }

    private static Reply pins(Call call) throws RefusedException {
        ConversationId conversation = conversation(call);
        ObjectOut out = new ObjectOut();
        out.objects("pins", Call.orRefuse(call.core().pins().list(system(call, conversation), conversation)), pin -> {
            out.string("by", pin.by().value()).number("t", pin.atMs());
            EntryJson.entry(out.value("entry"), pin.entry());
        });
        return Reply.ok(out);
    }

    private static Reply replies(Call call) throws RefusedException {
        ConversationId conversation = conversation(call);
        long after = call.query().number("after", 0, NUMBER_MAX, 0);
        int limit = call.limit(PAGE_DEFAULT, call.core().limits().historyPageMax());
        Threads.Page page = Call.orRefuse(
                call.core().threads().replies(system(call, conversation), conversation, number(call), after, limit));
        ObjectOut out = new ObjectOut().number("root", page.root());
        out.array("entries", page.entries(), entry -> EntryJson.entry(out.raw(), entry));
        return Reply.ok(out.bool("more", page.more()));
    }

    private static Reply readers(Call call) throws RefusedException {
        ConversationId conversation = conversation(call);
        Groups.Actor system = system(call, conversation);
        long number = number(call);
        boolean read =
                switch (text(call, "read")) {
                    case "", "true" -> true;
                    case "false" -> false;
                    default -> throw Query.refused("read", "must be true or false");
                };
        int limit = call.limit(PAGE_DEFAULT, call.core().limits().usersPageMax());
        Readers readers = call.core().readers();
        Readers.Count count = Call.orRefuse(readers.count(system, conversation, List.of(number)))
                .getFirst();
        Readers.Page page = Call.orRefuse(readers.page(system, conversation, number, read, text(call, "after"), limit));
        ObjectOut out = users(new ObjectOut().number("read", count.read()).number("all", count.all()), page.users());
        String next = page.next();
        return Reply.ok(next == null ? out : out.string("next", next));
    }

    /// The conversation of the path, named as the user of the path names it.
    private static ConversationId conversation(Call call) throws RefusedException {
        UserKey user = call.party();
        ConversationName name = ConversationName.parse(call.part("conv"));
        if (name == null) {
            throw new RefusedException(Refusal.of(ErrorCode.BAD_CONVERSATION));
        }
        return name.of(user);
    }

    private static Groups.Actor system(Call call, ConversationId conversation) throws RefusedException {
        return conversation instanceof ConversationId.Single
                ? Groups.Actor.systemAs(call.party())
                : Groups.Actor.system(conversation.app());
    }

    private static long number(Call call) throws RefusedException {
        String text = call.part("n");
        boolean digits = !text.isEmpty() && text.length() <= 15 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new RefusedException(Refusal.of(ErrorCode.MESSAGE_UNKNOWN));
        }
        return Long.parseLong(text);
    }

    private static String text(Call call, String name) {
        String text = call.query().text(name);
        return text == null ? "" : text;
    }

    private static ObjectOut users(ObjectOut out, List<UserId> users) {
        return out.array("users", users, user -> out.raw().string(user.value()));
    }

    private static <T> Reply reply(Outcome<T> outcome, Function<T, ObjectOut> written) {
        return switch (outcome) {
            case Outcome.Ok<T>(var value) -> Reply.ok(written.apply(value));
            case Outcome.Refused<T>(var refusal) -> ErrorReplies.of(refusal);
        };
    }
}
