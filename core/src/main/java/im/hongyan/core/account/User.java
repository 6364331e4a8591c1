package im.hongyan.core.account;

import java.util.Map;

/// A user's profile and state.
///
/// @param name shown name, at most 256 bytes; may be empty
/// @param avatar url, at most 2,048 bytes; may be empty
/// @param attributes custom attributes: at most 32 names of 1-64 bytes with values of at most 1,024 bytes
/// @param allow who may become a friend
/// @param createdAtMs epoch milliseconds
public record User(
        UserKey key,
        String name,
        String avatar,
        Map<String, String> attributes,
        Allow allow,
        boolean enabled,
        long createdAtMs) {
    public static final int NAME_BYTES_MAX = 256;
    public static final int AVATAR_BYTES_MAX = 2_048;
    public static final int ATTRIBUTES_MAX = 32;
    public static final int ATTRIBUTE_NAME_BYTES_MAX = 64;
    public static final int ATTRIBUTE_VALUE_BYTES_MAX = 1_024;

    /// A user who decides about friends.
    public User(
            UserKey key,
            String name,
            String avatar,
            Map<String, String> attributes,
            boolean enabled,
            long createdAtMs) {
        this(key, name, avatar, attributes, Allow.APPROVAL, enabled, createdAtMs);
    }

    public User {
        attributes = Map.copyOf(attributes);
    }
}
