package im.hongyan.dialects.mobileimsdk;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/// The core's catalogues on this wire, where only two things can be said: why a login is refused, and why a session
/// is ended. A refused message has no answer: its sender tries again and then reports it lost.
final class MobileImErrors {
    /// Codes up to this belong to the protocol; an application's begin above it.
    static final int PROTOCOL_CODE_MAX = 1_024;

    private static final int UNKNOWN_ERROR = 2;
    private static final int INVALID_PACKET = 4;

    private static final int KICKED_BY_LOGIN = 1;
    private static final int KICKED_BY_ADMIN = 2;

    private MobileImErrors() {}

    /// The code of a refused login: the core's own number, which lies in the application's range.
    static int login(ErrorCode code) {
        return switch (code) {
            case BAD_JSON, BAD_FRAME, UNKNOWN_OPERATION, TOO_DEEP -> INVALID_PACKET;
            case NOT_LOGGED_IN, ALREADY_LOGGED_IN, UNSUPPORTED_VERSION -> UNKNOWN_ERROR;
            case TOKEN_MISSING,
                    TOKEN_INVALID,
                    TOKEN_EXPIRED,
                    TOKEN_FOREIGN,
                    APP_UNKNOWN,
                    APP_DISABLED,
                    USER_DISABLED,
                    SESSION_LIMIT,
                    RESUME_UNKNOWN,
                    NOT_PERMITTED,
                    BAD_USER_ID,
                    BAD_DEVICE_ID -> code.number();
            case MESSAGE_TOO_LARGE,
                    TOO_FAST,
                    BAD_CONTENT,
                    BAD_CLIENT_ID,
                    RECIPIENT_UNKNOWN,
                    BLOCKED,
                    MUTED,
                    NOT_A_MEMBER,
                    CONVERSATION_UNKNOWN,
                    BAD_CONVERSATION,
                    TOO_MANY,
                    QUOTE_UNKNOWN,
                    RECALL_TOO_LATE,
                    RECALL_NOT_ALLOWED,
                    MESSAGE_UNKNOWN,
                    EXT_TOO_LARGE,
                    BAD_CURSOR,
                    USER_UNKNOWN,
                    FILE_TOO_LARGE,
                    FILE_TYPE_REFUSED,
                    FILE_EMPTY,
                    FILE_UNKNOWN,
                    FILE_ADDRESS_INVALID,
                    FILE_ADDRESS_EXPIRED,
                    EDIT_TOO_LATE,
                    EDIT_NOT_ALLOWED,
                    MESSAGE_RECALLED,
                    EDITS_TOO_MANY,
                    MESSAGE_CHANGED,
                    BAD_REACTION,
                    REACTIONS_TOO_MANY,
                    PINS_TOO_MANY,
                    READERS_NOT_ALLOWED,
                    GROUP_UNKNOWN,
                    GROUP_EXISTS,
                    GROUP_DISMISSED,
                    GROUP_NOT_PERMITTED,
                    GROUP_FULL,
                    GROUP_CLOSED,
                    GROUP_BANNED,
                    GROUPS_TOO_MANY,
                    MEMBER_UNKNOWN,
                    APPLICATION_UNKNOWN,
                    ROOM_UNKNOWN,
                    ROOM_EXISTS,
                    ROOM_DISMISSED,
                    ROOM_NOT_PERMITTED,
                    ROOM_FULL,
                    ROOMS_TOO_MANY,
                    ROOM_BUSY,
                    TOO_LONG,
                    FRIEND_UNKNOWN,
                    FRIEND_ALREADY,
                    FRIEND_REQUEST_UNKNOWN,
                    FRIENDS_REFUSED,
                    FRIENDS_FULL,
                    PEER_FRIENDS_FULL,
                    FRIEND_REQUESTS_FULL,
                    FRIEND_REQUESTS_OPEN,
                    BLOCKED_BY_SELF,
                    FRIEND_SELF,
                    FRIEND_LIST_UNKNOWN,
                    FRIEND_LIST_EXISTS,
                    BLOCKLIST_FULL -> code.number();
            case NOT_HERE,
                    TIME_NOT_ALLOWED,
                    FOLDER_UNKNOWN,
                    FOLDER_EXISTS,
                    FOLDERS_TOO_MANY,
                    SCHEDULE_UNKNOWN,
                    SCHEDULES_TOO_MANY,
                    STREAM_UNKNOWN,
                    STREAM_OUT_OF_ORDER,
                    STREAMS_TOO_MANY,
                    PORT_ABSENT,
                    PORT_FAILED -> code.number();
            case INTERNAL, BUSY, STORAGE_FULL, SHUTTING_DOWN, STORAGE_UNAVAILABLE -> code.number();
        };
    }

    /// What a client is told when its session ends; null: nothing, so that it comes back by itself.
    record Kickout(int code, @Nullable String reason) {}

    static @Nullable Kickout kickout(CloseCode code) {
        return switch (code) {
            case REPLACED, KICKED_BY_POLICY -> new Kickout(KICKED_BY_LOGIN, null);
            case KICKED_BY_ADMIN -> new Kickout(KICKED_BY_ADMIN, null);
            case USER_DISABLED, APP_DISABLED -> new Kickout(KICKED_BY_ADMIN, code.english());
            // It logs in again at once, and that answer says that its token has ended.
            case TOKEN_EXPIRED, TOKEN_REVOKED -> null;
            case SHUTTING_DOWN,
                    HEARTBEAT_TIMEOUT,
                    SLOW_CONSUMER,
                    OVERLOADED,
                    ACK_TIMEOUT,
                    LOGIN_TIMEOUT,
                    INTERNAL,
                    TOO_FAST,
                    PROTOCOL_ERROR,
                    FRAME_TOO_LARGE,
                    UNSUPPORTED,
                    LOGGED_OUT -> null;
        };
    }
}
