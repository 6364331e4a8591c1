package im.hongyan.directory;

import im.hongyan.core.account.AppId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The table `app_keys`: the secrets that sign an app's tokens. Read whole at the start.
final class AppKeysTable {
    private static final String INSERT = """
            insert into app_keys (app_id, kid, secret, created_at_ms)
            values (?, ?, ?, ?)""";

    private static final String ALL = """
            select app_id, kid, secret, created_at_ms
              from app_keys
             order by app_id, created_at_ms, kid""";

    private static final String DELETE = """
            delete from app_keys
             where app_id = ? and kid = ?""";

    private AppKeysTable() {}

    static void insert(Link link, AppId app, AppKey key) throws SQLException {
        PreparedStatement insert = link.prepare(INSERT);
        insert.setString(1, app.value());
        insert.setString(2, key.kid());
        insert.setBytes(3, key.secret());
        insert.setLong(4, key.createdAtMs());
        insert.executeUpdate();
    }

    /// Every app's keys, oldest first.
    static Map<AppId, List<AppKey>> all(Link link) throws SQLException {
        var keys = new HashMap<AppId, List<AppKey>>();
        try (ResultSet rows = link.prepare(ALL).executeQuery()) {
            while (rows.next()) {
                var key = new AppKey(rows.getString("kid"), rows.getBytes("secret"), rows.getLong("created_at_ms"));
                keys.computeIfAbsent(new AppId(rows.getString("app_id")), _ -> new ArrayList<>())
                        .add(key);
            }
        }
        return keys;
    }

    /// Returns false if there is none.
    static boolean delete(Link link, AppId app, String kid) throws SQLException {
        PreparedStatement delete = link.prepare(DELETE);
        delete.setString(1, app.value());
        delete.setString(2, kid);
        return delete.executeUpdate() == 1;
    }
}
