package im.hongyan.bench.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.HdrHistogram.Histogram;

/// How long the disk under a folder takes to make an appended block durable.
public final class Disk {
    private static final int BLOCK_BYTES = 4096;
    private static final int DIGITS = 3;
    private static final long LATENCY_MAX_US = 60_000_000;

    private Disk() {}

    /// Appends and syncs (fdatasync) so many times; microseconds each.
    ///
    /// @param pauseMs between two of them, as between messages on an idle server
    public static Histogram syncs(Path folder, int count, long pauseMs) throws IOException {
        Path file = Files.createTempFile(folder, "sync", ".probe");
        Histogram histogram = new Histogram(LATENCY_MAX_US, DIGITS);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
            for (int i = 0; i < count; i++) {
                block.clear();
                long start = System.nanoTime();
                channel.write(block);
                channel.force(false);
                histogram.recordValue(Math.min(LATENCY_MAX_US, (System.nanoTime() - start) / 1000));
                Thread.sleep(pauseMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Files.delete(file);
        }
        return histogram;
    }
}
