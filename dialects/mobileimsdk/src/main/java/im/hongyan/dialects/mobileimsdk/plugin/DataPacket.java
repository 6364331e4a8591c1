package im.hongyan.dialects.mobileimsdk.plugin;

import org.jspecify.annotations.Nullable;

/// A message between users, or between a user and the server.
///
/// @param from the sender; `"0"` = the server. Always who really sent it
/// @param to the receiver; `"0"` = the server
/// @param dataContent the text; null if the sender left it out
/// @param fp the fingerprint, or null for a message that nobody acknowledges
/// @param typeu the application's own type; -1 = not set
public record DataPacket(
        String from,
        String to,
        @Nullable String dataContent,
        @Nullable String fp,
        int typeu) {
    /// The same message with another text: for a filter that edits.
    public DataPacket withDataContent(@Nullable String other) {
        return new DataPacket(from, to, other, fp, typeu);
    }
}
