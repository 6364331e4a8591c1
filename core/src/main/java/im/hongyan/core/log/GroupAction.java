package im.hongyan.core.log;

/// What can happen in a group. Numbers are on disk and words on the wire: both for ever.
public enum GroupAction {
    CREATED(1, "created"),
    /// Name, announcement, rules and the like: the fields that changed, whole.
    UPDATED(2, "updated"),
    DISMISSED(3, "dismissed"),
    /// Users came in. Field `how`: `join`, `invite`, `apply`, `create`.
    JOINED(4, "joined"),
    LEFT(5, "left"),
    KICKED(6, "kicked"),
    OWNER(7, "owner"),
    ROLE(8, "role"),
    /// A member's name card or custom fields.
    MEMBER(9, "member"),
    MUTED(10, "muted"),
    UNMUTED(11, "unmuted"),
    BANNED(12, "banned"),
    UNBANNED(13, "unbanned"),
    /// In the feeds of those who may handle it: somebody wants to come in.
    APPLIED(14, "applied"),
    /// In the applicant's feed, and in the feeds of the others who could have handled it.
    HANDLED(15, "handled"),
    /// In the invited user's feed.
    INVITED(16, "invited");

    private final int number;
    private final String word;

    GroupAction(int number, String word) {
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
    public static GroupAction of(int number) {
        for (GroupAction action : values()) {
            if (action.number == number) {
                return action;
            }
        }
        throw new IllegalArgumentException("no group action has the number " + number);
    }
}
