package im.hongyan.directory;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.User;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.account.Users;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Users: the table, and before it a cache of those asked for lately, so that everyone's coming back at once reads
/// each row at most once.
///
/// The cache holds futures. A read under way is thus shared, and a write that commits during it removes the future
/// from the cache, so that what was read too early is never kept. The writer's thread changes the cache after each
/// commit, in the order of the commits.
final class SqlUsers implements Users {
    /// About how much memory the cached users may take: some 25,000 of them with short profiles.
    static final long CACHE_BYTES_MAX = 8_388_608;
    /// What a cached user takes besides its texts.
    private static final int OVERHEAD_BYTES = 256;

    private final Writer writer;
    private final Readers readers;
    private final AsyncCache<UserKey, User> cache;

    SqlUsers(Writer writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
        cache = Caffeine.newBuilder()
                .maximumWeight(CACHE_BYTES_MAX)
                .weigher((UserKey key, User user) -> weight(key, user))
                .executor(Runnable::run)
                .buildAsync();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // whose future is in the cache decides who reads
    public Optional<User> find(UserKey key) {
        var mine = new CompletableFuture<@Nullable User>();
        CompletableFuture<User> shared = cache.get(key, (_, _) -> mine);
        if (shared == mine) {
            return load(key, mine);
        }
        try {
            return Optional.ofNullable(shared.join());
        } catch (CancellationException _) {
            // Whoever read for us failed: read for ourselves.
            return read(key);
        }
    }

    /// Completed with null, the future leaves the cache: that a user is unknown is not remembered. Cancelled, it
    /// leaves it too.
    private Optional<User> load(UserKey key, CompletableFuture<@Nullable User> future) {
        try {
            Optional<User> user = read(key);
            future.complete(user.orElse(null));
            return user;
        } catch (RuntimeException e) {
            future.cancel(false);
            throw e;
        }
    }

    private Optional<User> read(UserKey key) {
        return readers.read(link -> UsersTable.find(link, key));
    }

    @Override
    public User create(User user) {
        return writer.write(
                link -> UsersTable.insert(link, user)
                        ? user
                        : UsersTable.find(link, user.key()).orElseThrow(),
                now -> cache.put(now.key(), CompletableFuture.completedFuture(now)));
    }

    @Override
    public boolean update(User user) {
        return writer.write(link -> UsersTable.update(link, user), _ -> forget(user.key()));
    }

    @Override
    public List<User> list(AppId app, String after, int limit) {
        return readers.read(link -> UsersTable.page(link, app, after, limit));
    }

    @Override
    public boolean delete(UserKey key) {
        return writer.write(link -> UsersTable.delete(link, key), _ -> forget(key));
    }

    private void forget(UserKey key) {
        cache.synchronous().invalidate(key);
    }

    private static int weight(UserKey key, User user) {
        long chars = key.user().value().length()
                + user.name().length()
                + (long) user.avatar().length();
        for (Map.Entry<String, String> each : user.attributes().entrySet()) {
            chars += each.getKey().length() + each.getValue().length() + OVERHEAD_BYTES / 4;
        }
        return Math.toIntExact(OVERHEAD_BYTES + 2 * chars);
    }
}
