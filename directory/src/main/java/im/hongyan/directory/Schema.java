package im.hongyan.directory;

import java.nio.file.Path;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteDataSource;

/// The version of the database's tables. Migrations are numbered, run forward only, and are recorded in the table
/// `schema_history`. A database that is current is recognised by one query, because Flyway's own look costs a start
/// several times more than everything else here.
final class Schema {
    /// The number of the newest migration beside this class; a test compares the two.
    static final int NEWEST = 4;

    static final String LOCATION = "classpath:im/hongyan/directory/migration";
    private static final String HISTORY = "schema_history";

    private static final String HAS_HISTORY =
            "select count(*) from sqlite_master where type = 'table' and name = '" + HISTORY + "'";
    private static final String VERSION = """
            select version
              from schema_history
             where success
             order by installed_rank desc
             limit 1""";

    private Schema() {}

    /// Brings the tables to the newest version.
    static void bringUp(Sqlite engine, Path file, Link link) throws SQLException, DirectoryUnusableException {
        int version = version(file, link);
        if (version > NEWEST) {
            throw new DirectoryUnusableException("The directory database " + file + " has schema version " + version
                    + ", made by a newer Hongyan; this one knows versions up to " + NEWEST
                    + ": start the newer server, or restore a backup made before the upgrade.");
        }
        if (version < NEWEST) {
            migrate(engine, file);
        }
    }

    /// The version in the database; 0 = nothing yet.
    private static int version(Path file, Link link) throws SQLException, DirectoryUnusableException {
        // "No table" and "could not read" must stay apart: taking the second for a new database would hide a loss.
        if (link.ask(HAS_HISTORY).equals("0")) {
            return 0;
        }
        String version = link.ask(VERSION);
        try {
            return version.isEmpty() ? 0 : Integer.parseInt(version);
        } catch (NumberFormatException e) {
            throw new DirectoryUnusableException(
                    "The directory database " + file + " has an unknown schema version '" + version + "'.", e);
        }
    }

    private static void migrate(Sqlite engine, Path file) throws DirectoryUnusableException {
        var source = new SQLiteDataSource();
        source.setUrl(engine.url());
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source)
                    .locations(LOCATION)
                    .table(HISTORY)
                    .failOnMissingLocations(true)
                    .cleanDisabled(true)
                    .loggers("slf4j")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DirectoryUnusableException(
                    "The directory database " + file + " cannot be brought to schema version " + NEWEST + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
