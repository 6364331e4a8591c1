package im.hongyan.dialects.hongyan;

import im.hongyan.core.account.Text;
import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.RawJson;
import im.hongyan.dialect.content.ContentCheck;
import im.hongyan.dialect.entry.ConversationName;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonText;
import im.hongyan.dialect.json.JsonWalk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The fields of a frame, read one by one: each in its one form, or refused by its name. A field that the operation
/// does not have is not looked at, whatever it holds.
abstract class FrameReader {
    static final JsonNames FIELDS = new JsonNames(List.of(
            "op",
            "id",
            "to",
            "cid",
            "type",
            "content",
            "ext",
            "mentions",
            "quote",
            "count",
            "push",
            "retry",
            "age",
            "v",
            "app",
            "token",
            "device",
            "platform",
            "sdk",
            "session",
            "state",
            "conv",
            "n",
            "from",
            "limit",
            "dir",
            "got",
            "after",
            "cursor",
            "entries",
            "next",
            "pin",
            "mute",
            "clear",
            "name",
            "data",
            "users",
            "watch",
            "avatar",
            "attributes",
            "do",
            "priority",
            "lists",
            "allow",
            "status",
            "numbers",
            "notes",
            "how",
            "convs"));
    static final int OP = FIELDS.find("op");
    static final int ID = FIELDS.find("id");
    static final int TO = FIELDS.find("to");
    static final int CID = FIELDS.find("cid");
    static final int TYPE = FIELDS.find("type");
    static final int CONTENT = FIELDS.find("content");
    static final int EXT = FIELDS.find("ext");
    static final int MENTIONS = FIELDS.find("mentions");
    static final int QUOTE = FIELDS.find("quote");
    static final int COUNT = FIELDS.find("count");
    static final int PUSH = FIELDS.find("push");
    static final int RETRY = FIELDS.find("retry");
    static final int AGE = FIELDS.find("age");
    static final int V = FIELDS.find("v");
    static final int APP = FIELDS.find("app");
    static final int TOKEN = FIELDS.find("token");
    static final int DEVICE = FIELDS.find("device");
    static final int PLATFORM = FIELDS.find("platform");
    static final int SDK = FIELDS.find("sdk");
    static final int SESSION = FIELDS.find("session");
    static final int STATE = FIELDS.find("state");
    static final int CONV = FIELDS.find("conv");
    static final int NUMBER = FIELDS.find("n");
    static final int FROM = FIELDS.find("from");
    static final int LIMIT = FIELDS.find("limit");
    static final int DIR = FIELDS.find("dir");
    static final int GOT = FIELDS.find("got");
    static final int AFTER = FIELDS.find("after");
    static final int CURSOR = FIELDS.find("cursor");
    static final int ENTRIES = FIELDS.find("entries");
    static final int NEXT = FIELDS.find("next");
    static final int PIN = FIELDS.find("pin");
    static final int MUTE = FIELDS.find("mute");
    static final int CLEAR = FIELDS.find("clear");
    static final int NAME = FIELDS.find("name");
    static final int DATA = FIELDS.find("data");
    static final int USERS = FIELDS.find("users");
    static final int WATCH = FIELDS.find("watch");
    static final int AVATAR = FIELDS.find("avatar");
    static final int ATTRIBUTES = FIELDS.find("attributes");
    static final int DO = FIELDS.find("do");
    static final int PRIORITY = FIELDS.find("priority");
    static final int LISTS = FIELDS.find("lists");
    static final int STATUS = FIELDS.find("status");
    static final int ALLOW = FIELDS.find("allow");
    static final int NUMBERS = FIELDS.find("numbers");
    static final int NOTES = FIELDS.find("notes");
    static final int HOW = FIELDS.find("how");
    static final int CONVS = FIELDS.find("convs");

    static final int CLIENT_ID_BYTES_MAX = 64;
    static final int PAGE_DEFAULT = 20;
    static final int LIST_DEFAULT = 50;
    static final RawJson EMPTY = RawJson.of("{}");

    final Limits limits;
    final JsonFields fields;
    private final ContentCheck contentCheck = new ContentCheck();

    /// @param fields where the frame's fields are when something is read
    FrameReader(Limits limits, JsonFields fields) {
        this.limits = limits;
        this.fields = fields;
    }

    final List<UserId> users(int max) throws RefusedException, JsonException {
        List<UserId> users = new ArrayList<>();
        for (String user : fields.strings(USERS, max)) {
            users.add(UserId.parse(user));
        }
        return users;
    }

    final String clientId() throws RefusedException {
        String clientId = fields.string(CID);
        if (!Text.isId(clientId, CLIENT_ID_BYTES_MAX)) {
            throw new RefusedException(Refusal.of(ErrorCode.BAD_CLIENT_ID));
        }
        return clientId;
    }

    final GroupReader data() throws RefusedException, JsonException {
        return new GroupReader(fields.has(DATA) ? scalars() : Map.of(), Map.of());
    }

    final ContentKind kind() throws RefusedException {
        ContentKind kind = ContentCheck.kind(fields, TYPE);
        if (kind == null) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.BAD_CONTENT, "type", "There is no such type of content."));
        }
        return kind;
    }

    final RawJson content(ContentKind kind, byte[] in) throws RefusedException, JsonException {
        RawJson content = object(CONTENT, limits.contentBytesMax(), ErrorCode.MESSAGE_TOO_LARGE);
        contentCheck.check(kind, in, fields.start(CONTENT), fields.end(CONTENT), limits.jsonDepthMax());
        return content;
    }

    final List<String> mentions() throws RefusedException, JsonException {
        if (!fields.has(MENTIONS)) {
            return List.of();
        }
        List<String> mentions = fields.strings(MENTIONS, limits.mentionsMax());
        for (String mention : mentions) {
            if (!mention.equals(Message.MENTION_ALL) && !Text.isId(mention, UserId.BYTES_MAX)) {
                throw new RefusedException(
                        Refusal.field(ErrorCode.BAD_USER_ID, "mentions", ErrorCode.BAD_USER_ID.english()));
            }
        }
        return List.copyOf(mentions);
    }

    /// The members of `data`, each a text, a number that is not negative, or a truth, as text.
    final Map<String, String> scalars() throws RefusedException, JsonException {
        JsonWalk walk = fields.members(DATA);
        Map<String, String> scalars = new LinkedHashMap<>();
        while (walk.next()) {
            if (walk.isString()) {
                scalars.put(walk.name(), walk.string());
            } else if (walk.isNumber()) {
                scalars.put(walk.name(), Long.toString(walk.integer().orElse(-1)));
            } else if (walk.isTruth()) {
                scalars.put(walk.name(), Boolean.toString(walk.truth()));
            } else {
                throw fields.refused(DATA, "must hold texts, numbers and truths");
            }
        }
        return scalars;
    }

    final Map<String, String> attributes() throws RefusedException, JsonException {
        JsonWalk walk = fields.members(ATTRIBUTES);
        Map<String, String> attributes = new LinkedHashMap<>();
        while (walk.next()) {
            if (!walk.isString()) {
                throw fields.refused(ATTRIBUTES, "must be an object of strings");
            }
            attributes.put(walk.name(), walk.string());
        }
        return attributes;
    }

    final ConversationName conversation(int field) throws RefusedException {
        ConversationName name = ConversationName.parse(fields.string(field));
        if (name == null) {
            throw new RefusedException(Refusal.field(
                    ErrorCode.BAD_CONVERSATION, FIELDS.name(field), ErrorCode.BAD_CONVERSATION.english()));
        }
        return name;
    }

    final long number(int field) throws RefusedException {
        return fields.integer(field, 1, JsonText.INTEGER_MAX);
    }

    final long numberOr0(int field) throws RefusedException {
        return fields.integer(field, 0, JsonText.INTEGER_MAX, 0);
    }

    /// More than the limit is taken as the limit.
    final int limit(int field, int min, int max, int absent) throws RefusedException {
        return (int) Math.min(fields.integer(field, min, JsonText.INTEGER_MAX, Math.min(absent, max)), max);
    }

    /// @param absent what an absent field means; -1 = it is required
    final int choice(int field, JsonNames words, int absent) throws RefusedException {
        if (absent >= 0 && !fields.has(field)) {
            return absent;
        }
        int index = fields.word(field, words);
        if (index < 0) {
            throw fields.refused(field, "must be `" + words.name(0) + "` or `" + words.name(1) + "`");
        }
        return index;
    }

    final RawJson object(int field, int bytesMax, ErrorCode tooLarge) throws RefusedException {
        fields.requireObject(field);
        if (fields.length(field) > bytesMax) {
            throw new RefusedException(Refusal.field(
                    tooLarge, FIELDS.name(field), "`" + FIELDS.name(field) + "` is over " + bytesMax + " bytes."));
        }
        return fields.object(field);
    }

    static RefusedException tooMany(String field, int max) {
        return new RefusedException(Refusal.field(ErrorCode.TOO_MANY, field, "At most " + max + " elements."));
    }
}
