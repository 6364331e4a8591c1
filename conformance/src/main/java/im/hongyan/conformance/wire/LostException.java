package im.hongyan.conformance.wire;

/// The connection ended before what was waited for came.
public final class LostException extends Exception {
    private static final long serialVersionUID = 1L;

    public LostException(String message) {
        super(message);
    }
}
