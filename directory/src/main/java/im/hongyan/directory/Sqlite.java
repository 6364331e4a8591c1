package im.hongyan.directory;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;

/// What is peculiar to SQLite: the file, its settings, its error numbers. Nothing else names the engine.
final class Sqlite {
    /// Connections that read. Reads take microseconds, so two keep two cores busy.
    static final int READERS = 2;
    /// Says in the file's header whose file it is ("HONG").
    static final int APPLICATION_ID = 0x484F4E47;

    static final String CHECKPOINT = "pragma wal_checkpoint(truncate)";

    private static final String COUNT_TABLES = "select count(*) from sqlite_master where type = 'table'";

    /// Durable at every commit (`full` syncs the write-ahead log). The page cache is small: the operating system
    /// keeps the file's pages too, and an idle server must stay small.
    private static final List<String> WRITER = List.of(
            "pragma synchronous = full",
            "pragma foreign_keys = on",
            "pragma cache_size = -2048",
            "pragma temp_store = memory");

    private static final List<String> READER =
            List.of("pragma query_only = on", "pragma cache_size = -1024", "pragma temp_store = memory");

    private final Path file;

    Sqlite(Path file) {
        this.file = file;
    }

    String url() {
        return JDBC.PREFIX + file.toAbsolutePath();
    }

    /// Opens the database for writing, making the file if there is none.
    Link openWriter() throws SQLException, DirectoryUnusableException {
        makePrivateFile();
        Link link = connect();
        try {
            claim(link);
            String mode = link.ask("pragma journal_mode = wal");
            if (!mode.equals("wal")) {
                throw new DirectoryUnusableException("The directory database " + file
                        + " cannot use a write-ahead log here (its journal mode stays '" + mode
                        + "'): keep the data folder on a local disk.");
            }
            for (String setting : WRITER) {
                link.run(setting);
            }
            return link;
        } catch (SQLException | DirectoryUnusableException | RuntimeException e) {
            link.close();
            throw e;
        }
    }

    List<Link> openReaders() throws SQLException {
        var readers = new ArrayList<Link>();
        for (int i = 0; i < READERS; i++) {
            readers.add(openReader());
        }
        return readers;
    }

    Link openReader() throws SQLException {
        Link link = connect();
        for (String setting : READER) {
            link.run(setting);
        }
        return link;
    }

    private Link connect() throws SQLException {
        return new Link(JDBC.createConnection(url(), new Properties()));
    }

    /// The file holds the keys that sign tokens: only its owner may read it. SQLite gives the files beside it the
    /// same permissions.
    private void makePrivateFile() throws DirectoryUnusableException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createFile(file, attributes);
        } catch (FileAlreadyExistsException _) {
            // The usual start.
            return;
        } catch (IOException e) {
            throw new DirectoryUnusableException("The directory database " + file + " cannot be created: " + e, e);
        }
    }

    /// Refuses a database that belongs to another program; marks a new one as ours.
    private void claim(Link link) throws SQLException, DirectoryUnusableException {
        String owner = link.ask("pragma application_id");
        if (owner.equals(Integer.toString(APPLICATION_ID))) {
            return;
        }
        if (!owner.equals("0") || !link.ask(COUNT_TABLES).equals("0")) {
            throw new DirectoryUnusableException(
                    "The file " + file + " is a database of another program: choose another data folder.");
        }
        link.run("pragma application_id = " + APPLICATION_ID);
    }

    static boolean isFull(SQLException e) {
        return primary(e) == SQLiteErrorCode.SQLITE_FULL.code;
    }

    static boolean isDamaged(SQLException e) {
        int code = primary(e);
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    /// SQLite's error number without the detail in its upper bytes.
    private static int primary(SQLException e) {
        return e.getErrorCode() & 0xff;
    }
}
