package im.hongyan.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// What an operator finds in the data folder of a server in development mode, and how a server is configured.
public record DataFolder(Path path) {
    private static final String APP = "demo";

    /// The development app's credentials.
    public Credentials credentials(Clock clock) throws IOException {
        return new Credentials(clock, APP, secret("app-secret").getBytes(StandardCharsets.UTF_8));
    }

    /// What opens the REST interface.
    public String adminToken() throws IOException {
        return secret("admin-key");
    }

    private String secret(String name) throws IOException {
        Path file = path.resolve("credentials");
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(name + " =")) {
                return line.substring(line.indexOf('=') + 1).strip();
            }
        }
        throw new IOException("no " + name + " in " + file);
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
