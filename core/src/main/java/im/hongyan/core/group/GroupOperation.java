package im.hongyan.core.group;

/// What can be asked of a group, and from which role on it is granted at all. One table for everybody: what a type
/// of group allows further, or less, is in [Authority].
public enum GroupOperation {
    READ(GroupRole.MEMBER),
    SPEAK(GroupRole.MEMBER),
    LEAVE(GroupRole.MEMBER),
    EDIT_OWN_CARD(GroupRole.MEMBER),
    COUNT(GroupRole.MEMBER),
    INVITE(GroupRole.MEMBER),
    EDIT(GroupRole.ADMIN),
    RULES(GroupRole.ADMIN),
    HANDLE(GroupRole.ADMIN),
    KICK(GroupRole.ADMIN),
    MUTE(GroupRole.ADMIN),
    MUTE_ALL(GroupRole.ADMIN),
    BAN(GroupRole.ADMIN),
    EDIT_CARD(GroupRole.ADMIN),
    RECALL(GroupRole.ADMIN),
    /// Reacting to what others said.
    REACT(GroupRole.MEMBER),
    /// Replacing the content of a message that another member sent.
    EDIT_MESSAGE(GroupRole.ADMIN),
    PIN_MESSAGE(GroupRole.ADMIN),
    /// Seeing who has read a message that another member sent.
    READERS(GroupRole.ADMIN),
    SET_ROLE(GroupRole.OWNER),
    TRANSFER(GroupRole.OWNER),
    DISMISS(GroupRole.OWNER);

    private final GroupRole from;

    GroupOperation(GroupRole from) {
        this.from = from;
    }

    /// The least role that may.
    GroupRole from() {
        return from;
    }

    /// Whether it is done to a member, who must have less power than the one who does it.
    boolean isUpon() {
        return switch (this) {
            case KICK, MUTE, EDIT_CARD, RECALL, EDIT_MESSAGE, SET_ROLE -> true;
            case READ,
                    SPEAK,
                    LEAVE,
                    EDIT_OWN_CARD,
                    COUNT,
                    INVITE,
                    EDIT,
                    RULES,
                    HANDLE,
                    MUTE_ALL,
                    BAN,
                    TRANSFER,
                    DISMISS,
                    REACT,
                    PIN_MESSAGE,
                    READERS -> false;
        };
    }
}
