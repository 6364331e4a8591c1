package im.hongyan.server.config;

import im.hongyan.core.account.AppId;
import im.hongyan.dialects.mobileimsdk.SenseMode;

/// Clients of MobileIMSDK.
///
/// @param enabled whether they are served; `auto` = in development mode only
/// @param app the app that all their users belong to
/// @param tcpPort 0 = not opened. While `port` is 0, the default here means any free one
/// @param udpPort the same for UDP
/// @param websocketPort a port of its own for `/websocket`, besides the one port, where it always is; 0 = not
///     opened
/// @param senseMode the slowest keep-alive of any client; decides how long silence is borne
/// @param serverTimestamp whether `sm` of what the server sends is its time
public record MobileImConfig(
        Enabled enabled,
        String app,
        int tcpPort,
        int udpPort,
        int websocketPort,
        SenseMode senseMode,
        boolean serverTimestamp) {
    /// Whether a dialect is spoken.
    public enum Enabled {
        AUTO,
        TRUE,
        FALSE
    }

    public static final MobileImConfig DEFAULT =
            new MobileImConfig(Enabled.AUTO, "demo", 8901, 7901, 0, SenseMode.MODE_120S, false);

    void check() throws ConfigException {
        if (!AppId.isValid(app)) {
            throw new ConfigException("mobileimsdk.app", "\"" + app + "\" is not an app id");
        }
        checkPort("tcp", tcpPort);
        checkPort("udp", udpPort);
        checkPort("websocket", websocketPort);
    }

    private static void checkPort(String transport, int port) throws ConfigException {
        if (port < 0 || port > 65_535) {
            throw new ConfigException("mobileimsdk." + transport + "-port", "must be 0 to 65535, not " + port);
        }
    }

    /// Whether the dialect is spoken in this mode.
    public boolean isOn(ServerConfig.Mode mode) {
        return switch (enabled) {
            case TRUE -> true;
            case FALSE -> false;
            case AUTO -> mode == ServerConfig.Mode.DEVELOPMENT;
        };
    }
}
