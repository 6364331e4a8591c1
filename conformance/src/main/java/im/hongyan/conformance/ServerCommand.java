package im.hongyan.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How the real server is started: its own `java` with the jars that the build collected, which is what the
/// launcher runs once nothing is stale. A signal then reaches the server and not a shell before it.
public record ServerCommand(List<String> words) {
    /// Overrides the command; the words are separated by blanks.
    public static final String PROPERTY = "hongyan.server.command";

    private static final String MAIN = "im.hongyan.server.Main";

    public ServerCommand {
        words = List.copyOf(words);
    }

    /// The command for the repository that this process was started in.
    ///
    /// @throws IllegalStateException saying what is missing, when the server is not built
    public static ServerCommand find() {
        String given = System.getProperty(PROPERTY, "");
        if (!given.isBlank()) {
            return new ServerCommand(List.of(given.trim().split("\\s+", -1)));
        }
        Path lib = repository().resolve("server/target/lib");
        if (!holdsServer(lib)) {
            throw new IllegalStateException(
                    "the server is not built: no hongyan-server jar in " + lib + "; run ./hongyan serve once");
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ServerCommand(List.of(
                java,
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
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
