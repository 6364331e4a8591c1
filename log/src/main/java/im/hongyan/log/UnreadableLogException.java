package im.hongyan.log;

/// What is stored cannot be understood: it is damaged, or a newer version of the server wrote it.
public final class UnreadableLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableLogException(String reason) {
        super("The message log cannot be understood: " + reason + ".");
    }

    UnreadableLogException(String reason, Throwable cause) {
        super("The message log cannot be understood: " + reason + ".", cause);
    }
}
