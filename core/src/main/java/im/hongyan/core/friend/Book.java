package im.hongyan.core.friend;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.friend.Item.Kind;
import im.hongyan.core.friend.Item.Slot;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.FriendAction;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Payload;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one user keeps, as one operation finds it and leaves it. Facts beside the user's feed:
///
/// ```
/// friends                     version, how far the oldest are dropped, counts, when requests were last looked at
/// friend/USER  request/USER   one item each, with the version of its last change
/// block/USER   list/NAME
/// turn/VERSION                which item changed then: each item stands here once, under its newest version
/// ```
///
/// So what changed since a version is one range of `turn/`, whatever else there is. What is gone stays as a mark
/// until too many of them have gathered; `floor` says up to which version marks were dropped, and who is not as far
/// begins anew.
final class Book {
    static final String HEAD = "friends";
    static final String TURNS = "turn/";
    private static final String ITEM = "item";
    private static final String VERSION = "version";
    private static final String FLOOR = "floor";
    private static final String SEEN = "seen";
    /// Digits of a version in a key, so that their order is that of the numbers.
    private static final int DIGITS = 16;
    private static final int PAGE = 500;

    private final MessageLog log;
    private final ConversationId.Feed id;
    private final long versionBefore;
    private final Map<String, Map<String, String>> writes = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final EnumMap<Slot, Long> counts = new EnumMap<>(Slot.class);
    private long version;
    private long floor;
    private long seenMs;

    private record Event(FriendAction action, UserId peer, Map<String, String> fields) {}

    /// Reads the head. Blocks on the log.
    Book(MessageLog log, UserKey owner) {
        this.log = log;
        this.id = ConversationId.feed(owner);
        Map<String, String> head = log.fact(id, HEAD);
        version = number(head, VERSION);
        versionBefore = version;
        floor = number(head, FLOOR);
        seenMs = number(head, SEEN);
        for (Slot slot : Slot.values()) {
            counts.put(slot, number(head, slot.name()));
        }
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(fields.getOrDefault(name, "0"));
    }

    static String turn(long version) {
        String digits = Long.toString(version);
        return TURNS + "0".repeat(DIGITS - digits.length()) + digits;
    }

    /// The key of the item that changed last in that turn.
    static String item(MessageLog.Fact turn) {
        return turn.fields().getOrDefault(ITEM, "");
    }

    static long version(MessageLog.Fact turn) {
        return Long.parseLong(turn.key().substring(TURNS.length()));
    }

    long version() {
        return version;
    }

    long floor() {
        return floor;
    }

    long seenMs() {
        return seenMs;
    }

    long count(Slot slot) {
        return counts.getOrDefault(slot, 0L);
    }

    private @Nullable Item item(Kind kind, String name) {
        String key = kind.key(name);
        Map<String, String> planned = writes.get(key);
        return Item.of(kind, name, planned != null ? planned : log.fact(id, key));
    }

    Item.@Nullable Friend friend(UserId user) {
        return item(Kind.FRIEND, user.value()) instanceof Item.Friend friend ? friend : null;
    }

    Item.@Nullable Request request(UserId user) {
        return item(Kind.REQUEST, user.value()) instanceof Item.Request request ? request : null;
    }

    /// The request that waits for an answer, if it is of that direction.
    Item.@Nullable Request pending(UserId user, boolean mine) {
        Item.Request request = request(user);
        return request != null && request.isPending() && request.mine() == mine ? request : null;
    }

    Item.@Nullable Block block(UserId user) {
        return item(Kind.BLOCK, user.value()) instanceof Item.Block block ? block : null;
    }

    Item.@Nullable FriendList list(String name) {
        return item(Kind.LIST, name) instanceof Item.FriendList list ? list : null;
    }

    /// The friends as they were before this operation. Blocks on the log.
    List<Item.Friend> friends() {
        List<Item.Friend> friends = new ArrayList<>();
        String prefix = Kind.FRIEND.key("");
        String after = "";
        while (true) {
            List<MessageLog.Fact> page = log.facts(id, prefix, after, PAGE);
            for (MessageLog.Fact fact : page) {
                if (Item.of(fact.key(), fact.fields()) instanceof Item.Friend friend) {
                    friends.add(friend);
                }
                after = fact.key();
            }
            if (page.size() < PAGE) {
                return friends;
            }
        }
    }

    /// Writes an item, under the next version.
    void put(Item item) {
        Item before = item(item.kind(), item.name());
        if (before != null) {
            writes.put(turn(before.version()), Map.of());
            counts.merge(before.slot(), -1L, Long::sum);
        }
        version++;
        String key = item.kind().key(item.name());
        writes.put(key, item.at(version).fields());
        writes.put(turn(version), Map.of(ITEM, key));
        counts.merge(item.slot(), 1L, Long::sum);
    }

    void remove(Item item) {
        put(new Item.Gone(item.kind(), item.name(), 0));
    }

    /// Requests that came up to now have been looked at.
    void seen(long nowMs) {
        version++;
        seenMs = nowMs;
    }

    /// An event in the feed.
    void event(FriendAction action, UserId peer, Map<String, String> fields) {
        events.add(new Event(action, peer, fields));
    }

    boolean isEmpty() {
        return writes.isEmpty() && events.isEmpty();
    }

    /// All that this operation changes.
    ///
    /// @param settledMax marks of what is gone or answered that are kept
    void addTo(List<Change> changes, UserId actor, long nowMs, int settledMax) {
        if (isEmpty()) {
            return;
        }
        if (count(Slot.SETTLED) > settledMax) {
            dropOldest(settledMax - settledMax / 4);
        }
        writes.forEach((key, fields) -> changes.add(new Change.Put(id, key, fields)));
        changes.add(new Change.Put(id, HEAD, head()));
        for (Event event : events) {
            changes.add(new Change.Append(
                    id, new Payload.FriendEvent(actor, event.action(), event.peer(), version, event.fields()), nowMs));
        }
    }

    private Map<String, String> head() {
        Map<String, String> head = new LinkedHashMap<>();
        head.put(VERSION, Long.toString(version));
        head.put(FLOOR, Long.toString(floor));
        head.put(SEEN, Long.toString(seenMs));
        counts.forEach((slot, count) -> head.put(slot.name(), Long.toString(count)));
        return head;
    }

    /// Drops the oldest marks, many at a time so that few operations pay for it. What this operation has written
    /// stays.
    private void dropOldest(int kept) {
        String after = "";
        while (count(Slot.SETTLED) > kept) {
            List<MessageLog.Fact> page = log.facts(id, TURNS, after, PAGE);
            for (MessageLog.Fact turn : page) {
                after = turn.key();
                if (count(Slot.SETTLED) > kept) {
                    drop(turn);
                }
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }

    private void drop(MessageLog.Fact turn) {
        String key = item(turn);
        // An item that this operation has moved stands under a newer turn now.
        if (version(turn) > versionBefore || writes.containsKey(turn.key()) || writes.containsKey(key)) {
            return;
        }
        Item item = Item.of(key, log.fact(id, key));
        if (item != null && item.slot() == Slot.SETTLED) {
            writes.put(key, Map.of());
            writes.put(turn.key(), Map.of());
            counts.merge(Slot.SETTLED, -1L, Long::sum);
            floor = version(turn);
        }
    }
}
