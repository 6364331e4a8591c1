package im.hongyan.log;

import static im.hongyan.testkit.log.LogSamples.ALICE;
import static im.hongyan.testkit.log.LogSamples.ALICE_BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.hongyan.core.log.Entry;
import im.hongyan.core.log.LogUnavailableException;
import im.hongyan.core.log.MessageLog;
import im.hongyan.testkit.log.LogSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is really full: a small tmpfs, so this runs only where a file system may be mounted (as root on
/// Linux) and says so elsewhere. [DiskReserveTest] runs everywhere.
class FullDiskTest {
    private static final int DISK_MB = 24;
    private static final int BALLAST_BYTES = 12 << 20;
    private static final Duration RECOVERY_MAX = Duration.ofSeconds(30);
    private static final int REFUSALS = 20;

    @TempDir
    Path temp;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(temp.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MB + "m", "none", disk.toString());
        assumeTrue(mounted, "a tmpfs can be mounted here");
        Files.write(disk.resolve("ballast"), new byte[BALLAST_BYTES]);
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException _) {
            return false; // there is no such command here
        }
    }

    @Test
    void writesThatFailInTheWriteAheadLogLeaveNoTrace() throws Exception {
        fillAndRecover(new LogOptions(100, 0, 64 << 20, 1 << 20), 40_000);
    }

    @Test
    void writesThatFailBecauseFilesCannotBeWrittenLeaveNoTrace() throws Exception {
        fillAndRecover(new LogOptions(100, 0, 256 << 10, 1 << 20), 3_000);
    }

    @Test
    void withAReserveItIsNeverReallyFull() throws Exception {
        fillAndRecover(new LogOptions(100, 4 << 20, 256 << 10, 1 << 20), 3_000);
    }

    private void fillAndRecover(LogOptions options, int textBytes) throws Exception {
        Path folder = disk.resolve("log");
        long acknowledged = 0;
        try (MessageLog log = RocksMessageLog.open(folder, options)) {
            int refused = 0;
            while (refused < REFUSALS) {
                if (append(log, acknowledged, textBytes)) {
                    acknowledged++;
                } else {
                    refused++;
                    assertThat(log.head(ALICE_BOB).number()).isEqualTo(acknowledged);
                    assertThat(log.readBack(ALICE_BOB, Long.MAX_VALUE, 1, 1))
                            .extracting(Entry::number)
                            .containsExactly(acknowledged);
                }
            }
            Files.delete(disk.resolve("ballast"));
            long deadline = System.nanoTime() + RECOVERY_MAX.toNanos();
            while (!append(log, acknowledged, textBytes)) {
                assertThat(System.nanoTime()).as("it recovers in time").isLessThan(deadline);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
            acknowledged++;
        }
        try (MessageLog log = RocksMessageLog.open(folder, options)) {
            assertThat(log.head(ALICE_BOB).number()).isEqualTo(acknowledged);
            assertThat(log.position()).isEqualTo(acknowledged);
            assertThat(log.readForward(ALICE_BOB, 1, Integer.MAX_VALUE, Integer.MAX_VALUE))
                    .hasSize((int) acknowledged);
        }
    }

    /// Whether the message was taken. If so it must have the next number; if not, because the disk is full.
    private static boolean append(MessageLog log, long acknowledged, int textBytes) {
        try {
            Entry entry = log.append(List.of(
                            LogSamples.append(ALICE_BOB, LogSamples.text(ALICE, random(acknowledged, textBytes)))))
                    .getFirst();
            assertThat(entry.number()).isEqualTo(acknowledged + 1);
            return true;
        } catch (LogUnavailableException e) {
            assertThat(e.full()).as(e.getMessage()).isTrue();
            return false;
        }
    }

    /// Text that cannot be compressed much; the same for the same number.
    private static String random(long seed, int bytes) {
        StringBuilder text = new StringBuilder(bytes);
        new SplittableRandom(seed).ints(bytes, '0', 'z').forEach(c -> text.append(c == '\\' ? '0' : (char) c));
        return text.toString();
    }
}
