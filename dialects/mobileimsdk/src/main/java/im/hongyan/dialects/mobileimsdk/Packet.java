package im.hongyan.dialects.mobileimsdk;

import org.jspecify.annotations.Nullable;

/// The one frame of the protocol ("Protocal", as its makers spell it). Framework packets carry JSON text in
/// `dataContent`, an acknowledgement the fingerprint it is about.
///
/// @param from the sender; [#SERVER] = the server
/// @param fp the fingerprint, by which a packet is acknowledged and told from its copies
/// @param qos whether the receiver must acknowledge it
/// @param typeu the application's own type
/// @param sm the server's time, epoch milliseconds; -1 = not stamped
record Packet(
        boolean bridge,
        int type,
        @Nullable String dataContent,
        @Nullable String from,
        @Nullable String to,
        @Nullable String fp,
        boolean qos,
        int typeu,
        long sm) {
    static final int LOGIN = 0;
    static final int KEEP_ALIVE = 1;
    static final int DATA = 2;
    static final int LOGOUT = 3;
    static final int RECEIVED = 4;
    static final int ECHO = 5;
    static final int LOGIN_RESPONSE = 50;
    static final int KEEP_ALIVE_RESPONSE = 51;
    static final int ERROR_RESPONSE = 52;
    static final int ECHO_RESPONSE = 53;
    static final int KICKOUT = 54;

    /// The server's user id.
    static final String SERVER = "0";
    /// Nobody.
    static final String NOBODY = "-1";
    /// What `typeu` and `sm` are when nobody has set them.
    static final int UNSET = -1;

    Packet withType(int other) {
        return new Packet(bridge, other, dataContent, from, to, fp, qos, typeu, sm);
    }

    Packet withFp(String other) {
        return new Packet(bridge, type, dataContent, from, to, other, qos, typeu, sm);
    }
}
