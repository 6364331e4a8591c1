package im.hongyan.testkit.account;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.User;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.account.Users;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Users in memory.
public final class InMemoryUsers implements Users {
    /// The order of the UTF-8 bytes, which is the order of the code points. (Java's own order of strings puts what
    /// lies beyond the basic plane too early.)
    static final Comparator<String> BYTE_ORDER =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    private final ConcurrentMap<UserKey, User> byKey = new ConcurrentHashMap<>();

    @Override
    public Optional<User> find(UserKey key) {
        return Optional.ofNullable(byKey.get(key));
    }

    @Override
    public User create(User user) {
        User known = byKey.putIfAbsent(user.key(), user);
        return known == null ? user : known;
    }

    @Override
    public boolean update(User user) {
        return byKey.computeIfPresent(user.key(), (_, known) -> changed(known, user)) != null;
    }

    private static User changed(User known, User user) {
        return new User(
                user.key(),
                user.name(),
                user.avatar(),
                user.attributes(),
                user.allow(),
                user.enabled(),
                known.createdAtMs());
    }

    @Override
    public List<User> list(AppId app, String after, int limit) {
        return byKey.values().stream()
                .filter(user -> user.key().app().equals(app))
                .filter(user -> BYTE_ORDER.compare(user.key().user().value(), after) > 0)
                .sorted(Comparator.comparing(user -> user.key().user().value(), BYTE_ORDER))
                .limit(limit)
                .toList();
    }

    @Override
    public boolean delete(UserKey key) {
        return byKey.remove(key) != null;
    }
}
