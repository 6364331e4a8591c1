package im.hongyan.http;

import im.hongyan.dialect.Dialect;
import im.hongyan.dialect.web.WebReply;
import im.hongyan.dialect.web.WebRequest;
import im.hongyan.dialect.web.WebRoute;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hangs the dialects' HTTP paths on the one port. A path belongs to its dialect with every method: what a method
/// means there, only the dialect knows.
public final class DialectRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(DialectRoutes.class);

    private final List<WebRoute> routes;

    public DialectRoutes(List<Dialect> dialects) {
        this.routes = dialects.stream().flatMap(each -> each.routes().stream()).toList();
    }

    public void mount(Router router) {
        for (WebRoute route : routes) {
            router.route(route.path()).handler(context -> handle(route, context));
        }
    }

    private static void handle(WebRoute route, RoutingContext context) {
        HttpServerRequest request = context.request();
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, String> header : request.headers()) {
            headers.merge(
                    header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (one, other) -> one + "," + other);
        }
        Buffer body = context.body() == null ? null : context.body().buffer();
        WebRequest asked = new WebRequest(
                request.method().name(), route.path(), headers, body == null ? new byte[0] : body.getBytes());
        Context back = context.vertx().getOrCreateContext();
        AtomicBoolean answered = new AtomicBoolean();
        route.handler().handle(asked, reply -> {
            if (answered.compareAndSet(false, true)) {
                back.runOnContext(_ -> write(request.response(), reply));
            } else {
                LOG.warn("{} {} was answered twice", asked.method(), asked.path());
            }
        });
    }

    private static void write(HttpServerResponse response, WebReply reply) {
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(reply.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(Buffer.buffer(reply.body()))
                .onFailure(lost -> LOG.debug("An answer did not reach its client", lost));
    }
}
