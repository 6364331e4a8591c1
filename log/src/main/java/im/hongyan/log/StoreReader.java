package im.hongyan.log;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.MessageLog.Fact;
import im.hongyan.core.log.MessageLog.Membership;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Reads rows of one open store and decodes them. Any thread.
final class StoreReader {
    private final RocksStore store;

    StoreReader(RocksStore store) {
        this.store = store;
    }

    /// The conversation's newest end, from its newest entry alone.
    Tail tail(ConversationId conversation) throws RocksDBException {
        byte[] prefix = Keys.conversation(conversation);
        try (RocksIterator rows = store.entries()) {
            rows.seekForPrev(Keys.numbered(prefix, Long.MAX_VALUE));
            if (!rows.isValid()) {
                rows.status();
                return Tail.empty(conversation);
            }
            byte[] key = rows.key();
            if (!Keys.belongs(key, prefix)) {
                return Tail.empty(conversation);
            }
            byte[] value = rows.value();
            Head head = EntryCodec.head(conversation, Keys.number(key), value);
            Entry last = EntryCodec.newest(head);
            boolean held = value.length <= BatchBuilder.HELD_ENTRY_MAX_BYTES;
            return Tail.of(prefix, last, head.ownA(), head.ownB(), head.recalled(), held);
        }
    }

    /// The entry of that number as the head it was, or null.
    @Nullable
    Head stored(byte[] prefix, ConversationId conversation, long number) throws RocksDBException {
        byte[] value = store.entry(Keys.numbered(prefix, number));
        return value == null ? null : EntryCodec.head(conversation, number, value);
    }

    List<Entry> forward(ConversationId conversation, long from, int limit, int bytesMax) throws RocksDBException {
        byte[] prefix = Keys.conversation(conversation);
        try (RocksIterator rows = store.entries()) {
            List<Entry> page = new ArrayList<>();
            long bytes = 0;
            for (rows.seek(Keys.numbered(prefix, Math.max(1, from))); rows.isValid(); rows.next()) {
                byte[] key = rows.key();
                if (!Keys.belongs(key, prefix)) {
                    return page;
                }
                byte[] value = rows.value();
                page.add(EntryCodec.entry(conversation, Keys.number(key), value));
                bytes += value.length;
                if (page.size() >= limit || bytes >= bytesMax) {
                    return page;
                }
            }
            rows.status();
            return page;
        }
    }

    List<Entry> back(ConversationId conversation, long from, int limit, int bytesMax) throws RocksDBException {
        byte[] prefix = Keys.conversation(conversation);
        try (RocksIterator rows = store.entries()) {
            List<Entry> page = new ArrayList<>();
            long bytes = 0;
            for (rows.seekForPrev(Keys.numbered(prefix, from)); rows.isValid(); rows.prev()) {
                byte[] key = rows.key();
                if (!Keys.belongs(key, prefix)) {
                    return page;
                }
                byte[] value = rows.value();
                page.add(EntryCodec.entry(conversation, Keys.number(key), value));
                bytes += value.length;
                if (page.size() >= limit || bytes >= bytesMax) {
                    return page;
                }
            }
            rows.status();
            return page;
        }
    }

    /// The newest `limit` exceptions of the user after `after`, ascending.
    List<Long> recalledAfter(ConversationId conversation, UserId user, long after, int limit) throws RocksDBException {
        byte[] prefix = Keys.conversation(conversation);
        try (RocksIterator rows = store.recalled()) {
            List<Long> newestFirst = new ArrayList<>();
            for (rows.seekForPrev(Keys.numbered(prefix, Long.MAX_VALUE));
                    rows.isValid() && newestFirst.size() < limit;
                    rows.prev()) {
                byte[] key = rows.key();
                if (!Keys.belongs(key, prefix) || Keys.number(key) <= after) {
                    break;
                }
                if (SpecialCodec.excepts(rows.value(), user)) {
                    newestFirst.add(Keys.number(key));
                }
            }
            rows.status();
            return List.copyOf(newestFirst.reversed());
        }
    }

    long countRecalledAfter(ConversationId conversation, UserId user, long after) throws RocksDBException {
        byte[] prefix = Keys.conversation(conversation);
        long count = 0;
        try (RocksIterator rows = store.recalled()) {
            for (rows.seek(Keys.numbered(prefix, Math.max(0, after) + 1)); rows.isValid(); rows.next()) {
                if (!Keys.belongs(rows.key(), prefix)) {
                    break;
                }
                count += SpecialCodec.excepts(rows.value(), user) ? 1 : 0;
            }
            rows.status();
        }
        return count;
    }

    @Nullable
    Member member(MemberKey key) throws RocksDBException {
        byte[] value = store.member(Keys.member(key.conversation(), key.user()));
        return value == null ? null : MemberCodec.member(value);
    }

    List<Membership> memberships(UserKey user) throws RocksDBException {
        byte[] prefix = Keys.user(user);
        List<Membership> found = new ArrayList<>();
        try (RocksIterator rows = store.members()) {
            for (rows.seek(prefix); rows.isValid(); rows.next()) {
                byte[] key = rows.key();
                if (!Keys.startsWith(key, prefix)) {
                    break;
                }
                found.add(new Membership(
                        Keys.conversationOfMember(key, prefix, user.app()), MemberCodec.member(rows.value())));
            }
            rows.status();
        }
        return found;
    }

    Map<String, String> fact(ConversationId conversation, String key) throws RocksDBException {
        byte[] value = store.state(Keys.fact(Keys.conversation(conversation), key));
        return value == null ? Map.of() : FieldsCodec.fields(value);
    }

    List<Fact> facts(ConversationId conversation, String beginning, String after, int limit) throws RocksDBException {
        byte[] prefix = Keys.conversation(conversation);
        byte[] from = Keys.fact(prefix, beginning);
        byte[] past = Keys.fact(prefix, after);
        byte[] start = Arrays.compareUnsigned(past, from) > 0 ? past : from;
        List<Fact> found = new ArrayList<>();
        try (RocksIterator rows = store.states()) {
            for (rows.seek(start); rows.isValid() && found.size() < limit; rows.next()) {
                byte[] key = rows.key();
                if (!Keys.startsWith(key, from)) {
                    break;
                }
                if (!Arrays.equals(key, past)) {
                    String name = new String(key, prefix.length, key.length - prefix.length, StandardCharsets.UTF_8);
                    found.add(new Fact(name, FieldsCodec.fields(rows.value())));
                }
            }
            rows.status();
        }
        return found;
    }

    /// The position of the newest durable entry; 0 = none.
    long position() throws RocksDBException {
        byte[] value = store.fact(RocksStore.POSITION);
        return value == null ? 0 : (long) ByteOrders.BIG64.get(value, 0);
    }
}
