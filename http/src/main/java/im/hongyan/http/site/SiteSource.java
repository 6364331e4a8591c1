package im.hongyan.http.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where the site's files come from. Paths are relative, of plain names joined by `/`; [SitePath] lets no other
/// through.
public interface SiteSource {
    /// The bytes, or null if there is no such file. Blocks.
    byte @Nullable [] read(String path) throws IOException;

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
            public boolean mayChange() {
                return false;
            }
        };
    }
}
