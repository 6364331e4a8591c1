package im.hongyan.dialects.wafer;

import im.hongyan.core.Core;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.Dialect;
import im.hongyan.dialect.DialectSession;
import im.hongyan.dialect.Endpoint;
import im.hongyan.dialect.web.WebRoute;
import im.hongyan.dialects.wafer.business.LoginService;
import im.hongyan.dialects.wafer.business.Poster;
import im.hongyan.dialects.wafer.business.TunnelHandler;
import im.hongyan.dialects.wafer.business.TunnelService;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Wafer's three services in one: sessions, tunnels, and what business servers ask of both.
public final class WaferDialect implements Dialect {
    public static final String NAME = "wafer";

    private final Core core;
    private final WaferSettings settings;
    private final @Nullable BridgeSettings bridge;
    private final Faces faces;
    private final WaferSessions sessions;
    private final Tunnels tunnels;
    private final TunnelServer tunnelServer;
    private final WaferRoutes routes;
    private final LongAdder callbacksFailed = new LongAdder();
    private final Map<String, Callbacks> callbacks = new ConcurrentHashMap<>();

    /// What the dialect needs from outside.
    ///
    /// @param backEnds business servers that have their tunnels here
    /// @param poster posts their callbacks
    /// @param threads run requests, callbacks and business code, all of which may block
    /// @param faults told of what business code throws
    public record Ports(
            Core core,
            WeChat wechat,
            SessionStore store,
            List<BackEnd> backEnds,
            Poster poster,
            Executor threads,
            SecureRandom random,
            Consumer<Throwable> faults) {}

    /// @param bridge which messages are those of a conversation; null = none
    /// @param business makes the business code behind `/wafer/tunnel`; answers null where there is none
    public WaferDialect(
            Ports ports,
            WaferSettings settings,
            @Nullable BridgeSettings bridge,
            Function<TunnelService, @Nullable TunnelHandler> business) {
        this.core = ports.core();
        this.settings = settings;
        this.bridge = bridge;
        this.faces = new Faces(core);
        this.sessions = new WaferSessions(ports.core(), settings, ports.wechat(), ports.store(), ports.random());
        this.tunnels = new Tunnels(settings, ports.core().clock(), ports.random(), ports.threads(), ports.faults());
        ConnectUrls urls = new ConnectUrls(settings);
        this.tunnelServer =
                new TunnelServer(tunnels, urls, ports.backEnds(), backEnd -> callbacks(backEnd, ports.poster()));
        this.routes = new WaferRoutes(
                settings,
                sessions,
                tunnels,
                business(business.apply(tunnels)),
                new SessionServer(sessions),
                tunnelServer,
                urls,
                ports.threads(),
                ports.faults());
    }

    private @Nullable Business business(@Nullable TunnelHandler handler) {
        if (handler == null) {
            return null;
        }
        return new Business.Inside(settings.conformance() ? new ConformanceHooks(handler, tunnels) : handler);
    }

    private Callbacks callbacks(BackEnd backEnd, Poster poster) {
        return callbacks.computeIfAbsent(
                backEnd.tcId(),
                _ -> new Callbacks(backEnd, poster, settings.callbackMs(), settings.callbacksMax(), callbacksFailed));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                new Endpoint.WebSocket(ConnectUrls.FOLDER, settings.frameBytesMax(), settings.silenceMs(), true));
    }

    @Override
    public List<WebRoute> routes() {
        return routes.all();
    }

    @Override
    public DialectSession open(Connection connection) {
        throw new IllegalStateException("this dialect must know the path");
    }

    @Override
    public DialectSession open(Connection connection, Endpoint endpoint, String below) {
        return new WaferSession(this, connection, below);
    }

    /// The session service, for whoever guards other routes by it.
    public LoginService logins() {
        return sessions;
    }

    /// Open tunnels.
    public int open() {
        return tunnels.count();
    }

    /// What has been counted, by the names of `/metrics` without their common beginning.
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("tunnels_issued_total", tunnels.issued.sum());
        counts.put("tunnels_refused_total", tunnels.refused.sum());
        counts.put("tunnels_cut_total", tunnels.cut.sum());
        counts.put("callbacks_failed_total", callbacksFailed.sum());
        counts.put("back_end_refused_total", tunnelServer.refused.sum());
        return counts;
    }

    /// The tunnel as a session of the core; null for a guest's, for a business server's, and where nothing is
    /// bridged.
    @Nullable
    Bridge bridge(Line line, Connection connection) {
        BridgeSettings into = bridge;
        WaferSessions.Bearer bearer = line.bearer();
        return into == null || bearer == null ? null : new Bridge(core, into, faces, tunnels, line, bearer, connection);
    }

    WaferSettings settings() {
        return settings;
    }

    Tunnels tunnels() {
        return tunnels;
    }
}
