package im.hongyan.core.room;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.limit.Limits;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What attributes of a room may be.
final class RoomLimits {
    private static final String FIELD = "attributes";

    private RoomLimits() {}

    static @Nullable Refusal check(Limits limits, String name, String value) {
        int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (nameBytes < 1 || nameBytes > limits.roomAttributeNameBytesMax()) {
            return Refusal.field(
                    ErrorCode.TOO_LONG,
                    FIELD,
                    "the name of an attribute has 1 to " + limits.roomAttributeNameBytesMax() + " bytes");
        }
        return value.getBytes(StandardCharsets.UTF_8).length > limits.roomAttributeBytesMax()
                ? Refusal.field(
                        ErrorCode.TOO_LONG,
                        FIELD,
                        "the value of an attribute has at most " + limits.roomAttributeBytesMax() + " bytes")
                : null;
    }

    static @Nullable Refusal checkCount(Limits limits, int count) {
        return count > limits.roomAttributesMax()
                ? Refusal.field(
                        ErrorCode.TOO_MANY, FIELD, "a room has at most " + limits.roomAttributesMax() + " attributes")
                : null;
    }
}
