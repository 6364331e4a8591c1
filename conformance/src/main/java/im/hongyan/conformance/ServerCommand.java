package im.hongyan.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How the real server is started: by a `java` of its own and not through a shell, so that a signal reaches the
/// server itself.
public record ServerCommand(List<String> words) {
    /// Where the launcher says it, one word a line.
    public static final String VARIABLE = "HONGYAN_SERVER_COMMAND";

    private static final String MAIN = "im.hongyan.server.Main";

    public ServerCommand {
        words = List.copyOf(words);
    }

    /// The command that the launcher gave; else one for the jars that Maven left.
    ///
    /// @throws IllegalStateException saying what is missing, when there is neither
    public static ServerCommand find() {
        String given = System.getenv().getOrDefault(VARIABLE, "");
        if (!given.isBlank()) {
            return new ServerCommand(given.lines().toList());
        }
        Path lib = repository().resolve("server/target/lib");
        if (!holdsServer(lib)) {
            throw new IllegalStateException("the server is not built: " + VARIABLE + " is not set and there is no"
                    + " hongyan-server jar in " + lib + "; run ./hongyan test --step scenarios");
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ServerCommand(List.of(
                java,
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseCompactObjectHeaders",
                "-Xmx1g",
                "-cp",
                lib + "/*",
                MAIN));
    }

    /// The command with more words at its end.
    public List<String> with(List<String> more) {
        var all = new ArrayList<>(words);
        all.addAll(more);
        return all;
    }

    private static boolean holdsServer(Path lib) {
        if (!Files.isDirectory(lib)) {
            return false;
        }
        try (Stream<Path> files = Files.list(lib)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("hongyan-server"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The root of the repository: the nearest folder upwards that holds the modules.
    public static Path repository() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("conformance/pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "not inside the repository: " + Path.of("").toAbsolutePath());
    }

    /// Where runs leave their data folders, logs and findings.
    public static Path target() {
        return repository().resolve("conformance/target");
    }
}
