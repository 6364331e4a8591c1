package im.hongyan.directory;

import im.hongyan.core.account.AppId;
import java.util.Optional;

/// Keys by which clients that logged in over HTTP are known again. Calls block; they are made from storage threads
/// only. Nothing is cached: whoever shows a key is looked up by its primary key.
public final class LoginKeys {
    private final Writer writer;
    private final Readers readers;

    LoginKeys(Writer writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
    }

    /// Keeps a new key, and forgets what is over: everybody's ended keys, and the user's oldest beyond the limit.
    ///
    /// @param keysPerUserMax of one user in one dialect
    /// @return whether the user had other keys
    public boolean add(LoginKey key, int keysPerUserMax) {
        return writer.write(
                link -> {
                    LoginKeysTable.deleteExpired(link, key.createdAtMs());
                    boolean others = LoginKeysTable.count(link, key.user(), key.dialect()) > 0;
                    LoginKeysTable.insert(link, key);
                    LoginKeysTable.deleteAllBut(link, key.user(), key.dialect(), keysPerUserMax);
                    return others;
                },
                _ -> {});
    }

    /// The key with this hash, ended or not.
    public Optional<LoginKey> find(AppId app, String dialect, byte[] hash) {
        return readers.read(link -> LoginKeysTable.find(link, app, dialect, hash));
    }

    /// Keeps the new times of a key. Returns false if it is not there any more.
    public boolean renew(LoginKey key) {
        return writer.write(link -> LoginKeysTable.renew(link, key), _ -> {});
    }
}
