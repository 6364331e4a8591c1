package im.hongyan.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The data folder cannot be used. The message is a sentence for the operator.
public final class DataFolderException extends IOException {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    /// Why it cannot be used.
    public enum Reason {
        /// Another process uses it.
        IN_USE,
        /// There are files in it and none says that it is ours.
        NOT_OURS,
        /// A newer server made it.
        NEWER,
        /// Its marker cannot be understood.
        DAMAGED,
        /// It cannot be made, read or written.
        NOT_ACCESSIBLE
    }

    DataFolderException(Reason reason, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
