package im.hongyan.http.rest;

import im.hongyan.core.account.Allow;
import im.hongyan.core.account.AppChange;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.AppSettings.OnTooManySessions;
import im.hongyan.core.account.ProfileChange;
import im.hongyan.core.account.Text;
import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.Groups;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.Priority;
import im.hongyan.core.log.RawJson;
import im.hongyan.dialect.content.ContentCheck;
import im.hongyan.dialect.entry.SpecialReader;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonScanner;
import im.hongyan.dialect.json.JsonText;
import im.hongyan.dialect.json.JsonWalk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The bodies of requests: any bytes become a record or a refusal that names the field. Unknown fields are passed
/// over, `null` is the same as absent.
final class Bodies {
    /// How long a token lives unless asked otherwise: a day.
    static final long TOKEN_LIFETIME_MS = 86_400_000;
    /// The shortest.
    static final long TOKEN_LIFETIME_MS_MIN = 1_000;
    /// The longest: 90 days.
    static final long TOKEN_LIFETIME_MS_MAX = 7_776_000_000L;

    private final Limits limits;

    Bodies(Limits limits) {
        this.limits = limits;
    }

    Limits limits() {
        return limits;
    }

    record IssueToken(UserId user, long lifetimeMs) {}

    record VerifyToken(String token) {
        @Override
        public String toString() {
            return "VerifyToken[]";
        }
    }

    record NewUser(UserId user, ProfileChange profile) {}

    record NewApp(AppId app, AppChange change) {}

    record Presence(List<UserId> users) {}

    /// A message in somebody's name, to a user or to a group.
    ///
    /// @param to null = to the group
    /// @param group null = to the user
    record Send(
            UserId from,
            @Nullable UserId to,
            @Nullable String group,
            String clientId,
            ContentKind kind,
            RawJson content,
            @Nullable RawJson ext,
            List<String> mentions,
            long quote,
            boolean counts,
            boolean notifies,
            SpecialReader how) {}

    /// One message to many users.
    ///
    /// @param message whose receiver says nothing
    record Broadcast(Send message, List<UserId> users) {}

    /// @param message whose receiver says nothing
    record RoomSend(Send message, Priority priority) {}

    private static final JsonNames ISSUE = new JsonNames(List.of("user", "lifetime"));

    IssueToken issueToken(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = read(body, ISSUE);
        return new IssueToken(
                user(fields, ISSUE.find("user"), "user"),
                fields.integer(
                        ISSUE.find("lifetime"), TOKEN_LIFETIME_MS_MIN, TOKEN_LIFETIME_MS_MAX, TOKEN_LIFETIME_MS));
    }

    private static final JsonNames VERIFY = new JsonNames(List.of("token"));

    VerifyToken verifyToken(byte[] body) throws RefusedException, JsonException {
        return new VerifyToken(read(body, VERIFY).string(0));
    }

    private static final JsonNames USER =
            new JsonNames(List.of("user", "name", "avatar", "attributes", "allow", "enabled"));

    NewUser newUser(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = read(body, USER);
        UserId user = user(fields, USER.find("user"), "user");
        if (user.isReserved()) {
            throw refused(ErrorCode.BAD_USER_ID, "user", "Ids that begin with $ belong to the server.");
        }
        return new NewUser(user, profile(fields));
    }

    ProfileChange profile(byte[] body) throws RefusedException, JsonException {
        return profile(read(body, USER));
    }

    private static ProfileChange profile(JsonFields fields) throws RefusedException, JsonException {
        ProfileChange change = new ProfileChange(
                fields.stringOrNull(USER.find("name")),
                fields.stringOrNull(USER.find("avatar")),
                attributes(fields, USER.find("attributes")),
                allow(fields, USER.find("allow")),
                fields.boolOrNull(USER.find("enabled")));
        Refusal refusal = change.check();
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
        return change;
    }

    private static @Nullable Allow allow(JsonFields fields, int field) throws RefusedException {
        String word = fields.stringOrNull(field);
        Allow allow = word == null ? null : Allow.of(word);
        if (word != null && allow == null) {
            throw fields.refused(field, "must be `anyone`, `approval` or `nobody`");
        }
        return allow;
    }

    static @Nullable Map<String, String> attributes(JsonFields fields, int field)
            throws RefusedException, JsonException {
        if (!fields.has(field)) {
            return null;
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        JsonWalk walk = fields.members(field);
        while (walk.next()) {
            if (!walk.isString()) {
                throw fields.refused(field, "must be an object of strings");
            }
            attributes.put(walk.name(), walk.string());
        }
        return attributes;
    }

    private static final JsonNames APP = new JsonNames(List.of("app", "name", "enabled", "settings"));
    private static final JsonNames SETTINGS = new JsonNames(List.of(
            "sessions_per_platform_max",
            "sessions_per_user_max",
            "on_too_many_sessions",
            "recall_window_ms",
            "create_user_at_login",
            "users_create_rooms"));

    NewApp newApp(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = read(body, APP);
        String app = fields.string(APP.find("app"));
        if (!AppId.isValid(app)) {
            throw fields.refused(
                    APP.find("app"), "must be 1-32 characters of a-z 0-9 _ -, beginning with a letter or digit");
        }
        return new NewApp(new AppId(app), app(fields));
    }

    AppChange appChange(byte[] body) throws RefusedException, JsonException {
        return app(read(body, APP));
    }

    private AppChange app(JsonFields fields) throws RefusedException, JsonException {
        AppChange change = new AppChange(
                fields.stringOrNull(APP.find("name")),
                fields.boolOrNull(APP.find("enabled")),
                settings(fields, APP.find("settings")));
        Refusal refusal = change.check();
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
        return change;
    }

    private AppChange.Settings settings(JsonFields outer, int field) throws RefusedException, JsonException {
        if (!outer.has(field)) {
            return AppChange.Settings.NONE;
        }
        byte[] object = outer.object(field).bytes();
        JsonFields fields = new JsonFields(SETTINGS, ErrorCode.BAD_FRAME, "settings.");
        fields.read(object, 0, object.length, limits.jsonDepthMax());
        fields.checkTwice();
        int window = SETTINGS.find("recall_window_ms");
        return new AppChange.Settings(
                sessions(fields, SETTINGS.find("sessions_per_platform_max")),
                sessions(fields, SETTINGS.find("sessions_per_user_max")),
                onTooMany(fields, SETTINGS.find("on_too_many_sessions")),
                fields.has(window) ? (Long) fields.integer(window, 0, AppChange.RECALL_WINDOW_MS_MAX) : null,
                fields.boolOrNull(SETTINGS.find("create_user_at_login")),
                fields.boolOrNull(SETTINGS.find("users_create_rooms")));
    }

    private static @Nullable Integer sessions(JsonFields fields, int field) throws RefusedException {
        return fields.has(field) ? (Integer) (int) fields.integer(field, 1, AppChange.SESSIONS_MAX) : null;
    }

    private static @Nullable OnTooManySessions onTooMany(JsonFields fields, int field) throws RefusedException {
        String word = fields.stringOrNull(field);
        if (word == null) {
            return null;
        }
        for (OnTooManySessions choice : OnTooManySessions.values()) {
            if (AppRoutes.word(choice).equals(word)) {
                return choice;
            }
        }
        throw fields.refused(field, "must be `kick_oldest` or `refuse_new`");
    }

    private static final JsonNames PRESENCE = new JsonNames(List.of("users"));

    Presence presence(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = read(body, PRESENCE);
        List<UserId> users = new ArrayList<>();
        for (String user : fields.strings(0, limits.usersPageMax())) {
            users.add(user(user, "users"));
        }
        return new Presence(users);
    }

    private static final JsonNames SEND = new JsonNames(List.of(
            "from",
            "to",
            "group",
            "cid",
            "type",
            "content",
            "ext",
            "mentions",
            "quote",
            "count",
            "push",
            "priority",
            "how",
            "users"));

    Send send(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = read(body, SEND);
        UserId from = user(fields, SEND.find("from"), "from");
        String group = fields.stringOrNull(SEND.find("group"));
        if (group != null && fields.has(SEND.find("to"))) {
            throw refused(ErrorCode.BAD_FRAME, "group", "Either `to` or `group`, not both.");
        }
        if (group != null && !Groups.isId(group)) {
            throw refused(ErrorCode.BAD_CONVERSATION, "group", ErrorCode.BAD_CONVERSATION.english());
        }
        return send(body, fields, from, group == null ? user(fields, SEND.find("to"), "to") : null, group);
    }

    /// A message to a room, or to all of them: from the system unless somebody is named.
    RoomSend roomSend(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = read(body, SEND);
        UserId from = fields.has(SEND.find("from")) ? user(fields, SEND.find("from"), "from") : UserId.SYSTEM;
        String word = fields.stringOrNull(SEND.find("priority"));
        Priority priority = word == null ? Priority.NORMAL : Priority.of(word);
        if (priority == null) {
            throw fields.refused(SEND.find("priority"), "must be `high`, `normal` or `low`");
        }
        return new RoomSend(send(body, fields, from, from, null), priority);
    }

    /// From the system unless somebody is named. A user who is named twice is one.
    Broadcast broadcast(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = read(body, SEND);
        UserId from = fields.has(SEND.find("from")) ? user(fields, SEND.find("from"), "from") : UserId.SYSTEM;
        Set<UserId> users = new LinkedHashSet<>();
        for (String user : fields.strings(SEND.find("users"), limits.broadcastUsersMax())) {
            users.add(user(user, "users"));
        }
        return new Broadcast(send(body, fields, from, from, null), List.copyOf(users));
    }

    private Send send(byte[] body, JsonFields fields, UserId from, @Nullable UserId to, @Nullable String group)
            throws RefusedException, JsonException {
        String clientId = fields.string(SEND.find("cid"));
        if (!Text.isId(clientId, 64)) {
            throw refused(ErrorCode.BAD_CLIENT_ID, "cid", ErrorCode.BAD_CLIENT_ID.english());
        }
        ContentKind kind = ContentCheck.kind(fields, SEND.find("type"));
        if (kind == null) {
            throw refused(ErrorCode.BAD_CONTENT, "type", "There is no such type of content.");
        }
        int content = SEND.find("content");
        content(fields, content, kind, body);
        int ext = SEND.find("ext");
        if (fields.has(ext)) {
            limit(fields, ext, "ext", limits.extBytesMax(), ErrorCode.EXT_TOO_LARGE);
        }
        return new Send(
                from,
                to,
                group,
                clientId,
                kind,
                fields.object(content),
                fields.has(ext) ? fields.object(ext) : null,
                mentions(fields, SEND.find("mentions")),
                fields.integer(SEND.find("quote"), 0, JsonText.INTEGER_MAX, 0),
                fields.bool(SEND.find("count"), kind != ContentKind.COMMAND),
                fields.bool(SEND.find("push"), true),
                SpecialReader.of(
                        fields.has(SEND.find("how")) ? fields.object(SEND.find("how")) : null,
                        Priority.NORMAL,
                        limits));
    }

    /// Refuses content that is too large or does not fit its kind.
    void content(JsonFields fields, int field, ContentKind kind, byte[] body) throws RefusedException, JsonException {
        limit(fields, field, "content", limits.contentBytesMax(), ErrorCode.MESSAGE_TOO_LARGE);
        new ContentCheck().check(kind, body, fields.start(field), fields.end(field), limits.jsonDepthMax());
    }

    List<String> mentions(JsonFields fields, int field) throws RefusedException, JsonException {
        return fields.has(field) ? List.copyOf(fields.strings(field, limits.mentionsMax())) : List.of();
    }

    private static void limit(JsonFields fields, int field, String name, int bytesMax, ErrorCode tooLarge)
            throws RefusedException {
        fields.requireObject(field);
        if (fields.length(field) > bytesMax) {
            throw refused(tooLarge, name, "`" + name + "` is larger than " + bytesMax + " bytes.");
        }
    }

    /// The one object that a body is, with white space around it.
    JsonFields read(byte[] body, JsonNames names) throws RefusedException, JsonException {
        JsonFields fields = new JsonFields(names, ErrorCode.BAD_FRAME, "");
        int start = JsonScanner.skipSpace(body, 0, body.length);
        int end = fields.read(body, start, body.length, limits.jsonDepthMax());
        if (JsonScanner.skipSpace(body, end, body.length) != body.length) {
            throw new RefusedException(Refusal.detail(ErrorCode.BAD_JSON, "Something follows the JSON object."));
        }
        fields.checkTwice();
        return fields;
    }

    static UserId user(JsonFields fields, int field, String name) throws RefusedException {
        return user(fields.string(field), name);
    }

    static UserId user(String id, String field) throws RefusedException {
        if (!Text.isId(id, UserId.BYTES_MAX)) {
            throw refused(ErrorCode.BAD_USER_ID, field, ErrorCode.BAD_USER_ID.english());
        }
        return new UserId(id);
    }

    private static RefusedException refused(ErrorCode code, String field, String sentence) {
        return new RefusedException(Refusal.field(code, field, sentence));
    }
}
