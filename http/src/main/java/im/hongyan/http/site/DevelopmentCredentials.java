package im.hongyan.http.site;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `/dev/credentials?user=alice`: a token for anyone of app `demo`, so that the demo needs no back-end. Mounted in
/// development mode only, and even then it is there for a person at this very machine alone: the peer is on
/// loopback (no other machine), the `Host` is loopback's (no page that let its own name point here), no proxy
/// stands between, and the request is not another site's doing.
public final class DevelopmentCredentials {
    private static final AppId APP = new AppId("demo");
    private static final int SECONDS_DEFAULT = 86_400;
    private static final int SECONDS_MAX = 7 * 86_400;
    private static final Pattern LOOPBACK_HOST =
            Pattern.compile("(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d{1,5})?", Pattern.CASE_INSENSITIVE);
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");
    private static final List<CharSequence> PROXIES =
            List.of("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Via");

    private final Tokens tokens;

    public DevelopmentCredentials(Tokens tokens) {
        this.tokens = tokens;
    }

    public void mount(Router router) {
        router.route("/dev/credentials").order(-1).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!request.method().equals(HttpMethod.GET) || !isFromHere(request)) {
            context.fail(404);
            return;
        }
        Outcome<JsonObject> outcome;
        try {
            UserKey user = new UserKey(APP, UserId.parse(given(request, "user")));
            outcome = tokens.issue(user, seconds(request) * 1_000L).map(issued -> new JsonObject()
                    .put("app", APP.value())
                    .put("user", user.user().value())
                    .put("token", issued.token())
                    .put("expires", issued.expiresAtMs()));
        } catch (RefusedException e) {
            outcome = Outcome.refused(e.refusal());
        }
        answer(context, outcome);
    }

    private static void answer(RoutingContext context, Outcome<JsonObject> outcome) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        switch (outcome) {
            case Outcome.Ok<JsonObject>(var credential) -> context.response().end(credential.encode());
            case Outcome.Refused<JsonObject>(var refusal) ->
                context.response().setStatusCode(400).end(error(refusal).encode());
        }
    }

    private static JsonObject error(Refusal refusal) {
        ErrorCode code = refusal.code();
        return new JsonObject()
                .put(
                        "err",
                        new JsonObject()
                                .put("code", code.number())
                                .put("name", code.word())
                                .put("band", code.band().word())
                                .put("text", refusal.sentence())
                                .put("zh", code.chinese()));
    }

    private static String given(HttpServerRequest request, String name) {
        String value = request.getParam(name);
        return value == null ? "" : value;
    }

    /// How long the token shall live: a short one shows how an app lives with its end.
    private static int seconds(HttpServerRequest request) throws RefusedException {
        String text = request.getParam("seconds");
        if (text == null) {
            return SECONDS_DEFAULT;
        }
        int seconds = text.matches("\\d{1,7}") ? Integer.parseInt(text) : 0;
        if (seconds < 1 || seconds > SECONDS_MAX) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.BAD_FRAME, "seconds", "`seconds` is from 1 to " + SECONDS_MAX + "."));
        }
        return seconds;
    }

    private static boolean isFromHere(HttpServerRequest request) {
        return isLoopback(request)
                && one(request, HttpHeaders.HOST, LOOPBACK_HOST)
                && PROXIES.stream().noneMatch(request.headers()::contains)
                && isOwnSite(request.headers().getAll("Sec-Fetch-Site"));
    }

    private static boolean isLoopback(HttpServerRequest request) {
        String peer = request.remoteAddress().hostAddress();
        // A literal address: nothing is looked up.
        return peer != null && InetAddress.ofLiteral(peer).isLoopbackAddress();
    }

    private static boolean one(HttpServerRequest request, CharSequence header, Pattern pattern) {
        List<String> values = request.headers().getAll(header);
        return values.size() == 1 && pattern.matcher(values.getFirst()).matches();
    }

    private static boolean isOwnSite(@Nullable List<String> told) {
        return told == null || told.stream().allMatch(OWN_SITES::contains);
    }
}
