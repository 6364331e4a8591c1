package im.hongyan.gateway;

import im.hongyan.core.session.Signal;

/// What another thread hands to a connection's event loop.
sealed interface Handover {
    record Hint(LoopMember to, Signal signal) implements Handover {}

    record Task(LoopMember of, Runnable task) implements Handover {}

    /// Of the loop as a whole.
    record Work(Runnable task) implements Handover {}
}
