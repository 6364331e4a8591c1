package im.hongyan.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Folders under `conformance/target` that a run writes to and leaves behind for whoever looks into a failure.
public final class RunFolder {
    private RunFolder() {}

    /// The folder of that name, emptied.
    public static Path fresh(String name) throws IOException {
        Path folder = ServerCommand.target().resolve(name);
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
        return Files.createDirectories(folder);
    }
}
