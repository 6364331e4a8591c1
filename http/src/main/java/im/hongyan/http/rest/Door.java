package im.hongyan.http.rest;

import im.hongyan.core.account.Tokens;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the head of a request must show: the administrator's key, and a body that is JSON.
final class Door {
    private static final String SCHEME = "Bearer ";

    private final Tokens tokens;

    Door(Tokens tokens) {
        this.tokens = tokens;
    }

    /// Why the request may not come in, or null. Reads memory only.
    @Nullable
    Refusal refuse(HttpServerRequest request) {
        List<String> given = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        if (given.size() != 1 || !given.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Refusal.detail(
                    ErrorCode.TOKEN_MISSING, "Send the administrator's key: `Authorization: Bearer <key>`.");
        }
        String credential = given.getFirst().substring(SCHEME.length()).strip();
        if (tokens.isAdmin(credential)) {
            return null;
        }
        return isUserToken(credential)
                ? Refusal.detail(ErrorCode.NOT_PERMITTED, "A user's token is not accepted here.")
                : Refusal.detail(ErrorCode.TOKEN_INVALID, "This is not the administrator's key.");
    }

    /// Whether it has the shape of a JWT. Whose it is and whether it is valid makes no difference.
    private static boolean isUserToken(String credential) {
        return credential.chars().filter(c -> c == '.').count() == 2;
    }

    /// Why the body that is announced cannot be read, or null.
    static @Nullable Refusal refuseType(HttpServerRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Refusal.field(ErrorCode.BAD_FRAME, "Content-Encoding", "A compressed body is not read.");
        }
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && isJson(type.toLowerCase(Locale.ROOT))
                ? null
                : Refusal.field(ErrorCode.BAD_FRAME, "Content-Type", "The body must be `application/json`.");
    }

    private static boolean isJson(String type) {
        String[] parts = type.split(";", -1);
        if (!parts[0].strip().equals("application/json")) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].replace("\"", "").strip();
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }
}
