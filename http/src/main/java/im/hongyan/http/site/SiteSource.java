package im.hongyan.http.site;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the site's files come from. Paths are relative, of plain names joined by `/`; [SitePath] lets no other
/// through.
public interface SiteSource {
    /// The bytes, or null if there is no such file. Blocks.
    byte @Nullable [] read(String path) throws IOException;

    /// The files below a folder by their paths in it, in order; none if there is no such folder. Blocks.
    List<String> list(String folder) throws IOException;

    /// Whether a file may be another one the next time it is read.
    boolean mayChange();

    /// The checkout that the launcher runs from: an edit is seen at the next reload.
    static SiteSource checkout(Path root) throws IOException {
        Path real = root.toRealPath();
        return new SiteSource() {
            @Override
            public byte @Nullable [] read(String path) throws IOException {
                Path file = real.resolve(path);
                try {
                    // A link that leads out of the checkout is not followed.
                    if (!file.toRealPath().startsWith(real) || !Files.isRegularFile(file)) {
                        return null;
                    }
                    return Files.readAllBytes(file);
                } catch (NoSuchFileException missing) {
                    return null;
                }
            }

            @Override
            public List<String> list(String folder) throws IOException {
                Path start = real.resolve(folder);
                return Files.isDirectory(start) ? below(start) : List.of();
            }

            @Override
            public boolean mayChange() {
                return true;
            }
        };
    }

    /// The files that were put into a jar, below `prefix`.
    static SiteSource resources(ClassLoader loader, String prefix) {
        return new SiteSource() {
            @Override
            public byte @Nullable [] read(String path) throws IOException {
                try (InputStream in = loader.getResourceAsStream(prefix + path)) {
                    return in == null ? null : in.readAllBytes();
                }
            }

            @Override
            public List<String> list(String folder) throws IOException {
                URL place = loader.getResource(prefix + folder);
                if (place == null) {
                    return List.of();
                }
                if (place.openConnection() instanceof JarURLConnection jar) {
                    return inJar(jar, prefix + folder + "/");
                }
                return below(Path.of(URI.create(place.toString())));
            }

            @Override
            public boolean mayChange() {
                return false;
            }
        };
    }

    private static List<String> below(Path start) throws IOException {
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> start.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> inJar(JarURLConnection jar, String start) throws IOException {
        jar.setUseCaches(false);
        try (JarFile file = jar.getJarFile()) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(start))
                    .map(entry -> entry.getName().substring(start.length()))
                    .sorted()
                    .toList();
        }
    }
}
