package im.hongyan.log;

import java.io.IOException;
import java.util.function.LongSupplier;

/// Watches that the disk keeps a reserve of free space, asking it at most once per interval. Between two questions
/// it counts what was written. Used by the one writing thread.
final class DiskRoom {
    static final long ASK_EVERY_NANOS = 100_000_000;

    private final FreeSpace disk;
    private final long reserveBytes;
    private final LongSupplier nanoTime;
    private long askedAt;
    private long freeBytes = -1;

    /// How much a disk still takes.
    @FunctionalInterface
    interface FreeSpace {
        long bytes() throws IOException;
    }

    DiskRoom(FreeSpace disk, long reserveBytes, LongSupplier nanoTime) {
        this.disk = disk;
        this.reserveBytes = reserveBytes;
        this.nanoTime = nanoTime;
    }

    /// Whether `bytes` more leave the reserve untouched.
    boolean has(long bytes) throws IOException {
        long now = nanoTime.getAsLong();
        if (freeBytes < 0 || now - askedAt >= ASK_EVERY_NANOS) {
            freeBytes = disk.bytes();
            askedAt = now;
        }
        return freeBytes - bytes >= reserveBytes;
    }

    void wrote(long bytes) {
        freeBytes = Math.max(0, freeBytes - bytes);
    }

    /// What it last knew.
    long freeBytes() {
        return freeBytes;
    }
}
