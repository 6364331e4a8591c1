package im.hongyan.dialects.hongyan;

import im.hongyan.core.Core;
import im.hongyan.core.account.Text;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.Groups;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.message.Assists;
import im.hongyan.core.session.Session;
import im.hongyan.dialect.entry.ConversationName;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// What a client asks of the operator's helpers: a text in another language, or what a voice message says.
final class AssistRequests {
    private static final JsonNames VOICE = new JsonNames(List.of("url"));

    private final Core core;
    private final Session session;

    AssistRequests(Core core, Session session) {
        this.core = core;
        this.session = session;
    }

    /// The reply comes on any thread.
    void carryOut(Request.Assist request, Consumer<Outcome<String>> reply) {
        try {
            switch (request.deed()) {
                case "translate" -> translate(request.read(), reply);
                case "write" -> write(request, reply);
                default ->
                    throw new RefusedException(
                            Refusal.field(ErrorCode.UNKNOWN_OPERATION, "do", "There is no such help to be had."));
            }
        } catch (RefusedException refused) {
            reply.accept(Outcome.refused(refused.refusal()));
        }
    }

    private void translate(GroupReader read, Consumer<Outcome<String>> reply) throws RefusedException {
        String text = read.text("text");
        int bytesMax = core.limits().contentBytesMax();
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > bytesMax) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.TOO_LONG, "data.text", "a text has 1 to " + bytesMax + " bytes"));
        }
        String to = language(read, "to");
        if (to.isEmpty()) {
            throw new RefusedException(Refusal.field(ErrorCode.BAD_FRAME, "data.to", "`data.to` is required"));
        }
        core.assists().translate(session.user().app(), text, language(read, "from"), to, reply);
    }

    private static String language(GroupReader read, String name) throws RefusedException {
        String language = read.text(name);
        if (!language.isEmpty() && !Text.isId(language, Assists.LANGUAGE_BYTES_MAX)) {
            throw new RefusedException(Refusal.field(
                    ErrorCode.TOO_LONG,
                    "data." + name,
                    "a language has at most " + Assists.LANGUAGE_BYTES_MAX + " bytes"));
        }
        return language;
    }

    private void write(Request.Assist request, Consumer<Outcome<String>> reply) throws RefusedException {
        ConversationName name = request.conversation();
        if (name == null || request.number() == 0) {
            throw new RefusedException(Refusal.field(ErrorCode.BAD_FRAME, "n", "`conv` and `n` are required"));
        }
        String language = language(request.read(), "from");
        try {
            core.storage().execute(() -> write(name, request.number(), language, reply));
        } catch (RejectedExecutionException full) {
            reply.accept(Outcome.refused(ErrorCode.BUSY));
        }
    }

    /// Blocks on the log.
    private void write(ConversationName name, long number, String language, Consumer<Outcome<String>> reply) {
        Outcome<String> url = Outcome.refused(ErrorCode.INTERNAL);
        try {
            url = switch (core.threads()
                    .messages(
                            new Groups.Actor(session.user(), session.id()), name.of(session.user()), List.of(number))) {
                case Outcome.Ok<List<Entry>>(var entries) -> url(entries);
                case Outcome.Refused<List<Entry>>(var refusal) -> Outcome.refused(refusal);
            };
        } finally {
            switch (url) {
                case Outcome.Ok<String>(var at) ->
                    core.assists().write(session.user().app(), at, language, reply);
                case Outcome.Refused<String>(var refusal) -> reply.accept(Outcome.refused(refusal));
            }
        }
    }

    private Outcome<String> url(List<Entry> entries) {
        if (entries.isEmpty()
                || !(entries.getFirst().payload() instanceof Message message)
                || message.kind() != ContentKind.AUDIO) {
            return Outcome.refused(
                    Refusal.field(ErrorCode.MESSAGE_UNKNOWN, "n", "There is no voice message of this number."));
        }
        RawJson content = message.content();
        JsonFields fields = new JsonFields(VOICE, ErrorCode.BAD_CONTENT, "content.");
        try {
            fields.read(content.bytes(), 0, content.length(), core.limits().jsonDepthMax());
            return Outcome.ok(fields.string(0));
        } catch (RefusedException refused) {
            return Outcome.refused(refused.refusal());
        } catch (JsonException broken) {
            throw new IllegalStateException("a stored message is no JSON", broken);
        }
    }
}
