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
        byte[] secret = Files.readString(path.resolve("demo.secret")).strip().getBytes(StandardCharsets.UTF_8);
        return new Credentials(clock, APP, secret);
    }

    /// What opens the REST interface.
    public String adminToken() throws IOException {
        return Files.readString(path.resolve("admin.secret")).strip();
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
