package im.hongyan.gateway;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.session.Signal;

/// A connection as its event loop sees it, whatever the transport. All methods on the event loop.
sealed interface LoopMember permits SocketConnection, DatagramConnection {
    /// Where the loop keeps it.
    int index();

    void index(int place);

    void signal(Signal signal);

    void carryOut(Runnable task);

    /// The end of a turn in which it was touched.
    void settle();

    /// About once a second.
    void tick(long nowMs);

    /// The server stops: no more requests are read, those already read may still be answered.
    void stopping();

    /// Whether all that was sent has left.
    boolean flushed();

    void close(CloseCode code);

    /// No more patience.
    void abort();
}
