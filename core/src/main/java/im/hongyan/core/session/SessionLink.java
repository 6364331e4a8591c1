package im.hongyan.core.session;

/// The core's hold on one connection. All methods may be called from any thread, never block, and keep the order of
/// calls of one thread.
public interface SessionLink {
    /// Hands a signal to the dialect's session. A counted signal ([Signal.Committed]) may be dropped when the
    /// connection does not keep up; the link then hands over [Signal.SyncNeeded] when there is room.
    void push(Signal signal);

    /// Runs a task on the connection's own thread, in order with pushes. After the connection's end tasks are still
    /// run.
    void run(Runnable task);

    /// Whose thread this connection lives on.
    default Crew crew() {
        return Crew.NONE;
    }

    /// The same as [#push(Signal)] at once, for tasks of the [#crew].
    default void now(Signal signal) {
        push(signal);
    }
}
