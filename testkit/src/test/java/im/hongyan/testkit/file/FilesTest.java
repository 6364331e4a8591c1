package im.hongyan.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.file.BlobsUnavailableException;
import im.hongyan.core.file.FileAddresses;
import im.hongyan.core.file.FileId;
import im.hongyan.core.file.FileKind;
import im.hongyan.core.file.Files;
import im.hongyan.core.file.Upload;
import im.hongyan.core.limit.Limits;
import im.hongyan.testkit.account.HandClock;
import im.hongyan.testkit.core.MemoryWorld;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The use cases of files over a store in memory.
class FilesTest {
    private static final Limits LIMITS = Limits.DEFAULT;
    private static final UserKey ALICE = MemoryWorld.key("alice");
    private static final UserKey STRANGER = new UserKey(new AppId("other"), new UserId("alice"));

    private final HandClock clock = new HandClock(1_800_000_000_123L);
    private final MemoryBlobs blobs = new MemoryBlobs();
    private final Random random = new Random(11);
    private final Files files = new Files(
            LIMITS,
            clock,
            blobs,
            new FileAddresses(new byte[32], clock, LIMITS.fileUrlMs()),
            () -> FileId.random(random));

    private Files.Addressed put(byte[] bytes, int piece) throws RefusedException {
        Upload upload = MemoryWorld.value(files.begin(ALICE));
        try {
            for (int at = 0; at < bytes.length; at += piece) {
                upload.write(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
            }
            return upload.finish();
        } finally {
            upload.abort();
        }
    }

    @Test
    void everyKindIsKnownByItsContent() throws RefusedException {
        for (var sample : SampleFiles.accepted().entrySet()) {
            for (int piece : new int[] {1, 7, 10_000}) {
                Files.Addressed stored = put(sample.getValue(), piece);
                assertThat(stored.file().kind()).isEqualTo(sample.getKey());
                assertThat(stored.file().bytes()).isEqualTo(sample.getValue().length);
            }
        }
        assertThat(SampleFiles.accepted()).containsOnlyKeys(FileKind.values());
    }

    @Test
    void anythingElseIsRefusedAndLeavesNothing() {
        for (var sample : SampleFiles.refused().entrySet()) {
            Upload upload = MemoryWorld.value(files.begin(ALICE));
            assertThatThrownBy(() -> {
                        upload.write(ByteBuffer.wrap(sample.getValue()));
                        upload.finish();
                    })
                    .as(sample.getKey())
                    .satisfies(refused(ErrorCode.FILE_TYPE_REFUSED));
            upload.abort();
            clock.forward(60_000);
        }
        assertThat(blobs.coming()).isZero();
        assertThat(blobs.stored()).isZero();
    }

    private static org.assertj.core.api.ThrowingConsumer<Throwable> refused(ErrorCode code) {
        return thrown ->
                assertThat(((RefusedException) thrown).refusal().code()).isEqualTo(code);
    }

    @Test
    void aPictureTellsItsSize() throws RefusedException {
        assertSize(SampleFiles.png(), 3, 2);
        assertSize(SampleFiles.accepted().get(FileKind.GIF), 3, 2);
        assertSize(SampleFiles.accepted().get(FileKind.WEBP), 3, 2);
        assertSize(SampleFiles.jpeg(640, 480), 640, 480);
        assertSize(SampleFiles.turnedJpeg(640, 480), 480, 640);
        assertSize(SampleFiles.accepted().get(FileKind.MP3), 0, 0);
        // A header that was cut off says nothing.
        assertSize(java.util.Arrays.copyOf(SampleFiles.png(), 20), 0, 0);
        assertSize(java.util.Arrays.copyOf(SampleFiles.jpeg(640, 480), 24), 0, 0);
    }

    private void assertSize(byte[] bytes, int width, int height) throws RefusedException {
        Files.Addressed stored = put(bytes, 5);
        assertThat(stored.file().width()).isEqualTo(width);
        assertThat(stored.file().height()).isEqualTo(height);
    }

    @Test
    void anyHeaderIsASizeOrNone() throws RefusedException {
        long seed = System.nanoTime();
        Random any = new Random(seed);
        List<byte[]> pictures = List.of(
                SampleFiles.png(),
                SampleFiles.jpeg(5, 6),
                SampleFiles.turnedJpeg(5, 6),
                SampleFiles.accepted().get(FileKind.GIF),
                SampleFiles.accepted().get(FileKind.WEBP));
        for (int i = 0; i < 5_000; i++) {
            byte[] picture = pictures.get(any.nextInt(pictures.size())).clone();
            for (int changes = any.nextInt(4); changes >= 0; changes--) {
                picture[4 + any.nextInt(picture.length - 4)] = (byte) any.nextInt();
            }
            clock.forward(60_000);
            try {
                Files.Addressed stored = put(java.util.Arrays.copyOf(picture, 4 + any.nextInt(picture.length)), 1_000);
                assertThat(stored.file().width()).as("seed %d", seed).isBetween(0, 65_535);
            } catch (RefusedException notAPicture) {
                assertThat(notAPicture.refusal().code()).as("seed %d", seed).isEqualTo(ErrorCode.FILE_TYPE_REFUSED);
            }
        }
    }

    @Test
    void tooLargeIsSeenOnTheWay() throws RefusedException {
        Upload upload = MemoryWorld.value(files.begin(ALICE));
        byte[] piece = new byte[1 << 20];
        System.arraycopy(SampleFiles.png(), 0, piece, 0, SampleFiles.png().length);
        for (int i = 0; i < LIMITS.fileBytesMax() >> 20; i++) {
            upload.write(ByteBuffer.wrap(piece));
        }
        assertThatThrownBy(() -> upload.write(ByteBuffer.wrap(new byte[1])))
                .satisfies(refused(ErrorCode.FILE_TOO_LARGE));
        upload.abort();
        assertThat(blobs.totalBytes()).isZero();
    }

    @Test
    void nothingIsNoFile() {
        Upload upload = MemoryWorld.value(files.begin(ALICE));
        assertThatThrownBy(upload::finish).satisfies(refused(ErrorCode.FILE_EMPTY));
        upload.abort();
        assertThat(blobs.coming()).isZero();
    }

    @Test
    void aFullStoreSaysSo() {
        Upload upload = MemoryWorld.value(files.begin(ALICE));
        blobs.full(true);
        assertThatThrownBy(() -> upload.write(ByteBuffer.wrap(SampleFiles.png())))
                .isInstanceOfSatisfying(BlobsUnavailableException.class, e -> assertThat(e.full())
                        .isTrue());
        upload.abort();
        assertThat(blobs.coming()).isZero();
    }

    @Test
    void usersSendSoManyAtOnceAndInAMinute() throws RefusedException {
        List<Upload> running = new ArrayList<>();
        for (int i = 0; i < LIMITS.userUploadsMax(); i++) {
            running.add(MemoryWorld.value(files.begin(ALICE)));
        }
        assertRefused(files.begin(ALICE), ErrorCode.TOO_FAST);
        running.getFirst().abort();
        running.getFirst().abort();
        running.set(0, MemoryWorld.value(files.begin(ALICE)));
        assertRefused(files.begin(ALICE), ErrorCode.TOO_FAST);
        running.forEach(Upload::abort);
        for (int i = LIMITS.userUploadsMax() + 1; i < LIMITS.filesPerMinuteMax(); i++) {
            put(SampleFiles.png(), 1_000);
        }
        Refusal refusal = assertRefused(files.begin(ALICE), ErrorCode.TOO_FAST);
        assertThat(refusal.retryAfterMs()).isBetween(1L, 60_000L);
        MemoryWorld.value(files.begin(MemoryWorld.key("bob"))).abort();
        clock.forward(refusal.retryAfterMs());
        put(SampleFiles.png(), 1_000);
    }

    @Test
    void soManyComeInAtOnceInAll() {
        for (int i = 0; i < LIMITS.uploadsMax(); i++) {
            MemoryWorld.value(files.begin(MemoryWorld.key("user-" + i)));
        }
        assertRefused(files.begin(ALICE), ErrorCode.BUSY);
    }

    private static Refusal assertRefused(Outcome<?> outcome, ErrorCode code) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        Refusal refusal = ((Outcome.Refused<?>) outcome).refusal();
        assertThat(refusal.code()).isEqualTo(code);
        return refusal;
    }

    @Test
    void onlyTheSameAppFindsAFile() throws RefusedException {
        String id = put(SampleFiles.png(), 1_000).file().id().value();
        assertThat(MemoryWorld.value(files.find(MemoryWorld.key("bob"), id))
                        .file()
                        .owner())
                .isEqualTo(ALICE);
        assertRefused(files.find(STRANGER, id), ErrorCode.FILE_UNKNOWN);
        assertRefused(files.find(ALICE, "a".repeat(26)), ErrorCode.FILE_UNKNOWN);
        assertRefused(files.find(ALICE, "../../address-key"), ErrorCode.FILE_UNKNOWN);
    }

    @Test
    void anAddressIsGoodForItsTimeAndAsItWasGiven() throws RefusedException {
        Files.Addressed stored = put(SampleFiles.png(), 1_000);
        String id = stored.file().id().value();
        long expires = stored.address().expiresAtMs();
        String path = stored.address().path();
        String e = path.replaceAll(".*[?&]e=([^&]*).*", "$1");
        String s = path.replaceAll(".*[?&]s=([^&]*).*", "$1");
        assertThat(expires - clock.millis()).isGreaterThanOrEqualTo(LIMITS.fileUrlMs());
        assertThat(files.checkAddress(id, e, s)).isNull();
        assertThat(code(files.checkAddress(id, Long.toString(expires + 1), s)))
                .isEqualTo(ErrorCode.FILE_ADDRESS_INVALID);
        assertThat(code(files.checkAddress(id, "0" + e, s))).isEqualTo(ErrorCode.FILE_ADDRESS_INVALID);
        assertThat(code(files.checkAddress(id, e, s.substring(1)))).isEqualTo(ErrorCode.FILE_ADDRESS_INVALID);
        assertThat(code(files.checkAddress(id, e, s + "A"))).isEqualTo(ErrorCode.FILE_ADDRESS_INVALID);
        assertThat(code(files.checkAddress(id, e, null))).isEqualTo(ErrorCode.FILE_ADDRESS_INVALID);
        assertThat(code(files.checkAddress(id, null, s))).isEqualTo(ErrorCode.FILE_ADDRESS_INVALID);
        assertThat(code(files.checkAddress("b".repeat(26), e, s))).isEqualTo(ErrorCode.FILE_ADDRESS_INVALID);
        clock.forward(expires - clock.millis() - 1);
        assertThat(files.checkAddress(id, e, s)).isNull();
        clock.forward(1);
        assertThat(code(files.checkAddress(id, e, s))).isEqualTo(ErrorCode.FILE_ADDRESS_EXPIRED);
    }

    private static ErrorCode code(@org.jspecify.annotations.Nullable Refusal refusal) {
        assertThat(refusal).isNotNull();
        return refusal.code();
    }

    @Test
    void addressesOfTheSameTimeAreTheSame() throws RefusedException {
        String id = put(SampleFiles.png(), 1_000).file().id().value();
        String one = MemoryWorld.value(files.find(ALICE, id)).address().path();
        clock.forward(1_000);
        assertThat(MemoryWorld.value(files.find(ALICE, id)).address().path()).isEqualTo(one);
    }
}
