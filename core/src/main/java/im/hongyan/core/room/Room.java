package im.hongyan.core.room;

import im.hongyan.core.account.Text;
import im.hongyan.core.account.UserId;
import im.hongyan.core.log.ConversationId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A room as it is, apart from who is there. Stored as a fact of its conversation, one field per component.
///
/// @param owner null in a room that a back-end has made for nobody
/// @param createdAtMs epoch milliseconds
/// @param membersMax sessions that may be there at once
/// @param history whether what is said is kept in the room's log
/// @param lingerMs how long after the last one has gone it is dismissed, in milliseconds; [#FOR_GOOD] = never
public record Room(
        ConversationId.Room id,
        String name,
        @Nullable UserId owner,
        long createdAtMs,
        int membersMax,
        boolean history,
        long lingerMs,
        boolean dismissed) {
    /// It stays when nobody is there.
    public static final long FOR_GOOD = -1;

    /// Longest id of a room, in bytes.
    public static final int ID_BYTES_MAX = 64;

    static final String FACT = "room";

    /// Whether `id` can name a room. Names that begin with `$` belong to the server.
    public static boolean isId(String id) {
        return Text.isId(id, ID_BYTES_MAX) && id.charAt(0) != '$';
    }

    boolean isOwner(UserId user) {
        return user.equals(owner);
    }

    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("owner", owner == null ? "" : owner.value());
        fields.put("created", Long.toString(createdAtMs));
        fields.put("max", Integer.toString(membersMax));
        fields.put("history", Boolean.toString(history));
        fields.put("linger", Long.toString(lingerMs));
        fields.put("dismissed", Boolean.toString(dismissed));
        return fields;
    }

    /// The room that was stored, or null for no fields.
    static @Nullable Room of(ConversationId.Room id, Map<String, String> fields) {
        if (fields.isEmpty()) {
            return null;
        }
        String owner = fields.getOrDefault("owner", "");
        return new Room(
                id,
                fields.getOrDefault("name", ""),
                owner.isEmpty() ? null : new UserId(owner),
                Long.parseLong(fields.getOrDefault("created", "0")),
                Integer.parseInt(fields.getOrDefault("max", "0")),
                Boolean.parseBoolean(fields.getOrDefault("history", "false")),
                Long.parseLong(fields.getOrDefault("linger", "-1")),
                Boolean.parseBoolean(fields.getOrDefault("dismissed", "false")));
    }

    Room asDismissed() {
        return new Room(id, name, owner, createdAtMs, membersMax, history, lingerMs, true);
    }
}
