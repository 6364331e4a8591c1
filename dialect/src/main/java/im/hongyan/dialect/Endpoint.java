package im.hongyan.dialect;

/// Where a dialect's clients connect, and how frames are told apart there.
public sealed interface Endpoint {
    /// Largest frame a client may send here, in bytes.
    int frameBytesMax();

    /// A WebSocket path on the one port: exactly this path, any query.
    record WebSocket(String path, int frameBytesMax) implements Endpoint {}

    /// A TCP port whose frames begin with their length in four bytes, big-endian, the header not counted.
    record Tcp(int port, int frameBytesMax) implements Endpoint {}

    /// A UDP port: one datagram, one frame; a remote address is a connection.
    record Udp(int port, int frameBytesMax) implements Endpoint {}
}
