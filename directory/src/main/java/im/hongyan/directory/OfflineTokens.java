package im.hongyan.directory;

import im.hongyan.core.account.Tokens.Issued;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;

/// Signs tokens for whoever may read the data folder, whether or not a server is running on it: the database is only
/// read.
public final class OfflineTokens {
    private OfflineTokens() {}

    /// Signs a token with the app's newest key.
    ///
    /// @param folder where the directory's database lies
    /// @throws IOException if there is none, or it cannot be read
    public static Outcome<Issued> issue(Path folder, UserKey user, long lifetimeMs, Clock clock) throws IOException {
        Path file = folder.resolve(Directory.FILE_NAME);
        if (!Files.exists(file)) {
            throw new IOException("There is no directory database in " + folder + ": start the server once.");
        }
        try (Link link = new Sqlite(file).openReader()) {
            Tenants tenants = new Tenants(AppsTable.all(link), AppKeysTable.all(link));
            return new JwtTokens(tenants, _ -> false, clock).issue(user, lifetimeMs);
        } catch (SQLException e) {
            throw new IOException("The directory database " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
