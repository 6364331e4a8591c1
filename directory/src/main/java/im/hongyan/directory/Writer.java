package im.hongyan.directory;

import im.hongyan.core.account.AccountsUnavailableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only one who writes: a platform thread (SQLite is native code and would pin a virtual thread's carrier) that
/// takes what is queued, runs it in one transaction and answers after the commit. Alone, a write waits for nobody;
/// under load the groups grow by themselves and share one sync of the disk.
final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    /// Writes waiting; above it callers wait for a place.
    static final int QUEUE_MAX = 4_096;
    /// Writes made durable by one commit.
    static final int GROUP_MAX = 1_024;

    private final Link link;
    private final BlockingQueue<Task<?>> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Task<?> stop = new Task<>(_ -> false, _ -> {});
    private final Thread thread;
    private volatile boolean stopped;

    /// @param link belongs to the writer from now on
    Writer(Link link) {
        this.link = link;
        thread = Thread.ofPlatform().name("directory-writer").daemon().unstarted(this::loop);
        thread.start();
    }

    /// Runs the work in a transaction, which other writes may share, and returns when it is durable.
    ///
    /// @param committed is told the result on the writer's thread after the commit and before the caller goes on:
    ///     the place to change what is cached, in the order of the commits
    <T> T write(Work<T> work, Consumer<T> committed) {
        var task = new Task<T>(work, committed);
        enqueue(task);
        if (stopped && queue.remove(task)) {
            throw closed();
        }
        try {
            return task.answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof AccountsUnavailableException known ? asSeenHere(known) : e;
        }
    }

    private void enqueue(Task<?> task) {
        if (stopped) {
            throw closed();
        }
        try {
            queue.put(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AccountsUnavailableException(false, "interrupted before the write was queued", e);
        }
    }

    private void loop() {
        var group = new ArrayList<Task<?>>();
        boolean running = true;
        while (running) {
            group.clear();
            try {
                group.add(queue.take());
            } catch (InterruptedException _) {
                // Nobody interrupts this thread on purpose; only close() ends it.
                continue;
            }
            queue.drainTo(group, GROUP_MAX - 1);
            running = !group.remove(stop);
            if (!group.isEmpty()) {
                commit(group);
            }
        }
        stopped = true;
        for (Task<?> late = queue.poll(); late != null; late = queue.poll()) {
            late.answer.completeExceptionally(closed());
        }
        closeLink();
    }

    private void commit(List<Task<?>> group) {
        try {
            link.begin();
            for (Task<?> task : group) {
                task.run(link);
            }
            link.commit();
        } catch (SQLException | RuntimeException e) {
            undo();
            if (group.size() == 1) {
                group.getFirst().answer.completeExceptionally(unavailable(e));
                return;
            }
            // One of them failed: give each a transaction of its own, so that it fails alone.
            for (Task<?> task : group) {
                commit(List.of(task));
            }
            return;
        }
        group.forEach(Task::succeed);
    }

    private void undo() {
        try {
            link.rollback();
        } catch (SQLException e) {
            // SQLite has already undone the transaction by itself (a full disk does that).
            LOG.debug("nothing to roll back: {}", e.getMessage());
        }
        try {
            link.forgetPrepared();
        } catch (SQLException e) {
            LOG.debug("a statement was not closed cleanly: {}", e.getMessage());
        }
    }

    private void closeLink() {
        try {
            link.run(Sqlite.CHECKPOINT);
            link.close();
        } catch (SQLException e) {
            // Every acknowledged write is in the write-ahead log: the next start reads it from there.
            LOG.warn("the directory database was not closed cleanly: {}", e.getMessage());
        }
    }

    /// Finishes what is queued, folds the write-ahead log into the database and closes it.
    @Override
    public void close() {
        boolean interrupted = false;
        boolean told = false;
        while (thread.isAlive()) {
            try {
                if (!told) {
                    queue.put(stop);
                    told = true;
                }
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static AccountsUnavailableException unavailable(Exception cause) {
        boolean full = cause instanceof SQLException sql && Sqlite.isFull(sql);
        String what = full ? "the disk of the directory database is full" : "the directory database refused";
        return new AccountsUnavailableException(full, what + ": " + cause.getMessage(), cause);
    }

    /// The same failure with the stack of the one who asked.
    static AccountsUnavailableException asSeenHere(AccountsUnavailableException known) {
        return new AccountsUnavailableException(known.full(), String.valueOf(known.getMessage()), known);
    }

    static AccountsUnavailableException closed() {
        var cause = new IllegalStateException("closed");
        return new AccountsUnavailableException(false, "the directory is closed", cause);
    }

    private static final class Task<T> {
        private final Work<T> work;
        private final Consumer<T> committed;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private @Nullable Runnable success;

        Task(Work<T> work, Consumer<T> committed) {
            this.work = work;
            this.committed = committed;
        }

        void run(Link link) throws SQLException {
            T result = work.run(link);
            success = () -> {
                committed.accept(result);
                answer.complete(result);
            };
        }

        void succeed() {
            try {
                if (success != null) {
                    success.run();
                }
            } catch (RuntimeException e) {
                answer.completeExceptionally(unavailable(e));
            }
        }
    }
}
