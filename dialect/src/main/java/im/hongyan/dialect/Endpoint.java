package im.hongyan.dialect;

/// Where a dialect's clients connect, and how frames are told apart there.
public sealed interface Endpoint {
    /// Largest frame a client may send here, in bytes.
    int frameBytesMax();

    /// After how many milliseconds without a frame a connection is closed; 0 = after the house's own limit,
    /// [im.hongyan.core.limit.Limits#idleTimeoutMs].
    long idleMs();

    /// A WebSocket path on the one port: exactly this path, any query; or, where it ends in a slash, any path with
    /// one segment more, which the session is told.
    ///
    /// @param path begins with a slash
    /// @param fragments whether a message may come in several frames
    record WebSocket(String path, int frameBytesMax, long idleMs, boolean fragments) implements Endpoint {
        public WebSocket(String path, int frameBytesMax) {
            this(path, frameBytesMax, 0, true);
        }
    }

    /// A TCP port whose frames begin with their length in four bytes, big-endian, the header not counted.
    record Tcp(int port, int frameBytesMax, long idleMs) implements Endpoint {
        public Tcp(int port, int frameBytesMax) {
            this(port, frameBytesMax, 0);
        }
    }

    /// A UDP port: one datagram, one frame; a remote address is a connection. Before [Connection#loggedIn] a client
    /// is never sent more than three times what it has sent.
    record Udp(int port, int frameBytesMax, long idleMs) implements Endpoint {}
}
