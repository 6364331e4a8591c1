package im.hongyan.dialects.wafer;

import im.hongyan.core.account.AppId;

/// What this dialect is told from outside, and its limits.
///
/// @param app the app that all its users belong to: the protocol knows none
/// @param guests whether clients without a session get tunnels
/// @param conformance whether the hooks `conf.echo`, `conf.kick` and `conf.drop` are there: for tests only
/// @param publicUrl what connect urls begin with, such as `wss://chat.example`; empty = made of what the request
///     was addressed to
/// @param secure whether urls made so are `wss`
/// @param heartbeatMs how often a client pings; other than the clients' own 15 s it is told them, once
/// @param sessionMs how long a session lives after its login
/// @param sessionIdleMs how long it lives without being used
/// @param sessionRenewMs how often at most its use is written down
/// @param sessionsPerUserMax sessions of one user; the oldest give way
/// @param connectMs how long a connect url can be used
/// @param pendingMax tunnels that have been asked for and are not open
/// @param pendingPerUserMax the same of one user
/// @param frameBytesMax largest frame of a client
/// @param waitingMax messages of one tunnel that wait for business code
/// @param waitingBytesMax bytes of such messages
/// @param requestsMax HTTP requests under way at once
/// @param callbackMs how long a business server may take for one callback
/// @param callbacksMax callbacks under way at once to one business server
public record WaferSettings(
        AppId app,
        boolean guests,
        boolean conformance,
        String publicUrl,
        boolean secure,
        long heartbeatMs,
        long sessionMs,
        long sessionIdleMs,
        long sessionRenewMs,
        int sessionsPerUserMax,
        long connectMs,
        int pendingMax,
        int pendingPerUserMax,
        int frameBytesMax,
        int waitingMax,
        int waitingBytesMax,
        int requestsMax,
        long callbackMs,
        int callbacksMax) {
    /// What the vendors' clients do unless told otherwise.
    public static final long CLIENTS_HEARTBEAT_MS = 15_000;
    /// A shorter one makes the vendors' clients connect twice after a lost connection.
    public static final long HEARTBEAT_MIN_MS = 10_000;

    private static final long MONTH_MS = 30L * 86_400_000;

    /// The values in force unless configured otherwise.
    public static WaferSettings of(AppId app, boolean guests, boolean conformance, String publicUrl, boolean secure) {
        return new WaferSettings(
                app,
                guests,
                conformance,
                publicUrl,
                secure,
                CLIENTS_HEARTBEAT_MS,
                MONTH_MS,
                MONTH_MS,
                3_600_000,
                8,
                60_000,
                10_000,
                16,
                65_536,
                64,
                262_144,
                1_024,
                10_000,
                128);
    }

    /// A socket that is silent for so long is dead.
    long silenceMs() {
        return heartbeatMs * 5 / 2;
    }
}
