package im.hongyan.core.group;

import im.hongyan.core.account.UserId;
import im.hongyan.core.log.ConversationId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A group as it is now. Stored as a fact of its conversation, one field per component.
///
/// @param owner null in a group that goes on without one
/// @param createdAtMs epoch milliseconds
/// @param members how many there are
/// @param confirm whether who is invited is asked first
/// @param mutedAll whether only administrators and the owner may speak
/// @param attributes the application's own fields
public record Group(
        ConversationId.Group id,
        GroupRules rules,
        String name,
        String avatar,
        String introduction,
        String announcement,
        @Nullable UserId owner,
        long createdAtMs,
        int membersMax,
        GroupRules.Join join,
        GroupRules.Invite invite,
        boolean confirm,
        int members,
        boolean mutedAll,
        boolean dismissed,
        Map<String, String> attributes) {
    static final String FACT = "group";
    private static final String ATTRIBUTE = "a.";

    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("type", rules.type());
        fields.put("name", name);
        fields.put("avatar", avatar);
        fields.put("introduction", introduction);
        fields.put("announcement", announcement);
        fields.put("owner", owner == null ? "" : owner.value());
        fields.put("created", Long.toString(createdAtMs));
        fields.put("max", Integer.toString(membersMax));
        fields.put("join", join.word());
        fields.put("invite", invite.word());
        fields.put("confirm", Boolean.toString(confirm));
        fields.put("members", Integer.toString(members));
        fields.put("muted", Boolean.toString(mutedAll));
        fields.put("dismissed", Boolean.toString(dismissed));
        attributes.forEach((name, value) -> fields.put(ATTRIBUTE + name, value));
        return fields;
    }

    /// The group that was stored, or null for no fields.
    static @Nullable Group of(ConversationId.Group id, Map<String, String> fields) {
        if (fields.isEmpty()) {
            return null;
        }
        GroupRules rules = Objects.requireNonNull(GroupRules.of(text(fields, "type")), "a stored type is known");
        String owner = text(fields, "owner");
        GroupRules.Join join = GroupRules.Join.of(text(fields, "join"));
        GroupRules.Invite invite = GroupRules.Invite.of(text(fields, "invite"));
        return new Group(
                id,
                rules,
                text(fields, "name"),
                text(fields, "avatar"),
                text(fields, "introduction"),
                text(fields, "announcement"),
                owner.isEmpty() ? null : new UserId(owner),
                Long.parseLong(text(fields, "created")),
                Integer.parseInt(text(fields, "max")),
                join == null ? rules.join() : join,
                invite == null ? rules.invite() : invite,
                Boolean.parseBoolean(text(fields, "confirm")),
                Integer.parseInt(text(fields, "members")),
                Boolean.parseBoolean(text(fields, "muted")),
                Boolean.parseBoolean(text(fields, "dismissed")),
                attributes(fields));
    }

    static String text(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "");
    }

    static Map<String, String> attributes(Map<String, String> fields) {
        Map<String, String> attributes = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(ATTRIBUTE)) {
                attributes.put(name.substring(ATTRIBUTE.length()), value);
            }
        });
        return Map.copyOf(attributes);
    }

    static Map<String, String> asFields(Map<String, String> attributes) {
        Map<String, String> fields = new LinkedHashMap<>();
        attributes.forEach((name, value) -> fields.put(ATTRIBUTE + name, value));
        return fields;
    }

    Group withMembers(int count) {
        return new Group(
                id,
                rules,
                name,
                avatar,
                introduction,
                announcement,
                owner,
                createdAtMs,
                membersMax,
                join,
                invite,
                confirm,
                count,
                mutedAll,
                dismissed,
                attributes);
    }

    Group withOwner(@Nullable UserId user) {
        return new Group(
                id,
                rules,
                name,
                avatar,
                introduction,
                announcement,
                user,
                createdAtMs,
                membersMax,
                join,
                invite,
                confirm,
                members,
                mutedAll,
                dismissed,
                attributes);
    }

    Group asDismissed() {
        return new Group(
                id,
                rules,
                name,
                avatar,
                introduction,
                announcement,
                null,
                createdAtMs,
                membersMax,
                join,
                invite,
                confirm,
                0,
                mutedAll,
                true,
                attributes);
    }
}
