package im.hongyan.core.account;

import java.util.List;
import java.util.Optional;

/// The port to where users are kept. Calls block; they are made from storage threads only.
public interface Users {
    Optional<User> find(UserKey key);

    /// Creates the user unless it exists; returns what is there now.
    User create(User user);

    /// Replaces profile, attributes and state of an existing user. Returns false if there is none.
    boolean update(User user);

    /// Users of an app in order of id, after `after` (exclusive; empty string = from the start), at most `limit`.
    List<User> list(AppId app, String after, int limit);

    /// Erases the user's row. Returns false if there was none.
    boolean delete(UserKey key);
}
