package im.hongyan.gateway;

/// The close codes of RFC 6455 that the gateway itself uses.
final class WireClose {
    static final int NORMAL = 1000;
    static final int PROTOCOL_ERROR = 1002;
    /// The peer's close frame had no code: never sent in a frame.
    static final int NONE = 1005;
    /// The connection broke: never sent in a frame.
    static final int ABNORMAL = 1006;
    static final int BAD_TEXT = 1007;
    static final int TOO_BIG = 1009;

    private WireClose() {}

    /// Whether a peer may put this code into a close frame.
    static boolean mayBeSent(int code) {
        return (code >= 3000 && code < 5000) || (code >= 1000 && code <= 1014 && (code < 1004 || code > 1006));
    }
}
