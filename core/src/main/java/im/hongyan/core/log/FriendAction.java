package im.hongyan.core.log;

/// What can happen to what a user keeps about others: friends, requests, lists, blocks. Numbers are on disk and
/// words on the wire: both for ever.
public enum FriendAction {
    /// Somebody wants to be a friend: in the feeds of both.
    REQUESTED(1, "requested"),
    /// The other is a friend now.
    ADDED(2, "added"),
    /// A request was answered with no. Field `reason`.
    REFUSED(3, "refused"),
    /// The other is no friend any more.
    DELETED(4, "deleted"),
    /// Remark, lists or custom fields of a friend.
    EDITED(5, "edited"),
    /// A list of friends was made, filled, renamed or removed. Field `name`.
    LISTS(6, "lists"),
    BLOCKED(7, "blocked"),
    UNBLOCKED(8, "unblocked"),
    /// A request was withdrawn, or put away unanswered.
    FORGOTTEN(9, "forgotten"),
    /// The requests have been looked at.
    SEEN(10, "seen"),
    /// A request was answered with yes, without adding the other to one's own friends.
    ACCEPTED(11, "accepted");

    private final int number;
    private final String word;

    FriendAction(int number, String word) {
        this.number = number;
        this.word = word;
    }

    public int number() {
        return number;
    }

    public String word() {
        return word;
    }

    /// The action of that number.
    ///
    /// @throws IllegalArgumentException if there is none
    public static FriendAction of(int number) {
        for (FriendAction action : values()) {
            if (action.number == number) {
                return action;
            }
        }
        throw new IllegalArgumentException("no friend action has the number " + number);
    }
}
