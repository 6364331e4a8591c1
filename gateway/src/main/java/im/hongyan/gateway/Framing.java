package im.hongyan.gateway;

import im.hongyan.dialect.OutFrame;
import io.netty.buffer.ByteBuf;

/// How frames are told apart on one kind of transport: all that differs between transports. One object per
/// connection, holding what an unfinished message needs; it never sees a socket.
///
/// A datagram transport fits as a third kind: every read is one frame, and what stands for the channel is a
/// pseudo-channel per remote address.
abstract sealed class Framing permits WebSocketFraming, LengthFraming {
    /// The longest farewell of any transport.
    static final int FAREWELL_BYTES_MAX = 4;

    /// What a framing tells its connection, always within a call of [#take].
    interface Sink {
        /// A whole message; the bytes are the sink's for the length of the call only.
        void message(byte[] bytes, int length, boolean text);

        /// Answers a WebSocket ping.
        void ping(byte[] bytes, int length);

        /// The peer wishes to close.
        ///
        /// @param code what to echo
        void peerCloses(int code);

        /// The peer broke the transport's rules: nothing more can be read.
        void violated(int code);

        /// Room for a payload, shared by all connections of the event loop.
        byte[] scratch(int bytes);
    }

    /// Looks at the frame that begins at the reader index, without consuming it.
    ///
    /// @return the bytes it takes in all, more than are readable if it is not complete (perhaps only up to the end
    ///     of its header, until that is known); negative: the close code of a rule that it breaks
    abstract int look(ByteBuf in);

    /// Consumes the frame that [#look] has just found complete.
    abstract void take(ByteBuf in, Sink sink);

    /// How many bytes go before a payload of this length.
    abstract int headerBytes(int payloadBytes);

    /// Writes what goes before a payload.
    abstract void header(ByteBuf out, OutFrame frame);

    /// Writes a pong. Only for transports whose peers ping.
    abstract void pong(ByteBuf out, byte[] payload, int length);

    /// Writes the transport's own farewell, if it has one.
    ///
    /// @return whether the peer will answer it with its own
    abstract boolean farewell(ByteBuf out, int code);
}
