package im.hongyan.core.session;

/// The connections that share a thread. What many of them are to hear is handed to the thread once, and there to
/// each by [SessionLink#now].
public interface Crew {
    /// Of links that share nothing: tasks are run at once, by whoever brings them.
    Crew NONE = Runnable::run;

    /// Runs a task on the crew's thread, in order with what the calling thread handed to the links before. Any
    /// thread; never blocks.
    void run(Runnable task);
}
