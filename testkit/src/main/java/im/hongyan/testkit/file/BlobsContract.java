package im.hongyan.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.file.Blobs;
import im.hongyan.core.file.FileId;
import im.hongyan.core.file.FileKind;
import im.hongyan.core.file.StoredFile;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every adapter of [Blobs] keeps.
public abstract class BlobsContract {
    private final Random random = new Random(7);
    private Blobs blobs;

    /// Opens the adapter; a second time, over what the first has stored, where the adapter keeps anything.
    protected abstract Blobs open() throws Exception;

    /// Whether a new adapter knows what an earlier one has stored.
    protected abstract boolean isDurable();

    @BeforeEach
    void openBlobs() throws Exception {
        blobs = open();
    }

    private StoredFile put(UserKey owner, byte[] bytes) {
        FileId id = FileId.random(random);
        Blobs.Incoming incoming = blobs.begin(id);
        for (int at = 0; at < bytes.length; at += 1_000) {
            incoming.write(ByteBuffer.wrap(bytes, at, Math.min(1_000, bytes.length - at)));
        }
        StoredFile file = new StoredFile(id, owner, FileKind.PNG, bytes.length, 3, 4, 1_800_000_000_000L);
        incoming.commit(file);
        return file;
    }

    private static UserKey user(String id) {
        return new UserKey(new AppId("demo"), new UserId(id));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] readAll(Blobs.Blob blob) {
        ByteBuffer all = ByteBuffer.allocate((int) blob.file().bytes() + 1);
        while (blob.read(all, all.position()) > 0) {
            // Reads on.
        }
        byte[] read = new byte[all.position()];
        all.flip().get(read);
        return read;
    }

    @Test
    void whatWasCommittedIsFoundAndRead() {
        for (int length : new int[] {1, 999, 1_000, 100_000}) {
            byte[] bytes = bytes(length);
            StoredFile file = put(user("alice"), bytes);
            assertThat(blobs.find(file.id())).contains(file);
            try (Blobs.Blob blob = blobs.open(file.id()).orElseThrow()) {
                assertThat(blob.file()).isEqualTo(file);
                assertThat(readAll(blob)).isEqualTo(bytes);
            }
        }
    }

    @Test
    void aPartIsRead() {
        byte[] bytes = bytes(5_000);
        StoredFile file = put(user("alice"), bytes);
        try (Blobs.Blob blob = blobs.open(file.id()).orElseThrow()) {
            ByteBuffer part = ByteBuffer.allocate(10);
            assertThat(blob.read(part, 4_995)).isEqualTo(5);
            assertThat(part.flip()).isEqualTo(ByteBuffer.wrap(bytes, 4_995, 5).slice());
            assertThat(blob.read(ByteBuffer.allocate(10), 5_000)).isEqualTo(-1);
            assertThat(blob.read(ByteBuffer.allocate(10), 9_000)).isEqualTo(-1);
        }
    }

    @Test
    void oddOwnersComeBack() {
        for (String id : new String[] {"a=b", "zoë", "用户", "\uD83D\uDC27".repeat(16), " space", "type=x"}) {
            StoredFile file = put(user(id), bytes(10));
            assertThat(blobs.find(file.id())).contains(file);
        }
    }

    @Test
    void whatIsComingInIsNotFoundAndCanBeReadBack() {
        FileId id = FileId.random(random);
        Blobs.Incoming incoming = blobs.begin(id);
        incoming.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(blobs.find(id)).isEmpty();
        assertThat(blobs.open(id)).isEmpty();
        ByteBuffer back = ByteBuffer.allocate(5);
        assertThat(incoming.read(back, 1)).isEqualTo(2);
        assertThat(incoming.read(back, 3)).isEqualTo(-1);
        incoming.abort();
        assertThat(blobs.find(id)).isEmpty();
    }

    @Test
    void anAbortLeavesNothing() {
        long before = blobs.totalBytes();
        Blobs.Incoming incoming = blobs.begin(FileId.random(random));
        incoming.write(ByteBuffer.wrap(bytes(10_000)));
        assertThat(blobs.totalBytes()).isGreaterThanOrEqualTo(before + 10_000);
        incoming.abort();
        incoming.abort();
        assertThat(blobs.totalBytes()).isEqualTo(before);
    }

    @Test
    void anAbortAfterTheCommitDoesNothing() {
        FileId id = FileId.random(random);
        Blobs.Incoming incoming = blobs.begin(id);
        incoming.write(ByteBuffer.wrap(bytes(10)));
        incoming.commit(new StoredFile(id, user("alice"), FileKind.AMR, 10, 0, 0, 1));
        incoming.abort();
        assertThat(blobs.find(id)).isPresent();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(blobs.find(FileId.random(random))).isEmpty();
        assertThat(blobs.open(FileId.random(random))).isEmpty();
    }

    @Test
    void aNewOneKnowsWhatAnEarlierOneStored() throws Exception {
        if (!isDurable()) {
            return;
        }
        StoredFile file = put(user("alice"), bytes(10_000));
        blobs.begin(FileId.random(random)).write(ByteBuffer.wrap(bytes(500)));
        long whole = blobs.totalBytes();
        Blobs again = open();
        assertThat(again.find(file.id())).contains(file);
        assertThat(again.totalBytes()).isLessThan(whole).isGreaterThanOrEqualTo(10_000);
    }
}
