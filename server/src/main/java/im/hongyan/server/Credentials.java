package im.hongyan.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The file in the data folder that tells the administrator's key to the owner of the folder. The directory itself
/// keeps only its hash.
final class Credentials {
    static final String FILE_NAME = "credentials";

    private Credentials() {}

    /// Writes the file, readable for its owner only from the first byte on.
    static Path write(Path data, String adminKey) throws IOException {
        Path file = data.resolve(FILE_NAME);
        Files.deleteIfExists(file);
        if (Files.getFileStore(data).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rw-------");
            Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
        } else {
            Files.createFile(file);
        }
        Files.writeString(file, """
                # Secrets of this Hongyan server: keep this file to yourself.
                # Bearer credential of the REST API under /api/v1:
                admin-key = %s
                """.formatted(adminKey), StandardOpenOption.WRITE);
        return file;
    }
}
