package im.hongyan.media;

import im.hongyan.core.file.FileAddresses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.random.RandomGenerator;

/// The secret that signs the addresses of files, in a file for its owner's eyes beside them. Who removes it makes
/// every address end that was given out.
public final class AddressKey {
    private static final String NAME = "address-key";

    private AddressKey() {}

    /// Reads the key; makes one at the first start.
    ///
    /// @throws IOException if it cannot be read or is damaged
    public static byte[] load(Path folder, RandomGenerator random) throws IOException {
        Path file = folder.resolve(NAME);
        try {
            byte[] key = Files.readAllBytes(file);
            if (key.length != FileAddresses.KEY_BYTES) {
                throw new IOException("The key " + file + " is damaged: remove it, and a new one is made.");
            }
            return key;
        } catch (NoSuchFileException firstStart) {
            return make(folder, file, random);
        }
    }

    /// It appears whole or not at all.
    private static byte[] make(Path folder, Path file, RandomGenerator random) throws IOException {
        byte[] key = new byte[FileAddresses.KEY_BYTES];
        random.nextBytes(key);
        Files.createDirectories(folder);
        Path unfinished = folder.resolve(NAME + ".new");
        Files.deleteIfExists(unfinished);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(unfinished);
        }
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(key));
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return key;
    }
}
