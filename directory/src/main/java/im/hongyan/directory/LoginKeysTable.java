package im.hongyan.directory;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The table `login_keys`; its columns are those of [LoginKey].
final class LoginKeysTable {
    private static final String INSERT = """
            insert into login_keys
              (app_id, dialect, hash, user_id, about, sealed, created_at_ms, used_at_ms, expires_at_ms)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String FIND = """
            select user_id, about, sealed, created_at_ms, used_at_ms, expires_at_ms
              from login_keys
             where app_id = ? and dialect = ? and hash = ?""";

    private static final String RENEW = """
            update login_keys
               set used_at_ms = ?, expires_at_ms = ?
             where app_id = ? and dialect = ? and hash = ?""";

    private static final String COUNT = """
            select count(*)
              from login_keys
             where app_id = ? and dialect = ? and user_id = ?""";

    private static final String DELETE_ALL_BUT = """
            delete from login_keys
             where app_id = ? and dialect = ? and user_id = ? and hash not in
                   (select hash
                      from login_keys
                     where app_id = ? and dialect = ? and user_id = ?
                     order by created_at_ms desc, hash
                     limit ?)""";

    private static final String DELETE_EXPIRED = """
            delete from login_keys
             where expires_at_ms <= ?""";

    private LoginKeysTable() {}

    static void insert(Link link, LoginKey key) throws SQLException {
        PreparedStatement insert = link.prepare(INSERT);
        insert.setString(1, key.user().app().value());
        insert.setString(2, key.dialect());
        insert.setBytes(3, key.hash());
        insert.setString(4, key.user().user().value());
        insert.setString(5, key.about());
        insert.setBytes(6, key.sealed());
        insert.setLong(7, key.createdAtMs());
        insert.setLong(8, key.usedAtMs());
        insert.setLong(9, key.expiresAtMs());
        insert.executeUpdate();
    }

    static Optional<LoginKey> find(Link link, AppId app, String dialect, byte[] hash) throws SQLException {
        PreparedStatement find = link.prepare(FIND);
        find.setString(1, app.value());
        find.setString(2, dialect);
        find.setBytes(3, hash);
        try (ResultSet row = find.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            return Optional.of(new LoginKey(
                    new UserKey(app, new UserId(row.getString("user_id"))),
                    dialect,
                    hash,
                    row.getString("about"),
                    row.getBytes("sealed"),
                    row.getLong("created_at_ms"),
                    row.getLong("used_at_ms"),
                    row.getLong("expires_at_ms")));
        }
    }

    /// Returns false if there is none.
    static boolean renew(Link link, LoginKey key) throws SQLException {
        PreparedStatement renew = link.prepare(RENEW);
        renew.setLong(1, key.usedAtMs());
        renew.setLong(2, key.expiresAtMs());
        renew.setString(3, key.user().app().value());
        renew.setString(4, key.dialect());
        renew.setBytes(5, key.hash());
        return renew.executeUpdate() == 1;
    }

    /// Returns how many the user has.
    static int count(Link link, UserKey user, String dialect) throws SQLException {
        PreparedStatement count = link.prepare(COUNT);
        count.setString(1, user.app().value());
        count.setString(2, dialect);
        count.setString(3, user.user().value());
        try (ResultSet row = count.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    static void deleteAllBut(Link link, UserKey user, String dialect, int newest) throws SQLException {
        PreparedStatement delete = link.prepare(DELETE_ALL_BUT);
        for (int i = 0; i <= 3; i += 3) {
            delete.setString(i + 1, user.app().value());
            delete.setString(i + 2, dialect);
            delete.setString(i + 3, user.user().value());
        }
        delete.setInt(7, newest);
        delete.executeUpdate();
    }

    static void deleteExpired(Link link, long nowMs) throws SQLException {
        PreparedStatement delete = link.prepare(DELETE_EXPIRED);
        delete.setLong(1, nowMs);
        delete.executeUpdate();
    }
}
