package im.hongyan.gateway;

import im.hongyan.dialect.Dialect;
import im.hongyan.dialect.Endpoint;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The edge: all dialects' connections, from whatever listener they come. The HTTP port hands over its upgraded
/// sockets ([#route], [#enter], [#adopt]); TCP and UDP ports are opened by [#listen].
///
/// Thread-safe.
public final class Gateway {
    private static final byte[] NO_GREETING = {};
    private static final String UNKNOWN = "unknown";
    /// Datagrams taken from a socket before others have their turn.
    private static final int DATAGRAMS_PER_READ = 64;
    /// What the system keeps of them meanwhile.
    private static final int DATAGRAM_BUFFER_BYTES = 1 << 20;

    private final GatewaySettings settings;
    private final GatewayMetrics metrics = new GatewayMetrics();
    private final Admission admission;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final List<Dialect> dialects;
    private final Map<String, Route> routes = new HashMap<>();
    private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();
    private final List<Channel> listening = new ArrayList<>();
    private final List<DatagramPort> datagramPorts = new ArrayList<>();

    /// A WebSocket path and the dialect that is spoken there.
    ///
    /// @param below what stands behind the name of an endpoint that is a folder, else empty
    public record Route(Dialect dialect, Endpoint.WebSocket endpoint, String below) {}

    public Gateway(GatewaySettings settings, List<Dialect> dialects, LongSupplier nanoTime, InstantSource clock) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.dialects = List.copyOf(dialects);
        this.admission = new Admission(settings, nanoTime, metrics);
        metrics.gauges(admission::open, admission::anonymous);
        for (Dialect dialect : dialects) {
            for (Endpoint endpoint : dialect.endpoints()) {
                if (endpoint instanceof Endpoint.WebSocket webSocket) {
                    Route other = routes.put(webSocket.path(), new Route(dialect, webSocket, ""));
                    if (other != null) {
                        throw new IllegalArgumentException("path %s belongs to both %s and %s"
                                .formatted(webSocket.path(), other.dialect().name(), dialect.name()));
                    }
                }
            }
        }
    }

    public GatewayMetrics metrics() {
        return metrics;
    }

    /// The dialect at a path, if one is there.
    public @Nullable Route route(String path) {
        Route exact = routes.get(path);
        if (exact != null) {
            return exact;
        }
        int folder = path.lastIndexOf('/') + 1;
        Route above = routes.get(path.substring(0, folder));
        return above == null ? null : new Route(above.dialect(), above.endpoint(), path.substring(folder));
    }

    /// Counts a new connection in, or refuses it. One that was let in must be [adopted][#adopt] or must
    /// [leave][#leave].
    ///
    /// @param address the client's, without port
    public @Nullable Refused enter(String address) {
        return admission.enter(address);
    }

    /// Takes back an [#enter] that did not become a connection.
    public void leave() {
        admission.leave(true);
    }

    /// Takes over a channel whose WebSocket handshake is done. Call it on the channel's event loop; its pipeline
    /// must hold nothing that changes bytes, except TLS, and whoever still sits there must pass on what it has
    /// read.
    ///
    /// @param greeting the answer to the handshake
    public void adopt(Channel channel, Route route, String address, byte[] greeting) {
        SocketConnection.open(
                loopOf(channel),
                channel,
                new WebSocketFraming(
                        route.endpoint().frameBytesMax(), route.endpoint().fragments()),
                address,
                route.dialect(),
                route.endpoint(),
                route.below(),
                greeting);
    }

    /// Opens the TCP and UDP ports of all dialects.
    ///
    /// @return the addresses, in the order of the dialects' endpoints
    /// @throws IOException if a port cannot be had
    public List<InetSocketAddress> listen(String host, EventLoops eventLoops) throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (Dialect dialect : dialects) {
            for (Endpoint endpoint : dialect.endpoints()) {
                switch (endpoint) {
                    case Endpoint.Tcp tcp -> addresses.add(listen(host, tcp, dialect, eventLoops));
                    case Endpoint.Udp udp -> addresses.add(listen(host, udp, dialect, eventLoops));
                    case Endpoint.WebSocket _ -> {}
                }
            }
        }
        return addresses;
    }

    private InetSocketAddress listen(String host, Endpoint.Udp udp, Dialect dialect, EventLoops eventLoops)
            throws IOException {
        EventLoop eventLoop = eventLoops.group().next();
        DatagramPort port = new DatagramPort(loopOf(eventLoop), dialect, udp);
        var bind = new Bootstrap()
                .group(eventLoop)
                .channelFactory(eventLoops.datagramChannels())
                // One byte more than a frame may have shows that there was more.
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(udp.frameBytesMax() + 1).maxMessagesPerRead(DATAGRAMS_PER_READ))
                .option(ChannelOption.SO_RCVBUF, DATAGRAM_BUFFER_BYTES)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, loopOf(eventLoop).waterMark)
                .handler(port)
                .bind(host, udp.port())
                .awaitUninterruptibly();
        Channel channel = opened(bind, host, udp.port(), dialect);
        synchronized (listening) {
            datagramPorts.add(port);
        }
        return (InetSocketAddress) channel.localAddress();
    }

    private static Channel opened(ChannelFuture bind, String host, int port, Dialect dialect) throws IOException {
        if (!bind.isSuccess()) {
            throw new IOException(
                    "cannot listen on %s:%d for %s: %s"
                            .formatted(host, port, dialect.name(), bind.cause().getMessage()),
                    bind.cause());
        }
        return bind.channel();
    }

    private InetSocketAddress listen(String host, Endpoint.Tcp tcp, Dialect dialect, EventLoops eventLoops)
            throws IOException {
        var bind = new ServerBootstrap()
                .group(eventLoops.group())
                .channelFactory(eventLoops.serverChannels())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel, dialect, tcp);
                    }
                })
                .bind(host, tcp.port())
                .awaitUninterruptibly();
        Channel channel = opened(bind, host, tcp.port(), dialect);
        synchronized (listening) {
            listening.add(channel);
        }
        return (InetSocketAddress) channel.localAddress();
    }

    private void accept(Channel channel, Dialect dialect, Endpoint.Tcp tcp) {
        String address = addressOf(channel);
        if (admission.enter(address) != null) {
            channel.close();
            return;
        }
        SocketConnection.open(
                loopOf(channel),
                channel,
                new LengthFraming(tcp.frameBytesMax()),
                address,
                dialect,
                tcp,
                "",
                NO_GREETING);
    }

    private Loop loopOf(Channel channel) {
        return loopOf(channel.eventLoop());
    }

    private Loop loopOf(EventLoop eventLoop) {
        return loops.computeIfAbsent(eventLoop, of -> new Loop(of, settings, metrics, admission, nanoTime, clock));
    }

    /// The peer's address without port.
    public static String addressOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress socket ? addressOf(socket) : UNKNOWN;
    }

    static String addressOf(InetSocketAddress socket) {
        InetAddress address = socket.getAddress();
        if (address == null) {
            return UNKNOWN;
        }
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /// Stops: lets nobody in, tells every session, lets what they still have to say leave, closes with
    /// [im.hongyan.core.error.CloseCode#SHUTTING_DOWN], and returns when the last connection is gone. The event
    /// loops stay: end them after this. Not to be called on one of them.
    ///
    /// @param patience how long replies may take to leave, [im.hongyan.core.limit.Limits#drainMs]
    public void stop(Duration patience) throws InterruptedException {
        admission.shut();
        synchronized (listening) {
            for (Channel listener : listening) {
                listener.close().awaitUninterruptibly();
            }
            listening.clear();
        }
        List<Drain> drains = loops.values().stream()
                .map(loop -> new Drain(loop, patience.toNanos()))
                .toList();
        List<DatagramPort> ports;
        synchronized (listening) {
            ports = List.copyOf(datagramPorts);
            datagramPorts.clear();
        }
        ports.forEach(DatagramPort::stop);
        drains.forEach(Drain::begin);
        for (Drain drain : drains) {
            drain.await();
        }
        ports.forEach(DatagramPort::close);
    }
}
