package im.hongyan.dialects.wafer;

import im.hongyan.dialect.json.JsonOut;
import im.hongyan.dialects.wafer.business.ReturnCode;
import im.hongyan.dialects.wafer.business.UserInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bodies of answers. One body serves the clients of all three generations. Pure.
final class WaferWriter {
    /// A key that says to a client: this is about your session. It must stand nowhere else.
    static final String MAGIC = "F2C224D4-2BCE-4C64-AF9F-A6D872000D1A";

    private WaferWriter() {}

    static byte[] loggedIn(String id, String skey, UserInfo user) {
        JsonOut out = new JsonOut();
        number(out, '{', MAGIC, 1);
        key(out, ',', "session");
        text(out, '{', "id", id);
        text(out, ',', "skey", skey).raw('}');
        number(out, ',', "code", 0);
        key(out, ',', "data");
        text(out, '{', "skey", skey);
        key(out, ',', "userinfo").raw(user(user)).raw('}');
        return out.raw('}').toBytes();
    }

    /// A failure of login or session.
    static byte[] sessionFailure(String error, String message) {
        JsonOut out = new JsonOut();
        number(out, '{', MAGIC, 1);
        number(out, ',', "code", -1);
        text(out, ',', "error", error);
        text(out, ',', "message", message);
        return out.raw('}').toBytes();
    }

    /// A failure that is no matter of sessions.
    static byte[] failure(String error, String message) {
        JsonOut out = new JsonOut();
        number(out, '{', "code", -1);
        text(out, ',', "error", error);
        text(out, ',', "message", message);
        return out.raw('}').toBytes();
    }

    static byte[] userInfo(UserInfo user) {
        JsonOut out = new JsonOut();
        number(out, '{', "code", 0);
        key(out, ',', "data");
        key(out, '{', "userInfo").raw(user(user)).raw('}');
        return out.raw('}').toBytes();
    }

    static byte[] tunnel(String url, String tunnelId) {
        JsonOut out = new JsonOut();
        text(out, '{', "url", url);
        number(out, ',', "code", 0);
        key(out, ',', "data");
        text(out, '{', "connectUrl", url);
        text(out, ',', "tunnelId", tunnelId).raw('}');
        return out.raw('}').toBytes();
    }

    // --- the session server

    /// @param data JSON; null = an empty string
    static byte[] returned(int code, String message, byte @Nullable [] data) {
        JsonOut out = new JsonOut();
        number(out, '{', "returnCode", code);
        text(out, ',', "returnMessage", message);
        key(out, ',', "returnData");
        if (data == null) {
            out.string("");
        } else {
            out.raw(data);
        }
        number(out, ',', "version", 1);
        text(out, ',', "componentName", "MA");
        return out.raw('}').toBytes();
    }

    static byte[] returned(ReturnCode code) {
        return returned(code.number(), code.word(), null);
    }

    static byte[] newSession(String id, String skey, UserInfo user, long durationSeconds) {
        JsonOut out = new JsonOut();
        text(out, '{', "id", id);
        text(out, ',', "skey", skey);
        key(out, ',', "user_info").raw(user(user));
        number(out, ',', "duration", durationSeconds);
        return out.raw('}').toBytes();
    }

    static byte[] sessionOf(UserInfo user) {
        JsonOut out = new JsonOut();
        key(out, '{', "user_info").raw(user(user));
        return out.raw('}').toBytes();
    }

    // --- the tunnel server

    /// A signed answer.
    static byte[] signed(String data, String signature) {
        JsonOut out = new JsonOut();
        number(out, '{', "code", 0);
        text(out, ',', "message", "OK");
        text(out, ',', "data", data);
        text(out, ',', "signature", signature);
        return out.raw('}').toBytes();
    }

    static String issued(String tunnelId, String connectUrl) {
        JsonOut out = new JsonOut();
        text(out, '{', "tunnelId", tunnelId);
        text(out, ',', "connectUrl", connectUrl).raw('}');
        return string(out);
    }

    /// @param asString whether `data` is a string with JSON inside
    static byte[] pushed(List<String> invalidTunnelIds, boolean asString) {
        JsonOut data = new JsonOut();
        key(data, '{', "invalidTunnelIds").raw('[');
        for (int i = 0; i < invalidTunnelIds.size(); i++) {
            if (i > 0) {
                data.raw(',');
            }
            data.string(invalidTunnelIds.get(i));
        }
        data.raw(']').raw('}');
        JsonOut out = new JsonOut();
        number(out, '{', "code", 0);
        text(out, ',', "message", "OK");
        key(out, ',', "data");
        if (asString) {
            out.string(string(data));
        } else {
            out.raw(data.toBytes());
        }
        return out.raw('}').toBytes();
    }

    static byte[] tunnelFailure(int code, String message) {
        JsonOut out = new JsonOut();
        number(out, '{', "code", code);
        text(out, ',', "message", message);
        return out.raw('}').toBytes();
    }

    /// What a callback is about.
    ///
    /// @param content null = none
    static String event(String tunnelId, String type, @Nullable String content) {
        JsonOut out = new JsonOut();
        text(out, '{', "tunnelId", tunnelId);
        text(out, ',', "type", type);
        if (content != null) {
            text(out, ',', "content", content);
        }
        return string(out.raw('}'));
    }

    static byte[] callback(String data, String signature) {
        JsonOut out = new JsonOut();
        text(out, '{', "data", data);
        text(out, ',', "dataEncode", "json");
        text(out, ',', "signature", signature);
        return out.raw('}').toBytes();
    }

    private static byte[] user(UserInfo user) {
        return user.json().getBytes(StandardCharsets.UTF_8);
    }

    private static String string(JsonOut out) {
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }

    private static JsonOut key(JsonOut out, char before, String name) {
        return out.raw(before).string(name).raw(':');
    }

    private static JsonOut text(JsonOut out, char before, String name, String value) {
        return key(out, before, name).string(value);
    }

    private static JsonOut number(JsonOut out, char before, String name, long value) {
        return key(out, before, name).number(value);
    }
}
