package im.hongyan.dialect.entry;

import im.hongyan.core.account.UserId;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.Payload;
import im.hongyan.dialect.json.JsonOut;
import java.util.List;
import java.util.Map;

/// Entries and the names of conversations, as `docs/wire/native.md` sections 3 and 4 say. An entry reads the same
/// for everyone, so that its bytes are made once.
public final class EntryJson {
    private EntryJson() {}

    public static void entry(JsonOut out, Entry entry) {
        Payload payload = entry.payload();
        out.raw(entry.isMessage() ? Keys.OP_MSG : Keys.OP_EVENT);
        out.string(payload.sender().value()).raw(Keys.TO);
        nameFor(out, entry.conversation(), payload.sender());
        out.raw(Keys.N).number(entry.number());
        out.raw(Keys.K).number(entry.counted());
        out.raw(Keys.MID).number(entry.position());
        out.raw(Keys.T).number(entry.timeMs());
        switch (payload) {
            case Message message -> message(out, message);
            case Payload.Recalled recalled ->
                out.raw(Keys.CID)
                        .string(recalled.clientId())
                        .raw(Keys.TYPE_RECALLED)
                        .string(recalled.by().value());
            case Payload.Recall recall ->
                out.raw(Keys.EVENT_RECALL)
                        .number(recall.target())
                        .raw(Keys.COUNTED)
                        .bool(recall.counted())
                        .raw(Keys.SENDER)
                        .string(recall.author().value());
            case Payload.ReadMark mark -> {
                out.raw(Keys.EVENT_READ);
                nameFor(out, mark.conversation(), owner(entry));
                out.raw(Keys.READ).number(mark.number()).raw(Keys.RK).number(mark.counted());
            }
            case Payload.ReadReceipt receipt -> {
                out.raw(Keys.EVENT_RECEIPT);
                nameFor(out, receipt.conversation(), owner(entry));
                out.raw(Keys.USER).string(receipt.sender().value());
                out.raw(Keys.READ).number(receipt.number());
            }
            case Payload.GroupEvent event -> {
                out.raw(Keys.EVENT_GROUP).string(event.action().word());
                concerning(out, event.users(), event.fields());
            }
            case Payload.RoomEvent event -> {
                out.raw(Keys.EVENT_ROOM).string(event.action().word());
                concerning(out, event.users(), event.fields());
            }
            case Payload.FriendEvent event -> friend(out, event);
            case Fate fate -> FateJson.fate(out, entry, fate);
            case Payload.Expired left -> SpecialJson.expired(out, left);
            case Payload.Happened happened -> SpecialJson.happened(out, happened);
            case Payload.Withheld withheld -> SpecialJson.withheld(out, withheld);
            case Payload.SettingsChanged changed -> {
                out.raw(Keys.EVENT_SETTING);
                nameFor(out, changed.conversation(), owner(entry));
                settings(out, changed.member(), changed.member().hiddenAt() != 0);
            }
        }
        out.raw('}');
    }

    /// A message that is kept nowhere, as it is pushed.
    public static void online(JsonOut out, ConversationId conversation, Message message, long timeMs) {
        out.raw(Keys.OP_ONLINE).string(message.sender().value()).raw(Keys.TO);
        nameFor(out, conversation, message.sender());
        out.raw(Keys.T).number(timeMs);
        message(out, message);
        out.raw('}');
    }

    /// Whom an event concerns, and what there is to say of it.
    private static void concerning(JsonOut out, List<UserId> users, Map<String, String> fields) {
        out.raw(Keys.USERS);
        for (int i = 0; i < users.size(); i++) {
            comma(out, i).string(users.get(i).value());
        }
        out.raw(Keys.FIELDS);
        fields(out, fields);
    }

    private static void friend(JsonOut out, Payload.FriendEvent event) {
        out.raw(Keys.EVENT_FRIEND).string(event.action().word());
        out.raw(Keys.USER).string(event.peer().value());
        out.raw(Keys.VERSION).number(event.version()).raw(Keys.FRIEND_FIELDS);
        fields(out, event.fields());
    }

    private static void fields(JsonOut out, Map<String, String> fields) {
        int i = 0;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            comma(out, i++).string(field.getKey()).raw(':').string(field.getValue());
        }
        out.raw('}');
    }

    /// What a message says, after a comma.
    public static void message(JsonOut out, Message message) {
        out.raw(Keys.CID).string(message.clientId());
        out.raw(Keys.TYPE).string(message.kind().word());
        out.raw(Keys.CONTENT).raw(message.content());
        if (message.ext() != null) {
            out.raw(Keys.EXT).raw(message.ext());
        }
        mentions(out, message.mentions());
        if (message.quote() != 0) {
            out.raw(Keys.QUOTE).number(message.quote());
        }
        if (!message.counts()) {
            out.raw(Keys.COUNT_FALSE);
        }
        if (!message.notifies()) {
            out.raw(Keys.PUSH_FALSE);
        }
        FateJson.story(out, message);
        SpecialJson.how(out, message.special());
    }

    static void mentions(JsonOut out, List<String> mentions) {
        if (!mentions.isEmpty()) {
            out.raw(Keys.MENTIONS);
            for (int i = 0; i < mentions.size(); i++) {
                comma(out, i).string(mentions.get(i));
            }
            out.raw(']');
        }
    }

    /// What a user has decided about a conversation.
    public static void settings(JsonOut out, Member member, boolean hidden) {
        out.raw(Keys.PIN).number(member.pinnedAtMs());
        out.raw(Keys.MUTE).bool(member.muted());
        out.raw(Keys.CLEARED).number(member.cleared().number());
        out.raw(Keys.CK).number(member.cleared().counted());
        out.raw(Keys.HIDDEN).bool(hidden);
        NotesJson.notes(out, member.notes());
    }

    /// The conversation as `user` would write it: for a sender, the name of the receiver.
    public static void nameFor(JsonOut out, ConversationId conversation, UserId user) {
        switch (conversation) {
            case ConversationId.Single single ->
                out.string("s:", single.peerOf(user).value());
            case ConversationId.Group group -> out.string("g:", group.id());
            case ConversationId.Room room -> out.string("r:", room.id());
            case ConversationId.Feed _ -> out.string("u:");
        }
    }

    /// Writes the comma before every element but the first.
    public static JsonOut comma(JsonOut out, int index) {
        return index == 0 ? out : out.raw(',');
    }

    /// Whose feed the entry stands in. The log holds these events nowhere else.
    static UserId owner(Entry entry) {
        return switch (entry.conversation()) {
            case ConversationId.Feed feed -> feed.user();
            case ConversationId.Single _, ConversationId.Group _, ConversationId.Room _ ->
                entry.payload().sender();
        };
    }
}
