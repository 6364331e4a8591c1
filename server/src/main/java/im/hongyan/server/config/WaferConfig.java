package im.hongyan.server.config;

import im.hongyan.core.account.AppId;
import im.hongyan.dialect.entry.ConversationName;
import im.hongyan.dialects.wafer.WaferSettings;

/// Clients of Wafer, and business servers that use its services.
///
/// @param enabled whether they are served; `auto` = in development mode only
/// @param app the app that all their users belong to
/// @param wechatAppid the mini-program; empty = none, then nobody can log in but by development codes
/// @param wechatUrl where WeChat's API is
/// @param secrets the file with the mini-program's secret and the business servers; empty = none
/// @param publicUrl what connect urls begin with, such as `wss://chat.example`; empty = the host that was asked
/// @param guests whether clients without a session get tunnels; `auto` = in development mode only
/// @param heartbeatMs how often clients ping; 15000 is what they do by themselves
/// @param sessionMs how long a session lives after its login
/// @param sessionIdleMs how long it lives without being used
/// @param sessionsPerUserMax sessions of one user
/// @param bridgeTo the conversation that certain messages of tunnels go to: `g:ID`, `r:ID` or `s:USER`; empty =
///     none
/// @param bridgeEvent the type of such messages
/// @param bridgeField the member of their content that holds the text
public record WaferConfig(
        MobileImConfig.Enabled enabled,
        String app,
        String wechatAppid,
        String wechatUrl,
        String secrets,
        String publicUrl,
        MobileImConfig.Enabled guests,
        long heartbeatMs,
        long sessionMs,
        long sessionIdleMs,
        int sessionsPerUserMax,
        String bridgeTo,
        String bridgeEvent,
        String bridgeField) {
    private static final long MONTH_MS = 30L * 86_400_000;

    public static final WaferConfig DEFAULT = new WaferConfig(
            MobileImConfig.Enabled.AUTO,
            "demo",
            "",
            "https://api.weixin.qq.com",
            "",
            "",
            MobileImConfig.Enabled.AUTO,
            WaferSettings.CLIENTS_HEARTBEAT_MS,
            MONTH_MS,
            MONTH_MS,
            8,
            "",
            "speak",
            "word");

    void check() throws ConfigException {
        if (!AppId.isValid(app)) {
            throw new ConfigException("wafer.app", "\"" + app + "\" is not an app id");
        }
        if (!wechatUrl.matches("https?://[^/]+")) {
            throw new ConfigException("wafer.wechat-url", "must be http(s)://HOST without a path");
        }
        if (!publicUrl.isEmpty() && !publicUrl.matches("wss?://[^/]+")) {
            throw new ConfigException("wafer.public-url", "must be wss://HOST without a path, or empty");
        }
        if (heartbeatMs < WaferSettings.HEARTBEAT_MIN_MS) {
            throw new ConfigException(
                    "wafer.heartbeat-ms", "must be at least " + WaferSettings.HEARTBEAT_MIN_MS + ": see its README");
        }
        if (sessionMs < 1_000 || sessionIdleMs < 1_000 || sessionsPerUserMax < 1) {
            throw new ConfigException("wafer.session-ms", "a session must live at least a second, and there be one");
        }
        if (!bridgeTo.isEmpty() && (bridgeTo.startsWith("u") || ConversationName.parse(bridgeTo) == null)) {
            throw new ConfigException("wafer.bridge-to", "must be g:ID, r:ID, s:USER or empty");
        }
        if (bridgeEvent.isEmpty() || bridgeField.isEmpty()) {
            throw new ConfigException("wafer.bridge-event", "what is bridged must have a type and a field");
        }
    }

    /// Whether the dialect is spoken in this mode.
    public boolean isOn(ServerConfig.Mode mode) {
        return is(enabled, mode);
    }

    /// Whether clients without a session get tunnels in this mode.
    public boolean takesGuests(ServerConfig.Mode mode) {
        return is(guests, mode);
    }

    private static boolean is(MobileImConfig.Enabled word, ServerConfig.Mode mode) {
        return switch (word) {
            case TRUE -> true;
            case FALSE -> false;
            case AUTO -> mode == ServerConfig.Mode.DEVELOPMENT;
        };
    }
}
