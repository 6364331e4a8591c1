package im.hongyan.log;

import static im.hongyan.testkit.log.LogSamples.ALICE;
import static im.hongyan.testkit.log.LogSamples.ALICE_BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hongyan.core.account.UserId;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.LogUnavailableException;
import im.hongyan.testkit.log.LogSamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sends are refused as full while there is still room for RocksDB to work, and what was refused leaves no trace.
class DiskReserveTest {
    private static final long RESERVE_BYTES = 1 << 20;
    private static final LogOptions OPTIONS = new LogOptions(100, RESERVE_BYTES, 1 << 20, 1 << 20);

    @TempDir
    Path folder;

    private long freeBytes = 100 * RESERVE_BYTES;
    private long now;
    private int asked;
    private boolean broken;
    private RocksMessageLog log;

    @BeforeEach
    void open() throws Exception {
        log = RocksMessageLog.open(folder, OPTIONS, this::freeBytes, () -> now);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private long freeBytes() throws IOException {
        asked++;
        if (broken) {
            throw new IOException("gone");
        }
        return freeBytes;
    }

    @Test
    void belowTheReserveAppendsAreRefusedAsFullAndReadsGoOn() throws Exception {
        append("1");
        freeBytes = RESERVE_BYTES;
        now += DiskRoom.ASK_EVERY_NANOS;
        assertThat(refusal().full()).isTrue();
        assertThat(log.head(ALICE_BOB).number()).isEqualTo(1);
        assertThat(log.position()).isEqualTo(1);
        assertThat(log.readBack(ALICE_BOB, Long.MAX_VALUE, 10, 1_000)).hasSize(1);
    }

    @Test
    void withRoomAgainItGoesOnWithTheNextNumber() throws Exception {
        append("1");
        freeBytes = 0;
        now += DiskRoom.ASK_EVERY_NANOS;
        for (int i = 0; i < 5; i++) {
            assertThat(refusal().full()).isTrue();
        }
        freeBytes = 10 * RESERVE_BYTES;
        now += DiskRoom.ASK_EVERY_NANOS;
        Entry next = append("2");
        assertThat(next.number()).isEqualTo(2);
        assertThat(next.position()).isEqualTo(2);
        log.close();
        log = RocksMessageLog.open(folder, OPTIONS, this::freeBytes, () -> now);
        assertThat(log.head(ALICE_BOB).last()).isEqualTo(next);
    }

    @Test
    void theDiskIsAskedAtMostOncePerIntervalAndWhatIsWrittenMeanwhileIsCounted() throws Exception {
        freeBytes = RESERVE_BYTES + 10_000;
        for (int i = 0; i < 3; i++) {
            append("x".repeat(1_000));
        }
        assertThat(asked).isEqualTo(1);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10; i++) {
                        append("x".repeat(1_000));
                    }
                })
                .isInstanceOf(LogUnavailableException.class);
        assertThat(asked).isEqualTo(1);
        now += DiskRoom.ASK_EVERY_NANOS;
        append("3");
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aDiskThatDoesNotTellIsNotCalledFull() {
        broken = true;
        assertThat(refusal().full()).isFalse();
    }

    @Test
    void aBatchThatCannotBeBuiltLeavesNoTrace() throws Exception {
        append("1");
        ConversationId unnameable = new ConversationId.Group(LogSamples.APP, "g".repeat(300));
        List<Change> batch = List.of(
                LogSamples.append(ALICE_BOB, LogSamples.text(ALICE, "2")),
                LogSamples.append(unnameable, LogSamples.text(new UserId("z"), "3")));
        assertThatThrownBy(() -> log.append(batch)).isInstanceOf(IllegalArgumentException.class);
        assertThat(log.head(ALICE_BOB).number()).isEqualTo(1);
        assertThat(append("2")).returns(2L, Entry::number).returns(2L, Entry::position);
    }

    private Entry append(String text) throws LogUnavailableException {
        return log.append(List.of(LogSamples.append(ALICE_BOB, LogSamples.text(ALICE, text))))
                .getFirst();
    }

    private LogUnavailableException refusal() {
        return catchThrowableOfType(LogUnavailableException.class, () -> append("no"));
    }
}
