package im.hongyan.dialect.entry;

import im.hongyan.core.account.UserId;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.room.Room;
import im.hongyan.core.room.RoomAttribute;
import im.hongyan.core.room.RoomView;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.json.JsonOut;
import java.util.List;
import java.util.Map;

/// Rooms as JSON (`docs/wire/native.md`, section 5.12).
public final class RoomJson {
    private RoomJson() {}

    public static void room(JsonOut out, RoomView view) {
        Room room = view.room();
        UserId owner = room.owner();
        out.raw(Keys.ROOM_FIRST).string(room.id().id());
        out.raw(Keys.NAME).string(room.name());
        out.raw(Keys.OWNER).string(owner == null ? "" : owner.value());
        out.raw(Keys.CREATED).number(room.createdAtMs());
        out.raw(Keys.MEMBERS).number(view.members());
        out.raw(Keys.MAX).number(room.membersMax());
        out.raw(Keys.HISTORY).bool(room.history());
        if (room.lingerMs() != Room.FOR_GOOD) {
            out.raw(Keys.LINGER).number(room.lingerMs());
        }
        out.raw(Keys.DISMISSED).bool(room.dismissed());
        out.raw(Keys.N).number(view.number()).raw(Keys.SINCE).number(view.sinceMs());
        out.raw(Keys.SHED).number(view.shed());
        attributes(out, view.attributes());
        out.raw('}');
    }

    private static void attributes(JsonOut out, Map<String, RoomAttribute> attributes) {
        out.raw(Keys.ATTRIBUTES);
        int i = 0;
        for (Map.Entry<String, RoomAttribute> one : attributes.entrySet()) {
            EntryJson.comma(out, i++).string(one.getKey()).raw(':');
            out.string(one.getValue().value());
        }
        out.raw('}').raw(Keys.OWNERS);
        i = 0;
        for (Map.Entry<String, RoomAttribute> one : attributes.entrySet()) {
            EntryJson.comma(out, i++).string(one.getKey()).raw(':');
            out.string(one.getValue().owner().value());
        }
        out.raw('}');
    }

    /// The push that says who came and went.
    public static void pulse(JsonOut out, ConversationId.Room room, Signal.Pulse pulse) {
        out.raw(Keys.OP_ROOM).string("r:", room.id());
        out.raw(Keys.MEMBERS).number(pulse.members());
        out.raw(Keys.ENTERED).number(pulse.entered());
        out.raw(Keys.LEFT).number(pulse.left());
        out.raw(Keys.IN);
        users(out, pulse.in());
        out.raw(Keys.OUT);
        users(out, pulse.out());
        out.raw(']').raw(Keys.SHED).number(pulse.shed());
        out.raw(Keys.T).number(pulse.timeMs()).raw('}');
    }

    private static void users(JsonOut out, List<UserId> users) {
        for (int i = 0; i < users.size(); i++) {
            EntryJson.comma(out, i).string(users.get(i).value());
        }
    }
}
