package im.hongyan.server.wiring;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads that read the log and the directory. Platform threads, because RocksDB and SQLite are native code,
/// which would pin the carriers of virtual ones. A full queue refuses: whoever asked is told that the server is
/// busy.
final class StorageThreads {
    /// Reads that may wait for a thread.
    private static final int WAITING_MAX = 20_000;

    private StorageThreads() {}

    static ThreadPoolExecutor open(int threads, Thread.UncaughtExceptionHandler faults) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform()
                        .name("storage-", 1)
                        .uncaughtExceptionHandler(faults)
                        .factory());
        // An idle server gives their stacks back.
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /// Lets what was accepted finish.
    static void close(ThreadPoolExecutor pool, Duration patience) throws InterruptedException {
        pool.shutdown();
        if (!pool.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            pool.shutdownNow();
        }
    }
}
