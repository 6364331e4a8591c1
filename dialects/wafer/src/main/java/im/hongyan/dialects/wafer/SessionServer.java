package im.hongyan.dialects.wafer;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonOut;
import im.hongyan.dialect.json.JsonScanner;
import im.hongyan.dialect.web.WebReply;
import im.hongyan.dialect.web.WebRequest;
import im.hongyan.dialects.wafer.business.LoginService;
import im.hongyan.dialects.wafer.business.ReturnCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The session service for business servers: `POST /mina_auth/`. What sets up apps (`qcloud.cam.initdata`) is not
/// there: it would let anybody exchange the mini-program.
final class SessionServer {
    static final byte[] BUSY = WaferWriter.returned(ReturnCode.INTERNAL);

    private static final int DEPTH_MAX = 16;
    private static final int INTERFACE = 0;
    private static final JsonNames REQUEST = new JsonNames(List.of("interface"));
    private static final int NAME = 0;
    private static final int PARAMETERS = 1;
    private static final JsonNames CALL = new JsonNames(List.of("interfaceName", "para"));
    private static final int CODE = 0;
    private static final int DATA = 1;
    private static final int IV = 2;
    private static final int ID = 3;
    private static final int SKEY = 4;
    private static final JsonNames NAMES = new JsonNames(List.of("code", "encrypt_data", "iv", "id", "skey"));

    private final WaferSessions sessions;

    SessionServer(WaferSessions sessions) {
        this.sessions = sessions;
    }

    WebReply answer(WebRequest request) {
        return new WebReply(200, answer(request.body()));
    }

    private byte[] answer(byte[] body) {
        JsonFields fields = new JsonFields(REQUEST, ErrorCode.BAD_JSON, "");
        JsonFields call = new JsonFields(CALL, ErrorCode.BAD_JSON, "");
        JsonFields parameters = new JsonFields(NAMES, ErrorCode.BAD_JSON, "");
        try {
            fields.read(body, JsonScanner.skipSpace(body, 0, body.length), body.length, DEPTH_MAX);
            if (!fields.has(INTERFACE) || body[fields.start(INTERFACE)] != '{') {
                return WaferWriter.returned(ReturnCode.NO_INTERFACE_NAME);
            }
            call.read(body, fields.start(INTERFACE), fields.end(INTERFACE), DEPTH_MAX);
            if (!call.isString(NAME)) {
                return WaferWriter.returned(ReturnCode.NO_INTERFACE_NAME);
            }
            if (!call.has(PARAMETERS) || body[call.start(PARAMETERS)] != '{') {
                return WaferWriter.returned(ReturnCode.NO_PARAMETERS);
            }
            parameters.read(body, call.start(PARAMETERS), call.end(PARAMETERS), DEPTH_MAX);
            return switch (call.string(NAME)) {
                case "qcloud.cam.id_skey" -> login(parameters);
                case "qcloud.cam.auth" -> check(parameters);
                case "qcloud.cam.decrypt" -> decrypt(parameters);
                default -> WaferWriter.returned(ReturnCode.UNKNOWN_INTERFACE);
            };
        } catch (JsonException e) {
            return WaferWriter.returned(ReturnCode.NOT_JSON);
        } catch (RefusedException e) {
            return WaferWriter.returned(ReturnCode.BAD_PARAMETER);
        }
    }

    private byte[] login(JsonFields parameters) throws RefusedException {
        String code = parameters.string(CODE);
        return switch (sessions.login(code, text(parameters, DATA), text(parameters, IV))) {
            case LoginService.Login.In(var id, var skey, var user, long seconds, boolean first) ->
                WaferWriter.returned(
                        0,
                        first ? "NEW_SESSION_SUCCESS" : "UPDATE_SESSION_SUCCESS",
                        WaferWriter.newSession(id, skey, user, seconds));
            case LoginService.Login.Failed(int number, String text) -> WaferWriter.returned(number, text, null);
        };
    }

    private byte[] check(JsonFields parameters) throws RefusedException {
        return switch (sessions.check(id(parameters), parameters.string(SKEY))) {
            case LoginService.Check.Valid(var _, var user) ->
                WaferWriter.returned(0, "AUTH_SUCCESS", WaferWriter.sessionOf(user));
            case LoginService.Check.Failed(int number, String text) -> WaferWriter.returned(number, text, null);
        };
    }

    private byte[] decrypt(JsonFields parameters) throws RefusedException {
        String skey = parameters.string(SKEY);
        String data = parameters.string(DATA);
        String iv = text(parameters, IV);
        return switch (sessions.bearer(id(parameters), skey)) {
            case Outcome.Refused<WaferSessions.Bearer>(Refusal refusal) -> {
                LoginService.Check.Failed failed = WaferSessions.refused(refusal);
                yield WaferWriter.returned(failed.code(), failed.text(), null);
            }
            case Outcome.Ok<WaferSessions.Bearer>(var bearer) -> {
                Optional<String> plain = sessions.decrypt(bearer, skey, data, iv);
                yield plain.map(text -> WaferWriter.returned(
                                0, "DECRYPT_SUCCESS", new JsonOut().string(text).toBytes()))
                        .orElseGet(() -> WaferWriter.returned(ReturnCode.DECRYPT_FAIL));
            }
        };
    }

    /// An empty one leaves the key to say who it is.
    private static @Nullable String id(JsonFields parameters) throws RefusedException {
        String id = parameters.string(ID);
        return id.isEmpty() ? null : id;
    }

    /// A parameter that may be missing; an empty one is missing.
    private static @Nullable String text(JsonFields parameters, int field) throws RefusedException {
        String text = parameters.stringOrNull(field);
        return text == null || text.isEmpty() ? null : text;
    }
}
