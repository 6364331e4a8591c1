package im.hongyan.log;

import im.hongyan.log.DataFolderException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The folder that everything durable lives under, held by this process alone as long as this object is open.
///
/// Its marker `hongyan.json` says that the folder is ours and in which format. A folder with other files and no
/// marker is refused before anything is written to it, so that a wrong `--data` does no harm.
public final class DataFolder implements AutoCloseable {
    /// The format this server reads and writes. A server refuses a higher one.
    public static final int FORMAT = 1;

    static final String MARKER = "hongyan.json";
    static final String LOCK = "hongyan.lock";
    private static final String UNFINISHED_MARKER = "hongyan.json.new";
    /// What may be there before a first start: our own unfinished work, and what a fresh file system holds.
    private static final Set<String> HARMLESS = Set.of(LOCK, UNFINISHED_MARKER, "lost+found");

    private static final Pattern FORMAT_FIELD = Pattern.compile("\"format\"\\s*:\\s*(\\d{1,9})\\b");
    private static final int MARKER_BYTES_MAX = 4_096;

    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /// Takes the folder, making it and its marker at a first start.
    public static DataFolder open(Path path) throws DataFolderException {
        try {
            if (Files.exists(path) && !Files.isDirectory(path)) {
                throw new DataFolderException(
                        Reason.NOT_ACCESSIBLE, "The data folder " + path + " is a file, not a folder.", null);
            }
            Files.createDirectories(path);
            requireOursOrEmpty(path);
            FileChannel lockFile = lock(path);
            try {
                if (!requireOursOrEmpty(path)) {
                    mark(path);
                }
                return new DataFolder(path, lockFile);
            } catch (IOException | RuntimeException e) {
                lockFile.close();
                throw e;
            }
        } catch (DataFolderException e) {
            throw e;
        } catch (IOException e) {
            throw new DataFolderException(
                    Reason.NOT_ACCESSIBLE, "The data folder " + path + " cannot be used: " + reason(e) + ".", e);
        }
    }

    public Path path() {
        return path;
    }

    /// Where the message log lives.
    public Path log() {
        return path.resolve("log");
    }

    /// Where the relational data lives.
    public Path directory() {
        return path.resolve("directory");
    }

    /// Lets another process take the folder.
    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    /// Whether the folder has our marker.
    ///
    /// @throws DataFolderException if it is not ours or newer
    private static boolean requireOursOrEmpty(Path path) throws IOException {
        Path marker = path.resolve(MARKER);
        if (Files.exists(marker)) {
            requireFormat(path, marker);
            return true;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!HARMLESS.contains(name)) {
                    throw new DataFolderException(
                            Reason.NOT_OURS,
                            "The data folder " + path + " holds other files (" + name + ") and no " + MARKER
                                    + ": it is not a data folder of Hongyan. Name an empty folder, or one that does not"
                                    + " exist yet.",
                            null);
                }
            }
        }
        return false;
    }

    private static void requireFormat(Path path, Path marker) throws IOException {
        if (Files.size(marker) > MARKER_BYTES_MAX) {
            throw damaged(marker);
        }
        Matcher format = FORMAT_FIELD.matcher(new String(Files.readAllBytes(marker), StandardCharsets.ISO_8859_1));
        if (!format.find()) {
            throw damaged(marker);
        }
        int found = Integer.parseInt(format.group(1));
        if (found > FORMAT) {
            throw new DataFolderException(
                    Reason.NEWER,
                    "The data folder " + path + " has format " + found
                            + ", made by a newer server; this one knows up to " + "format " + FORMAT
                            + ". Start the newer server, or name another folder.",
                    null);
        }
        if (found < 1) {
            throw damaged(marker);
        }
    }

    private static DataFolderException damaged(Path marker) {
        return new DataFolderException(
                Reason.DAMAGED,
                "The marker " + marker + " cannot be understood. Restore it from a backup; it should hold {\"format\": "
                        + FORMAT + "}.",
                null);
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel file = FileChannel.open(
                path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (tryLock(file) == null) {
                throw new DataFolderException(
                        Reason.IN_USE,
                        "The data folder " + path + " is in use by another server" + holder(file)
                                + ". Stop that one first, or name another folder.",
                        null);
            }
            file.truncate(0);
            file.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // held by this very process
        }
    }

    /// Who holds the lock, as far as the file tells.
    private static String holder(FileChannel file) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        file.read(pid, 0);
        String digits = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
        return digits.matches("\\d+") ? " (process " + digits + ")" : "";
    }

    /// The marker appears whole or not at all.
    private static void mark(Path path) throws IOException {
        Path unfinished = path.resolve(UNFINISHED_MARKER);
        byte[] text = ("{\"product\": \"hongyan\", \"format\": " + FORMAT + "}\n").getBytes(StandardCharsets.US_ASCII);
        try (FileChannel file = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(text));
            file.force(true);
        }
        Files.move(unfinished, path.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
    }
}
