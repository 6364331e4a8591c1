package im.hongyan.server.wiring;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder that holds everything of one server: ours, of a format that this version knows, and used by one
/// process.
final class DataFolder implements AutoCloseable {
    /// Grows when an older version could no longer read what a newer one wrote.
    static final int FORMAT = 1;

    private static final String MARKER = "hongyan-data";
    private static final String MARKER_PREFIX = "format = ";
    private static final String LOCK = "lock";
    private static final String DRAFT = "hongyan-data.new";

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /// Opens the folder, making it if it is not there.
    ///
    /// @throws IOException with a sentence for the operator if it is not ours, newer than we know, or in use
    static DataFolder open(Path path) throws IOException {
        Path folder = path.toAbsolutePath().normalize();
        Files.createDirectories(folder);
        boolean marked = Files.exists(folder.resolve(MARKER));
        if (!marked && !isEmpty(folder)) {
            throw new IOException("The folder " + folder
                    + " is not empty and not Hongyan's: choose another with --data, or an empty one.");
        }
        if (marked) {
            checkFormat(folder);
        }
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new IOException("The data folder " + folder + " is in use by another Hongyan process.");
        }
        if (!marked) {
            mark(folder);
        }
        return new DataFolder(folder, channel, lock);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            // A start that was killed before it could mark the folder has left its lock.
            return files.allMatch(file -> file.endsWith(LOCK) || file.endsWith(DRAFT));
        }
    }

    private static void checkFormat(Path folder) throws IOException {
        String text = Files.readString(folder.resolve(MARKER)).strip();
        int format;
        try {
            format = Integer.parseInt(text.startsWith(MARKER_PREFIX) ? text.substring(MARKER_PREFIX.length()) : "");
        } catch (NumberFormatException e) {
            throw new IOException(
                    "The file " + folder.resolve(MARKER) + " is damaged: it should say \"" + MARKER_PREFIX + FORMAT
                            + "\".",
                    e);
        }
        if (format > FORMAT) {
            throw new IOException("The data folder " + folder + " has format " + format
                    + ", written by a newer Hongyan; this one knows up to " + FORMAT + ".");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    /// Written beside and moved, so that a kill in between leaves either no marker or a whole one.
    private static void mark(Path folder) throws IOException {
        Path draft = folder.resolve(DRAFT);
        Files.writeString(draft, MARKER_PREFIX + FORMAT + "\n");
        Files.move(draft, folder.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Path path() {
        return path;
    }

    Path log() {
        return path.resolve("log");
    }

    Path directory() {
        return path.resolve("directory");
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
