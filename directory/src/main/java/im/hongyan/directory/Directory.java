package im.hongyan.directory;

import im.hongyan.core.account.AccountsUnavailableException;
import im.hongyan.core.account.Apps;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything relational, in one database file. One process opens it at a time: apps and keys are held in memory,
/// and whoever starts the server locks the data folder.
public final class Directory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

    /// The database's file in its folder.
    public static final String FILE_NAME = "directory.db";

    private final Writer writer;
    private final Readers readers;
    private final Users users;
    private final Apps apps;
    private final AppKeys appKeys;
    private final AdminKey adminKey;
    private final Tokens tokens;
    private final LoginKeys loginKeys;

    private Directory(Writer writer, Readers readers, Clock clock, SecureRandom random) {
        this.writer = writer;
        this.readers = readers;
        Tenants tenants = readers.read(link -> new Tenants(AppsTable.all(link), AppKeysTable.all(link)));
        users = new SqlUsers(writer, readers);
        apps = new SqlApps(writer, tenants, clock, random);
        appKeys = new AppKeys(writer, tenants, clock, random);
        adminKey = new AdminKey(writer, clock, random, readers.read(AdminKey::load));
        tokens = new JwtTokens(tenants, adminKey::matches, clock);
        loginKeys = new LoginKeys(writer, readers);
    }

    /// Opens the directory, making or upgrading its database as needed.
    ///
    /// @param folder made if it is not there
    /// @throws DirectoryUnusableException if the database is damaged, of a newer version, or not ours; the message
    ///     says what to do
    public static Directory open(Path folder, Clock clock, SecureRandom random) throws DirectoryUnusableException {
        Path file = folder.resolve(FILE_NAME);
        try {
            Files.createDirectories(folder);
            return open(file, new Sqlite(file), clock, random);
        } catch (IOException e) {
            throw new DirectoryUnusableException("The data folder " + folder + " cannot be made: " + e, e);
        } catch (SQLException e) {
            throw unusable(file, e);
        } catch (AccountsUnavailableException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw unusable(file, cause);
            }
            throw e;
        }
    }

    private static Directory open(Path file, Sqlite engine, Clock clock, SecureRandom random)
            throws SQLException, DirectoryUnusableException {
        Link link = engine.openWriter();
        try {
            Schema.bringUp(engine, file, link);
        } catch (SQLException | DirectoryUnusableException | RuntimeException e) {
            link.close();
            throw e;
        }
        var writer = new Writer(link);
        try {
            return new Directory(writer, new Readers(engine.openReaders()), clock, random);
        } catch (SQLException | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private static DirectoryUnusableException unusable(Path file, SQLException e) {
        String what = Sqlite.isDamaged(e)
                ? " is damaged (" + e.getMessage() + "): restore it from a backup."
                : " cannot be opened: " + e.getMessage();
        return new DirectoryUnusableException("The directory database " + file + what, e);
    }

    public Users users() {
        return users;
    }

    public Apps apps() {
        return apps;
    }

    public Tokens tokens() {
        return tokens;
    }

    /// The apps' secrets, for administrators.
    public AppKeys appKeys() {
        return appKeys;
    }

    /// What clients show who log in over HTTP and come back with a key of their own.
    public LoginKeys loginKeys() {
        return loginKeys;
    }

    /// Makes the administrator's key unless there is one. Its clear text is told here and never again: only a hash
    /// is kept.
    public Optional<String> createAdminKey() {
        return adminKey.create();
    }

    /// Makes a new administrator's key; the old one ends at once.
    public String replaceAdminKey() {
        return adminKey.replace();
    }

    /// Runs work on the writer's connection, for tests that need to hurt the database.
    <T> T onWriter(Work<T> work) {
        return writer.write(work, _ -> {});
    }

    /// Waits for what is under way, folds the write-ahead log into the database, closes it. Later calls are
    /// refused.
    @Override
    public void close() {
        try {
            readers.close();
        } catch (SQLException e) {
            LOG.warn("a reading connection was not closed cleanly: {}", e.getMessage());
        }
        writer.close();
    }
}
