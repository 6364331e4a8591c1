package im.hongyan.core.room;

import im.hongyan.core.account.UserId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One of a room's attributes.
///
/// @param owner who set it: nobody else may change it, unless by force
/// @param leaves whether it goes when its owner goes
public record RoomAttribute(String value, UserId owner, boolean leaves) {
    /// Before the names of facts that are attributes.
    static final String FACTS = "a/";

    Map<String, String> fields() {
        return Map.of("value", value, "owner", owner.value(), "leaves", Boolean.toString(leaves));
    }

    static @Nullable RoomAttribute of(Map<String, String> fields) {
        String owner = fields.get("owner");
        return owner == null
                ? null
                : new RoomAttribute(
                        fields.getOrDefault("value", ""),
                        new UserId(owner),
                        Boolean.parseBoolean(fields.getOrDefault("leaves", "false")));
    }
}
