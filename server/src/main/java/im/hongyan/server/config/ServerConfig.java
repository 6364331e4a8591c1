package im.hongyan.server.config;

import im.hongyan.core.limit.Limits;
import java.util.List;

/// Everything that can be configured. A key is the path of record components in kebab case, such as
/// `limits.frame-bytes-max`.
///
/// @param mode how careful to be with strangers
/// @param host the address to listen on
/// @param port the one port of HTTP and WebSocket; 0 = any free one
/// @param data the folder that holds everything
/// @param behindProxy a proxy in front of the server ends TLS; needed to listen elsewhere than on loopback
/// @param site whether the landing page, the demo, the documents and the SDK files are served
/// @param storageThreads threads that read the log and the directory
/// @param eventLoops threads that move bytes; 0 = as many as processors
/// @param mobileimsdk clients of MobileIMSDK
/// @param wafer clients of Wafer
public record ServerConfig(
        Mode mode,
        String host,
        int port,
        String data,
        boolean behindProxy,
        SiteShown site,
        int storageThreads,
        int eventLoops,
        LogConfig log,
        MobileImConfig mobileimsdk,
        WaferConfig wafer,
        Limits limits) {
    /// How careful to be with strangers.
    public enum Mode {
        /// Loopback only; app `demo` is there; credentials lie readable for their owner in the data folder.
        DEVELOPMENT,
        PRODUCTION
    }

    /// Whether the site is served.
    public enum SiteShown {
        /// In development mode only.
        AUTO,
        TRUE,
        FALSE
    }

    /// The message log.
    ///
    /// @param diskReserveBytes free disk space below which sends are refused as full
    /// @param memtableBytes what is gathered in memory before it is written as a sorted file
    /// @param blockCacheBytes sorted blocks held in memory
    public record LogConfig(long diskReserveBytes, long memtableBytes, long blockCacheBytes) {}

    public static final ServerConfig DEFAULT = new ServerConfig(
            Mode.DEVELOPMENT,
            "127.0.0.1",
            8080,
            "./data",
            false,
            SiteShown.AUTO,
            4,
            0,
            new LogConfig(64L << 20, 16L << 20, 16L << 20),
            MobileImConfig.DEFAULT,
            WaferConfig.DEFAULT,
            Limits.DEFAULT);

    private static final List<String> LOOPBACK = List.of("localhost", "::1", "[::1]");

    /// Refuses what is dangerous or cannot work.
    public void check() throws ConfigException {
        if (port < 0 || port > 65_535) {
            throw new ConfigException("port", "must be 0 to 65535, not " + port);
        }
        mobileimsdk.check();
        wafer.check();
        if (storageThreads < 1) {
            throw new ConfigException("storage-threads", "must be at least 1");
        }
        if (!isLoopback() && mode == Mode.DEVELOPMENT) {
            throw new ConfigException(
                    "host",
                    "development mode listens on loopback only; to listen on " + host
                            + " set mode = production and put a proxy with TLS in front (behind-proxy = true)");
        }
        if (!isLoopback() && !behindProxy) {
            throw new ConfigException(
                    "behind-proxy", "listening on " + host + " needs a proxy that ends TLS: set behind-proxy = true");
        }
    }

    /// Whether the site is served, in this mode.
    public boolean showsSite() {
        return switch (site) {
            case AUTO -> mode == Mode.DEVELOPMENT;
            case TRUE -> true;
            case FALSE -> false;
        };
    }

    private boolean isLoopback() {
        return host.startsWith("127.") || LOOPBACK.contains(host);
    }
}
