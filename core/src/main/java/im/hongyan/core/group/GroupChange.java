package im.hongyan.core.group;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.limit.Limits;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A change of what a group shows and of its rules. Null leaves a part as it is.
///
/// @param attributes fields to set; an empty value removes one
public record GroupChange(
        @Nullable String name,
        @Nullable String avatar,
        @Nullable String introduction,
        @Nullable String announcement,
        GroupRules.@Nullable Join join,
        GroupRules.@Nullable Invite invite,
        @Nullable Boolean confirm,
        @Nullable Integer membersMax,
        @Nullable Boolean mutedAll,
        Map<String, String> attributes) {
    public static final GroupChange NONE =
            new GroupChange(null, null, null, null, null, null, null, null, null, Map.of());

    /// Whether rules change, and not only what is shown.
    boolean isOfRules() {
        return join != null || invite != null || confirm != null || membersMax != null || mutedAll != null;
    }

    /// Why it cannot be, or null.
    @Nullable
    Refusal check(Limits limits) {
        if (tooLong(name, limits.groupNameBytesMax())) {
            return tooLarge("name", limits.groupNameBytesMax());
        }
        Map<String, String> texts = new LinkedHashMap<>();
        put(texts, "avatar", avatar);
        put(texts, "introduction", introduction);
        put(texts, "announcement", announcement);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            if (tooLong(text.getValue(), limits.groupTextBytesMax())) {
                return tooLarge(text.getKey(), limits.groupTextBytesMax());
            }
        }
        if (membersMax != null && membersMax < 1) {
            return Refusal.field(ErrorCode.BAD_FRAME, "max", "max is at least 1");
        }
        return checkAttributes(attributes, limits);
    }

    static @Nullable Refusal checkAttributes(Map<String, String> attributes, Limits limits) {
        if (attributes.size() > limits.groupAttributesMax()) {
            return Refusal.field(
                    ErrorCode.TOO_MANY, "attributes", "at most " + limits.groupAttributesMax() + " attributes");
        }
        for (Map.Entry<String, String> one : attributes.entrySet()) {
            if (one.getKey().isEmpty()
                    || tooLong(one.getKey(), limits.groupNameBytesMax())
                    || tooLong(one.getValue(), limits.groupTextBytesMax())) {
                return Refusal.field(
                        ErrorCode.TOO_LONG,
                        "attributes",
                        "an attribute has a name of 1 to " + limits.groupNameBytesMax() + " bytes and at most "
                                + limits.groupTextBytesMax() + " bytes");
            }
        }
        return null;
    }

    private static Refusal tooLarge(String field, int bytesMax) {
        return Refusal.field(ErrorCode.TOO_LONG, field, field + " is longer than " + bytesMax + " bytes");
    }

    static boolean tooLong(@Nullable String text, int bytesMax) {
        return text != null && text.getBytes(StandardCharsets.UTF_8).length > bytesMax;
    }

    private static void put(Map<String, String> to, String name, @Nullable String value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    Group apply(Group group) {
        return new Group(
                group.id(),
                group.rules(),
                name == null ? group.name() : name,
                avatar == null ? group.avatar() : avatar,
                introduction == null ? group.introduction() : introduction,
                announcement == null ? group.announcement() : announcement,
                group.owner(),
                group.createdAtMs(),
                membersMax == null
                        ? group.membersMax()
                        : Math.min(membersMax, group.rules().membersMax()),
                join == null ? group.join() : join,
                invite == null ? group.invite() : invite,
                confirm == null ? group.confirm() : confirm,
                group.members(),
                mutedAll == null ? group.mutedAll() : mutedAll,
                group.dismissed(),
                merge(group.attributes(), attributes));
    }

    static Map<String, String> merge(Map<String, String> before, Map<String, String> change) {
        Map<String, String> after = new LinkedHashMap<>(before);
        change.forEach((name, value) -> {
            if (value.isEmpty()) {
                after.remove(name);
            } else {
                after.put(name, value);
            }
        });
        return Map.copyOf(after);
    }

    /// The change as an event tells it.
    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "name", name);
        put(fields, "avatar", avatar);
        put(fields, "introduction", introduction);
        put(fields, "announcement", announcement);
        put(fields, "join", join == null ? null : join.word());
        put(fields, "invite", invite == null ? null : invite.word());
        put(fields, "confirm", confirm == null ? null : confirm.toString());
        put(fields, "max", membersMax == null ? null : membersMax.toString());
        put(fields, "muted", mutedAll == null ? null : mutedAll.toString());
        fields.putAll(Group.asFields(attributes));
        return fields;
    }
}
