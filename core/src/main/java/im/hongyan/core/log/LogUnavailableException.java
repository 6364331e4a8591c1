package im.hongyan.core.log;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;

/// A batch did not become durable.
public final class LogUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean full;

    /// @param full the disk has no room; it recovers by itself once there is
    public LogUnavailableException(boolean full, String message, Throwable cause) {
        super(message, cause);
        this.full = full;
    }

    public boolean full() {
        return full;
    }

    /// What those who wanted to store something are told.
    public Refusal refusal() {
        return Refusal.of(full ? ErrorCode.STORAGE_FULL : ErrorCode.STORAGE_UNAVAILABLE);
    }
}
