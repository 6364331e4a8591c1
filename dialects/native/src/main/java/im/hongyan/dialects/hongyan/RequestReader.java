package im.hongyan.dialects.hongyan;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.Text;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.session.DeviceId;
import im.hongyan.core.session.Platform;
import im.hongyan.dialect.entry.ConversationName;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonText;
import im.hongyan.dialect.json.JsonWalk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Turns the fields of a frame into the request of its operation. A field that the operation does not have is not
/// looked at, whatever it holds.
final class RequestReader extends FrameReader {
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
            "stream",
            "assist"));
    private static final JsonNames STATES = new JsonNames(List.of("foreground", "background"));
    private static final JsonNames DIRECTIONS = new JsonNames(List.of("back", "forward"));

    static final int VERSION = 1;
    static final int SDK_BYTES_MAX = 64;
    static final int SIGNAL_NAME_BYTES_MAX = 64;

    private final SendReader sends;
    private final FamilyReader families;

    /// @param fields where the frame's fields are when [#read] is called
    RequestReader(Limits limits, JsonFields fields) {
        super(limits, fields);
        this.sends = new SendReader(limits, fields);
        this.families = new FamilyReader(limits, fields);
    }

    Request read(byte[] in, long id) throws RefusedException, JsonException {
        int operation = fields.word(OP, OPERATIONS);
        if (operation < 0) {
            throw new RefusedException(Refusal.of(ErrorCode.UNKNOWN_OPERATION));
        }
        return switch (OPERATIONS.name(operation)) {
            case "send" -> sends.send(in, id);
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
            case "folder" -> families.folder(id);
            case "schedule" -> sends.schedule(in, id);
            case "stream" -> sends.stream(id);
            case "assist" ->
                new Request.Assist(
                        id, fields.string(DO), fields.has(CONV) ? conversation(CONV) : null, numberOr0(NUMBER), data());
            case "sync" -> sync(id);
            case "set" -> set(id);
            case "clear" -> new Request.Clear(id, conversation(CONV), numberOr0(NUMBER));
            case "delete" -> new Request.Delete(id, conversation(CONV), fields.bool(CLEAR, false));
            case "signal" -> signal(id);
            case "presence" -> families.presence(id);
            case "users" -> new Request.Users(id, users(limits.usersPageMax()));
            case "profile" -> families.profile(id);
            case "group" -> families.group(id);
            case "room" -> families.room(id);
            case "friend" -> families.friend(id);
            case "message" -> sends.message(in, id);
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

    private Request set(long id) throws RefusedException, JsonException {
        RawJson notes = fields.has(NOTES) ? fields.object(NOTES) : null;
        return new Request.Set(
                id,
                conversation(CONV),
                ConversationReader.settings(
                        fields.boolOrNull(PIN), fields.boolOrNull(MUTE), notes, limits.jsonDepthMax()));
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
}
