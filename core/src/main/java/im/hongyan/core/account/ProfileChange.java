package im.hongyan.core.account;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A change of a user; null leaves a part as it is. Limits are those of [User].
///
/// @param attributes replaces all custom attributes
public record ProfileChange(
        @Nullable String name,
        @Nullable String avatar,
        @Nullable Map<String, String> attributes,
        @Nullable Allow allow,
        @Nullable Boolean enabled) {
    /// One that leaves it as it is who may become a friend.
    public ProfileChange(
            @Nullable String name,
            @Nullable String avatar,
            @Nullable Map<String, String> attributes,
            @Nullable Boolean enabled) {
        this(name, avatar, attributes, null, enabled);
    }

    /// What is wrong with it, or null.
    public @Nullable Refusal check() {
        if (name != null && bytes(name) > User.NAME_BYTES_MAX) {
            return tooLong("name", User.NAME_BYTES_MAX);
        }
        if (avatar != null && bytes(avatar) > User.AVATAR_BYTES_MAX) {
            return tooLong("avatar", User.AVATAR_BYTES_MAX);
        }
        return attributes == null ? null : checkAttributes(attributes);
    }

    private static @Nullable Refusal checkAttributes(Map<String, String> attributes) {
        if (attributes.size() > User.ATTRIBUTES_MAX) {
            return Refusal.field(ErrorCode.TOO_MANY, "attributes", "at most " + User.ATTRIBUTES_MAX + " attributes");
        }
        for (var attribute : attributes.entrySet()) {
            if (!Text.isId(attribute.getKey(), User.ATTRIBUTE_NAME_BYTES_MAX)) {
                return Refusal.field(ErrorCode.BAD_FRAME, "attributes", "a name is not 1-64 bytes without controls");
            }
            if (bytes(attribute.getValue()) > User.ATTRIBUTE_VALUE_BYTES_MAX) {
                return tooLong("attributes", User.ATTRIBUTE_VALUE_BYTES_MAX);
            }
        }
        return null;
    }

    User apply(User user) {
        return new User(
                user.key(),
                name == null ? user.name() : name,
                avatar == null ? user.avatar() : avatar,
                attributes == null ? user.attributes() : attributes,
                allow == null ? user.allow() : allow,
                enabled == null ? user.enabled() : enabled,
                user.createdAtMs());
    }

    private static Refusal tooLong(String field, int bytesMax) {
        return Refusal.field(ErrorCode.MESSAGE_TOO_LARGE, field, field + " is larger than " + bytesMax + " bytes");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
