package im.hongyan.testkit.file;

import im.hongyan.core.file.Blobs;
import im.hongyan.core.file.BlobsUnavailableException;
import im.hongyan.core.file.FileId;
import im.hongyan.core.file.StoredFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Files in memory.
public final class MemoryBlobs implements Blobs {
    private final ConcurrentMap<FileId, Stored> files = new ConcurrentHashMap<>();
    private final AtomicLong total = new AtomicLong();
    private final AtomicInteger coming = new AtomicInteger();
    private volatile boolean full;

    private record Stored(StoredFile file, byte[] bytes) {}

    /// From now on takes no more, as a full disk does; or takes again.
    public void full(boolean yes) {
        full = yes;
    }

    /// Files that were begun and have neither been committed nor aborted.
    public int coming() {
        return coming.get();
    }

    /// Files that are there.
    public int stored() {
        return files.size();
    }

    @Override
    public Incoming begin(FileId id) {
        coming.incrementAndGet();
        return new Coming(id);
    }

    @Override
    public Optional<StoredFile> find(FileId id) {
        return Optional.ofNullable(files.get(id)).map(Stored::file);
    }

    @Override
    public Optional<Blob> open(FileId id) {
        return Optional.ofNullable(files.get(id)).map(Reading::new);
    }

    @Override
    public long totalBytes() {
        return total.get();
    }

    private static int copy(byte[] from, ByteBuffer into, long position) {
        if (position >= from.length) {
            return -1;
        }
        int length = (int) Math.min(into.remaining(), from.length - position);
        into.put(from, (int) position, length);
        return length;
    }

    private final class Coming implements Incoming {
        private final FileId id;
        private byte[] bytes = new byte[1_024];
        private int length;
        private boolean over;

        Coming(FileId id) {
            this.id = id;
        }

        @Override
        public void write(ByteBuffer piece) {
            if (full) {
                throw BlobsUnavailableException.full("told to be full");
            }
            int more = piece.remaining();
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
            }
            piece.get(bytes, length, more);
            length += more;
            total.addAndGet(more);
        }

        @Override
        public int read(ByteBuffer into, long position) {
            return copy(Arrays.copyOf(bytes, length), into, position);
        }

        @Override
        public void commit(StoredFile file) {
            files.put(id, new Stored(file, Arrays.copyOf(bytes, length)));
            end();
        }

        @Override
        public void abort() {
            if (!over) {
                total.addAndGet(-length);
                end();
            }
        }

        private void end() {
            over = true;
            coming.decrementAndGet();
        }
    }

    private record Reading(Stored stored) implements Blob {
        @Override
        public StoredFile file() {
            return stored.file();
        }

        @Override
        public int read(ByteBuffer into, long position) {
            return copy(stored.bytes(), into, position);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
