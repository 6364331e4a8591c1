package im.hongyan.core.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// The group commit: one thread takes whatever is waiting, makes it durable with one sync, and tells everybody.
/// Alone, a message waits for nobody; under load batches grow by themselves, and a small one waits a moment for
/// company. All entries pass through here in commit order.
public final class Committer implements AutoCloseable {
    /// After a batch of at least so many commits, so many more are likely to be on their way.
    private static final int GATHER_FROM = 4;
    /// A batch of so many is worth its sync: it does not wait.
    private static final int GATHER_UP_TO = 24;
    /// How long a small batch waits for company under load, in ns. Half as many syncs and wake-ups for 0.8 ms: at
    /// 10,000 messages a second a quarter less work, and shorter tails (`docs/adr/0007-hot-path.md`).
    private static final long GATHER_NS = 800_000;

    private final MessageLog log;
    private final int queueMax;
    private final int batchMax;
    private final Thread.UncaughtExceptionHandler faults;
    private final ConcurrentLinkedQueue<Commit> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Thread thread;
    private volatile boolean idle;
    private volatile boolean closing;

    /// @param queueMax commits waiting, beyond which [#submit] answers false
    /// @param batchMax commits per sync
    /// @param faults told of exceptions that callbacks throw; the committer goes on
    public Committer(MessageLog log, int queueMax, int batchMax, Thread.UncaughtExceptionHandler faults) {
        this.log = log;
        this.queueMax = queueMax;
        this.batchMax = batchMax;
        this.faults = faults;
        this.thread = Thread.ofPlatform().name("log-writer").unstarted(this::work);
        thread.start();
    }

    /// Queues a commit. Never blocks.
    ///
    /// @return false if the queue is full or the committer is closed: nothing was taken
    public boolean submit(Commit commit) {
        // Counted first, then looked whether it is closing: the writer ends only when it sees closing and none counted.
        if (waiting.incrementAndGet() > queueMax || closing) {
            waiting.decrementAndGet();
            return false;
        }
        queue.add(commit);
        if (idle) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    /// Commits waiting now.
    public int waiting() {
        return waiting.get();
    }

    private void work() {
        List<Commit> batch = new ArrayList<>(batchMax);
        List<Change> changes = new ArrayList<>(batchMax * 2);
        int lastBatch = 0;
        while (true) {
            Commit commit;
            while (batch.size() < batchMax && (commit = queue.poll()) != null) {
                batch.add(commit);
            }
            if (!batch.isEmpty()) {
                if (lastBatch >= GATHER_FROM && batch.size() < GATHER_UP_TO) {
                    LockSupport.parkNanos(this, GATHER_NS);
                    while (batch.size() < batchMax && (commit = queue.poll()) != null) {
                        batch.add(commit);
                    }
                }
                lastBatch = batch.size();
                write(batch, changes);
                waiting.addAndGet(-batch.size());
                batch.clear();
                changes.clear();
            } else if (closing && waiting.get() == 0) {
                return;
            } else {
                sleep();
            }
        }
    }

    private void sleep() {
        idle = true;
        if (queue.isEmpty() && !closing) {
            LockSupport.park(this);
        } else if (closing) {
            Thread.onSpinWait();
        }
        idle = false;
    }

    private void write(List<Commit> batch, List<Change> changes) {
        int[] appends = new int[batch.size()];
        for (int i = 0; i < batch.size(); i++) {
            List<Change> own = batch.get(i).changes();
            for (int j = 0; j < own.size(); j++) {
                Change change = own.get(j);
                changes.add(change);
                if (change instanceof Change.Append) {
                    appends[i]++;
                }
            }
        }
        List<Entry> entries;
        try {
            entries = log.append(changes);
        } catch (LogUnavailableException reason) {
            refuse(batch, reason);
            return;
        } catch (RuntimeException | Error broken) {
            faults.uncaughtException(thread, broken);
            refuse(batch, new LogUnavailableException(false, "the log broke", broken));
            return;
        }
        int next = 0;
        for (int i = 0; i < batch.size(); i++) {
            int end = next + appends[i];
            try {
                batch.get(i).committed(entries.subList(next, end));
            } catch (RuntimeException | Error broken) {
                faults.uncaughtException(thread, broken);
            }
            next = end;
        }
    }

    private void refuse(List<Commit> batch, LogUnavailableException reason) {
        for (Commit commit : batch) {
            try {
                commit.failed(reason);
            } catch (RuntimeException | Error broken) {
                faults.uncaughtException(thread, broken);
            }
        }
    }

    /// Takes no more, makes durable what was taken, and returns when that is done.
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
