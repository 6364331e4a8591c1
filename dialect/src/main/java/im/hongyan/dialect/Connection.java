package im.hongyan.dialect;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.log.Priority;
import im.hongyan.core.session.SessionLink;

/// A dialect session's effects on its connection, and its thread. [SessionLink]'s two methods may be called from
/// anywhere; all others on the connection's own thread only. Nothing is written to the socket before the current
/// call returns (one flush per turn).
public interface Connection extends SessionLink {
    /// Sends a reply. Never dropped; a connection that lets too many bytes pile up is closed
    /// ([CloseCode#SLOW_CONSUMER]).
    void send(OutFrame frame);

    /// Sends a frame that the client can get again by synchronising. Dropped when the connection is [#clogged].
    ///
    /// @return whether it was sent
    boolean push(OutFrame frame);

    /// Whether unsent bytes have piled up so that pushes are dropped now: saves rendering them. The connection
    /// hands over [im.hongyan.core.session.Signal.SyncNeeded] once there is room, if anything was dropped or this
    /// was asked and true.
    boolean clogged();

    /// The same as [#clogged()] for a push of that priority: what matters little is dropped at half of what may
    /// pile up, what matters much at twice as much.
    default boolean clogged(Priority priority) {
        return clogged();
    }

    /// The same as [#push(OutFrame)] for a push of that priority.
    default boolean push(OutFrame frame, Priority priority) {
        return push(frame);
    }

    /// Closes after what was sent has left. The code is also the transport's close code where it has one.
    void close(CloseCode code);

    /// Closes as the client wished it (WebSocket 1000).
    void closeNormally();

    /// The frame that the client has just sent was asked for, as the acknowledgement of what it was sent: it does
    /// not count in the client's rate.
    default void solicited() {}

    /// The client's address without port, for limits and logs.
    String remoteAddress();

    /// Says that the client has logged in: from now on the connection does not count as anonymous.
    void loggedIn();
}
