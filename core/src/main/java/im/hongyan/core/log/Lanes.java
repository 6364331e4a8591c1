package im.hongyan.core.log;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Serial order per key over a shared executor, without a lock held across I/O: tasks whose keys fall into the same
/// lane run one after another, the next one when the one before has released the lane (which may be long after it
/// returned: when its commit is durable).
public final class Lanes {
    /// Work that holds its lane until it calls `release`, exactly once, from any thread.
    public interface Task {
        void run(Runnable release);

        /// The executor is full: it will not be run.
        void refused();
    }

    private static final int LANES = 256;
    private final Lane[] lanes = new Lane[LANES];
    private final Executor executor;

    /// @param executor runs the tasks; they may block there
    public Lanes(Executor executor) {
        this.executor = executor;
        for (int i = 0; i < LANES; i++) {
            lanes[i] = new Lane();
        }
    }

    /// Queues a task behind those of the same key.
    public void submit(Object key, Task task) {
        int hash = key.hashCode();
        lanes[(hash ^ (hash >>> 16)) & (LANES - 1)].submit(task);
    }

    private final class Lane {
        private final ArrayDeque<Task> queue = new ArrayDeque<>(0);
        private boolean busy;

        void submit(Task task) {
            synchronized (queue) {
                if (busy) {
                    queue.add(task);
                    return;
                }
                busy = true;
            }
            start(task);
        }

        private void start(Task task) {
            try {
                executor.execute(() -> task.run(this::next));
            } catch (RejectedExecutionException full) {
                task.refused();
                next();
            }
        }

        private void next() {
            Task task;
            synchronized (queue) {
                task = queue.poll();
                if (task == null) {
                    busy = false;
                    return;
                }
            }
            start(task);
        }
    }
}
