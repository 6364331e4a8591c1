package im.hongyan.log;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.LogUnavailableException;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.MessageLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The message log on RocksDB: one key per message, one synced write per batch.
///
/// `life` is held shared by every use and exclusively by closing and reopening, for native objects must not be
/// freed while they are in use. Nothing else is locked: readers and the writer never wait for each other.
public final class RocksMessageLog implements MessageLog {
    private static final Logger LOG = LoggerFactory.getLogger(RocksMessageLog.class);
    private static final int BATCH_BUFFER_BYTES = 256 << 10;
    private static final int BATCH_BUFFER_KEPT_MAX_BYTES = 4 << 20;

    private final Path folder;
    private final LogOptions options;
    private final DiskRoom room;
    private final GenerationCache<ConversationId, Slot> slots;
    private final GenerationCache<MemberKey, Member> members;
    private final ByteSink buffer = new ByteSink(BATCH_BUFFER_BYTES, BATCH_BUFFER_KEPT_MAX_BYTES);
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private @Nullable Open open;
    private volatile long position;

    /// A store with what reads it and what builds batches for it.
    private record Open(RocksStore store, StoreReader reader, BatchBuilder builder) {}

    private RocksMessageLog(Path folder, LogOptions options, DiskRoom room) throws IOException, RocksDBException {
        this.folder = folder;
        this.options = options;
        this.room = room;
        this.slots = new GenerationCache<>(options.conversationCacheMax());
        this.members = new GenerationCache<>(options.conversationCacheMax());
        this.open = openStore();
    }

    /// Opens the log in `folder`, making it if it is not there.
    ///
    /// @throws IOException with a sentence for the operator if it cannot be opened
    public static RocksMessageLog open(Path folder, LogOptions options) throws IOException {
        Files.createDirectories(folder);
        FileStore disk = Files.getFileStore(folder);
        return open(folder, options, disk::getUsableSpace, System::nanoTime);
    }

    static RocksMessageLog open(Path folder, LogOptions options, DiskRoom.FreeSpace disk, LongSupplier nanoTime)
            throws IOException {
        try {
            return new RocksMessageLog(folder, options, new DiskRoom(disk, options.diskReserveBytes(), nanoTime));
        } catch (RocksDBException e) {
            throw new IOException("The message log in " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private Open openStore() throws IOException, RocksDBException {
        RocksStore store = RocksStore.open(folder, options);
        StoreReader reader = new StoreReader(store);
        try {
            position = reader.position();
        } catch (RocksDBException | RuntimeException e) {
            store.close();
            throw e;
        }
        BatchBuilder.Families families = new BatchBuilder.Families(
                store.factsId(), store.entriesId(), store.membersId(), store.recalledId(), store.stateId());
        return new Open(store, reader, new BatchBuilder(reader, families, slots, members, buffer));
    }

    @Override
    public List<Entry> append(List<Change> batch) throws LogUnavailableException {
        Lock shared = life.readLock();
        shared.lock();
        try {
            return append(use(), batch);
        } catch (RocksDBException e) {
            throw refused(e);
        } finally {
            shared.unlock();
        }
    }

    private List<Entry> append(Open to, List<Change> batch) throws RocksDBException, LogUnavailableException {
        BatchBuilder builder = to.builder;
        builder.build(batch, position);
        if (builder.isEmpty()) {
            return builder.appended();
        }
        byte[] rows = builder.toBytes();
        requireRoom(rows.length);
        to.store.write(rows);
        room.wrote(rows.length);
        builder.publish();
        position = builder.position();
        return builder.appended();
    }

    private void requireRoom(int bytes) throws LogUnavailableException {
        try {
            if (!room.has(bytes)) {
                throw new LogUnavailableException(
                        true,
                        "the disk is full: " + room.freeBytes() + " bytes are free and " + options.diskReserveBytes()
                                + " are kept in reserve",
                        new FileSystemException(folder.toString(), null, "less than the reserve is free"));
            }
        } catch (IOException e) {
            throw new LogUnavailableException(false, "the disk does not tell how much room it has", e);
        }
    }

    private static LogUnavailableException refused(RocksDBException e) {
        Status status = e.getStatus();
        boolean full = status != null && status.getSubCode() == Status.SubCode.NoSpace;
        return new LogUnavailableException(full, "the message log could not be written: " + e.getMessage(), e);
    }

    @Override
    public Head head(ConversationId conversation) {
        return read(reader -> {
            GenerationCache.View<ConversationId, Slot> view = slots.view();
            Slot slot = view.find(conversation);
            Tail tail = slot == null ? reader.tail(conversation) : slot.tail();
            if (slot == null && tail.number > 0) {
                view.fill(conversation, new Slot(conversation, tail));
            }
            Head head = tail.head();
            if (head != null) {
                return head;
            }
            Head stored = reader.stored(tail.prefix, conversation, tail.number);
            return stored == null ? Head.EMPTY : stored;
        });
    }

    @Override
    public List<Entry> readForward(ConversationId conversation, long from, int limit, int bytesMax) {
        return limit <= 0 ? List.of() : read(reader -> reader.forward(conversation, from, limit, bytesMax));
    }

    @Override
    public List<Entry> readBack(ConversationId conversation, long from, int limit, int bytesMax) {
        return limit <= 0 || from <= 0 ? List.of() : read(reader -> reader.back(conversation, from, limit, bytesMax));
    }

    @Override
    public @Nullable Entry entry(ConversationId conversation, long number) {
        if (number <= 0) {
            return null;
        }
        return this.<@Nullable Entry>read(reader -> {
            Head stored = reader.stored(Keys.conversation(conversation), conversation, number);
            return stored == null ? null : stored.last();
        });
    }

    @Override
    public List<Long> recalledAfter(ConversationId conversation, UserId user, long after, int limit) {
        return limit <= 0 ? List.of() : read(reader -> reader.recalledAfter(conversation, user, after, limit));
    }

    @Override
    public long countRecalledAfter(ConversationId conversation, UserId user, long after) {
        return read(reader -> reader.countRecalledAfter(conversation, user, after));
    }

    @Override
    public @Nullable Member member(ConversationId conversation, UserId user) {
        return this.<@Nullable Member>read(reader -> {
            MemberKey key = new MemberKey(conversation, user);
            GenerationCache.View<MemberKey, Member> view = members.view();
            Member member = view.find(key);
            if (member == null) {
                member = reader.member(key);
                if (member != null) {
                    view.fill(key, member);
                }
            }
            return BatchBuilder.GONE.equals(member) ? null : member;
        });
    }

    @Override
    public List<Membership> memberships(UserKey user) {
        return read(reader -> reader.memberships(user));
    }

    @Override
    public Map<String, String> fact(ConversationId conversation, String key) {
        return read(reader -> reader.fact(conversation, key));
    }

    @Override
    public List<Fact> facts(ConversationId conversation, String prefix, String after, int limit) {
        return limit <= 0 ? List.of() : read(reader -> reader.facts(conversation, prefix, after, limit));
    }

    @Override
    public long position() {
        return position;
    }

    /// Writes out what is in memory, so that the next start is quick, and closes. Closing twice is allowed.
    @Override
    public void close() {
        Lock alone = life.writeLock();
        alone.lock();
        try {
            if (open == null) {
                return;
            }
            RocksStore store = open.store;
            open = null;
            try {
                store.flush();
            } catch (RocksDBException e) {
                LOG.warn("the message log could not be written out; the next start replays its write-ahead log", e);
            } finally {
                store.close();
            }
        } finally {
            alone.unlock();
        }
    }

    private interface Read<T extends @Nullable Object> {
        T from(StoreReader reader) throws RocksDBException;
    }

    private <T extends @Nullable Object> T read(Read<T> read) {
        Lock shared = life.readLock();
        shared.lock();
        try {
            return read.from(use().reader);
        } catch (RocksDBException e) {
            throw new UncheckedIOException(new IOException("the message log cannot be read: " + e.getMessage(), e));
        } finally {
            shared.unlock();
        }
    }

    private Open use() {
        if (open == null) {
            throw new IllegalStateException("the message log is closed");
        }
        return open;
    }
}
