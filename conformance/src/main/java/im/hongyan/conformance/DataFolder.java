package im.hongyan.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// What an operator finds in the data folder of a server in development mode, and how a server is configured.
public record DataFolder(Path path) {
    private static final String APP = "demo";
    private static final String SECRET =
            "select secret from app_keys where app_id = ? order by created_at_ms desc limit 1";

    /// The development app's credentials: its secret, to sign what the server itself would never sign.
    public Credentials credentials(Clock clock) throws IOException {
        Path file = path.resolve("directory/directory.db");
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement select = database.prepareStatement(SECRET)) {
            select.setString(1, APP);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw new IOException("app " + APP + " has no key in " + file);
                }
                return new Credentials(clock, APP, rows.getBytes(1));
            }
        } catch (SQLException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /// What opens the REST interface.
    public String adminToken() throws IOException {
        Path file = path.resolve("credentials");
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("admin-key =")) {
                return line.substring(line.indexOf('=') + 1).strip();
            }
        }
        throw new IOException("no admin-key in " + file);
    }

    /// Writes a configuration file and returns the options that make a server read it.
    public static List<String> configure(Path folder, Map<String, String> settings) throws IOException {
        if (settings.isEmpty()) {
            return List.of();
        }
        Files.createDirectories(folder);
        Path file = folder.resolve("hongyan.conf");
        var lines = settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + setting.getValue())
                .sorted()
                .toList();
        Files.write(file, lines);
        return List.of("--config", file.toString());
    }
}
