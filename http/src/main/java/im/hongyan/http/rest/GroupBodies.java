package im.hongyan.http.rest;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.Counters;
import im.hongyan.core.group.GroupChange;
import im.hongyan.core.group.GroupRole;
import im.hongyan.core.group.GroupRules;
import im.hongyan.core.group.Groups;
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

/// The bodies of requests about groups.
final class GroupBodies {
    private final Bodies bodies;

    GroupBodies(Bodies bodies) {
        this.bodies = bodies;
    }

    /// @param group null = the server makes an id
    /// @param owner null = the group has none
    record NewGroup(
            @Nullable String group,
            @Nullable UserId owner,
            GroupRules rules,
            GroupChange change,
            List<UserId> members) {}

    /// @param untilMs epoch milliseconds, 0 = for good
    record Ban(UserId user, long untilMs) {}

    record Verdict(boolean accept, String reason) {}

    /// @param add whether the values are added to what is there
    record Count(boolean add, Map<String, Long> counters) {}

    /// @param role null = stays
    /// @param card null = stays
    /// @param mutedUntilMs epoch milliseconds, 0 = may speak; null = stays
    record MemberChange(
            @Nullable GroupRole role,
            @Nullable String card,
            Map<String, String> attributes,
            @Nullable Long mutedUntilMs) {}

    private static final JsonNames GROUP = new JsonNames(List.of(
            "group",
            "owner",
            "type",
            "members",
            "name",
            "avatar",
            "introduction",
            "announcement",
            "join",
            "invite",
            "confirm",
            "max",
            "muted",
            "attributes"));

    NewGroup newGroup(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = bodies.read(body, GROUP);
        String id = fields.stringOrNull(GROUP.find("group"));
        if (id != null && !Groups.isId(id)) {
            throw fields.refused(
                    GROUP.find("group"), "must be 1-" + UserId.BYTES_MAX + " bytes without control characters");
        }
        String owner = fields.stringOrNull(GROUP.find("owner"));
        String type = fields.stringOrNull(GROUP.find("type"));
        GroupRules rules = type == null ? GroupRules.WORK : GroupRules.of(type);
        if (rules == null) {
            throw fields.refused(
                    GROUP.find("type"),
                    "must be one of "
                            + GroupRules.ALL.stream().map(GroupRules::type).toList());
        }
        int members = GROUP.find("members");
        return new NewGroup(
                id,
                owner == null ? null : Bodies.user(owner, "owner"),
                rules,
                change(fields),
                fields.has(members) ? users(fields, members, "members") : List.of());
    }

    GroupChange change(byte[] body) throws RefusedException, JsonException {
        return change(bodies.read(body, GROUP));
    }

    private static GroupChange change(JsonFields fields) throws RefusedException, JsonException {
        String join = fields.stringOrNull(GROUP.find("join"));
        GroupRules.Join joining = join == null ? null : GroupRules.Join.of(join);
        if (join != null && joining == null) {
            throw fields.refused(GROUP.find("join"), "must be `free`, `approval` or `closed`");
        }
        String invite = fields.stringOrNull(GROUP.find("invite"));
        GroupRules.Invite inviting = invite == null ? null : GroupRules.Invite.of(invite);
        if (invite != null && inviting == null) {
            throw fields.refused(GROUP.find("invite"), "must be `members`, `admins` or `closed`");
        }
        int max = GROUP.find("max");
        return new GroupChange(
                fields.stringOrNull(GROUP.find("name")),
                fields.stringOrNull(GROUP.find("avatar")),
                fields.stringOrNull(GROUP.find("introduction")),
                fields.stringOrNull(GROUP.find("announcement")),
                joining,
                inviting,
                fields.boolOrNull(GROUP.find("confirm")),
                fields.has(max) ? (Integer) (int) fields.integer(max, 1, Integer.MAX_VALUE) : null,
                fields.boolOrNull(GROUP.find("muted")),
                attributes(fields, GROUP.find("attributes")));
    }

    private static Map<String, String> attributes(JsonFields fields, int field) throws RefusedException, JsonException {
        Map<String, String> attributes = Bodies.attributes(fields, field);
        return attributes == null ? Map.of() : attributes;
    }

    private static final JsonNames USERS = new JsonNames(List.of("users"));

    List<UserId> users(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = bodies.read(body, USERS);
        return users(fields, 0, "users");
    }

    private List<UserId> users(JsonFields fields, int field, String name) throws RefusedException, JsonException {
        List<UserId> users = new ArrayList<>();
        for (String user : fields.strings(field, bodies.limits().groupUsersPerChangeMax())) {
            users.add(Bodies.user(user, name));
        }
        return users;
    }

    private static final JsonNames BAN = new JsonNames(List.of("user", "until"));

    Ban ban(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = bodies.read(body, BAN);
        return new Ban(Bodies.user(fields.string(0), "user"), fields.integer(1, 0, JsonText.INTEGER_MAX, 0));
    }

    private static final JsonNames VERDICT = new JsonNames(List.of("accept", "reason"));

    Verdict verdict(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = bodies.read(body, VERDICT);
        Boolean accept = fields.boolOrNull(0);
        String reason = fields.stringOrNull(1);
        if (accept == null) {
            throw fields.refused(0, "must be true or false");
        }
        return new Verdict(accept, reason == null ? "" : reason);
    }

    private static final JsonNames COUNT = new JsonNames(List.of("how", "counters"));

    Count count(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = bodies.read(body, COUNT);
        boolean add =
                switch (fields.string(0)) {
                    case "add" -> true;
                    case "set" -> false;
                    default -> throw fields.refused(0, "must be `set` or `add`");
                };
        Map<String, Long> counters = new LinkedHashMap<>();
        fields.requireObject(1);
        JsonWalk walk = fields.members(1);
        while (walk.next()) {
            if (!walk.isNumber() || walk.integer().isEmpty()) {
                throw fields.refused(1, "must be an object of integers up to " + Counters.VALUE_MAX);
            }
            counters.put(walk.name(), walk.integer().getAsLong());
        }
        return new Count(add, counters);
    }

    private static final JsonNames MEMBER = new JsonNames(List.of("role", "card", "attributes", "muted"));

    MemberChange memberChange(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = bodies.read(body, MEMBER);
        String word = fields.stringOrNull(0);
        GroupRole role =
                switch (word) {
                    case null -> null;
                    case "member" -> GroupRole.MEMBER;
                    case "admin" -> GroupRole.ADMIN;
                    case "owner" -> GroupRole.OWNER;
                    default -> throw fields.refused(0, "must be `member`, `admin` or `owner`");
                };
        return new MemberChange(
                role,
                fields.stringOrNull(1),
                attributes(fields, 2),
                fields.has(3) ? (Long) fields.integer(3, 0, JsonText.INTEGER_MAX) : null);
    }
}
