package im.hongyan.directory;

import im.hongyan.core.account.App;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.AppSettings;
import im.hongyan.core.account.AppSettings.OnTooManySessions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The table `apps`: one row per tenant, its settings as columns (see [AppSettings]). Read whole at the start; what
/// is asked later is answered from memory.
final class AppsTable {
    private static final String INSERT = """
            insert into apps (id, name, enabled, sessions_per_platform_max, sessions_per_user_max,
                              on_too_many_sessions, recall_window_ms, create_user_at_login, users_create_rooms, created_at_ms)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do nothing""";

    private static final String ALL = """
            select id, name, enabled, sessions_per_platform_max, sessions_per_user_max,
                   on_too_many_sessions, recall_window_ms, create_user_at_login, users_create_rooms, created_at_ms
              from apps
             order by id""";

    private static final String UPDATE = """
            update apps
               set name = ?, enabled = ?, sessions_per_platform_max = ?, sessions_per_user_max = ?,
                   on_too_many_sessions = ?, recall_window_ms = ?, create_user_at_login = ?,
                   users_create_rooms = ?
             where id = ?""";

    private AppsTable() {}

    /// Returns false if there is one already.
    static boolean insert(Link link, App app) throws SQLException {
        PreparedStatement insert = link.prepare(INSERT);
        insert.setString(1, app.id().value());
        setChangeable(insert, 2, app);
        insert.setLong(10, app.createdAtMs());
        return insert.executeUpdate() == 1;
    }

    static List<App> all(Link link) throws SQLException {
        var apps = new ArrayList<App>();
        try (ResultSet rows = link.prepare(ALL).executeQuery()) {
            while (rows.next()) {
                apps.add(app(rows));
            }
        }
        return apps;
    }

    /// Returns false if there is none.
    static boolean update(Link link, App app) throws SQLException {
        PreparedStatement update = link.prepare(UPDATE);
        setChangeable(update, 1, app);
        update.setString(9, app.id().value());
        return update.executeUpdate() == 1;
    }

    /// Sets the eight columns from name to users_create_rooms, beginning at parameter `first`.
    private static void setChangeable(PreparedStatement statement, int first, App app) throws SQLException {
        AppSettings settings = app.settings();
        statement.setString(first, app.name());
        statement.setBoolean(first + 1, app.enabled());
        statement.setLong(first + 2, settings.sessionsPerPlatformMax());
        statement.setLong(first + 3, settings.sessionsPerUserMax());
        statement.setString(first + 4, word(settings.onTooManySessions()));
        statement.setLong(first + 5, settings.recallWindowMs());
        statement.setBoolean(first + 6, settings.createUserAtLogin());
        statement.setBoolean(first + 7, settings.usersCreateRooms());
    }

    private static App app(ResultSet row) throws SQLException {
        var settings = new AppSettings(
                Math.toIntExact(row.getLong("sessions_per_platform_max")),
                Math.toIntExact(row.getLong("sessions_per_user_max")),
                onTooManySessions(row.getString("on_too_many_sessions")),
                row.getLong("recall_window_ms"),
                row.getBoolean("create_user_at_login"),
                row.getBoolean("users_create_rooms"));
        return new App(
                new AppId(row.getString("id")),
                row.getString("name"),
                row.getBoolean("enabled"),
                settings,
                row.getLong("created_at_ms"));
    }

    private static String word(OnTooManySessions policy) {
        return switch (policy) {
            case KICK_OLDEST -> "kick_oldest";
            case REFUSE_NEW -> "refuse_new";
        };
    }

    private static OnTooManySessions onTooManySessions(String word) throws SQLException {
        for (OnTooManySessions policy : OnTooManySessions.values()) {
            if (word(policy).equals(word)) {
                return policy;
            }
        }
        throw new SQLException("unknown value in apps.on_too_many_sessions: " + word);
    }
}
