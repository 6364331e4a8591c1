package im.hongyan.wechat;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonScanner;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// `GET /sns/jscode2session` of WeChat's API. Thread-safe; made to be called from virtual threads.
public final class Code2Session implements LoginCodes {
    /// Where WeChat's API is.
    public static final String WECHAT = "https://api.weixin.qq.com";

    /// Exchanges under way at once.
    private static final int AT_ONCE_MAX = 64;
    /// Largest answer.
    private static final int ANSWER_BYTES_MAX = 16_384;
    private static final int DEPTH_MAX = 8;

    private static final int OPENID = 0;
    private static final int SESSION_KEY = 1;
    private static final int UNIONID = 2;
    private static final int ERRCODE = 3;
    private static final int ERRMSG = 4;
    private static final JsonNames NAMES =
            new JsonNames(List.of("openid", "session_key", "unionid", "errcode", "errmsg"));

    private final HttpClient client;
    private final String base;
    private final WeChatApp app;
    private final Duration patience;
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);

    /// @param base [#WECHAT], or where a stand-in is; without a slash at the end
    /// @param patience how long one exchange may take, waiting for its turn included
    public Code2Session(HttpClient client, String base, WeChatApp app, Duration patience) {
        this.client = client;
        this.base = base;
        this.app = app;
        this.patience = patience;
    }

    @Override
    public CodeAnswer exchange(String code) {
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new CodeAnswer.Unreachable("too many logins wait for WeChat");
            }
            try {
                return ask(code);
            } finally {
                places.release();
            }
        } catch (HttpTimeoutException e) {
            return new CodeAnswer.Unreachable("WeChat did not answer within " + patience);
        } catch (IOException e) {
            // The message may name the address, and the address holds the secret.
            return new CodeAnswer.Unreachable(
                    "WeChat cannot be reached: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CodeAnswer.Unreachable("interrupted");
        }
    }

    private CodeAnswer ask(String code) throws IOException, InterruptedException {
        String query = "appid=" + encoded(app.appid()) + "&secret=" + encoded(app.secret()) + "&js_code="
                + encoded(code) + "&grant_type=authorization_code";
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/sns/jscode2session?" + query))
                .timeout(patience)
                .GET()
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        byte[] body;
        try (InputStream in = response.body()) {
            body = in.readNBytes(ANSWER_BYTES_MAX + 1);
        }
        if (response.statusCode() != 200 || body.length > ANSWER_BYTES_MAX) {
            return new CodeAnswer.Unusable("WeChat answered HTTP " + response.statusCode());
        }
        return read(body);
    }

    static CodeAnswer read(byte[] body) {
        JsonFields fields = new JsonFields(NAMES, ErrorCode.BAD_JSON, "");
        try {
            fields.read(body, JsonScanner.skipSpace(body, 0, body.length), body.length, DEPTH_MAX);
            long code = fields.integer(ERRCODE, Integer.MIN_VALUE, Integer.MAX_VALUE, 0);
            if (code != 0) {
                return new CodeAnswer.Refused((int) code, fields.isString(ERRMSG) ? fields.string(ERRMSG) : "");
            }
            return new CodeAnswer.Known(
                    fields.string(OPENID), fields.string(SESSION_KEY), fields.stringOrNull(UNIONID));
        } catch (JsonException | RefusedException e) {
            return new CodeAnswer.Unusable("WeChat's answer is not what it should be");
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
