package im.hongyan.arch.broken.directory;

import org.rocksdb.RocksDB;

/// The log's engine in the directory.
public record Stored(RocksDB forbidden) {}
