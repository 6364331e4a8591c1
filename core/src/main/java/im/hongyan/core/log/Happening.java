package im.hongyan.core.log;

/// What a [Payload.Happened] says. Numbers are on disk and words on the wire: both for ever.
public enum Happening {
    /// Messages have come to their end. Fields: `why` (`life` or `burn`), `counted`.
    EXPIRED(1, "expired"),
    /// A message that was streamed is whole. Fields: `content`, `why` (`done` or `silence`).
    FINISHED(2, "finished"),
    /// In one's own feed: one's folders of conversations, all of them: number and name.
    FOLDERS(3, "folders"),
    /// In one's own feed: what became of a scheduled message. Fields: `cid`, `action` (`created`, `cancelled`,
    /// `sent`, `failed`), `at`, and where it is sent the number, where it failed the `code`.
    SCHEDULE(4, "schedule");

    private final int number;
    private final String word;

    Happening(int number, String word) {
        this.number = number;
        this.word = word;
    }

    public int number() {
        return number;
    }

    public String word() {
        return word;
    }

    /// The happening of that number.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Happening of(int number) {
        for (Happening one : values()) {
            if (one.number == number) {
                return one;
            }
        }
        throw new IllegalArgumentException("no happening has the number " + number);
    }
}
