package im.hongyan.dialects.hongyan;

import im.hongyan.core.account.Allow;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.Text;
import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.Priority;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.message.Edits;
import im.hongyan.core.session.DeviceId;
import im.hongyan.core.session.Platform;
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
import org.jspecify.annotations.Nullable;

/// Turns the fields of a frame into the request of its operation. A field that the operation does not have is not
/// looked at, whatever it holds.
final class RequestReader {
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
    private static final int TO = FIELDS.find("to");
    private static final int CID = FIELDS.find("cid");
    private static final int TYPE = FIELDS.find("type");
    private static final int CONTENT = FIELDS.find("content");
    private static final int EXT = FIELDS.find("ext");
    private static final int MENTIONS = FIELDS.find("mentions");
    private static final int QUOTE = FIELDS.find("quote");
    private static final int COUNT = FIELDS.find("count");
    private static final int PUSH = FIELDS.find("push");
    private static final int RETRY = FIELDS.find("retry");
    private static final int AGE = FIELDS.find("age");
    private static final int V = FIELDS.find("v");
    private static final int APP = FIELDS.find("app");
    private static final int TOKEN = FIELDS.find("token");
    private static final int DEVICE = FIELDS.find("device");
    private static final int PLATFORM = FIELDS.find("platform");
    private static final int SDK = FIELDS.find("sdk");
    private static final int SESSION = FIELDS.find("session");
    private static final int STATE = FIELDS.find("state");
    private static final int CONV = FIELDS.find("conv");
    private static final int NUMBER = FIELDS.find("n");
    private static final int FROM = FIELDS.find("from");
    private static final int LIMIT = FIELDS.find("limit");
    private static final int DIR = FIELDS.find("dir");
    private static final int GOT = FIELDS.find("got");
    private static final int AFTER = FIELDS.find("after");
    private static final int CURSOR = FIELDS.find("cursor");
    private static final int ENTRIES = FIELDS.find("entries");
    private static final int NEXT = FIELDS.find("next");
    private static final int PIN = FIELDS.find("pin");
    private static final int MUTE = FIELDS.find("mute");
    private static final int CLEAR = FIELDS.find("clear");
    private static final int NAME = FIELDS.find("name");
    private static final int DATA = FIELDS.find("data");
    private static final int USERS = FIELDS.find("users");
    private static final int WATCH = FIELDS.find("watch");
    private static final int AVATAR = FIELDS.find("avatar");
    private static final int ATTRIBUTES = FIELDS.find("attributes");
    private static final int DO = FIELDS.find("do");
    private static final int PRIORITY = FIELDS.find("priority");
    private static final int LISTS = FIELDS.find("lists");
    private static final int STATUS = FIELDS.find("status");
    private static final int ALLOW = FIELDS.find("allow");
    private static final int NUMBERS = FIELDS.find("numbers");
    private static final int NOTES = FIELDS.find("notes");
    private static final int HOW = FIELDS.find("how");
    private static final int CONVS = FIELDS.find("convs");

    private static final JsonNames OPERATIONS = new JsonNames(List.of(
            "send",
            "ack",
            "ping",
            "read",
            "login",
            "resume",
            "state",
            "renew",
            "logout",
            "recall",
            "history",
            "conversations",
            "sync",
            "set",
            "clear",
            "delete",
            "signal",
            "presence",
            "users",
            "profile",
            "group",
            "room",
            "friend",
            "message",
            "total",
            "folder",
            "schedule",
            "stream"));
    private static final JsonNames STATES = new JsonNames(List.of("foreground", "background"));
    private static final JsonNames DIRECTIONS = new JsonNames(List.of("back", "forward"));

    static final int VERSION = 1;
    static final int SDK_BYTES_MAX = 64;
    static final int CLIENT_ID_BYTES_MAX = 64;
    static final int SIGNAL_NAME_BYTES_MAX = 64;
    static final int PAGE_DEFAULT = 20;
    static final int LIST_DEFAULT = 50;
    private static final RawJson EMPTY = RawJson.of("{}");

    private final Limits limits;
    private final JsonFields fields;
    private final ContentCheck contentCheck = new ContentCheck();

    /// @param fields where the frame's fields are when [#read] is called
    RequestReader(Limits limits, JsonFields fields) {
        this.limits = limits;
        this.fields = fields;
    }

    Request read(byte[] in, long id) throws RefusedException, JsonException {
        int operation = fields.word(OP, OPERATIONS);
        if (operation < 0) {
            throw new RefusedException(Refusal.of(ErrorCode.UNKNOWN_OPERATION));
        }
        return switch (OPERATIONS.name(operation)) {
            case "send" -> send(in, id);
            case "ack" -> new Request.Ack(id, got());
            case "ping" -> new Request.Ping(id);
            case "read" -> new Request.Read(id, conversation(CONV), number(NUMBER));
            case "login" -> login(id);
            case "resume" -> resume(id);
            case "state" -> new Request.State(id, choice(STATE, STATES, -1) == 1);
            case "renew" -> new Request.Renew(id, token());
            case "logout" -> new Request.Logout(id);
            case "recall" -> new Request.Recall(id, conversation(CONV), number(NUMBER));
            case "history" -> history(id);
            case "conversations" ->
                new Request.Conversations(
                        id,
                        limit(LIMIT, 1, limits.conversationsPageMax(), LIST_DEFAULT),
                        fields.stringOrNull(AFTER),
                        ConversationReader.filter(fields.has(DATA) ? scalars() : Map.of()));
            case "total" -> new Request.Total(id);
            case "folder" -> folder(id);
            case "schedule" -> schedule(in, id);
            case "stream" -> stream(id);
            case "sync" -> sync(id);
            case "set" -> set(id);
            case "clear" -> new Request.Clear(id, conversation(CONV), numberOr0(NUMBER));
            case "delete" -> new Request.Delete(id, conversation(CONV), fields.bool(CLEAR, false));
            case "signal" -> signal(id);
            case "presence" -> presence(id);
            case "users" -> new Request.Users(id, users(limits.usersPageMax()));
            case "profile" -> profile(id);
            case "group" -> group(id);
            case "room" -> room(id);
            case "friend" -> friend(id);
            case "message" -> message(in, id);
            default -> throw new IllegalStateException("an operation without a reader");
        };
    }

    private Request login(long id) throws RefusedException {
        version();
        AppId app = app();
        DeviceId device = DeviceId.parse(fields.string(DEVICE));
        String platform = fields.stringOrNull(PLATFORM);
        String sdk = fields.stringOrNull(SDK);
        if (sdk != null && !sdk.isEmpty() && !Text.isId(sdk, SDK_BYTES_MAX)) {
            throw fields.refused(SDK, "must be at most " + SDK_BYTES_MAX + " bytes without control characters");
        }
        return new Request.Login(
                id,
                app,
                token(),
                device,
                platform == null ? Platform.OTHER : Platform.of(platform),
                sdk == null ? "" : sdk);
    }

    private Request resume(long id) throws RefusedException {
        version();
        return new Request.Resume(id, app(), fields.string(SESSION));
    }

    private void version() throws RefusedException {
        if (fields.integer(V, 0, JsonText.INTEGER_MAX) != VERSION) {
            throw new RefusedException(Refusal.of(ErrorCode.UNSUPPORTED_VERSION));
        }
    }

    private AppId app() throws RefusedException {
        String app = fields.string(APP);
        if (!AppId.isValid(app)) {
            throw new RefusedException(Refusal.of(ErrorCode.APP_UNKNOWN));
        }
        return new AppId(app);
    }

    private String token() throws RefusedException {
        String token = fields.stringOrNull(TOKEN);
        if (token == null || token.isEmpty()) {
            throw new RefusedException(Refusal.of(ErrorCode.TOKEN_MISSING));
        }
        return token;
    }

    private Request.Send send(byte[] in, long id) throws RefusedException, JsonException {
        ContentKind kind = kind();
        return send(id, kind, content(kind, in));
    }

    private Request.Send send(long id, ContentKind kind, RawJson content) throws RefusedException, JsonException {
        return new Request.Send(
                id,
                conversation(TO),
                clientId(),
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

    private String clientId() throws RefusedException {
        String clientId = fields.string(CID);
        if (!Text.isId(clientId, CLIENT_ID_BYTES_MAX)) {
            throw new RefusedException(Refusal.of(ErrorCode.BAD_CLIENT_ID));
        }
        return clientId;
    }

    private Request schedule(byte[] in, long id) throws RefusedException, JsonException {
        String deed = fields.string(DO);
        Request.Send send = deed.equals("create") ? send(in, id) : null;
        return new Request.Schedule(id, deed, send, deed.equals("cancel") ? clientId() : "", data());
    }

    private Request stream(long id) throws RefusedException, JsonException {
        String deed = fields.string(DO);
        boolean opens = deed.equals("open");
        return new Request.Stream(
                id,
                deed,
                opens ? send(id, ContentKind.TEXT, EMPTY) : null,
                opens ? null : conversation(CONV),
                opens ? 0 : number(NUMBER),
                data());
    }

    private Request set(long id) throws RefusedException, JsonException {
        RawJson notes = fields.has(NOTES) ? fields.object(NOTES) : null;
        return new Request.Set(
                id,
                conversation(CONV),
                ConversationReader.settings(
                        fields.boolOrNull(PIN), fields.boolOrNull(MUTE), notes, limits.jsonDepthMax()));
    }

    private Request folder(long id) throws RefusedException, JsonException {
        List<ConversationName> names = new ArrayList<>();
        if (fields.has(CONVS)) {
            for (String written : fields.strings(CONVS, limits.folderChangeMax())) {
                ConversationName name = ConversationName.parse(written);
                if (name == null || name instanceof ConversationName.Feed) {
                    throw new RefusedException(
                            Refusal.field(ErrorCode.BAD_CONVERSATION, "convs", ErrorCode.BAD_CONVERSATION.english()));
                }
                names.add(name);
            }
        }
        return new Request.Folder(id, fields.string(DO), fields.stringOrNull(NAME), data(), List.copyOf(names));
    }

    private GroupReader data() throws RefusedException, JsonException {
        return new GroupReader(fields.has(DATA) ? scalars() : Map.of(), Map.of());
    }

    private Priority priority() throws RefusedException {
        String word = fields.stringOrNull(PRIORITY);
        Priority priority = word == null ? Priority.NORMAL : Priority.of(word);
        if (priority == null) {
            throw fields.refused(PRIORITY, "must be `high`, `normal` or `low`");
        }
        return priority;
    }

    private ContentKind kind() throws RefusedException {
        ContentKind kind = ContentCheck.kind(fields, TYPE);
        if (kind == null) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.BAD_CONTENT, "type", "There is no such type of content."));
        }
        return kind;
    }

    private RawJson content(ContentKind kind, byte[] in) throws RefusedException, JsonException {
        RawJson content = object(CONTENT, limits.contentBytesMax(), ErrorCode.MESSAGE_TOO_LARGE);
        contentCheck.check(kind, in, fields.start(CONTENT), fields.end(CONTENT), limits.jsonDepthMax());
        return content;
    }

    private List<String> mentions() throws RefusedException, JsonException {
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

    private Request history(long id) throws RefusedException {
        return new Request.History(
                id,
                conversation(CONV),
                numberOr0(FROM),
                limit(LIMIT, 1, limits.historyPageMax(), PAGE_DEFAULT),
                choice(DIR, DIRECTIONS, 0) == 1);
    }

    private Request sync(long id) throws RefusedException {
        return new Request.Sync(
                id,
                fields.integer(CURSOR, 0, JsonText.INTEGER_MAX, 0),
                limit(LIMIT, 1, limits.conversationsPageMax(), LIST_DEFAULT),
                limit(ENTRIES, 0, limits.syncEntriesMax(), PAGE_DEFAULT),
                fields.stringOrNull(NEXT));
    }

    private List<Request.Got> got() throws RefusedException, JsonException {
        JsonWalk walk = fields.array(GOT);
        List<Request.Got> got = new ArrayList<>(4);
        while (walk.next()) {
            if (got.size() == limits.ackPairsMax()) {
                throw tooMany("got", limits.ackPairsMax());
            }
            JsonWalk pair = walk.isArray() ? walk.inside() : null;
            ConversationName name =
                    pair != null && pair.next() && pair.isString() ? ConversationName.parse(pair.string()) : null;
            if (pair == null || name == null || !pair.next() || !pair.isNumber()) {
                throw fields.refused(GOT, "must be an array of pairs of a conversation and a number");
            }
            long number = pair.integer().orElse(-1);
            if (number < 0 || pair.next()) {
                throw fields.refused(GOT, "must be an array of pairs of a conversation and a number");
            }
            got.add(new Request.Got(name, number));
        }
        return got;
    }

    private Request signal(long id) throws RefusedException {
        ConversationName to = conversation(TO);
        String name = fields.string(NAME);
        if (!Text.isId(name, SIGNAL_NAME_BYTES_MAX)) {
            throw fields.refused(NAME, "must be 1-" + SIGNAL_NAME_BYTES_MAX + " bytes without control characters");
        }
        RawJson data = fields.has(DATA) ? object(DATA, limits.signalBytesMax(), ErrorCode.MESSAGE_TOO_LARGE) : EMPTY;
        return new Request.Signal(id, to, name, data);
    }

    private List<UserId> users(int max) throws RefusedException, JsonException {
        List<UserId> users = new ArrayList<>();
        for (String user : fields.strings(USERS, max)) {
            users.add(UserId.parse(user));
        }
        return users;
    }

    private Request presence(long id) throws RefusedException, JsonException {
        String text = fields.stringOrNull(STATUS);
        List<UserId> users = text != null && !fields.has(USERS) ? List.of() : users(limits.watchedUsersMax());
        return new Request.Presence(id, users, fields.boolOrNull(WATCH), text);
    }

    private Request profile(long id) throws RefusedException, JsonException {
        return new Request.Profile(
                id,
                fields.stringOrNull(NAME),
                fields.stringOrNull(AVATAR),
                fields.has(ATTRIBUTES) ? attributes() : null,
                allow());
    }

    private @Nullable Allow allow() throws RefusedException {
        String word = fields.stringOrNull(ALLOW);
        Allow allow = word == null ? null : Allow.of(word);
        if (word != null && allow == null) {
            throw fields.refused(ALLOW, "must be `anyone`, `approval` or `nobody`");
        }
        return allow;
    }

    private Request friend(long id) throws RefusedException, JsonException {
        String after = fields.stringOrNull(AFTER);
        return new Request.Friend(
                id,
                fields.string(DO),
                fields.has(USERS) ? users(limits.usersPageMax()) : List.of(),
                new FriendReader(
                        fields.has(DATA) ? scalars() : Map.of(),
                        fields.has(ATTRIBUTES) ? attributes() : Map.of(),
                        fields.has(LISTS) ? fields.strings(LISTS, limits.friendListsMax()) : null),
                after == null ? "" : after,
                limit(LIMIT, 1, limits.friendsPageMax(), limits.friendsPageMax()));
    }

    private Request group(long id) throws RefusedException, JsonException {
        String deed = fields.string(DO);
        ConversationName name = fields.has(CONV) ? conversation(CONV) : null;
        if (name != null && !(name instanceof ConversationName.Group)) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.BAD_CONVERSATION, "conv", ErrorCode.BAD_CONVERSATION.english()));
        }
        String after = fields.stringOrNull(AFTER);
        return new Request.Group(
                id,
                deed,
                name instanceof ConversationName.Group group ? group.id() : null,
                fields.has(USERS) ? users(limits.usersPageMax()) : List.of(),
                new GroupReader(
                        fields.has(DATA) ? scalars() : Map.of(), fields.has(ATTRIBUTES) ? attributes() : Map.of()),
                after == null ? "" : after,
                limit(LIMIT, 1, limits.usersPageMax(), LIST_DEFAULT));
    }

    private Request room(long id) throws RefusedException, JsonException {
        ConversationName name = fields.has(CONV) ? conversation(CONV) : null;
        if (name != null && !(name instanceof ConversationName.Room)) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.BAD_CONVERSATION, "conv", ErrorCode.BAD_CONVERSATION.english()));
        }
        String after = fields.stringOrNull(AFTER);
        return new Request.Room(
                id,
                fields.string(DO),
                name instanceof ConversationName.Room room ? room.id() : null,
                fields.has(USERS) ? users(limits.usersPageMax()) : List.of(),
                new GroupReader(
                        fields.has(DATA) ? scalars() : Map.of(), fields.has(ATTRIBUTES) ? attributes() : Map.of()),
                after == null ? "" : after,
                limit(LIMIT, 1, limits.usersPageMax(), LIST_DEFAULT));
    }

    private Request message(byte[] in, long id) throws RefusedException, JsonException {
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

    /// The members of `data`, each a text, a number that is not negative, or a truth, as text.
    private Map<String, String> scalars() throws RefusedException, JsonException {
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

    private Map<String, String> attributes() throws RefusedException, JsonException {
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

    private ConversationName conversation(int field) throws RefusedException {
        ConversationName name = ConversationName.parse(fields.string(field));
        if (name == null) {
            throw new RefusedException(Refusal.field(
                    ErrorCode.BAD_CONVERSATION, FIELDS.name(field), ErrorCode.BAD_CONVERSATION.english()));
        }
        return name;
    }

    private long number(int field) throws RefusedException {
        return fields.integer(field, 1, JsonText.INTEGER_MAX);
    }

    private long numberOr0(int field) throws RefusedException {
        return fields.integer(field, 0, JsonText.INTEGER_MAX, 0);
    }

    /// More than the limit is taken as the limit.
    private int limit(int field, int min, int max, int absent) throws RefusedException {
        return (int) Math.min(fields.integer(field, min, JsonText.INTEGER_MAX, Math.min(absent, max)), max);
    }

    /// @param absent what an absent field means; -1 = it is required
    private int choice(int field, JsonNames words, int absent) throws RefusedException {
        if (absent >= 0 && !fields.has(field)) {
            return absent;
        }
        int index = fields.word(field, words);
        if (index < 0) {
            throw fields.refused(field, "must be `" + words.name(0) + "` or `" + words.name(1) + "`");
        }
        return index;
    }

    private RawJson object(int field, int bytesMax, ErrorCode tooLarge) throws RefusedException {
        fields.requireObject(field);
        if (fields.length(field) > bytesMax) {
            throw new RefusedException(Refusal.field(
                    tooLarge, FIELDS.name(field), "`" + FIELDS.name(field) + "` is over " + bytesMax + " bytes."));
        }
        return fields.object(field);
    }

    private static RefusedException tooMany(String field, int max) {
        return new RefusedException(Refusal.field(ErrorCode.TOO_MANY, field, "At most " + max + " elements."));
    }
}
