package im.hongyan.directory;

import im.hongyan.core.account.Allow;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.User;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table `users`.
///
/// | column | holds |
/// |---|---|
/// | app_id, id | the key; ids are ordered by their UTF-8 bytes (SQLite's `binary`, PostgreSQL's `C` collation) |
/// | name, avatar | profile, may be empty |
/// | attributes | a JSON object of strings |
/// | allow_friends | who may become a friend |
/// | enabled | false: may not log in |
/// | created_at_ms | set once |
final class UsersTable {
    private static final String INSERT = """
            insert into users (app_id, id, name, avatar, attributes, allow_friends, enabled, created_at_ms)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (app_id, id) do nothing""";

    private static final String FIND = """
            select id, name, avatar, attributes, allow_friends, enabled, created_at_ms
              from users
             where app_id = ? and id = ?""";

    private static final String PAGE = """
            select id, name, avatar, attributes, allow_friends, enabled, created_at_ms
              from users
             where app_id = ? and id > ?
             order by id
             limit ?""";

    private static final String UPDATE = """
            update users
               set name = ?, avatar = ?, attributes = ?, allow_friends = ?, enabled = ?
             where app_id = ? and id = ?""";

    private static final String DELETE = """
            delete from users
             where app_id = ? and id = ?""";

    private UsersTable() {}

    /// Returns false if there is one already.
    static boolean insert(Link link, User user) throws SQLException {
        PreparedStatement insert = link.prepare(INSERT);
        insert.setString(1, user.key().app().value());
        insert.setString(2, user.key().user().value());
        insert.setString(3, user.name());
        insert.setString(4, user.avatar());
        insert.setString(5, AttributesJson.write(user.attributes()));
        insert.setString(6, user.allow().word());
        insert.setBoolean(7, user.enabled());
        insert.setLong(8, user.createdAtMs());
        return insert.executeUpdate() == 1;
    }

    static Optional<User> find(Link link, UserKey key) throws SQLException {
        PreparedStatement find = link.prepare(FIND);
        find.setString(1, key.app().value());
        find.setString(2, key.user().value());
        try (ResultSet row = find.executeQuery()) {
            return row.next() ? Optional.of(user(key.app(), row)) : Optional.empty();
        }
    }

    static List<User> page(Link link, AppId app, String after, int limit) throws SQLException {
        PreparedStatement page = link.prepare(PAGE);
        page.setString(1, app.value());
        page.setString(2, after);
        page.setInt(3, limit);
        var users = new ArrayList<User>();
        try (ResultSet rows = page.executeQuery()) {
            while (rows.next()) {
                users.add(user(app, rows));
            }
        }
        return users;
    }

    /// Returns false if there is none.
    static boolean update(Link link, User user) throws SQLException {
        PreparedStatement update = link.prepare(UPDATE);
        update.setString(1, user.name());
        update.setString(2, user.avatar());
        update.setString(3, AttributesJson.write(user.attributes()));
        update.setString(4, user.allow().word());
        update.setBoolean(5, user.enabled());
        update.setString(6, user.key().app().value());
        update.setString(7, user.key().user().value());
        return update.executeUpdate() == 1;
    }

    /// Returns false if there is none.
    static boolean delete(Link link, UserKey key) throws SQLException {
        PreparedStatement delete = link.prepare(DELETE);
        delete.setString(1, key.app().value());
        delete.setString(2, key.user().value());
        return delete.executeUpdate() == 1;
    }

    private static Allow allow(String word) throws SQLException {
        Allow allow = Allow.of(word);
        if (allow == null) {
            throw new SQLException("the column allow_friends holds the unknown word " + word);
        }
        return allow;
    }

    private static User user(AppId app, ResultSet row) throws SQLException {
        return new User(
                new UserKey(app, new UserId(row.getString("id"))),
                row.getString("name"),
                row.getString("avatar"),
                AttributesJson.read(row.getString("attributes")),
                allow(row.getString("allow_friends")),
                row.getBoolean("enabled"),
                row.getLong("created_at_ms"));
    }
}
