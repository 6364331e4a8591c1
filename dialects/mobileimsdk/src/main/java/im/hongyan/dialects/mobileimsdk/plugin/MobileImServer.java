package im.hongyan.dialects.mobileimsdk.plugin;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a plug-in may ask of the server. Methods may be called from any thread and do not block.
public interface MobileImServer {
    /// Sends a message from the server (`"0"`) to a user. It is stored: a user who is away gets it at the next
    /// login.
    ///
    /// @param toUserId the receiver
    /// @param dataContent its text
    /// @param typeu the application's own type; -1 = none
    /// @param fp names the message: sent twice under one name it arrives once. Null = any name
    /// @param stored told whether it is durable, on any thread; must not block
    void sendData(String toUserId, String dataContent, int typeu, @Nullable String fp, Consumer<Boolean> stored);

    /// Ends the user's session of this dialect; sessions of other dialects stay.
    ///
    /// @param code 2 = by an administrator; codes above 100 are the application's own
    /// @param reason told to the client, or null
    /// @return whether the user had a session
    boolean kickout(String userId, int code, @Nullable String reason);

    /// Whether the user has a session of this dialect.
    boolean isOnline(String userId);
}
