package im.hongyan.gateway;

/// Why a new connection is not let in.
public enum Refused {
    STOPPING(503, "shutting_down", "The server is stopping."),
    FULL(503, "overloaded", "The server has too many connections."),
    ANONYMOUS_FULL(503, "overloaded", "Too many connections have not logged in."),
    ADDRESS_TOO_FAST(429, "too_fast", "Too many new connections from this address.");

    private final int status;
    private final String word;
    private final String sentence;

    Refused(int status, String word, String sentence) {
        this.status = status;
        this.word = word;
        this.sentence = sentence;
    }

    /// The status of HTTP that says so.
    public int status() {
        return status;
    }

    public String word() {
        return word;
    }

    public String sentence() {
        return sentence;
    }
}
