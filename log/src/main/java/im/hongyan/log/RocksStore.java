package im.hongyan.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One open RocksDB with its column families, and all native objects that must be closed with it, in order. The
/// reasons for the options and their measurements are in `docs/adr/0006-message-log-on-rocksdb.md`.
final class RocksStore implements AutoCloseable {
    /// In the default family: the position of the newest entry, 8 bytes big endian. Written in every batch.
    static final byte[] POSITION = {'p', 'o', 's', 'i', 't', 'i', 'o', 'n'};

    private static final Logger LOG = LoggerFactory.getLogger(RocksStore.class);
    private static final long SMALL_MEMTABLE_BYTES = 4L << 20;
    private static final int LEVEL_0_FILES = 8;

    static {
        RocksDB.loadLibrary();
    }

    private final List<AutoCloseable> natives = new ArrayList<>();
    private final RocksDB db;
    private final ColumnFamilyHandle facts;
    private final ColumnFamilyHandle entries;
    private final ColumnFamilyHandle members;
    private final ColumnFamilyHandle recalled;
    private final ColumnFamilyHandle state;
    private final WriteOptions synced;
    private final ReadOptions reads;

    private RocksStore(Path folder, LogOptions options) throws RocksDBException {
        Cache cache = own(new LRUCache(options.blockCacheBytes()));
        List<ColumnFamilyDescriptor> families = List.of(
                family("default", small(cache)),
                family("entries", entries(cache, options)),
                family("members", small(cache)),
                family("recalled", small(cache)),
                family("state", small(cache)));
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            db = RocksDB.open(dbOptions(options), folder.toString(), families, handles);
        } catch (RocksDBException e) {
            closeNatives();
            throw e;
        }
        facts = handles.get(0);
        entries = handles.get(1);
        members = handles.get(2);
        recalled = handles.get(3);
        state = handles.get(4);
        synced = own(new WriteOptions().setSync(true));
        reads = own(new ReadOptions());
    }

    static RocksStore open(Path folder, LogOptions options) throws IOException, RocksDBException {
        Files.createDirectories(folder);
        return new RocksStore(folder, options);
    }

    private DBOptions dbOptions(LogOptions options) {
        return own(new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setMaxBackgroundJobs(2)
                .setMaxTotalWalSize(8 * options.memtableBytes())
                .setAllowConcurrentMemtableWrite(false)
                .setEnableWriteThreadAdaptiveYield(false)
                .setBytesPerSync(1L << 20)
                .setInfoLogLevel(InfoLogLevel.INFO_LEVEL)
                .setMaxLogFileSize(4L << 20)
                .setKeepLogFileNum(4)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0));
    }

    private ColumnFamilyOptions entries(Cache cache, LogOptions options) {
        return own(new ColumnFamilyOptions()
                .setWriteBufferSize(options.memtableBytes())
                .setMaxWriteBufferNumber(3)
                .setLevel0FileNumCompactionTrigger(LEVEL_0_FILES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(table(cache).setBlockSize(16 << 10)));
    }

    private ColumnFamilyOptions small(Cache cache) {
        return own(new ColumnFamilyOptions()
                .setWriteBufferSize(SMALL_MEMTABLE_BYTES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(table(cache).setFilterPolicy(own(new BloomFilter(10)))));
    }

    private static BlockBasedTableConfig table(Cache cache) {
        return new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFormatVersion(5);
    }

    private static ColumnFamilyDescriptor family(String name, ColumnFamilyOptions options) {
        return new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.US_ASCII), options);
    }

    private <T extends AutoCloseable> T own(T object) {
        natives.add(object);
        return object;
    }

    int factsId() {
        return facts.getID();
    }

    int entriesId() {
        return entries.getID();
    }

    int membersId() {
        return members.getID();
    }

    int recalledId() {
        return recalled.getID();
    }

    int stateId() {
        return state.getID();
    }

    /// Makes a serialised batch durable.
    void write(byte[] batch) throws RocksDBException {
        try (WriteBatch rows = new WriteBatch(batch)) {
            db.write(synced, rows);
        }
    }

    byte @Nullable [] fact(byte[] key) throws RocksDBException {
        return db.get(facts, reads, key);
    }

    byte @Nullable [] entry(byte[] key) throws RocksDBException {
        return db.get(entries, reads, key);
    }

    byte @Nullable [] member(byte[] key) throws RocksDBException {
        return db.get(members, reads, key);
    }

    byte @Nullable [] state(byte[] key) throws RocksDBException {
        return db.get(state, reads, key);
    }

    RocksIterator states() {
        return db.newIterator(state, reads);
    }

    RocksIterator entries() {
        return db.newIterator(entries, reads);
    }

    RocksIterator members() {
        return db.newIterator(members, reads);
    }

    RocksIterator recalled() {
        return db.newIterator(recalled, reads);
    }

    /// Writes what is in memory as sorted files, so that the next start has no write-ahead log to replay.
    void flush() throws RocksDBException {
        try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
            db.flush(wait, List.of(facts, entries, members, recalled, state));
        }
    }

    @Override
    public void close() {
        for (ColumnFamilyHandle handle : List.of(facts, entries, members, recalled, state)) {
            handle.close();
        }
        try {
            db.closeE();
        } catch (RocksDBException e) {
            LOG.warn("the message log did not close cleanly; nothing acknowledged is lost", e);
        }
        closeNatives();
    }

    private void closeNatives() {
        for (AutoCloseable object : natives.reversed()) {
            try {
                object.close();
            } catch (Exception e) {
                LOG.warn("an object of the message log did not close", e);
            }
        }
    }
}
