package im.hongyan.core.log;

/// What can happen to a room that its members must not miss. Numbers are on disk and words on the wire: both for
/// ever. Who comes and goes is told otherwise: of that only the newest state matters.
public enum RoomAction {
    /// Its name or its rules: the fields that changed.
    UPDATED(1, "updated"),
    DISMISSED(2, "dismissed"),
    /// Attributes were set, or removed (empty), each as a field `a.NAME`.
    ATTRIBUTES(3, "attributes"),
    /// Users were put out.
    KICKED(4, "kicked");

    private final int number;
    private final String word;

    RoomAction(int number, String word) {
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
    public static RoomAction of(int number) {
        for (RoomAction action : values()) {
            if (action.number == number) {
                return action;
            }
        }
        throw new IllegalArgumentException("no room action has the number " + number);
    }
}
