package im.hongyan.http.rest;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;

/// The catalogue of replies in the words of HTTP.
final class ErrorReplies {
    private ErrorReplies() {}

    /// The status of every code.
    static int status(ErrorCode code) {
        return switch (code) {
            case BAD_JSON, BAD_FRAME, TOO_DEEP, UNSUPPORTED_VERSION -> 400;
            case BAD_USER_ID, BAD_DEVICE_ID, BAD_CONTENT, BAD_CLIENT_ID, BAD_CONVERSATION -> 400;
            case TOO_MANY, QUOTE_UNKNOWN, BAD_CURSOR -> 400;
            case NOT_LOGGED_IN, TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED -> 401;
            case TOKEN_FOREIGN, APP_DISABLED, USER_DISABLED, NOT_PERMITTED -> 403;
            case BLOCKED, MUTED, NOT_A_MEMBER, RECALL_NOT_ALLOWED -> 403;
            case UNKNOWN_OPERATION, APP_UNKNOWN, USER_UNKNOWN, RESUME_UNKNOWN -> 404;
            case RECIPIENT_UNKNOWN, CONVERSATION_UNKNOWN, MESSAGE_UNKNOWN -> 404;
            case ALREADY_LOGGED_IN, SESSION_LIMIT, RECALL_TOO_LATE -> 409;
            case BAD_REACTION -> 400;
            case EDIT_NOT_ALLOWED, READERS_NOT_ALLOWED -> 403;
            case EDIT_TOO_LATE, MESSAGE_RECALLED, EDITS_TOO_MANY, MESSAGE_CHANGED -> 409;
            case REACTIONS_TOO_MANY, PINS_TOO_MANY -> 409;
            case TOO_LONG -> 400;
            case GROUP_NOT_PERMITTED, GROUP_CLOSED, GROUP_BANNED -> 403;
            case GROUP_UNKNOWN, MEMBER_UNKNOWN, APPLICATION_UNKNOWN -> 404;
            case GROUP_EXISTS, GROUP_DISMISSED, GROUP_FULL, GROUPS_TOO_MANY -> 409;
            case ROOM_UNKNOWN -> 404;
            case ROOM_NOT_PERMITTED -> 403;
            case ROOM_EXISTS, ROOM_DISMISSED, ROOM_FULL, ROOMS_TOO_MANY -> 409;
            case ROOM_BUSY -> 429;
            case FRIEND_SELF -> 400;
            case FRIENDS_REFUSED, BLOCKED_BY_SELF -> 403;
            case FRIEND_UNKNOWN, FRIEND_REQUEST_UNKNOWN, FRIEND_LIST_UNKNOWN -> 404;
            case FRIEND_ALREADY, FRIEND_LIST_EXISTS -> 409;
            case FRIENDS_FULL, PEER_FRIENDS_FULL, FRIEND_REQUESTS_FULL, FRIEND_REQUESTS_OPEN, BLOCKLIST_FULL -> 409;
            case NOT_HERE, TIME_NOT_ALLOWED -> 400;
            case FOLDER_UNKNOWN, SCHEDULE_UNKNOWN, STREAM_UNKNOWN -> 404;
            case FOLDER_EXISTS, FOLDERS_TOO_MANY, SCHEDULES_TOO_MANY -> 409;
            case STREAM_OUT_OF_ORDER, STREAMS_TOO_MANY -> 409;
            case PORT_ABSENT -> 501;
            case PORT_FAILED -> 502;
            case FILE_EMPTY -> 400;
            case FILE_ADDRESS_INVALID, FILE_ADDRESS_EXPIRED -> 403;
            case FILE_UNKNOWN -> 404;
            case MESSAGE_TOO_LARGE, EXT_TOO_LARGE, FILE_TOO_LARGE -> 413;
            case FILE_TYPE_REFUSED -> 415;
            case TOO_FAST -> 429;
            case INTERNAL -> 500;
            case BUSY, SHUTTING_DOWN, STORAGE_UNAVAILABLE -> 503;
            case STORAGE_FULL -> 507;
        };
    }

    static Reply of(Refusal refusal) {
        return of(status(refusal.code()), refusal, Map.of());
    }

    /// A refusal under a status that HTTP knows better than the catalogue: a wrong method, a wrong type of body.
    static Reply of(int status, Refusal refusal, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        if (status == 401) {
            all.put("WWW-Authenticate", "Bearer");
        }
        if (status == 429 || status == 503 || status == 507) {
            all.put("Retry-After", Long.toString(Math.max(1, Math.ceilDiv(refusal.retryAfterMs(), 1_000))));
        }
        ObjectOut out = new ObjectOut().begin("err");
        write(out, refusal);
        return new Reply(status, out.end().toBytes(), all);
    }

    /// What a refusal says, into an open object.
    static void write(ObjectOut out, Refusal refusal) {
        ErrorCode code = refusal.code();
        out.number("code", code.number()).string("name", code.word());
        out.string("band", code.band().word());
        out.string("text", refusal.sentence()).string("zh", code.chinese());
        String field = refusal.field();
        if (field != null) {
            out.string("field", field);
        }
        if (refusal.retryAfterMs() > 0) {
            out.number("after", refusal.retryAfterMs());
        }
    }
}
