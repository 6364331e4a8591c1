package im.hongyan.dialect;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.session.Signal;

/// One client, in one dialect. Owned by one connection and called on that connection's thread only; never blocks.
public interface DialectSession {
    /// The client spoke.
    ///
    /// @param bytes valid during the call only: copy what you keep
    /// @param text whether the transport marked the frame as text (always true on TCP and UDP); text frames have
    ///     been checked to be UTF-8 by a WebSocket
    void onFrame(byte[] bytes, int offset, int length, boolean text);

    /// The core has something for this client.
    void onSignal(Signal signal);

    /// About once a second, for timeouts.
    ///
    /// @param nowMs epoch milliseconds
    void onTick(long nowMs);

    /// The gateway is about to close the connection for this reason (too large a frame, nothing heard for too long, too
    /// fast for too long) or, with [CloseCode#SHUTTING_DOWN], as soon as replies under way have left: say the last
    /// words.
    void onClosing(CloseCode code);

    /// The connection is gone already: release, do not speak.
    void onGone();
}
