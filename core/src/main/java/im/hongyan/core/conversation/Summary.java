package im.hongyan.core.conversation;

import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A conversation as one user sees it in a list.
///
/// @param last the newest message that one would show, or null
/// @param unread by the formula
/// @param mark the user's mark
/// @param except counted messages after the mark that were recalled, or removed by the user, ascending, at most
///     [#EXCEPT_MAX] of the newest
/// @param exceptCount how many there are
/// @param mentions unread messages that mention the user or everybody, ascending, at most [#MENTIONS_MAX] of the
///     oldest
/// @param peer what the other party has, in a single conversation, else null
/// @param entries the newest entries after the cursor, ascending; empty in a plain list
public record Summary(
        ConversationId conversation,
        Head head,
        Member member,
        @Nullable Entry last,
        long unread,
        Mark mark,
        List<Long> except,
        long exceptCount,
        List<Long> mentions,
        @Nullable Peer peer,
        List<Entry> entries) {
    public static final int EXCEPT_MAX = 100;
    public static final int MENTIONS_MAX = 100;

    /// How far the other party of a single conversation is.
    public record Peer(long read, long delivered) {}

    /// Deleted from the user's list, and nothing has come since.
    public boolean isHidden() {
        return member.hiddenAt() != 0 && head.number() <= member.hiddenAt();
    }
}
