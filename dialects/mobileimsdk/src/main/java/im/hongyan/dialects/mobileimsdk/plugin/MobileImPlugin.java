package im.hongyan.dialects.mobileimsdk.plugin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The callbacks that an integrator of MobileIMSDK knows, without touching the server's source: implement this,
/// name the class in `META-INF/services/im.hongyan.dialects.mobileimsdk.plugin.MobileImPlugin`, and put the jar
/// into the folder `plugins/`. Every method has a default that changes nothing.
///
/// Methods may block (they run on virtual threads of their own) and are called in order for one session, for
/// several sessions at the same time. An exception counts as the answer that each method's documentation names, is
/// logged, and harms nobody else. Of several plug-ins each is asked in turn.
public interface MobileImPlugin {
    /// The answer of [#onUserLoginVerify] that leaves the decision to the next plug-in and at last to the server:
    /// in development mode every token is good, in production a token of the server's own for that user.
    int NOT_MINE = Integer.MIN_VALUE;

    /// The server is about to open its ports.
    default void onStart(MobileImServer server) {}

    /// A user wants to log in on a connection that is not logged in.
    ///
    /// @param token what the client gave as its token; empty if nothing
    /// @param extra what the client gave besides, or null
    /// @return 0 lets the user in without a token of the server's own; [#NOT_MINE] has no opinion; every other
    ///     number refuses, and is told to the client, whose own codes begin at 1025. An exception refuses with 2
    default int onUserLoginVerify(String userId, String token, @Nullable String extra) {
        return NOT_MINE;
    }

    /// A user is in: after the client was told. Also after a reconnect, and when a client that is in logs in again.
    default void onUserLoginSucess(String userId, @Nullable String extra) {}

    /// A user's session has ended, by logout, by silence, by a lost connection or by a kick. Not called when
    /// another login of the same user has taken its place: that user is still there.
    ///
    /// @param beKickoutCode -1 = not kicked, else the code of the kick (2 = by an administrator)
    default void onUserLogout(String userId, int beKickoutCode) {}

    /// A user sends to the server, before anything is done with it.
    ///
    /// @return the message to go on with, perhaps with another text or type (who it is from, to whom, and its
    ///     fingerprint cannot be changed); null drops it without an answer, so that its sender tries again and
    ///     reports it lost. An exception drops it
    default @Nullable DataPacket onTransferMessage4C2SBefore(DataPacket packet) {
        return packet;
    }

    /// A user sends to a user, before anything is done with it.
    ///
    /// @return as for [#onTransferMessage4C2SBefore]
    default @Nullable DataPacket onTransferMessage4C2CBefore(DataPacket packet) {
        return packet;
    }

    /// A message to the server is durable and acknowledged. Once for each, however often its sender has repeated
    /// it.
    default void onTransferMessage4C2S(DataPacket packet) {}

    /// A message to a user is durable and acknowledged, and its receiver is connected, by whatever dialect.
    default void onTransferMessage4C2C(DataPacket packet) {}

    /// A message to a user is durable and acknowledged, and its receiver is away: for an offline notification.
    /// There is nothing to store and nothing to answer: the receiver gets it at the next login.
    default void onTransferMessage_RealTimeSendFaild(DataPacket packet) {}

    /// Messages to a client that it has not acknowledged in time, though they were sent twice. They are not lost:
    /// they are sent again as soon as the client acknowledges anything, and at its next login.
    default void messagesLost(List<DataPacket> packets) {}

    /// A client has acknowledged a message.
    ///
    /// @param fp its fingerprint
    default void messagesBeReceived(String fp) {}
}
