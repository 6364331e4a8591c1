package im.hongyan.directory;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The table `admin_keys`: hashes of administrators' keys, by name.
final class AdminKeysTable {
    private static final String PUT = """
            insert into admin_keys (name, hash, created_at_ms)
            values (?, ?, ?)
            on conflict (name) do update set hash = excluded.hash, created_at_ms = excluded.created_at_ms""";

    private static final String FIND = """
            select hash
              from admin_keys
             where name = ?""";

    private AdminKeysTable() {}

    static void put(Link link, String name, byte[] hash, long createdAtMs) throws SQLException {
        PreparedStatement put = link.prepare(PUT);
        put.setString(1, name);
        put.setBytes(2, hash);
        put.setLong(3, createdAtMs);
        put.executeUpdate();
    }

    static Optional<byte[]> find(Link link, String name) throws SQLException {
        PreparedStatement find = link.prepare(FIND);
        find.setString(1, name);
        try (ResultSet row = find.executeQuery()) {
            return row.next() ? Optional.of(row.getBytes("hash")) : Optional.empty();
        }
    }
}
