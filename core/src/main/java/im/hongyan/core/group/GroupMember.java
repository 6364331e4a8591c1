package im.hongyan.core.group;

import im.hongyan.core.account.UserId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A member of a group. Stored as a fact of its conversation.
///
/// @param card the name in this group, or ""
/// @param mutedUntilMs epoch milliseconds; may not speak before; 0 = may
/// @param joinedAtMs epoch milliseconds
/// @param invitedBy who brought the member in, or null
/// @param speaks whether the member may speak while all are muted
/// @param attributes the application's own fields
public record GroupMember(
        UserId user,
        GroupRole role,
        String card,
        long mutedUntilMs,
        long joinedAtMs,
        @Nullable UserId invitedBy,
        boolean speaks,
        Map<String, String> attributes) {
    /// What the keys of members' facts begin with.
    static final String FACTS = "m/";

    static GroupMember of(UserId user, GroupRole role, long nowMs, @Nullable UserId invitedBy) {
        return new GroupMember(user, role, "", 0, nowMs, invitedBy, false, Map.of());
    }

    static String fact(UserId user) {
        return FACTS + user.value();
    }

    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("role", role.word());
        fields.put("card", card);
        fields.put("muted", Long.toString(mutedUntilMs));
        fields.put("joined", Long.toString(joinedAtMs));
        fields.put("by", invitedBy == null ? "" : invitedBy.value());
        if (speaks) {
            fields.put("speaks", "true");
        }
        fields.putAll(Group.asFields(attributes));
        return fields;
    }

    /// The member that was stored, or null for no fields.
    static @Nullable GroupMember of(UserId user, Map<String, String> fields) {
        if (fields.isEmpty()) {
            return null;
        }
        String by = Group.text(fields, "by");
        return new GroupMember(
                user,
                GroupRole.of(Group.text(fields, "role")),
                Group.text(fields, "card"),
                Long.parseLong(Group.text(fields, "muted")),
                Long.parseLong(Group.text(fields, "joined")),
                by.isEmpty() ? null : new UserId(by),
                Boolean.parseBoolean(Group.text(fields, "speaks")),
                Group.attributes(fields));
    }

    GroupMember withRole(GroupRole to) {
        return new GroupMember(user, to, card, mutedUntilMs, joinedAtMs, invitedBy, speaks, attributes);
    }

    GroupMember withMutedUntil(long untilMs) {
        return new GroupMember(user, role, card, untilMs, joinedAtMs, invitedBy, speaks, attributes);
    }

    GroupMember withCard(String to) {
        return new GroupMember(user, role, to, mutedUntilMs, joinedAtMs, invitedBy, speaks, attributes);
    }

    GroupMember withAttributes(Map<String, String> to) {
        return new GroupMember(user, role, card, mutedUntilMs, joinedAtMs, invitedBy, speaks, to);
    }

    GroupMember withSpeaks(boolean may) {
        return new GroupMember(user, role, card, mutedUntilMs, joinedAtMs, invitedBy, may, attributes);
    }
}
