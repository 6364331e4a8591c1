package im.hongyan.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/// One connection to the database with the statements it has prepared. Used by one thread at a time.
final class Link implements AutoCloseable {
    private static final String BEGIN = "begin";
    private static final String COMMIT = "commit";
    private static final String ROLLBACK = "rollback";

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Link(Connection connection) {
        this.connection = connection;
    }

    /// The statement for this text, prepared at its first use. Texts are the tables' constants, so they are few.
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = prepared.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            prepared.put(sql, known);
        }
        return known;
    }

    /// Drops all prepared statements: the driver destroys one that failed, and does not say so.
    void forgetPrepared() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
        prepared.clear();
    }

    /// Runs a statement that answers nothing we need.
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The first column of the first row as text; empty if there is no row.
    String ask(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            String answer = rows.next() ? rows.getString(1) : null;
            return answer == null ? "" : answer;
        }
    }

    /// Transactions are spoken, not left to the driver: SQLite ends one by itself when the disk is full, and the
    /// driver, which believes it is still open, could never commit again.
    void begin() throws SQLException {
        prepare(BEGIN).executeUpdate();
    }

    void commit() throws SQLException {
        prepare(COMMIT).executeUpdate();
    }

    void rollback() throws SQLException {
        prepare(ROLLBACK).executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        forgetPrepared();
        connection.close();
    }
}
