package im.hongyan.core.conversation;

import im.hongyan.core.account.UserId;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;

/// The unread formula (docs/wire/native.md section 6): `K - M - X`. A formula, not a counter: a send writes nothing
/// per recipient, and a client that holds the same three numbers gets the same answer.
public final class Unread {
    private Unread() {}

    /// The user's mark: the greatest of joined, cleared, read, and the user's own last send.
    public static Mark mark(ConversationId conversation, UserId user, Head head, Member member) {
        Mark mark = member.joined().max(member.cleared()).max(member.read());
        return mark.max(lastOwnSend(conversation, user, head, member));
    }

    private static Mark lastOwnSend(ConversationId conversation, UserId user, Head head, Member member) {
        return switch (conversation) {
            case ConversationId.Single single -> single.a().equals(user) ? head.ownA() : head.ownB();
            case ConversationId.Group _ -> member.sent();
            case ConversationId.Room _, ConversationId.Feed _ -> Mark.ZERO;
        };
    }

    /// @param headCounted K, the running count at the head
    /// @param mark the user's mark, whose running count is M
    /// @param recalledSince X, counted messages after the mark that were recalled
    public static long count(long headCounted, Mark mark, long recalledSince) {
        return headCounted - mark.counted() - recalledSince;
    }
}
