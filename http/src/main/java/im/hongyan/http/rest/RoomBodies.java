package im.hongyan.http.rest;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.room.Room;
import im.hongyan.core.room.RoomChange;
import im.hongyan.core.room.RoomChanges;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bodies of requests about rooms.
final class RoomBodies {
    private static final JsonNames ROOM = new JsonNames(List.of("room", "name", "owner", "max", "history", "linger"));
    private static final JsonNames ATTRIBUTES = new JsonNames(List.of("from", "attributes", "force", "leaves", "keep"));

    private final Bodies bodies;

    RoomBodies(Bodies bodies) {
        this.bodies = bodies;
    }

    /// @param room null = the server makes an id
    record NewRoom(@Nullable String room, @Nullable UserId owner, RoomChange change) {}

    record Attributes(UserId from, Map<String, String> attributes, RoomChanges.Setting how) {}

    NewRoom newRoom(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = bodies.read(body, ROOM);
        String room = fields.stringOrNull(ROOM.find("room"));
        if (room != null && !Room.isId(room)) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.BAD_CONVERSATION, "room", ErrorCode.BAD_CONVERSATION.english()));
        }
        int owner = ROOM.find("owner");
        return new NewRoom(room, fields.has(owner) ? Bodies.user(fields, owner, "owner") : null, change(fields));
    }

    RoomChange change(byte[] body) throws RefusedException, JsonException {
        return change(bodies.read(body, ROOM));
    }

    private static RoomChange change(JsonFields fields) throws RefusedException {
        int max = ROOM.find("max");
        int linger = ROOM.find("linger");
        return new RoomChange(
                fields.stringOrNull(ROOM.find("name")),
                fields.has(max) ? (Integer) (int) fields.integer(max, 1, Integer.MAX_VALUE) : null,
                fields.boolOrNull(ROOM.find("history")),
                fields.has(linger) ? (Long) fields.integer(linger, 0, RoomChange.LINGER_MS_MAX) : null);
    }

    Attributes attributes(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = bodies.read(body, ATTRIBUTES);
        int from = ATTRIBUTES.find("from");
        Map<String, String> attributes = Bodies.attributes(fields, ATTRIBUTES.find("attributes"));
        if (attributes == null) {
            throw fields.refused(ATTRIBUTES.find("attributes"), "is missing");
        }
        return new Attributes(
                fields.has(from) ? Bodies.user(fields, from, "from") : UserId.SYSTEM,
                attributes,
                new RoomChanges.Setting(
                        fields.bool(ATTRIBUTES.find("force"), false),
                        fields.bool(ATTRIBUTES.find("leaves"), false),
                        fields.bool(ATTRIBUTES.find("keep"), false)));
    }
}
