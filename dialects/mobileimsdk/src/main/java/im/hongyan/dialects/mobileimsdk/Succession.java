package im.hongyan.dialects.mobileimsdk;

import org.jspecify.annotations.Nullable;

/// The place of a session between its predecessor and its successor on another connection: the next one starts
/// delivery only when this one has left behind what was acknowledged.
final class Succession {
    private boolean left;
    private @Nullable Runnable successor;

    /// Runs the task when the session has left.
    ///
    /// @return false if it has left already
    synchronized boolean after(Runnable task) {
        if (left) {
            return false;
        }
        successor = task;
        return true;
    }

    /// The session has left.
    void leave() {
        Runnable task;
        synchronized (this) {
            left = true;
            task = successor;
            successor = null;
        }
        if (task != null) {
            task.run();
        }
    }
}
