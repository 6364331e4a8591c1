package im.hongyan.dialects.mobileimsdk;

/// How often the slowest clients say that they are alive, and how long the server therefore waits for them. Every
/// faster client is served too; what a slow mode costs is that a dead connection is noticed later.
public enum SenseMode {
    MODE_3S(7_000, 10_000),
    MODE_5S(11_000, 10_000),
    MODE_10S(15_000, 21_000),
    MODE_15S(20_000, 21_000),
    MODE_30S(35_000, 62_000),
    MODE_60S(65_000, 122_000),
    MODE_120S(125_000, 242_000);

    private final long idleMs;
    private final long datagramIdleMs;

    SenseMode(long idleMs, long datagramIdleMs) {
        this.idleMs = idleMs;
        this.datagramIdleMs = datagramIdleMs;
    }

    /// Silence after which a TCP or WebSocket connection is closed.
    public long idleMs() {
        return idleMs;
    }

    /// Silence after which a UDP client is forgotten.
    public long datagramIdleMs() {
        return datagramIdleMs;
    }
}
