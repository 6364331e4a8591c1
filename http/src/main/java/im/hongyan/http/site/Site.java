package im.hongyan.http.site;

import im.hongyan.core.error.ErrorCode;
import io.netty.buffer.Unpooled;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the site: its pages below `/`, `/demo/`, `/sdk/`, `/docs/` and `/third_party/`, and a page for a person
/// who went astray.
public final class Site {
    private static final Logger LOG = LoggerFactory.getLogger(Site.class);
    private static final List<String> MOUNTS = List.of("/", "/demo/*", "/sdk/*", "/docs", "/docs/*", "/third_party/*");

    private final SiteSource source;
    private final Assets assets;
    /// What was made before, by address and language. Only what exists comes in, so it stays small.
    private final Map<String, Asset> made = new ConcurrentHashMap<>();

    /// @param restDescription the OpenAPI document
    public Site(SiteSource source, byte[] restDescription) {
        this.source = source;
        this.assets = new Assets(source, restDescription);
    }

    /// Comes before the handler that collects bodies: the site takes none.
    public void mount(Router router) {
        for (String mount : MOUNTS) {
            router.route(mount).order(-1).handler(this::handle);
        }
        router.route().last().handler(this::astray);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            context.fail(405);
            return;
        }
        String path = request.path();
        SitePath place = path == null ? null : SitePath.of(path);
        if (place == null) {
            missing(context);
            return;
        }
        if (place instanceof SitePath.Moved(String to)) {
            Headers.put(request, context.response(), false);
            context.response()
                    .setStatusCode(301)
                    .putHeader(HttpHeaders.LOCATION, to)
                    .end();
            return;
        }
        Language language = language(request);
        boolean raw = request.params().contains("raw");
        String key = language.word() + (raw ? " raw " : " ") + path;
        Asset known = source.mayChange() ? null : made.get(key);
        if (known != null) {
            answer(context, place, language, known);
            return;
        }
        context.vertx()
                .executeBlocking(() -> make(key, place, language, raw), false)
                .onSuccess(asset -> found(context, place, language, asset))
                .onFailure(context::fail);
    }

    private static Language language(HttpServerRequest request) {
        return Language.choose(request.getParam("lang"), request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
    }

    private @Nullable Asset make(String key, SitePath place, Language language, boolean raw) throws IOException {
        Asset fresh = assets.make(place, language, raw);
        if (fresh == null) {
            return null;
        }
        // The same bytes are kept once, whoever reads them slowly.
        return made.merge(key, fresh, (old, now) -> old.tag().equals(now.tag()) ? old : now);
    }

    private void found(RoutingContext context, SitePath place, Language language, @Nullable Asset asset) {
        if (asset == null) {
            missing(context);
        } else {
            answer(context, place, language, asset);
        }
    }

    private static void answer(RoutingContext context, SitePath place, Language language, Asset asset) {
        HttpServerResponse response = context.response();
        boolean phone = place instanceof SitePath.Plain(String file) && file.equals(SitePath.PHONE);
        Headers.put(context.request(), response, phone);
        response.putHeader(HttpHeaders.ETAG, asset.tag());
        if (asset.type().equals(ContentTypes.HTML)) {
            response.putHeader("Content-Language", language.word());
        }
        if (isHeld(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), asset.tag())) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, asset.type());
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(asset.body().length));
            response.end();
            return;
        }
        response.end(BufferInternal.buffer(Unpooled.wrappedBuffer(asset.body())))
                .onFailure(lost ->
                        LOG.debug("A reader of {} went away", context.request().path(), lost));
    }

    /// Whether the client has the very bytes: tags in a list, weak or not, or any.
    static boolean isHeld(@Nullable String given, String tag) {
        if (given == null) {
            return false;
        }
        for (String each : given.split(",", -1)) {
            String one = each.strip();
            if (one.equals("*") || one.equals(tag) || one.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    /// What no other route has taken.
    private void astray(RoutingContext context) {
        if (context.request().method().equals(HttpMethod.GET) && wantsPage(context.request())) {
            missing(context);
        } else {
            context.next();
        }
    }

    private static boolean wantsPage(HttpServerRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("text/html");
    }

    private static void missing(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response().setStatusCode(404);
        Headers.put(request, response, false);
        boolean page = wantsPage(request);
        response.putHeader(HttpHeaders.CONTENT_TYPE, page ? ContentTypes.HTML : "application/json; charset=utf-8");
        String body = page ? PageFrame.missing(language(request)) : missingJson();
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(body);
        }
    }

    /// In the shape of every refusal; the catalogue's texts need no escaping.
    private static String missingJson() {
        ErrorCode code = ErrorCode.UNKNOWN_OPERATION;
        return "{\"err\":{\"code\":" + code.number() + ",\"name\":\"" + code.word() + "\",\"band\":\""
                + code.band().word() + "\",\"text\":\"Nothing is at this address.\",\"zh\":\"此地址没有内容。\"}}";
    }
}
