package im.hongyan.core.log;

import java.util.Locale;

/// The kinds of content (DESIGN section 3). The number is what is stored: never renumber.
public enum ContentKind {
    TEXT(1),
    IMAGE(2),
    AUDIO(3),
    VIDEO(4),
    FILE(5),
    LOCATION(6),
    FACE(7),
    CUSTOM(8),
    COMMAND(9),
    MERGED(10),
    NOTICE(11);

    private static final ContentKind[] BY_NUMBER = new ContentKind[12];

    static {
        for (ContentKind kind : values()) {
            BY_NUMBER[kind.number] = kind;
        }
    }

    private final int number;
    private final String word;

    ContentKind(int number) {
        this.number = number;
        this.word = name().toLowerCase(Locale.ROOT);
    }

    public int number() {
        return number;
    }

    /// The word in neutral JSON.
    public String word() {
        return word;
    }

    /// The kind of that number.
    ///
    /// @throws IllegalArgumentException for a number that no version has written
    public static ContentKind of(int number) {
        if (number < 1 || number >= BY_NUMBER.length) {
            throw new IllegalArgumentException("unknown content kind " + number);
        }
        return BY_NUMBER[number];
    }
}
