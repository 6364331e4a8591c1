package im.hongyan.log;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.ConversationId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// How rows are named. Every text in a key stands behind its length in one byte, so that no conversation's key is
/// the beginning of another's and each conversation is one range of keys, whatever bytes its ids hold.
///
/// | column family | key |
/// |---|---|
/// | entries | app, kind, ids, number (8 bytes, big endian) |
/// | members | app, user, kind, ids |
/// | recalled | as entries |
/// | state | app, kind, ids, the key of the fact to the end |
final class Keys {
    static final int ID_BYTES_MAX = 255;
    private static final int SINGLE = 1;
    private static final int GROUP = 2;
    private static final int ROOM = 3;
    private static final int FEED = 4;

    private Keys() {}

    /// What all keys of a conversation begin with.
    static byte[] conversation(ConversationId conversation) {
        ByteSink key = new ByteSink(64, 64);
        text(key, conversation.app().value());
        kindAndIds(key, conversation);
        return key.toBytes();
    }

    /// The key of a fact, or the beginning of several.
    static byte[] fact(byte[] prefix, String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(prefix, prefix.length + text.length);
        System.arraycopy(text, 0, whole, prefix.length, text.length);
        return whole;
    }

    static byte[] numbered(byte[] prefix, long number) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + 8);
        ByteOrders.BIG64.set(key, prefix.length, number);
        return key;
    }

    /// Whether `key` is that of a number in the conversation of `prefix`.
    static boolean belongs(byte[] key, byte[] prefix) {
        return key.length == prefix.length + 8 && startsWith(key, prefix);
    }

    static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    static long number(byte[] key) {
        return (long) ByteOrders.BIG64.get(key, key.length - 8);
    }

    /// What all member rows of a user begin with.
    static byte[] user(UserKey user) {
        ByteSink key = new ByteSink(64, 64);
        text(key, user.app().value());
        text(key, user.user().value());
        return key.toBytes();
    }

    static byte[] member(ConversationId conversation, UserId user) {
        ByteSink key = new ByteSink(128, 128);
        text(key, conversation.app().value());
        text(key, user.value());
        kindAndIds(key, conversation);
        return key.toBytes();
    }

    /// The conversation that a member's key names.
    ///
    /// @param prefix what [#user(UserKey)] gave
    static ConversationId conversationOfMember(byte[] key, byte[] prefix, AppId app) {
        return kindAndIds(new ByteSource(key, prefix.length), app);
    }

    static void kindAndIds(ByteSink sink, ConversationId conversation) {
        switch (conversation) {
            case ConversationId.Single single -> {
                sink.u8(SINGLE);
                text(sink, single.a().value());
                text(sink, single.b().value());
            }
            case ConversationId.Group group -> {
                sink.u8(GROUP);
                text(sink, group.id());
            }
            case ConversationId.Room room -> {
                sink.u8(ROOM);
                text(sink, room.id());
            }
            case ConversationId.Feed feed -> {
                sink.u8(FEED);
                text(sink, feed.user().value());
            }
        }
    }

    static ConversationId kindAndIds(ByteSource source, AppId app) {
        int kind = source.u8();
        return switch (kind) {
            case SINGLE -> new ConversationId.Single(app, new UserId(text(source)), new UserId(text(source)));
            case GROUP -> new ConversationId.Group(app, text(source));
            case ROOM -> new ConversationId.Room(app, text(source));
            case FEED -> new ConversationId.Feed(app, new UserId(text(source)));
            default -> throw new UnreadableLogException("unknown kind of conversation " + kind);
        };
    }

    private static void text(ByteSink key, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > ID_BYTES_MAX) {
            throw new IllegalArgumentException("an id of " + bytes.length + " bytes; at most " + ID_BYTES_MAX);
        }
        key.u8(bytes.length);
        key.raw(bytes);
    }

    private static String text(ByteSource source) {
        return source.text(source.u8());
    }
}
