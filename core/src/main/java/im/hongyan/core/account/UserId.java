package im.hongyan.core.account;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;

/// A user's id, unique in its app: 1-64 bytes of UTF-8 without control characters. Ids that begin with `$` belong
/// to the server.
public record UserId(String value) implements Comparable<UserId> {
    public static final int BYTES_MAX = 64;
    /// The sender of what the server itself says.
    public static final UserId SYSTEM = new UserId("$system");

    public UserId {
        if (!Text.isId(value, BYTES_MAX)) {
            throw new IllegalArgumentException("not a user id");
        }
    }

    /// A user id from outside.
    public static UserId parse(String value) throws RefusedException {
        if (!Text.isId(value, BYTES_MAX)) {
            throw new RefusedException(Refusal.of(ErrorCode.BAD_USER_ID));
        }
        return new UserId(value);
    }

    /// Whether the id belongs to the server and cannot log in.
    public boolean isReserved() {
        return value.charAt(0) == '$';
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
