package im.hongyan.dialects.wafer;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What happened at one tunnel, told to its business one after another on threads that may block. An idle lane
/// holds neither a thread nor a queue.
final class Lane {
    private final Executor threads;
    private final Consumer<Throwable> faults;
    private final int waitingMax;
    private final int bytesMax;
    private @Nullable Queue<Call> waiting;
    private int bytes;
    private boolean running;

    private record Call(Runnable work, int bytes) {}

    /// @param faults told of what business code throws
    Lane(Executor threads, Consumer<Throwable> faults, int waitingMax, int bytesMax) {
        this.threads = threads;
        this.faults = faults;
        this.waitingMax = waitingMax;
        this.bytesMax = bytesMax;
    }

    /// Adds a call unless too many wait already.
    boolean offer(Runnable work, int size) {
        return add(work, size, false);
    }

    /// Adds a call that must not be left out.
    void always(Runnable work) {
        add(work, 0, true);
    }

    private boolean add(Runnable work, int size, boolean always) {
        synchronized (this) {
            Queue<Call> queue = waiting;
            if (queue == null) {
                queue = new ArrayDeque<>(2);
                waiting = queue;
            }
            if (!always && (queue.size() >= waitingMax || bytes + size > bytesMax)) {
                return false;
            }
            queue.add(new Call(work, size));
            bytes += size;
            if (running) {
                return true;
            }
            running = true;
        }
        threads.execute(this::drain);
        return true;
    }

    private void drain() {
        for (Call next = next(); next != null; next = next()) {
            try {
                next.work().run();
            } catch (RuntimeException | Error e) {
                faults.accept(e);
            }
        }
    }

    private synchronized @Nullable Call next() {
        Call next = waiting == null ? null : waiting.poll();
        if (next == null) {
            waiting = null;
            running = false;
        } else {
            bytes -= next.bytes();
        }
        return next;
    }
}
