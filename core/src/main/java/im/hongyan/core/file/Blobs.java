package im.hongyan.core.file;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The port to where the bytes of files lie. Methods block, and throw [BlobsUnavailableException] when the store
/// does not answer or takes no more.
public interface Blobs {
    /// Begins a file. Nothing is seen of it until it is committed.
    Incoming begin(FileId id);

    /// What is known of a file.
    Optional<StoredFile> find(FileId id);

    /// Opens a file for reading, together with what is known of it.
    Optional<Blob> open(FileId id);

    /// Bytes of all files, those that are coming in included.
    long totalBytes();

    /// A file on its way in. One thread at a time.
    interface Incoming {
        /// Appends all that remains in `piece`.
        void write(ByteBuffer piece);

        /// Reads back what was written, from `position` on. Returns how many bytes, -1 behind the end.
        int read(ByteBuffer into, long position);

        /// Makes the file durable, and lets it be found. After this it is never changed.
        void commit(StoredFile file);

        /// Forgets it; after a commit, nothing happens.
        void abort();
    }

    /// A file being read. One thread at a time.
    interface Blob extends Closeable {
        StoredFile file();

        /// Reads from `position` on. Returns how many bytes, -1 behind the end.
        int read(ByteBuffer into, long position);

        @Override
        void close();
    }
}
