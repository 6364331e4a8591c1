package im.hongyan.core.agenda;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The texts of messages that are being streamed, as far as they are written: whoever reads such a message now sees
/// what there is. In memory only; the log has each text when it is whole.
public final class LiveTexts {
    private record Key(ConversationId conversation, long number) {}

    /// One message being written. Its own lock guards what changes.
    public static final class Live {
        private final UserId author;
        private final Message message;
        private final StringBuilder text;
        private int bytes;
        private long touchedMs;

        private Live(UserId author, Message message, String text, long nowMs) {
            this.author = author;
            this.message = message;
            this.text = new StringBuilder(text);
            this.bytes = json(text).length();
            this.touchedMs = nowMs;
        }

        public UserId author() {
            return author;
        }

        public Message message() {
            return message;
        }

        /// Adds a piece that comes after `at` characters.
        ///
        /// @param bytesMax largest content
        /// @return the length after it; -1 if it does not follow what is there; -2 if it is too much
        public synchronized int add(int at, String piece, int bytesMax, long nowMs) {
            if (at != text.length()) {
                return -1;
            }
            int more = json(piece).length() - json("").length();
            if (bytes + more > bytesMax) {
                return -2;
            }
            bytes += more;
            text.append(piece);
            touchedMs = nowMs;
            return text.length();
        }

        public synchronized String text() {
            return text.toString();
        }

        public synchronized long touchedMs() {
            return touchedMs;
        }
    }

    private final ConcurrentHashMap<Key, Live> lives = new ConcurrentHashMap<>();
    /// How many each user has open; who has none is not in it.
    private final ConcurrentHashMap<UserKey, Integer> counts = new ConcurrentHashMap<>();

    /// A message has been opened for streaming.
    public void open(Entry entry, Message message, String text, long nowMs) {
        Key key = new Key(entry.conversation(), entry.number());
        if (lives.put(key, new Live(message.sender(), message, text, nowMs)) == null) {
            counts.merge(owner(key, message.sender()), 1, Integer::sum);
        }
    }

    private static UserKey owner(Key key, UserId author) {
        return new UserKey(key.conversation().app(), author);
    }

    public @Nullable Live find(ConversationId conversation, long number) {
        return lives.get(new Key(conversation, number));
    }

    public void close(ConversationId conversation, long number) {
        Key key = new Key(conversation, number);
        Live live = lives.remove(key);
        if (live != null) {
            counts.computeIfPresent(owner(key, live.author()), (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /// How many the user has open.
    public int count(UserKey user) {
        return counts.getOrDefault(user, 0);
    }

    /// The entry with what is written of it by now.
    public Entry now(Entry entry) {
        if (!(entry.payload() instanceof Message message) || !message.special().open()) {
            return entry;
        }
        Live live = find(entry.conversation(), entry.number());
        return live == null
                ? entry
                : new Entry(
                        entry.conversation(),
                        entry.number(),
                        entry.position(),
                        entry.timeMs(),
                        entry.counted(),
                        message.written(json(live.text()), true));
    }

    /// The content of a text.
    public static RawJson json(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16).append("{\"text\":\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                default -> {
                    boolean plain = c >= 0x20 && !Character.isSurrogate(c);
                    boolean pair = Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
                    if (pair) {
                        json.append(c).append(text.charAt(++i));
                    } else if (plain) {
                        json.append(c);
                    } else {
                        json.append("\\u").append(hex(c));
                    }
                }
            }
        }
        return new RawJson(json.append("\"}").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(char c) {
        return Integer.toHexString(0x10000 | c).substring(1);
    }
}
