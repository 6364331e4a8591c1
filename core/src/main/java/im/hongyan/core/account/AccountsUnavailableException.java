package im.hongyan.core.account;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;

/// The store behind [Users], [Apps] or [Tokens] did not do what it was asked. Nothing was changed. Unchecked,
/// because no caller can repair it: it becomes one refusal at the edge.
public final class AccountsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean full;

    /// @param full the disk has no room; it recovers by itself once there is
    public AccountsUnavailableException(boolean full, String message, Throwable cause) {
        super(message, cause);
        this.full = full;
    }

    public boolean full() {
        return full;
    }

    /// What whoever asked is told.
    public Refusal refusal() {
        return Refusal.of(full ? ErrorCode.STORAGE_FULL : ErrorCode.STORAGE_UNAVAILABLE);
    }
}
