package im.hongyan.core.log;

import im.hongyan.core.account.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becomes of messages: events that say so, and what a user is shown in the place of a removed one.
public sealed interface Fate extends Payload {
    /// Event: the content of the message `target` was replaced.
    ///
    /// @param clientId the editor's own name for the edit, so that a retry is known
    /// @param author who had sent the message
    /// @param revision of the message after it
    /// @param now the message as it is now; never stored, so that a recall leaves no copy behind: who reads the
    ///     event adds it, unless there is none any more
    record Edited(
            UserId sender,
            long target,
            UserId author,
            String clientId,
            long revision,
            @Nullable Message now) implements Fate {
        public Edited with(@Nullable Message message) {
            return new Edited(sender, target, author, clientId, revision, message);
        }
    }

    /// Event: `sender` reacted to the message `target`, or took it back.
    ///
    /// @param revision of the message after it
    /// @param count how many reactions of this key there are after it
    record Reacted(UserId sender, long target, long revision, String key, boolean on, long count) implements Fate {}

    /// Event: the message `target` was pinned for all, or is so no more.
    record Pinned(UserId sender, long target, boolean on) implements Fate {}

    /// Event in one's own feed: one does not want to see these messages any more.
    ///
    /// @param counted those of them that counted as unread
    record Removed(UserId sender, ConversationId conversation, List<Long> numbers, List<Long> counted)
            implements Fate {}

    /// A message stands here that the reader has removed. Never stored in the place of the message, which others
    /// still see.
    record Hidden(UserId sender, String clientId) implements Fate {}
}
