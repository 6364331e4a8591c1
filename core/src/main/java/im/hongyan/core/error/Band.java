package im.hongyan.core.error;

/// What the one who was refused, or whose connection was closed, should do about it.
public enum Band {
    /// The request itself is wrong: change it.
    FIX("fix"),
    /// The same request may succeed later; where a time is known it is told.
    LATER("later"),
    /// A new credential is needed first.
    LOGIN("login"),
    /// It will not succeed: do not try again.
    NEVER("never");

    private final String word;

    Band(String word) {
        this.word = word;
    }

    /// The word on the wire.
    public String word() {
        return word;
    }
}
