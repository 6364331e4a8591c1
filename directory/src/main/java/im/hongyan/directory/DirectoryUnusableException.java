package im.hongyan.directory;

/// The database cannot be used as it is. The message is one sentence for the person who starts the server and says
/// what to do.
public final class DirectoryUnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    DirectoryUnusableException(String message) {
        super(message);
    }

    DirectoryUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}
