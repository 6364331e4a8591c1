package im.hongyan.http.rest;

import im.hongyan.core.Core;
import im.hongyan.core.account.AccountsUnavailableException;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.dialect.json.JsonException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The REST of a business back-end. Every request but the one for the description needs the administrator's key.
public final class Rest {
    private static final Logger LOG = LoggerFactory.getLogger(Rest.class);
    private static final String PREFIX = "/api/v1";
    static final String DESCRIPTION = PREFIX + "/openapi.json";

    private final Core core;
    private final Door door;
    private final List<Route> routes;
    private final Map<Route, RestMeter> meters = new LinkedHashMap<>();
    private final RestMeter description = new RestMeter("GET", DESCRIPTION);
    private final RestMeter nowhere = new RestMeter("*", "*");

    public Rest(Core core) {
        this.core = core;
        this.door = new Door(core.tokens());
        Bodies bodies = new Bodies(core.limits());
        routes = Stream.of(
                        new AppRoutes(bodies).all(),
                        new UserRoutes(bodies).all(),
                        new TokenRoutes(bodies).all(),
                        new MessageRoutes(bodies).all(),
                        new LifeRoutes(bodies).all(),
                        new RoomRoutes(bodies).all(),
                        new FriendRoutes(bodies).all(),
                        new GroupRoutes(bodies).all(),
                        new MemberRoutes(bodies).all(),
                        new SessionRoutes(bodies).all())
                .flatMap(List::stream)
                .toList();
        routes.forEach(route -> meters.put(
                route, new RestMeter(route.method().name(), route.path().text())));
    }

    /// Serves everything below `/api/v1` of the router, and answers there for what does not exist. Comes before
    /// every other route, so that no handler collects a stranger's body before the key was looked at.
    public void mount(Router router) {
        router.route(PREFIX + "/*").order(-1).handler(this::handle);
    }

    /// The counters of every route, for the server's metrics.
    public Collection<RestMeter> meters() {
        List<RestMeter> all = new ArrayList<>(meters.values());
        all.add(description);
        all.add(nowhere);
        return all;
    }

    List<Route> routes() {
        return routes;
    }

    /// A path that matched: its routes by method, and its values.
    private record Place(Map<HttpMethod, Route> routes, Map<String, String> values) {}

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        // The path as it was sent: a decoded one has lost the difference between a slash and an escaped slash.
        String path = request.path();
        if (DESCRIPTION.equals(path)) {
            describe(context, begin(context, description));
            return;
        }
        Refusal stranger = door.refuse(request);
        if (stranger != null) {
            begin(context, nowhere).answer(ErrorReplies.of(stranger));
            return;
        }
        Place place = path == null ? null : find(path);
        if (place == null) {
            begin(context, nowhere).answer(ErrorReplies.of(Refusal.of(ErrorCode.UNKNOWN_OPERATION)));
            return;
        }
        Route route = place.routes().get(request.method());
        if (route == null) {
            begin(context, nowhere).answer(wrongMethod(place.routes().keySet()));
            return;
        }
        RestMeter meter = meters.get(route);
        enter(context, begin(context, meter == null ? nowhere : meter), route, place.values());
    }

    private Exchange begin(RoutingContext context, RestMeter meter) {
        return new Exchange(
                context.request(),
                context.vertx().getOrCreateContext(),
                meter,
                core.limits().httpBodyBytesMax());
    }

    private @Nullable Place find(String path) {
        List<String> segments = Template.split(path);
        Map<HttpMethod, Route> here = new LinkedHashMap<>();
        Map<String, String> values = Map.of();
        for (Route route : routes) {
            Map<String, String> matched = route.path().match(segments);
            if (matched != null) {
                here.put(route.method(), route);
                values = matched;
            }
        }
        return here.isEmpty() ? null : new Place(here, values);
    }

    private static Reply wrongMethod(Collection<HttpMethod> methods) {
        StringJoiner allowed = new StringJoiner(", ");
        methods.forEach(method -> allowed.add(method.name()));
        Refusal refusal = Refusal.detail(ErrorCode.UNKNOWN_OPERATION, "Allowed here: " + allowed + ".");
        return ErrorReplies.of(405, refusal, Map.of("Allow", allowed.toString()));
    }

    private static void describe(RoutingContext context, Exchange exchange) {
        exchange.answer(
                context.request().method().equals(HttpMethod.GET)
                        ? new Reply(200, Description.JSON, Map.of())
                        : wrongMethod(List.of(HttpMethod.GET)));
    }

    private void enter(RoutingContext context, Exchange exchange, Route route, Map<String, String> encoded) {
        HttpServerRequest request = context.request();
        Map<String, String> values = new HashMap<>(4);
        Query query;
        try {
            for (Map.Entry<String, String> value : encoded.entrySet()) {
                values.put(value.getKey(), Template.decode(value.getValue()));
            }
            query = Query.parse(request.query());
        } catch (RefusedException e) {
            exchange.answer(ErrorReplies.of(e.refusal()));
            return;
        }
        if (!route.takesBody()) {
            run(exchange, route, new Call(core, values, query, new byte[0]));
            return;
        }
        Refusal type = Door.refuseType(request);
        if (type != null) {
            exchange.answer(ErrorReplies.of(415, type, Map.of()));
            return;
        }
        exchange.readBody(body -> run(exchange, route, new Call(core, values, query, body)));
    }

    private void run(Exchange exchange, Route route, Call call) {
        try {
            core.storage().execute(() -> {
                try {
                    route.operation().run(call, exchange::answer);
                } catch (RefusedException e) {
                    exchange.answer(ErrorReplies.of(e.refusal()));
                } catch (JsonException e) {
                    exchange.answer(
                            ErrorReplies.of(Refusal.of(e.isTooDeep() ? ErrorCode.TOO_DEEP : ErrorCode.BAD_JSON)));
                } catch (AccountsUnavailableException down) {
                    LOG.warn("{}: the directory does not answer", route, down);
                    exchange.answer(ErrorReplies.of(down.refusal()));
                } catch (RuntimeException broken) {
                    LOG.error("{} failed", route, broken);
                    exchange.answer(ErrorReplies.of(Refusal.of(ErrorCode.INTERNAL)));
                }
            });
        } catch (RejectedExecutionException full) {
            exchange.answer(ErrorReplies.of(Refusal.of(ErrorCode.BUSY)));
        }
    }
}
