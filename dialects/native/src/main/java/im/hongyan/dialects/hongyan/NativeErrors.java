package im.hongyan.dialects.hongyan;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.dialect.json.JsonOut;

/// The catalogues on this wire. The native protocol speaks the core's own numbers and names, so nothing is
/// translated; what is decided here, for every code, is what a refusal says about its sender.
final class NativeErrors {
    private NativeErrors() {}

    /// Whether a refusal with this code means that the sender does not speak the protocol. Such frames are counted,
    /// and too many of them end the connection. An operation nobody knows is not one of them: the client may be
    /// newer.
    static boolean isBadFrame(ErrorCode code) {
        return switch (code) {
            case BAD_JSON, BAD_FRAME, TOO_DEEP -> true;
            case UNKNOWN_OPERATION, NOT_LOGGED_IN, ALREADY_LOGGED_IN, UNSUPPORTED_VERSION -> false;
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
                    BAD_DEVICE_ID -> false;
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
                    FILE_ADDRESS_EXPIRED -> false;
            case EDIT_TOO_LATE,
                    EDIT_NOT_ALLOWED,
                    MESSAGE_RECALLED,
                    EDITS_TOO_MANY,
                    MESSAGE_CHANGED,
                    BAD_REACTION,
                    REACTIONS_TOO_MANY,
                    PINS_TOO_MANY,
                    READERS_NOT_ALLOWED -> false;
            case GROUP_UNKNOWN,
                    GROUP_EXISTS,
                    GROUP_DISMISSED,
                    GROUP_NOT_PERMITTED,
                    GROUP_FULL,
                    GROUP_CLOSED,
                    GROUP_BANNED,
                    GROUPS_TOO_MANY,
                    MEMBER_UNKNOWN,
                    APPLICATION_UNKNOWN,
                    TOO_LONG -> false;
            case ROOM_UNKNOWN, ROOM_EXISTS, ROOM_DISMISSED, ROOM_NOT_PERMITTED, ROOM_FULL, ROOMS_TOO_MANY, ROOM_BUSY ->
                false;
            case FRIEND_UNKNOWN,
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
                    BLOCKLIST_FULL -> false;
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
                    PORT_FAILED -> false;
            case INTERNAL, BUSY, STORAGE_FULL, SHUTTING_DOWN, STORAGE_UNAVAILABLE -> false;
        };
    }

    /// The reply to a refused request.
    static void refusal(JsonOut out, long id, Refusal refusal) {
        ErrorCode code = refusal.code();
        out.raw(Keys.RE).number(id).raw(Keys.ERR);
        reason(out, code.number(), code.word(), code.band().word(), refusal.sentence(), code.chinese());
        if (refusal.retryAfterMs() > 0) {
            out.raw(Keys.AFTER).number(refusal.retryAfterMs());
        }
        String field = refusal.field();
        if (field != null) {
            out.raw(Keys.FIELD).string(field);
        }
        out.raw('}').raw('}');
    }

    /// The last words before the server closes.
    ///
    /// @param afterMs how long a reconnect should wait; 0 = its own back-off is enough
    static void bye(JsonOut out, CloseCode code, long afterMs) {
        out.raw(Keys.OP_BYE);
        reason(out, code.number(), code.word(), code.band().word(), code.english(), code.chinese());
        if (afterMs > 0) {
            out.raw(Keys.AFTER).number(afterMs);
        }
        out.raw('}');
    }

    private static void reason(JsonOut out, int number, String word, String band, String english, String chinese) {
        out.raw(Keys.CODE).number(number).raw(Keys.NAME).string(word);
        out.raw(Keys.BAND)
                .string(band)
                .raw(Keys.TEXT)
                .string(english)
                .raw(Keys.ZH)
                .string(chinese);
    }
}
