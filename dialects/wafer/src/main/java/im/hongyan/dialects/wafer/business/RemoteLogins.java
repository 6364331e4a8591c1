package im.hongyan.dialects.wafer.business;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonOut;
import im.hongyan.dialect.json.JsonScanner;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The session service of a session server elsewhere, over its HTTP interface. Thread-safe.
public final class RemoteLogins implements LoginService {
    private static final int DEPTH_MAX = 16;
    private static final JsonNames ANSWER = new JsonNames(List.of("returnCode", "returnMessage", "returnData"));
    private static final JsonNames DATA = new JsonNames(List.of("id", "skey", "user_info", "duration"));

    private final String authServerUrl;
    private final Poster poster;
    private final long timeoutMs;

    /// @param authServerUrl whole, usually ending in `/mina_auth/`
    /// @param timeoutMs how long one request may take
    public RemoteLogins(String authServerUrl, Poster poster, long timeoutMs) {
        this.authServerUrl = authServerUrl;
        this.poster = poster;
        this.timeoutMs = timeoutMs;
    }

    private record Returned(int code, String message, JsonFields data) {}

    @Override
    public Login login(String code, @Nullable String encryptedData, @Nullable String iv) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("code", code);
        parameters.put("encrypt_data", encryptedData == null ? "" : encryptedData);
        if (iv != null) {
            parameters.put("iv", iv);
        }
        try {
            Returned returned = ask("qcloud.cam.id_skey", parameters);
            JsonFields data = returned.data();
            return returned.code() != 0
                    ? new Login.Failed(returned.code(), returned.message())
                    : new Login.In(
                            data.string(0),
                            data.string(1),
                            user(data),
                            data.integer(3, 0, Integer.MAX_VALUE, 0),
                            returned.message().equals("NEW_SESSION_SUCCESS"));
        } catch (IOException | JsonException | RefusedException e) {
            return new Login.Failed(ReturnCode.INTERNAL.number(), "the session server does not answer: " + e);
        }
    }

    @Override
    public Check check(@Nullable String id, String skey) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("id", id == null ? "" : id);
        parameters.put("skey", skey);
        try {
            Returned returned = ask("qcloud.cam.auth", parameters);
            return returned.code() != 0
                    ? new Check.Failed(returned.code(), returned.message())
                    : new Check.Valid(id == null ? "" : id, user(returned.data()));
        } catch (IOException | JsonException | RefusedException e) {
            return new Check.Failed(ReturnCode.INTERNAL.number(), "the session server does not answer: " + e);
        }
    }

    private Returned ask(String interfaceName, Map<String, String> parameters)
            throws IOException, JsonException, RefusedException {
        JsonOut out = new JsonOut();
        out.raw('{').string("version").raw(':').number(1);
        out.raw(',').string("componentName").raw(':').string("MA");
        out.raw(',').string("interface").raw(':');
        out.raw('{').string("interfaceName").raw(':').string(interfaceName);
        out.raw(',').string("para").raw(':');
        char before = '{';
        for (Map.Entry<String, String> each : parameters.entrySet()) {
            out.raw(before).string(each.getKey()).raw(':').string(each.getValue());
            before = ',';
        }
        out.raw('}').raw('}').raw('}');
        byte[] answer = poster.post(authServerUrl, out.toBytes(), timeoutMs).body();
        JsonFields fields = new JsonFields(ANSWER, ErrorCode.BAD_JSON, "");
        fields.read(answer, JsonScanner.skipSpace(answer, 0, answer.length), answer.length, DEPTH_MAX);
        int code = (int) fields.integer(0, Integer.MIN_VALUE, Integer.MAX_VALUE);
        JsonFields data = new JsonFields(DATA, ErrorCode.BAD_JSON, "");
        if (code == 0) {
            fields.requireObject(2);
            data.read(answer, fields.start(2), fields.end(2), DEPTH_MAX);
        }
        return new Returned(code, fields.isString(1) ? fields.string(1) : "", data);
    }

    private static UserInfo user(JsonFields data) throws RefusedException {
        data.requireObject(2);
        return UserInfo.read(data.written(2), "").orElseGet(() -> UserInfo.of(""));
    }
}
