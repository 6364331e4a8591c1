package im.hongyan.core.room;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.limit.Limits;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a room is made with, or a change of it; null leaves a part as it is (or, of a new room, at its default).
///
/// @param history only of a new room: numbers would have two meanings in one that changes
public record RoomChange(
        @Nullable String name,
        @Nullable Integer membersMax,
        @Nullable Boolean history,
        @Nullable Long lingerMs) {
    public static final RoomChange NONE = new RoomChange(null, null, null, null);

    /// Longest time that an empty room may be kept before it is dismissed: a day, in milliseconds.
    public static final long LINGER_MS_MAX = 86_400_000;

    /// What is wrong with it, or null.
    @Nullable
    Refusal check(Limits limits) {
        if (name != null && name.getBytes(StandardCharsets.UTF_8).length > limits.roomNameBytesMax()) {
            return Refusal.field(
                    ErrorCode.TOO_LONG, "name", "name is longer than " + limits.roomNameBytesMax() + " bytes");
        }
        if (membersMax != null && (membersMax < 1 || membersMax > limits.roomMembersMax())) {
            return Refusal.field(ErrorCode.BAD_FRAME, "max", "`max` must be from 1 to " + limits.roomMembersMax());
        }
        return lingerMs != null && (lingerMs < Room.FOR_GOOD || lingerMs > LINGER_MS_MAX)
                ? Refusal.field(ErrorCode.BAD_FRAME, "linger", "`linger` must be from 0 to " + LINGER_MS_MAX)
                : null;
    }

    Room apply(Room room) {
        return new Room(
                room.id(),
                name == null ? room.name() : name,
                room.owner(),
                room.createdAtMs(),
                membersMax == null ? room.membersMax() : membersMax,
                history == null ? room.history() : history,
                lingerMs == null ? room.lingerMs() : lingerMs,
                room.dismissed());
    }

    /// What of it is told to members.
    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        if (name != null) {
            fields.put("name", name);
        }
        if (membersMax != null) {
            fields.put("max", Integer.toString(membersMax));
        }
        if (lingerMs != null) {
            fields.put("linger", Long.toString(lingerMs));
        }
        return fields;
    }
}
