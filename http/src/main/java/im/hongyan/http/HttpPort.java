package im.hongyan.http;

import im.hongyan.gateway.EventLoops;
import im.hongyan.gateway.Gateway;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.VertxInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one port: HTTP by Vert.x, and every dialect's WebSocket path, which the gateway takes over.
public final class HttpPort {
    private static final Logger log = LoggerFactory.getLogger(HttpPort.class);
    private static final int LOOK_EVERY_MS = 1000;
    /// Largest head of a request. What a mini-program's login carries in a header is often two kilobytes.
    private static final int HEAD_BYTES_MAX = 20_480;

    private final HttpSettings settings;
    private final Gateway gateway;
    private final LongSupplier nanoTime;
    private final VertxInternal vertx;
    private final Set<RequestDeadline> deadlines = ConcurrentHashMap.newKeySet();
    private final HttpServer server;
    private final List<HttpServer> others = new CopyOnWriteArrayList<>();

    /// Opens the port.
    ///
    /// @param ready whether `/health/ready` says yes
    /// @param metrics the text of `/metrics`
    /// @param rest mounts further routes; bodies are read and bounded before they run, on an event loop
    /// @throws IOException if the port cannot be had
    public static HttpPort open(
            HttpSettings settings,
            Gateway gateway,
            LongSupplier nanoTime,
            BooleanSupplier ready,
            Supplier<String> metrics,
            Consumer<Router> rest)
            throws IOException, InterruptedException {
        HttpPort port = new HttpPort(settings, gateway, nanoTime);
        try {
            port.listen(ready, metrics, rest);
            return port;
        } catch (IOException | InterruptedException | RuntimeException e) {
            port.vertx.close();
            throw e;
        }
    }

    private HttpPort(HttpSettings settings, Gateway gateway, LongSupplier nanoTime) {
        this.settings = settings;
        this.gateway = gateway;
        this.nanoTime = nanoTime;
        this.vertx = (VertxInternal) Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(settings.eventLoops()).setPreferNativeTransport(true));
        this.server = createServer();
    }

    private HttpServer createServer() {
        return vertx.createHttpServer(new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(HEAD_BYTES_MAX)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) settings.stallTimeoutMs())
                .setTcpNoDelay(true));
    }

    /// Opens one more port, on which there is nothing but WebSocket paths: for clients that expect a port of their
    /// own.
    ///
    /// @return the port in use
    /// @throws IOException if it cannot be had
    public int alsoListen(int another) throws IOException, InterruptedException {
        HttpServer more = createServer();
        Upgrade upgrade = new Upgrade(gateway, settings.behindProxy());
        more.connectionHandler(this::accepted)
                .invalidRequestHandler(HttpPort::invalid)
                .exceptionHandler(e -> log.debug("A connection broke before its request was complete", e))
                .requestHandler(request -> {
                    if (!upgrade.handle(request)) {
                        JsonError.answer(request.response(), 404, JsonError.nameOf(404), JsonError.textOf(404));
                    }
                });
        listen(more, another);
        others.add(more);
        return more.actualPort();
    }

    private void listen(HttpServer one, int at) throws IOException, InterruptedException {
        try {
            await(one.listen(at, settings.host()), Duration.ofSeconds(30));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "cannot listen on %s:%d: %s".formatted(settings.host(), at, cause.getMessage()), cause);
        }
    }

    private void listen(BooleanSupplier ready, Supplier<String> metrics, Consumer<Router> rest)
            throws IOException, InterruptedException {
        Router router = router(ready, metrics, rest);
        Upgrade upgrade = new Upgrade(gateway, settings.behindProxy());
        server.connectionHandler(this::accepted)
                .invalidRequestHandler(HttpPort::invalid)
                .exceptionHandler(e -> log.debug("A connection broke before its request was complete", e))
                .requestHandler(request -> {
                    if (!upgrade.handle(request)) {
                        router.handle(request);
                    }
                });
        listen(server, settings.port());
        vertx.setPeriodic(LOOK_EVERY_MS, _ -> {
            long now = nanoTime.getAsLong();
            deadlines.forEach(each -> each.closeIfLate(now));
        });
    }

    private Router router(BooleanSupplier ready, Supplier<String> metrics, Consumer<Router> rest) {
        Router router = Router.router(vertx);
        router.get("/health/live").handler(context -> context.response().end("live\n"));
        router.get("/health/ready").handler(context -> {
            boolean yes = ready.getAsBoolean();
            context.response().setStatusCode(yes ? 200 : 503).end(yes ? "ready\n" : "not ready\n");
        });
        router.get("/metrics").handler(context -> context.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .end(metrics.get()));
        router.route()
                .handler(
                        BodyHandler.create(false).setBodyLimit(settings.limits().httpBodyBytesMax()));
        rest.accept(router);
        for (int status : new int[] {400, 404, 405, 413, 415, 500}) {
            router.errorHandler(status, context -> {
                if (status == 500) {
                    log.error(
                            "{} {} failed",
                            context.request().method(),
                            context.request().path(),
                            context.failure());
                }
                JsonError.answer(context.response(), status, JsonError.nameOf(status), JsonError.textOf(status));
            });
        }
        return router;
    }

    private void accepted(HttpConnection connection) {
        Channel channel = channelOf(connection);
        // A connection that speaks HTTP has not logged in either, and may stay open as long as it likes.
        if (deadlines.size() >= settings.limits().anonymousConnectionsMax()) {
            channel.close();
            return;
        }
        channel.pipeline()
                .addBefore("handler", "deadline", new RequestDeadline(channel, deadlines, nanoTime, settings));
    }

    private static void invalid(HttpServerRequest request) {
        int status =
                switch (request.decoderResult().cause()) {
                    case TooLongHttpLineException _ -> 414;
                    case TooLongHttpHeaderException _ -> 431;
                    case null, default -> 400;
                };
        JsonError.answer(request.response(), status, JsonError.nameOf(status), JsonError.textOf(status))
                .onComplete(_ -> request.connection().close());
    }

    private static Channel channelOf(HttpConnection connection) {
        return ((HttpServerConnection) connection).channelHandlerContext().channel();
    }

    /// Gives a request so much time for its body, counted from now, instead of what every request has. Called on
    /// the request's event loop, by a route that knows its client and expects much of it.
    public static void allowBody(HttpServerRequest request, long ms) {
        RequestDeadline deadline = channelOf(request.connection()).pipeline().get(RequestDeadline.class);
        if (deadline != null) {
            deadline.allow(ms);
        }
    }

    /// The port in use.
    public int port() {
        return server.actualPort();
    }

    /// The loops that this port's sockets live on, for other listeners to share.
    public EventLoops eventLoops() {
        return new EventLoops(vertx.nettyEventLoopGroup(), vertx.transport().serverChannelFactory(false));
    }

    /// For whoever mounts routes.
    public Vertx vertx() {
        return vertx;
    }

    /// Stops: takes no more connections, lets HTTP requests that are under way finish, and drains the gateway.
    /// Event loops go on until [#close].
    ///
    /// @param patience how long that may take, [im.hongyan.core.limit.Limits#drainMs]
    public void stop(Duration patience) throws InterruptedException {
        List<Future<Void>> ends = new ArrayList<>();
        ends.add(server.shutdown(patience));
        others.forEach(other -> ends.add(other.shutdown(patience)));
        Future<Void> http = Future.all(ends).mapEmpty();
        gateway.stop(patience);
        try {
            await(http, patience.plusSeconds(2));
        } catch (ExecutionException e) {
            log.warn("The HTTP port did not stop cleanly", e);
        }
    }

    /// Ends everything, the event loops too.
    public void close() throws InterruptedException {
        try {
            await(vertx.close(), Duration.ofSeconds(10));
        } catch (ExecutionException e) {
            log.warn("The event loops did not end cleanly", e);
        }
    }

    private static <T> void await(Future<T> future, Duration patience) throws InterruptedException, ExecutionException {
        try {
            future.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ExecutionException("it took longer than " + patience, e);
        }
    }
}
