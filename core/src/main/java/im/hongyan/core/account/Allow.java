package im.hongyan.core.account;

import org.jspecify.annotations.Nullable;

/// Who may become a user's friend. Words are stored and on the wire: for ever.
public enum Allow {
    /// Whoever asks is a friend at once.
    ANYONE("anyone"),
    /// The user decides.
    APPROVAL("approval"),
    /// Nobody can ask.
    NOBODY("nobody");

    private final String word;

    Allow(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /// The one of that name, or null.
    public static @Nullable Allow of(String word) {
        for (Allow allow : values()) {
            if (allow.word.equals(word)) {
                return allow;
            }
        }
        return null;
    }
}
