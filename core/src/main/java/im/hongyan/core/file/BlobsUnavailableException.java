package im.hongyan.core.file;

/// The store of files does not answer, or takes no more.
public final class BlobsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean full;

    /// @param full whether there is no room; reading still works then
    public BlobsUnavailableException(String message, boolean full, Throwable cause) {
        super(message, cause);
        this.full = full;
    }

    private BlobsUnavailableException(String message) {
        super(message);
        this.full = true;
    }

    /// There is no room.
    public static BlobsUnavailableException full(String message) {
        return new BlobsUnavailableException(message);
    }

    public boolean full() {
        return full;
    }
}
