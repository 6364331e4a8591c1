package im.hongyan.log;

import im.hongyan.core.account.UserId;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageFacts;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// Turns one batch of changes into the rows to write. It remembers what the batch has changed so far, apart from
/// the caches, so that a batch which fails leaves no trace: only [#publish] moves it there. Used by the one writing
/// thread.
final class BatchBuilder {
    private static final int VALUE_BUFFER_KEPT_MAX_BYTES = 64 << 10;
    /// A newest entry of more bytes is not held in memory with its conversation's tail.
    static final int HELD_ENTRY_MAX_BYTES = 2 << 10;
    /// Stands in the batch and in the cache for a row that was removed. No row is like it.
    static final Member GONE = Member.joinedAt(new Mark(Long.MAX_VALUE, Long.MAX_VALUE), true);

    private final StoreReader reader;
    private final Families families;
    private final GenerationCache<ConversationId, Slot> cache;
    private final GenerationCache<MemberKey, Member> memberCache;
    private final WriteBatchBytes rows;
    private final ByteSink value;

    private final List<Slot> changed = new ArrayList<>();
    private long turnsBefore;
    private final Map<MemberKey, Member> members = new HashMap<>();
    private final Map<EntryKey, Entry> replaced = new HashMap<>();
    private List<Entry> appended = List.of();
    private long position;

    BatchBuilder(
            StoreReader reader,
            Families families,
            GenerationCache<ConversationId, Slot> cache,
            GenerationCache<MemberKey, Member> memberCache,
            ByteSink rows) {
        this.reader = reader;
        this.families = families;
        this.cache = cache;
        this.memberCache = memberCache;
        this.rows = new WriteBatchBytes(rows);
        this.value = new ByteSink(1 << 10, VALUE_BUFFER_KEPT_MAX_BYTES);
    }

    /// The numbers of the column families.
    record Families(int facts, int entries, int members, int recalled, int state) {}

    private record EntryKey(ConversationId conversation, long number) {}

    /// Builds the batch.
    ///
    /// @param positionBefore the position of the newest durable entry
    void build(List<Change> batch, long positionBefore) throws RocksDBException {
        changed.forEach(Slot::forget);
        changed.clear();
        turnsBefore = cache.turns();
        members.clear();
        replaced.clear();
        rows.clear();
        appended = new ArrayList<>(batch.size());
        position = positionBefore;
        for (Change change : batch) {
            switch (change) {
                case Change.Append append -> append(append);
                case Change.Erase erase -> erase(erase);
                case Change.Rewrite rewrite -> rewrite(rewrite);
                case Change.Update update -> update(update);
                case Change.Join join -> join(join);
                case Change.Leave(var conversation, var user) -> members.put(new MemberKey(conversation, user), GONE);
                case Change.Put put -> put(put);
                case Change.Follow(var _, var fact) -> put(fact.apply(appended.getLast()));
            }
        }
        for (Map.Entry<MemberKey, Member> row : members.entrySet()) {
            MemberKey key = row.getKey();
            byte[] name = Keys.member(key.conversation(), key.user());
            if (row.getValue().equals(GONE)) {
                rows.delete(families.members, name);
            } else {
                rows.put(families.members, name, MemberCodec.bytes(row.getValue()));
            }
        }
        if (position != positionBefore) {
            byte[] newest = new byte[8];
            ByteOrders.BIG64.set(newest, 0, position);
            rows.put(families.facts, RocksStore.POSITION, newest);
        }
    }

    boolean isEmpty() {
        return rows.count() == 0;
    }

    byte[] toBytes() {
        return rows.toBytes();
    }

    List<Entry> appended() {
        return appended;
    }

    long position() {
        return position;
    }

    /// Makes the built batch, now durable, what the caches say.
    void publish() {
        boolean turned = cache.turns() != turnsBefore;
        for (Slot slot : changed) {
            slot.publish();
            if (turned) {
                // The slot may have been forgotten since it was taken.
                cache.put(slot.conversation, slot);
            }
        }
        changed.clear();
        members.forEach(memberCache::put);
        members.clear();
    }

    private void append(Change.Append change) throws RocksDBException {
        ConversationId conversation = change.conversation();
        Payload payload = change.payload();
        Slot slot = slot(conversation);
        Tail tail = slot.newest();
        long number = tail.number + 1;
        long counted = tail.counted;
        Mark ownA = tail.ownA;
        Mark ownB = tail.ownB;
        if (payload instanceof Message message) {
            counted += message.counts() ? 1 : 0;
            if (conversation instanceof ConversationId.Single single) {
                Mark here = new Mark(number, counted);
                ownA = message.sender().equals(single.a()) ? here : ownA;
                ownB = message.sender().equals(single.b()) ? here : ownB;
            }
        }
        Entry entry =
                new Entry(conversation, number, ++position, Math.max(change.atMs(), tail.timeMs), counted, payload);
        long recalled = tail.recalled;
        if (payload instanceof Message message && isForSome(message)) {
            recalled++;
            byte[] row = SpecialCodec.bytes(message.special().only());
            rows.put(families.recalled, Keys.numbered(tail.prefix, number), row);
        }
        put(slot, tail.prefix, entry, ownA, ownB, recalled);
        appended.add(entry);
        if (payload instanceof Message message) {
            index(tail.prefix, conversation, number, message);
        }
        if (payload instanceof Message message && conversation instanceof ConversationId.Group) {
            MemberKey sender = new MemberKey(conversation, message.sender());
            Member row = row(sender);
            if (row != null) {
                members.put(sender, row.withSent(new Mark(number, counted)));
            }
        }
        if (number == 1 && conversation instanceof ConversationId.Single single) {
            create(single, single.a());
            create(single, single.b());
        }
    }

    private void index(byte[] prefix, ConversationId conversation, long number, Message message) {
        switch (conversation) {
            case ConversationId.Single _, ConversationId.Group _ -> {
                for (MessageLog.Fact fact : MessageFacts.of(number, message)) {
                    rows.put(families.state, Keys.fact(prefix, fact.key()), FieldsCodec.bytes(fact.fields()));
                }
            }
            case ConversationId.Room _, ConversationId.Feed _ -> {}
        }
    }

    /// Whether it has a row among the exceptions from its beginning: it counts only for those whom it is meant for.
    private static boolean isForSome(Message message) {
        return message.counts() && !message.special().only().isEmpty();
    }

    private void rewrite(Change.Rewrite change) throws RocksDBException {
        ConversationId conversation = change.conversation();
        Slot slot = slot(conversation);
        Tail tail = slot.newest();
        Head there = stored(tail, conversation, change.number());
        if (there == null || !(EntryCodec.newest(there).payload() instanceof Message)) {
            return;
        }
        Entry was = EntryCodec.newest(there);
        Entry now =
                new Entry(conversation, was.number(), was.position(), was.timeMs(), was.counted(), change.message());
        replaced.put(new EntryKey(conversation, now.number()), now);
        if (now.number() == tail.number) {
            put(slot, tail.prefix, now, tail.ownA, tail.ownB, tail.recalled);
        } else {
            row(tail.prefix, now, there.ownA(), there.ownB(), there.recalled());
        }
    }

    private void erase(Change.Erase change) throws RocksDBException {
        ConversationId conversation = change.conversation();
        Slot slot = slot(conversation);
        Tail tail = slot.newest();
        Head there = stored(tail, conversation, change.number());
        if (there == null || !(EntryCodec.newest(there).payload() instanceof Message message)) {
            return;
        }
        Entry was = EntryCodec.newest(there);
        Entry left = new Entry(conversation, was.number(), was.position(), was.timeMs(), was.counted(), change.left());
        replaced.put(new EntryKey(conversation, left.number()), left);
        long recalled = tail.recalled;
        if (message.counts()) {
            recalled += isForSome(message) ? 0 : 1;
            rows.put(families.recalled, Keys.numbered(tail.prefix, left.number()), new byte[0]);
        }
        if (left.number() == tail.number) {
            put(slot, tail.prefix, left, tail.ownA, tail.ownB, recalled);
            return;
        }
        row(tail.prefix, left, there.ownA(), there.ownB(), there.recalled());
        if (recalled != tail.recalled) {
            // The head is derived from the newest entry alone, so that one must know.
            Head newest = stored(tail, conversation, tail.number);
            if (newest == null) {
                throw new UnreadableLogException("a conversation lacks its newest entry");
            }
            put(slot, tail.prefix, EntryCodec.newest(newest), tail.ownA, tail.ownB, recalled);
        }
    }

    private void join(Change.Join join) throws RocksDBException {
        Tail tail = slot(join.conversation()).newest();
        members.put(
                new MemberKey(join.conversation(), join.user()),
                Member.joinedAt(new Mark(tail.number, tail.counted), join.history()));
    }

    private void put(Change.Put put) {
        byte[] name = Keys.fact(Keys.conversation(put.conversation()), put.key());
        if (put.fields().isEmpty()) {
            rows.delete(families.state, name);
        } else {
            rows.put(families.state, name, FieldsCodec.bytes(put.fields()));
        }
    }

    private void update(Change.Update change) throws RocksDBException {
        MemberKey key = new MemberKey(change.conversation(), change.user());
        Member before = row(key);
        if (before == null && change.conversation() instanceof ConversationId.Group) {
            return; // left meanwhile: a late mark does not bring back the row
        }
        members.put(key, change.change().apply(before == null ? Member.NEW : before));
    }

    private void create(ConversationId.Single conversation, UserId user) throws RocksDBException {
        MemberKey key = new MemberKey(conversation, user);
        if (row(key) == null) {
            members.put(key, Member.NEW);
        }
    }

    private @Nullable Member row(MemberKey key) throws RocksDBException {
        Member row = members.get(key);
        if (row == null) {
            row = memberCache.use(key);
        }
        if (row == null) {
            return reader.member(key);
        }
        return row.equals(GONE) ? null : row;
    }

    /// Writes the conversation's newest entry.
    private void put(Slot slot, byte[] prefix, Entry entry, Mark ownA, Mark ownB, long recalled) {
        row(prefix, entry, ownA, ownB, recalled);
        boolean held = value.length() <= HELD_ENTRY_MAX_BYTES;
        if (slot.change(Tail.of(prefix, entry, ownA, ownB, recalled, held))) {
            changed.add(slot);
        }
    }

    private void row(byte[] prefix, Entry entry, Mark ownA, Mark ownB, long recalled) {
        value.clear();
        EntryCodec.write(value, entry, ownA, ownB, recalled);
        rows.put(families.entries, prefix, entry.number(), value);
    }

    private Slot slot(ConversationId conversation) throws RocksDBException {
        // A batch keeps to the slot it has begun to change, even if a reader has filled in another since.
        Slot slot = forgotten(conversation);
        if (slot == null) {
            slot = cache.use(conversation);
        }
        return slot != null ? slot : cache.add(conversation, new Slot(conversation, reader.tail(conversation)));
    }

    /// A slot that this batch has changed and that the cache forgot meanwhile. That takes two turns of the cache.
    private @Nullable Slot forgotten(ConversationId conversation) {
        if (cache.turns() - turnsBefore >= 2) {
            for (Slot slot : changed) {
                if (slot.conversation.equals(conversation)) {
                    return slot;
                }
            }
        }
        return null;
    }

    /// What is stored under a number, as this batch has it so far. What this batch made has no marks of its own
    /// here: of the newest entry the tail knows them, and of an older one nobody asks.
    private @Nullable Head stored(Tail tail, ConversationId conversation, long number) throws RocksDBException {
        if (number < 1 || number > tail.number) {
            return null;
        }
        Entry entry = replaced.get(new EntryKey(conversation, number));
        if (entry == null) {
            entry = appendedHere(conversation, number);
        }
        return entry != null
                ? new Head(entry, Mark.ZERO, Mark.ZERO, 0)
                : reader.stored(tail.prefix, conversation, number);
    }

    private @Nullable Entry appendedHere(ConversationId conversation, long number) {
        for (Entry entry : appended) {
            if (entry.number() == number && entry.conversation().equals(conversation)) {
                return entry;
            }
        }
        return null;
    }
}
