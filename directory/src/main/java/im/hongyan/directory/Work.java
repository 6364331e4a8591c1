package im.hongyan.directory;

import java.sql.SQLException;

/// What is done on a connection. Writing work may be run a second time after a rollback, so it must have no effect
/// outside the database.
@FunctionalInterface
interface Work<T> {
    T run(Link link) throws SQLException;
}
