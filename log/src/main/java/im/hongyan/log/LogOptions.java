package im.hongyan.log;

import im.hongyan.core.limit.Limits;

/// How the message log may use the machine.
///
/// @param conversationCacheMax conversations whose newest end is held in memory, and as many rows of members
/// @param diskReserveBytes free space below which appends are refused as full, so that the disk never really is
/// @param memtableBytes what is gathered in memory before it is written as a sorted file; the write-ahead log that
///     a start must replay is about as long
/// @param blockCacheBytes blocks, indexes and filters of sorted files held in memory; the rest is the page cache's
public record LogOptions(int conversationCacheMax, long diskReserveBytes, long memtableBytes, long blockCacheBytes) {
    public static final LogOptions DEFAULT =
            new LogOptions(Limits.DEFAULT.conversationCacheMax(), 64L << 20, 16L << 20, 16L << 20);
}
