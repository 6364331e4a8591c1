package im.hongyan.core.log;

/// One numbered row of a conversation's log.
///
/// @param number 1, 2, 3 … without holes
/// @param position unique in the server and increasing in commit order, below 2^53: the message id that clients
///     see, and what cursors name
/// @param timeMs when the server accepted it, epoch milliseconds; never less than that of the entry before it
/// @param counted how many entries up to and including this one count as unread for others
public record Entry(
        ConversationId conversation, long number, long position, long timeMs, long counted, Payload payload) {
    /// Whether a person would see it: a message, or the place of a recalled or expired one.
    public boolean isMessage() {
        return switch (payload) {
            case Message _, Payload.Recalled _, Payload.Expired _ -> true;
            case Fate fate -> fate instanceof Fate.Hidden;
            case Payload.Recall _,
                    Payload.ReadMark _,
                    Payload.ReadReceipt _,
                    Payload.SettingsChanged _,
                    Payload.GroupEvent _,
                    Payload.RoomEvent _,
                    Payload.FriendEvent _,
                    Payload.Happened _,
                    Payload.Withheld _ -> false;
        };
    }
}
