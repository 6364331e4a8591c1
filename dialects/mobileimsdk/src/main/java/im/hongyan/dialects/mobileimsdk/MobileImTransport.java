package im.hongyan.dialects.mobileimsdk;

import im.hongyan.dialect.Endpoint;

/// How a client is connected: the protocol is the same everywhere but for sizes and for what a lost packet means.
enum MobileImTransport {
    TCP,
    UDP,
    WEBSOCKET;

    static MobileImTransport of(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Tcp _ -> TCP;
            case Endpoint.Udp _ -> UDP;
            case Endpoint.WebSocket _ -> WEBSOCKET;
        };
    }

    boolean isDatagram() {
        return this == UDP;
    }

    /// The largest frame that a client takes.
    int bytesOutMax(MobileImSettings settings) {
        return switch (this) {
            case TCP -> settings.tcpFrameBytesMax();
            case UDP -> settings.datagramOutBytesMax();
            case WEBSOCKET -> settings.webSocketFrameBytesMax();
        };
    }
}
