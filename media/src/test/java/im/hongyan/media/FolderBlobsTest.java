package im.hongyan.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.file.Blobs;
import im.hongyan.core.file.BlobsUnavailableException;
import im.hongyan.core.file.FileId;
import im.hongyan.core.file.FileKind;
import im.hongyan.core.file.StoredFile;
import im.hongyan.testkit.file.BlobsContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderBlobsTest extends BlobsContract {
    private static final UserKey ALICE = new UserKey(new AppId("demo"), new UserId("alice"));

    @TempDir
    Path folder;

    private final Random random = new Random(3);

    @Override
    protected Blobs open() throws IOException {
        return FolderBlobs.open(folder, 0);
    }

    @Override
    protected boolean isDurable() {
        return true;
    }

    private static StoredFile stored(FileId id, int bytes) {
        return new StoredFile(id, ALICE, FileKind.PNG, bytes, 1, 1, 1);
    }

    private long filesIn(String name) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve(name))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void whatACrashLeftIsRemovedAtTheNextStart() throws IOException {
        open().begin(FileId.random(random)).write(ByteBuffer.wrap(new byte[10]));
        assertThat(filesIn("incoming")).isEqualTo(1);
        assertThat(open().totalBytes()).isZero();
        assertThat(filesIn("incoming")).isZero();
    }

    @Test
    void anAbortRemovesTheFile() throws IOException {
        Blobs.Incoming incoming = open().begin(FileId.random(random));
        incoming.write(ByteBuffer.wrap(new byte[10]));
        incoming.abort();
        assertThat(filesIn("incoming")).isZero();
        assertThat(filesIn("files")).isZero();
    }

    @Test
    void theDiskKeepsItsReserve() throws IOException {
        AtomicLong free = new AtomicLong(100 << 20);
        Blobs blobs = FolderBlobs.open(folder, 50 << 20, free::get);
        Blobs.Incoming incoming = blobs.begin(FileId.random(random));
        incoming.write(ByteBuffer.wrap(new byte[1 << 20]));
        free.set(51 << 20);
        assertFull(() -> incoming.write(ByteBuffer.wrap(new byte[2 << 20])));
        incoming.abort();
        free.set(50 << 20);
        assertFull(() -> blobs.begin(FileId.random(random)));
        assertThat(blobs.totalBytes()).isZero();
        assertThat(filesIn("incoming")).isZero();
    }

    private static void assertFull(Runnable work) {
        assertThatThrownBy(work::run).isInstanceOfSatisfying(BlobsUnavailableException.class, e -> assertThat(e.full())
                .isTrue());
    }

    @Test
    void aDamagedFileIsNotTakenForAnother() throws IOException {
        Blobs blobs = open();
        FileId id = FileId.random(random);
        Blobs.Incoming incoming = blobs.begin(id);
        incoming.write(ByteBuffer.wrap(new byte[10]));
        incoming.commit(stored(id, 10));
        Path place = folder.resolve("files").resolve(id.value().substring(0, 2)).resolve(id.value());
        for (byte[] damaged : new byte[][] {
            {}, new byte[2_000], "hongyan-file 1\napp=demo\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)
        }) {
            Files.write(place, damaged);
            assertThatThrownBy(() -> blobs.open(id)).isInstanceOf(BlobsUnavailableException.class);
        }
    }

    @Test
    void theKeyIsMadeOnceAndIsItsOwnersAlone() throws IOException {
        byte[] key = AddressKey.load(folder, random);
        assertThat(key).hasSize(32);
        assertThat(AddressKey.load(folder, random)).isEqualTo(key);
        Path file = folder.resolve("address-key");
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        }
        Files.write(file, new byte[3]);
        assertThatThrownBy(() -> AddressKey.load(folder, random)).hasMessageContaining("damaged");
    }
}
