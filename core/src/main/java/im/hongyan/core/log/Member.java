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
public record Member(
        Mark joined, Mark read, long delivered, Mark cleared, long hiddenAt, long pinnedAtMs, boolean muted) {
    public static final Member NEW = new Member(Mark.ZERO, Mark.ZERO, 0, Mark.ZERO, 0, 0, false);

    public Member withRead(Mark mark) {
        return new Member(joined, mark, delivered, cleared, hiddenAt, pinnedAtMs, muted);
    }

    public Member withDelivered(long number) {
        return new Member(joined, read, number, cleared, hiddenAt, pinnedAtMs, muted);
    }

    public Member withCleared(Mark mark) {
        return new Member(joined, read, delivered, mark, hiddenAt, pinnedAtMs, muted);
    }

    public Member withHiddenAt(long number) {
        return new Member(joined, read, delivered, cleared, number, pinnedAtMs, muted);
    }

    public Member withPinnedAtMs(long timeMs) {
        return new Member(joined, read, delivered, cleared, hiddenAt, timeMs, muted);
    }

    public Member withMuted(boolean on) {
        return new Member(joined, read, delivered, cleared, hiddenAt, pinnedAtMs, on);
    }
}
