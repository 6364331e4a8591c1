package im.hongyan.core.log;

/// One user's row of one conversation: where the user stands in it and how it is shown. There is one for every
/// conversation a user has part in, and no row per message.
///
/// @param joined entries up to here are from before the user had part in it
/// @param read read mark
/// @param delivered everything up to here has arrived at a device of the user
/// @param cleared the user does not see entries up to here
/// @param hiddenAt deleted from the user's list while the head is not beyond this number; 0 = not
/// @param pinnedAtMs epoch milliseconds; 0 = not pinned
/// @param sent in a group, the user's last own send; a single conversation's [Head] knows it
/// @param notes what the user keeps about it
public record Member(
        Mark joined,
        Mark read,
        long delivered,
        Mark cleared,
        long hiddenAt,
        long pinnedAtMs,
        boolean muted,
        Mark sent,
        Notes notes) {
    /// A row about which nothing is noted.
    public Member(
            Mark joined,
            Mark read,
            long delivered,
            Mark cleared,
            long hiddenAt,
            long pinnedAtMs,
            boolean muted,
            Mark sent) {
        this(joined, read, delivered, cleared, hiddenAt, pinnedAtMs, muted, sent, Notes.NONE);
    }

    /// A row without an own send, as it is in single conversations.
    public Member(Mark joined, Mark read, long delivered, Mark cleared, long hiddenAt, long pinnedAtMs, boolean muted) {
        this(joined, read, delivered, cleared, hiddenAt, pinnedAtMs, muted, Mark.ZERO);
    }

    public static final Member NEW = new Member(Mark.ZERO, Mark.ZERO, 0, Mark.ZERO, 0, 0, false, Mark.ZERO);

    /// The row of somebody who comes in at `mark`: what was before is not unread.
    ///
    /// @param history whether it can be seen
    public static Member joinedAt(Mark mark, boolean history) {
        return new Member(mark, Mark.ZERO, mark.number(), history ? Mark.ZERO : mark, 0, 0, false, Mark.ZERO);
    }

    public Member withSent(Mark mark) {
        return new Member(joined, read, delivered, cleared, hiddenAt, pinnedAtMs, muted, mark, notes);
    }

    public Member withRead(Mark mark) {
        return new Member(joined, mark, delivered, cleared, hiddenAt, pinnedAtMs, muted, sent, notes);
    }

    public Member withDelivered(long number) {
        return new Member(joined, read, number, cleared, hiddenAt, pinnedAtMs, muted, sent, notes);
    }

    public Member withCleared(Mark mark) {
        return new Member(joined, read, delivered, mark, hiddenAt, pinnedAtMs, muted, sent, notes);
    }

    public Member withHiddenAt(long number) {
        return new Member(joined, read, delivered, cleared, number, pinnedAtMs, muted, sent, notes);
    }

    public Member withPinnedAtMs(long timeMs) {
        return new Member(joined, read, delivered, cleared, hiddenAt, timeMs, muted, sent, notes);
    }

    public Member withMuted(boolean on) {
        return new Member(joined, read, delivered, cleared, hiddenAt, pinnedAtMs, on, sent, notes);
    }

    public Member withNotes(Notes now) {
        return new Member(joined, read, delivered, cleared, hiddenAt, pinnedAtMs, muted, sent, now);
    }
}
