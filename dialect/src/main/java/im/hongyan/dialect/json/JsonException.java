package im.hongyan.dialect.json;

/// What was read is not JSON that we accept. Checked and without a stack: bad input is an everyday thing.
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean tooDeep;

    private JsonException(String message, boolean tooDeep) {
        super(message, null, false, false);
        this.tooDeep = tooDeep;
    }

    /// For a reader of JSON that finds what its own rules do not allow.
    public static JsonException malformed() {
        return new JsonException("not JSON", false);
    }

    static JsonException tooDeep() {
        return new JsonException("nests too deep", true);
    }

    /// Whether it might be JSON, but nests deeper than the limit; else it is no JSON.
    public boolean isTooDeep() {
        return tooDeep;
    }
}
