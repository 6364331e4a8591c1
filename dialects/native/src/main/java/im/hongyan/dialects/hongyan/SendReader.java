package im.hongyan.dialects.hongyan;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.Priority;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.message.Edits;
import im.hongyan.dialect.entry.ConversationName;
import im.hongyan.dialect.entry.SpecialReader;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonText;
import im.hongyan.dialect.json.JsonWalk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Requests that send a message, now or later, at once or piece by piece, and those that change one.
final class SendReader extends FrameReader {
    SendReader(Limits limits, JsonFields fields) {
        super(limits, fields);
    }

    Request.Send send(byte[] in, long id) throws RefusedException, JsonException {
        ConversationName to = conversation(TO);
        String clientId = clientId();
        ContentKind kind = kind();
        return send(id, to, clientId, kind, content(kind, in));
    }

    private Request.Send send(long id, ConversationName to, String clientId, ContentKind kind, RawJson content)
            throws RefusedException, JsonException {
        return new Request.Send(
                id,
                to,
                clientId,
                kind,
                content,
                fields.has(EXT) ? object(EXT, limits.extBytesMax(), ErrorCode.EXT_TOO_LARGE) : null,
                mentions(),
                fields.integer(QUOTE, 0, JsonText.INTEGER_MAX, 0),
                fields.bool(COUNT, kind != ContentKind.COMMAND),
                fields.bool(PUSH, true),
                fields.bool(RETRY, false),
                fields.integer(AGE, 0, JsonText.INTEGER_MAX, 0),
                SpecialReader.of(fields.has(HOW) ? fields.object(HOW) : null, priority(), limits));
    }

    Request schedule(byte[] in, long id) throws RefusedException, JsonException {
        String deed = fields.string(DO);
        Request.Send send = deed.equals("create") ? send(in, id) : null;
        return new Request.Schedule(id, deed, send, deed.equals("cancel") ? clientId() : "", data());
    }

    Request stream(long id) throws RefusedException, JsonException {
        String deed = fields.string(DO);
        boolean opens = deed.equals("open");
        return new Request.Stream(
                id,
                deed,
                opens ? send(id, conversation(TO), clientId(), ContentKind.TEXT, EMPTY) : null,
                opens ? null : conversation(CONV),
                opens ? 0 : number(NUMBER),
                data());
    }

    private Priority priority() throws RefusedException {
        String word = fields.stringOrNull(PRIORITY);
        Priority priority = word == null ? Priority.NORMAL : Priority.of(word);
        if (priority == null) {
            throw fields.refused(PRIORITY, "must be `high`, `normal` or `low`");
        }
        return priority;
    }

    Request message(byte[] in, long id) throws RefusedException, JsonException {
        String deed = fields.string(DO);
        boolean edit = deed.equals("edit");
        ContentKind kind = ContentKind.TEXT;
        RawJson content = EMPTY;
        if (edit) {
            kind = kind();
            content = content(kind, in);
        }
        String clientId = edit ? fields.string(CID) : "";
        String after = fields.stringOrNull(AFTER);
        return new Request.Message(
                id,
                deed,
                conversation(CONV),
                numberOr0(NUMBER),
                numbers(),
                new MessageReader(fields.has(DATA) ? scalars() : Map.of()),
                new Edits.Edit(
                        clientId,
                        kind,
                        content,
                        edit && fields.has(EXT) ? object(EXT, limits.extBytesMax(), ErrorCode.EXT_TOO_LARGE) : null,
                        edit && fields.has(MENTIONS) ? mentions() : null,
                        -1,
                        fields.bool(RETRY, false)),
                after == null ? "" : after,
                limit(LIMIT, 1, limits.historyPageMax(), PAGE_DEFAULT));
    }

    private List<Long> numbers() throws RefusedException, JsonException {
        if (!fields.has(NUMBERS)) {
            return List.of();
        }
        JsonWalk walk = fields.array(NUMBERS);
        List<Long> numbers = new ArrayList<>();
        while (walk.next()) {
            if (numbers.size() == limits.historyPageMax()) {
                throw tooMany("numbers", limits.historyPageMax());
            }
            long number = walk.isNumber() ? walk.integer().orElse(-1) : -1;
            if (number < 1) {
                throw fields.refused(NUMBERS, "must be an array of numbers of messages");
            }
            numbers.add(number);
        }
        return numbers;
    }
}
