package im.hongyan.media;

import im.hongyan.core.file.Blobs;
import im.hongyan.core.file.BlobsUnavailableException;
import im.hongyan.core.file.FileId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Files in a folder of this machine: `files/ab/abcd…`, spread over sub-folders by the first two characters of the
/// id. What comes in lies in `incoming/` until it is whole; what a crash left there is removed at the next start.
public final class FolderBlobs implements Blobs {
    private final Path files;
    private final Path incoming;
    private final FreeSpace disk;
    private final long reserveBytes;
    private final AtomicLong total;

    /// How much a disk still takes.
    @FunctionalInterface
    interface FreeSpace {
        long bytes() throws IOException;
    }

    private FolderBlobs(Path folder, FreeSpace disk, long reserveBytes, long total) {
        this.files = folder.resolve("files");
        this.incoming = folder.resolve("incoming");
        this.disk = disk;
        this.reserveBytes = reserveBytes;
        this.total = new AtomicLong(total);
    }

    /// Opens the folder, making it where it is not there.
    ///
    /// @param reserveBytes free disk space that files must leave to the message log
    public static FolderBlobs open(Path folder, long reserveBytes) throws IOException {
        return open(folder, reserveBytes, () -> Files.getFileStore(folder).getUsableSpace());
    }

    static FolderBlobs open(Path folder, long reserveBytes, FreeSpace disk) throws IOException {
        Path files = Files.createDirectories(folder.resolve("files"));
        Path incoming = Files.createDirectories(folder.resolve("incoming"));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(incoming)) {
            for (Path each : left) {
                Files.delete(each);
            }
        }
        return new FolderBlobs(folder, disk, reserveBytes, sizeOf(files));
    }

    private static long sizeOf(Path folder) throws IOException {
        long sum = 0;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                if (Files.isRegularFile(each)) {
                    sum += Files.size(each);
                }
            }
        }
        return sum;
    }

    Path placeOf(FileId id) {
        return files.resolve(id.value().substring(0, 2)).resolve(id.value());
    }

    @Override
    public Incoming begin(FileId id) {
        try {
            return new IncomingFile(this, incoming.resolve(id.value()), placeOf(id));
        } catch (IOException e) {
            throw unavailable("A file cannot be begun.", e);
        }
    }

    /// Counts bytes that are about to be written, and those that were taken away again.
    void count(long bytes) {
        total.addAndGet(bytes);
    }

    /// Refuses to go on when the disk would not keep its reserve.
    void requireRoom(long bytes) throws IOException {
        if (disk.bytes() - bytes < reserveBytes) {
            throw BlobsUnavailableException.full("the disk has reached its reserve");
        }
    }

    @Override
    public Optional<im.hongyan.core.file.StoredFile> find(FileId id) {
        return open(id).map(blob -> {
            try (blob) {
                return blob.file();
            }
        });
    }

    @Override
    public Optional<Blob> open(FileId id) {
        FileChannel channel;
        try {
            channel = FileChannel.open(placeOf(id), StandardOpenOption.READ);
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable("The file " + id + " cannot be opened.", e);
        }
        try {
            ByteBuffer header = ByteBuffer.allocate(BlobHeader.BYTES);
            readFully(channel, header);
            return Optional.of(new StoredBlob(BlobHeader.read(id, header.flip()), channel));
        } catch (IOException e) {
            closeAfter(channel, e);
            throw unavailable("The file " + id + " cannot be read.", e);
        }
    }

    private static void readFully(FileChannel channel, ByteBuffer into) throws IOException {
        while (into.hasRemaining() && channel.read(into, into.position()) >= 0) {
            // One read may bring less than there is.
        }
    }

    static void closeAfter(FileChannel channel, Exception failure) {
        try {
            channel.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public long totalBytes() {
        return total.get();
    }

    /// What the operating system says of a full disk has no type of its own.
    static BlobsUnavailableException unavailable(String what, IOException e) {
        String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        boolean full = reason.contains("no space left") || reason.contains("quota exceeded");
        return new BlobsUnavailableException(what, full, e);
    }
}
