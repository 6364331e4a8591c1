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
        lanes[lane(key)].submit(task);
    }

    /// Queues a task that needs the lanes of both keys. Lanes are taken in one order everywhere, so that two such
    /// tasks never wait for each other.
    public void submit(Object one, Object other, Task task) {
        int first = Math.min(lane(one), lane(other));
        int second = Math.max(lane(one), lane(other));
        if (first == second) {
            lanes[first].submit(task);
            return;
        }
        lanes[first].submit(new Task() {
            @Override
            public void run(Runnable release) {
                lanes[second].submit(new Inner(task, release));
            }

            @Override
            public void refused() {
                task.refused();
            }
        });
    }

    /// A task that holds an outer lane too and gives it back whatever happens.
    private record Inner(Task task, Runnable outer) implements Task {
        @Override
        public void run(Runnable release) {
            task.run(() -> {
                release.run();
                outer.run();
            });
        }

        @Override
        public void refused() {
            task.refused();
            outer.run();
        }
    }

    private static int lane(Object key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (LANES - 1);
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
