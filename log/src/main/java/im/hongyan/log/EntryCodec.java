package im.hongyan.log;

import im.hongyan.core.account.UserId;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.FriendAction;
import im.hongyan.core.log.GroupAction;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.log.RoomAction;
import im.hongyan.core.log.Special;
import im.hongyan.core.log.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The bytes of one entry. Conversation and number are in its key; the value holds the rest, and what a [Head]
/// needs if this entry is the newest:
///
/// ```
/// version u8 = 1 · type u8 · position · time · number − counted · recalled
/// in a single conversation: number − own number, counted − own count of party a, then of party b
/// the payload
/// ```
///
/// Numbers are varints. A user is one byte where it is a party of the conversation (1, 2), else 0 and the text.
final class EntryCodec {
    static final int VERSION = 1;

    private static final int MESSAGE = 1;
    private static final int RECALLED = 2;
    private static final int RECALL = 3;
    private static final int READ_MARK = 4;
    private static final int READ_RECEIPT = 5;
    private static final int SETTINGS_CHANGED = 6;
    private static final int GROUP_EVENT = 7;
    private static final int ROOM_EVENT = 22;
    private static final int FRIEND_EVENT = 20;
    private static final int FATE = 21;
    private static final int EXPIRED = 23;
    private static final int HAPPENED = 24;

    private static final int COUNTS = 1;
    private static final int NOTIFIES = 2;
    private static final int HAS_EXT = 4;
    private static final int HAS_MENTIONS = 8;
    private static final int HAS_QUOTE = 16;
    private static final int HAS_STORY = 32;
    private static final int HAS_SPECIAL = 64;

    private EntryCodec() {}

    static void write(ByteSink sink, Entry entry, Mark ownA, Mark ownB, long recalled) {
        sink.u8(VERSION);
        sink.u8(type(entry.payload()));
        sink.varint(entry.position());
        sink.varint(entry.timeMs());
        sink.varint(entry.number() - entry.counted());
        sink.varint(recalled);
        if (entry.conversation() instanceof ConversationId.Single) {
            mark(sink, entry, ownA);
            mark(sink, entry, ownB);
        }
        payload(sink, entry.conversation(), entry.payload());
    }

    static Entry entry(ConversationId conversation, long number, byte[] value) {
        return newest(head(conversation, number, value));
    }

    /// The entry of a head that was decoded, which always has one.
    static Entry newest(Head head) {
        return Objects.requireNonNull(head.last(), "a decoded head has an entry");
    }

    /// The head of a conversation whose newest entry is this one.
    static Head head(ConversationId conversation, long number, byte[] value) {
        try {
            return decode(conversation, number, new ByteSource(value));
        } catch (IllegalArgumentException e) {
            throw new UnreadableLogException("entry " + number + " of a conversation holds a wrong value", e);
        }
    }

    private static Head decode(ConversationId conversation, long number, ByteSource source) {
        int version = source.u8();
        if (version != VERSION) {
            throw new UnreadableLogException("an entry is of version " + version
                    + " and this server knows only version " + VERSION + ": a newer server wrote it, or it is damaged");
        }
        int type = source.u8();
        long position = source.varint();
        long timeMs = source.varint();
        long counted = number - source.varint();
        long recalled = source.varint();
        boolean single = conversation instanceof ConversationId.Single;
        Mark ownA = single ? mark(source, number, counted) : Mark.ZERO;
        Mark ownB = single ? mark(source, number, counted) : Mark.ZERO;
        Payload payload = payload(source, conversation, type);
        if (!source.atEnd()) {
            throw new UnreadableLogException("entry " + number + " of a conversation is too long");
        }
        return new Head(new Entry(conversation, number, position, timeMs, counted, payload), ownA, ownB, recalled);
    }

    private static void mark(ByteSink sink, Entry entry, Mark own) {
        sink.varint(entry.number() - own.number());
        sink.varint(entry.counted() - own.counted());
    }

    private static Mark mark(ByteSource source, long number, long counted) {
        Mark mark = new Mark(number - source.varint(), counted - source.varint());
        return mark.number() == 0 ? Mark.ZERO : mark;
    }

    private static int type(Payload payload) {
        return switch (payload) {
            case Message _ -> MESSAGE;
            case Payload.Recalled _ -> RECALLED;
            case Payload.Recall _ -> RECALL;
            case Payload.ReadMark _ -> READ_MARK;
            case Payload.ReadReceipt _ -> READ_RECEIPT;
            case Payload.SettingsChanged _ -> SETTINGS_CHANGED;
            case Payload.GroupEvent _ -> GROUP_EVENT;
            case Payload.RoomEvent _ -> ROOM_EVENT;
            case Payload.FriendEvent _ -> FRIEND_EVENT;
            case Fate _ -> FATE;
            case Payload.Expired _ -> EXPIRED;
            case Payload.Happened _ -> HAPPENED;
            case Payload.Withheld _ -> throw new IllegalArgumentException("what somebody sees is not stored");
        };
    }

    private static void payload(ByteSink sink, ConversationId in, Payload payload) {
        user(sink, in, payload.sender());
        switch (payload) {
            case Message message -> message(sink, message);
            case Payload.Recalled recalled -> {
                sink.text(recalled.clientId());
                sink.u8(recalled.kind().number());
                user(sink, in, recalled.by());
                SpecialCodec.write(sink, recalled.counted(), recalled.only());
            }
            case Payload.Recall recall -> {
                sink.varint(recall.target());
                user(sink, in, recall.author());
                SpecialCodec.write(sink, recall.counted(), recall.only());
            }
            case Payload.ReadMark mark -> {
                conversation(sink, in, mark.conversation());
                sink.varint(mark.number());
                sink.varint(mark.counted());
            }
            case Payload.ReadReceipt receipt -> {
                conversation(sink, in, receipt.conversation());
                sink.varint(receipt.number());
            }
            case Payload.SettingsChanged changed -> {
                conversation(sink, in, changed.conversation());
                MemberCodec.write(sink, changed.member());
            }
            case Payload.GroupEvent event -> {
                sink.u8(event.action().number());
                sink.varint(event.users().size());
                event.users().forEach(sink::user);
                FieldsCodec.write(sink, event.fields());
            }
            case Payload.RoomEvent event -> {
                sink.u8(event.action().number());
                sink.varint(event.users().size());
                event.users().forEach(sink::user);
                FieldsCodec.write(sink, event.fields());
            }
            case Payload.FriendEvent event -> {
                sink.u8(event.action().number());
                user(sink, in, event.peer());
                sink.varint(event.version());
                FieldsCodec.write(sink, event.fields());
            }
            case Fate fate -> FateCodec.write(sink, in, fate);
            case Payload.Expired left -> SpecialCodec.write(sink, left);
            case Payload.Happened happened -> SpecialCodec.write(sink, happened);
            case Payload.Withheld _ -> throw new IllegalArgumentException("what somebody sees is not stored");
        }
    }

    private static Payload payload(ByteSource source, ConversationId in, int type) {
        UserId sender = user(source, in);
        return switch (type) {
            case MESSAGE -> message(source, sender);
            case RECALLED -> recalled(source, in, sender);
            case RECALL -> recall(source, in, sender);
            case EXPIRED -> SpecialCodec.expired(source, sender);
            case HAPPENED -> SpecialCodec.happened(source, sender);
            case READ_MARK -> new Payload.ReadMark(sender, conversation(source, in), source.varint(), source.varint());
            case READ_RECEIPT -> new Payload.ReadReceipt(sender, conversation(source, in), source.varint());
            case SETTINGS_CHANGED ->
                new Payload.SettingsChanged(sender, conversation(source, in), MemberCodec.read(source));
            case GROUP_EVENT ->
                new Payload.GroupEvent(sender, GroupAction.of(source.u8()), users(source), FieldsCodec.read(source));
            case ROOM_EVENT ->
                new Payload.RoomEvent(sender, RoomAction.of(source.u8()), users(source), FieldsCodec.read(source));
            case FRIEND_EVENT ->
                new Payload.FriendEvent(
                        sender,
                        FriendAction.of(source.u8()),
                        user(source, in),
                        source.varint(),
                        FieldsCodec.read(source));
            case FATE -> FateCodec.read(source, in, sender);
            default -> throw new UnreadableLogException("unknown type of entry " + type);
        };
    }

    private static Payload recalled(ByteSource source, ConversationId in, UserId sender) {
        String clientId = source.text();
        ContentKind kind = ContentKind.of(source.u8());
        UserId by = user(source, in);
        SpecialCodec.Counted counted = SpecialCodec.counted(source);
        return new Payload.Recalled(sender, clientId, kind, by, counted.counted(), counted.only());
    }

    private static Payload recall(ByteSource source, ConversationId in, UserId sender) {
        long target = source.varint();
        UserId author = user(source, in);
        SpecialCodec.Counted counted = SpecialCodec.counted(source);
        return new Payload.Recall(sender, target, author, counted.counted(), counted.only());
    }

    private static void message(ByteSink sink, Message message) {
        RawJson ext = message.ext();
        List<String> mentions = message.mentions();
        sink.text(message.clientId());
        sink.u8(message.kind().number());
        sink.u8((message.counts() ? COUNTS : 0)
                | (message.notifies() ? NOTIFIES : 0)
                | (ext != null ? HAS_EXT : 0)
                | (mentions.isEmpty() ? 0 : HAS_MENTIONS)
                | (message.quote() != 0 ? HAS_QUOTE : 0)
                | (message.story().equals(Story.NONE) ? 0 : HAS_STORY)
                | (message.special().equals(Special.NONE) ? 0 : HAS_SPECIAL));
        sink.sized(message.content().bytes());
        if (ext != null) {
            sink.sized(ext.bytes());
        }
        if (!mentions.isEmpty()) {
            sink.varint(mentions.size());
            for (String mention : mentions) {
                sink.text(mention);
            }
        }
        if (message.quote() != 0) {
            sink.varint(message.quote());
        }
        if (!message.story().equals(Story.NONE)) {
            FateCodec.write(sink, message.story());
        }
        if (!message.special().equals(Special.NONE)) {
            SpecialCodec.write(sink, message.special());
        }
    }

    private static Message message(ByteSource source, UserId sender) {
        String clientId = source.text();
        ContentKind kind = ContentKind.of(source.u8());
        int flags = source.u8();
        RawJson content = new RawJson(source.sized());
        @Nullable RawJson ext = (flags & HAS_EXT) == 0 ? null : new RawJson(source.sized());
        List<String> mentions = (flags & HAS_MENTIONS) == 0 ? List.of() : mentions(source);
        long quote = (flags & HAS_QUOTE) == 0 ? 0 : source.varint();
        Story story = (flags & HAS_STORY) == 0 ? Story.NONE : FateCodec.story(source);
        Special special = (flags & HAS_SPECIAL) == 0 ? Special.NONE : SpecialCodec.special(source);
        return new Message(
                sender,
                clientId,
                kind,
                content,
                ext,
                mentions,
                quote,
                (flags & COUNTS) != 0,
                (flags & NOTIFIES) != 0,
                story,
                special);
    }

    static List<UserId> users(ByteSource source) {
        return SpecialCodec.users(source);
    }

    private static List<String> mentions(ByteSource source) {
        int count = source.size();
        List<String> mentions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            mentions.add(source.text());
        }
        return List.copyOf(mentions);
    }

    /// A conversation of the same app: apps never see each other.
    static void conversation(ByteSink sink, ConversationId in, ConversationId conversation) {
        if (!in.app().equals(conversation.app())) {
            throw new IllegalArgumentException("an entry cannot speak of another app's conversation");
        }
        Keys.kindAndIds(sink, conversation);
    }

    static ConversationId conversation(ByteSource source, ConversationId in) {
        return Keys.kindAndIds(source, in.app());
    }

    static void user(ByteSink sink, ConversationId in, UserId user) {
        if (user.equals(first(in))) {
            sink.u8(1);
        } else if (user.equals(second(in))) {
            sink.u8(2);
        } else {
            sink.u8(0);
            sink.user(user);
        }
    }

    static UserId user(ByteSource source, ConversationId in) {
        int party = source.u8();
        @Nullable
        UserId user =
                switch (party) {
                    case 0 -> source.user();
                    case 1 -> first(in);
                    case 2 -> second(in);
                    default -> null;
                };
        if (user == null) {
            throw new UnreadableLogException("unknown party " + party);
        }
        return user;
    }

    private static @Nullable UserId first(ConversationId in) {
        return switch (in) {
            case ConversationId.Single single -> single.a();
            case ConversationId.Feed feed -> feed.user();
            case ConversationId.Group _, ConversationId.Room _ -> null;
        };
    }

    private static @Nullable UserId second(ConversationId in) {
        return in instanceof ConversationId.Single single ? single.b() : null;
    }
}
