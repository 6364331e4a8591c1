package im.hongyan.core.conversation;

import im.hongyan.core.log.ConversationMark;
import im.hongyan.core.log.Member;

/// Which conversations of a list are wanted; all that it says must be so.
///
/// @param mark the bit of a [ConversationMark]; 0 = any
/// @param folder the number of a folder; 0 = any
/// @param unread only those with something unread, by count or by the mark `unread`
public record ListFilter(long mark, int folder, boolean unread) {
    public static final ListFilter ALL = new ListFilter(0, 0, false);

    private static final long MARKED_UNREAD = ConversationMark.bit("unread");

    /// Whether the row alone does not say no.
    boolean takes(Member member) {
        return (mark == 0 || (member.notes().marks() & mark) != 0)
                && (folder == 0 || member.notes().folders().contains(folder));
    }

    boolean takes(Member member, long unreadCount) {
        return !unread || unreadCount > 0 || (member.notes().marks() & MARKED_UNREAD) != 0;
    }
}
