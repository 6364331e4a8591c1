package im.hongyan.server.wiring;

import im.hongyan.core.Core;
import im.hongyan.dialect.Dialect;
import im.hongyan.dialects.hongyan.NativeDialect;
import im.hongyan.dialects.mobileimsdk.MobileImDialect;
import im.hongyan.dialects.wafer.WaferDialect;
import im.hongyan.gateway.Gateway;
import im.hongyan.gateway.GatewaySettings;
import im.hongyan.http.DialectRoutes;
import im.hongyan.http.HttpPort;
import im.hongyan.http.rest.FileRoutes;
import im.hongyan.http.rest.Rest;
import im.hongyan.http.rest.RestMeter;
import im.hongyan.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running server: its floors, from the bottom (stores) over the core to the edge, and how they start and stop.
public final class Server {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    /// How often delivered marks are written.
    private static final long FLUSH_EVERY_MS = 1_000;
    /// How often the agenda is looked at: how late what is due may be done.
    private static final long AGENDA_EVERY_MS = 100;

    private final ServerConfig config;
    private final Stores stores;
    private final Core core;
    private final Gateway gateway;
    private final @Nullable MobileImDialect mobileim;
    private final @Nullable WaferDialect wafer;
    private volatile Map<String, Integer> listening = Map.of();
    private final HttpPort http;
    private final ScheduledExecutorService ticker;
    private final ScheduledFuture<?> ticking;
    private final ScheduledFuture<?> due;
    private volatile boolean ready;

    /// Where the administrator's key goes when it is made.
    public interface KeyKeeper {
        Path keep(Path dataFolder, String adminKey) throws IOException;
    }

    /// Starts a server and returns when it is ready.
    ///
    /// @throws IOException if it cannot start; the message says why
    public static Server start(ServerConfig config, KeyKeeper keeper) throws Exception {
        Clock clock = Clock.systemUTC();
        Stores stores = Stores.open(config, clock, keeper);
        try {
            return new Server(config, stores, clock);
        } catch (Exception failure) {
            stores.close();
            throw failure;
        }
    }

    private Server(ServerConfig config, Stores stores, Clock clock) throws IOException, InterruptedException {
        this.config = config;
        this.stores = stores;
        this.core = stores.core(config.limits(), clock);
        List<Dialect> dialects = new ArrayList<>();
        dialects.add(new NativeDialect(core, 0));
        this.mobileim = config.mobileimsdk().isOn(config.mode()) ? MobileImWiring.dialect(config, core) : null;
        if (mobileim != null) {
            dialects.add(mobileim);
            mobileim.start();
        }
        this.wafer = config.wafer().isOn(config.mode())
                ? WaferWiring.dialect(config, core, stores.directory().loginKeys())
                : null;
        if (wafer != null) {
            dialects.add(wafer);
        }
        this.gateway = new Gateway(GatewaySettings.of(config.limits()), dialects, System::nanoTime, clock);
        Rest rest = new Rest(core);
        FileRoutes files = new FileRoutes(core, stores.files(config.limits(), clock));
        List<RestMeter> meters =
                Stream.concat(rest.meters().stream(), files.meters().stream()).toList();
        Metrics metrics = new Metrics(core, gateway, meters, stores);
        this.http = openPort(metrics, rest, files, new DialectRoutes(dialects));
        this.listening = openPorts();
        this.ticker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("ticker").daemon().factory());
        this.ticking = ticker.scheduleWithFixedDelay(this::tick, FLUSH_EVERY_MS, FLUSH_EVERY_MS, TimeUnit.MILLISECONDS);
        this.due = ticker.scheduleWithFixedDelay(this::agenda, AGENDA_EVERY_MS, AGENDA_EVERY_MS, TimeUnit.MILLISECONDS);
        this.ready = true;
    }

    private HttpPort openPort(Metrics metrics, Rest rest, FileRoutes files, DialectRoutes dialects)
            throws IOException, InterruptedException {
        try {
            return HttpPort.open(
                    EdgeWiring.settings(config),
                    gateway,
                    System::nanoTime,
                    () -> ready,
                    () -> metrics.text() + MobileImWiring.metrics(mobileim, listening) + WaferWiring.metrics(wafer),
                    EdgeWiring.routes(config, rest, files, dialects, core));
        } catch (IOException | InterruptedException | RuntimeException failure) {
            core.stop();
            throw failure;
        }
    }

    /// Opens the dialects' own ports: the transport's name and the port in use.
    private Map<String, Integer> openPorts() throws IOException, InterruptedException {
        try {
            List<InetSocketAddress> opened = gateway.listen(config.host(), http.eventLoops());
            return mobileim == null ? Map.of() : MobileImWiring.open(mobileim, config, http, opened);
        } catch (IOException failure) {
            core.stop();
            http.close();
            throw failure;
        }
    }

    /// Ports besides the one port: the transport's name and the port in use. All of them are MobileIMSDK's.
    public Map<String, Integer> listening() {
        return listening;
    }

    /// An exception would end the ticking for good, so it is told and passed over.
    private void tick() {
        try {
            core.tick();
        } catch (RuntimeException failure) {
            LOG.error("What is done every second could not be done", failure);
        }
        try {
            core.readers().flush();
        } catch (RuntimeException failure) {
            LOG.error("Senders could not be told who has read", failure);
        }
    }

    private void agenda() {
        try {
            core.agenda().tick(core.clock().millis());
        } catch (RuntimeException failure) {
            LOG.error("What is due could not be done", failure);
        }
    }

    /// The port in use.
    public int port() {
        return http.port();
    }

    /// The folder that holds everything.
    public Path dataFolder() {
        return stores.folder();
    }

    /// Takes no more, lets what was begun finish, makes durable what was accepted, and closes everything.
    public void stop() throws InterruptedException, IOException {
        LOG.info("Stopping.");
        ready = false;
        Duration patience = Duration.ofMillis(config.limits().drainMs());
        Thread draining = Thread.ofPlatform().name("http-drain").start(() -> {
            try {
                http.stop(patience);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        gateway.stop(patience);
        draining.join();
        ticking.cancel(false);
        due.cancel(false);
        ticker.shutdown();
        core.stop();
        http.close();
        stores.close();
        LOG.info("Stopped.");
    }
}
