package im.hongyan.dialects.hongyan;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.GroupChange;
import im.hongyan.core.group.GroupRole;
import im.hongyan.core.group.GroupRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The `data` of a `group` request: texts, numbers and truths by name. Fields that the deed does not have are
/// ignored.
record GroupReader(Map<String, String> data, Map<String, String> attributes) {
    String text(String name) {
        return data.getOrDefault(name, "");
    }

    @Nullable
    String textOrNull(String name) {
        return data.get(name);
    }

    GroupChange change() throws RefusedException {
        return new GroupChange(
                data.get("name"),
                data.get("avatar"),
                data.get("introduction"),
                data.get("announcement"),
                join(),
                invite(),
                data.containsKey("confirm") ? truth("confirm") : null,
                data.containsKey("max") ? (int) Math.min(Integer.MAX_VALUE, number("max", 0)) : null,
                data.containsKey("muted") ? truth("muted") : null,
                attributes);
    }

    GroupRules rules() throws RefusedException {
        String type = data.getOrDefault("type", GroupRules.WORK.type());
        GroupRules rules = GroupRules.of(type);
        if (rules == null) {
            throw wrong(
                    "type",
                    "must be one of "
                            + GroupRules.ALL.stream().map(GroupRules::type).toList());
        }
        return rules;
    }

    private GroupRules.@Nullable Join join() throws RefusedException {
        String word = data.get("join");
        GroupRules.Join join = word == null ? null : GroupRules.Join.of(word);
        if (word != null && join == null) {
            throw wrong("join", "must be free, approval or closed");
        }
        return join;
    }

    private GroupRules.@Nullable Invite invite() throws RefusedException {
        String word = data.get("invite");
        GroupRules.Invite invite = word == null ? null : GroupRules.Invite.of(word);
        if (word != null && invite == null) {
            throw wrong("invite", "must be members, admins or closed");
        }
        return invite;
    }

    GroupRole role() throws RefusedException {
        return switch (text("role")) {
            case "admin" -> GroupRole.ADMIN;
            case "member" -> GroupRole.MEMBER;
            default -> throw wrong("role", "must be admin or member");
        };
    }

    boolean truth(String name) throws RefusedException {
        return switch (text(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, "must be true or false");
        };
    }

    /// @param absent what it is when it is not given
    long number(String name, long absent) throws RefusedException {
        String text = data.get(name);
        if (text == null) {
            return absent;
        }
        OptionalLong number = parse(text);
        if (number.isEmpty()) {
            throw wrong(name, "must be a number that is not negative");
        }
        return number.getAsLong();
    }

    /// The attributes as counters: whole numbers, with a sign where they are less than nothing.
    Map<String, Long> counters() throws RefusedException {
        Map<String, Long> counters = new LinkedHashMap<>();
        for (Map.Entry<String, String> one : attributes.entrySet()) {
            boolean minus = one.getValue().startsWith("-");
            OptionalLong number = parse(minus ? one.getValue().substring(1) : one.getValue());
            if (number.isEmpty()) {
                throw new RefusedException(
                        Refusal.field(ErrorCode.BAD_FRAME, "attributes", "a counter is changed by a whole number"));
            }
            counters.put(one.getKey(), minus ? -number.getAsLong() : number.getAsLong());
        }
        return counters;
    }

    private static OptionalLong parse(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 16 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /// The one user that the deed is about.
    static UserId only(List<UserId> users) throws RefusedException {
        if (users.size() != 1) {
            throw new RefusedException(Refusal.field(ErrorCode.BAD_FRAME, "users", "`users` must hold one user here"));
        }
        return users.getFirst();
    }

    private static RefusedException wrong(String name, String what) {
        return new RefusedException(Refusal.field(ErrorCode.BAD_FRAME, "data." + name, "`data." + name + "` " + what));
    }
}
