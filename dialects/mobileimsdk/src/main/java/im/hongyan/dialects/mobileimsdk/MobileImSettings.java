package im.hongyan.dialects.mobileimsdk;

import im.hongyan.core.account.AppId;

/// What this dialect is told from outside, and its limits.
///
/// @param app the app that all its users belong to
/// @param openHouse whether any token opens the door and whoever is written to comes into being: development only
/// @param senseMode how long silence is borne
/// @param serverTimestamp whether `sm` of what the server sends is its time
/// @param tcpPort 0 = any free one, negative = none
/// @param udpPort 0 = any free one, negative = none
/// @param tcpFrameBytesMax largest TCP frame, in both directions: the clients' own bound
/// @param datagramBytesMax largest datagram from a client
/// @param datagramOutBytesMax largest datagram to a client: its buffer's size
/// @param webSocketFrameBytesMax largest WebSocket frame, in both directions
/// @param windowMax messages to one client that wait for its acknowledgement
/// @param datagramWindowMax the same over UDP, which has no flow control of its own
/// @param windowBytesMax bytes of such messages
/// @param resendMs after how long an unacknowledged message is sent once more
/// @param heldMax messages to one user that were sent in vain or are too large for its transport, remembered
/// @param heldUsersMax users of whom that is remembered between two sessions
/// @param loginWaitMax packets of a client kept while its login is checked
/// @param hookWaitMax packets of a client kept while a plug-in looks at one
public record MobileImSettings(
        AppId app,
        boolean openHouse,
        SenseMode senseMode,
        boolean serverTimestamp,
        int tcpPort,
        int udpPort,
        int tcpFrameBytesMax,
        int datagramBytesMax,
        int datagramOutBytesMax,
        int webSocketFrameBytesMax,
        int windowMax,
        int datagramWindowMax,
        int windowBytesMax,
        long resendMs,
        int heldMax,
        int heldUsersMax,
        int loginWaitMax,
        int hookWaitMax) {

    /// The values in force unless configured otherwise.
    public static MobileImSettings of(
            AppId app, boolean openHouse, SenseMode senseMode, boolean serverTimestamp, int tcpPort, int udpPort) {
        return new MobileImSettings(
                app,
                openHouse,
                senseMode,
                serverTimestamp,
                tcpPort,
                udpPort,
                6_144,
                2_048,
                1_024,
                65_536,
                256,
                32,
                262_144,
                5_000,
                1_000,
                10_000,
                32,
                256);
    }
}
