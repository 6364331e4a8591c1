package im.hongyan.gateway;

import im.hongyan.core.session.Signal;

/// What another thread hands to a connection's event loop.
sealed interface Handover {
    record Hint(SocketConnection to, Signal signal) implements Handover {}

    record Task(SocketConnection of, Runnable task) implements Handover {}
}
