package im.hongyan.core.session;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Keeps one session's sends in order: while one of them waits for a look-up, those behind it wait too. Used on the
/// connection's thread only; allocates nothing until something waits.
public final class SendOrder {
    private @Nullable ArrayDeque<Runnable> waiting;
    private boolean held;
    private int inFlight;

    /// Runs the task now, or behind what waits.
    public void run(Runnable task) {
        if (!held) {
            task.run();
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
        }
        waiting.add(task);
    }

    /// Whether a task may run at once.
    public boolean isFree() {
        return !held;
    }

    /// Makes later tasks wait until [#release].
    public void hold() {
        held = true;
    }

    /// Runs what has waited, until something holds again.
    public void release() {
        held = false;
        ArrayDeque<Runnable> tasks = waiting;
        if (tasks == null) {
            return;
        }
        Runnable task;
        while (!held && (task = tasks.poll()) != null) {
            task.run();
        }
        if (tasks.isEmpty()) {
            waiting = null;
        }
    }

    /// Sends accepted and not yet answered.
    public int inFlight() {
        return inFlight;
    }

    public void began() {
        inFlight++;
    }

    public void ended() {
        inFlight--;
    }
}
