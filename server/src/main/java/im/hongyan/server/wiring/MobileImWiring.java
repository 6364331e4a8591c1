package im.hongyan.server.wiring;

import im.hongyan.core.Core;
import im.hongyan.core.account.AppId;
import im.hongyan.dialect.Endpoint;
import im.hongyan.dialects.mobileimsdk.MobileImDialect;
import im.hongyan.dialects.mobileimsdk.MobileImSettings;
import im.hongyan.dialects.mobileimsdk.plugin.MobileImPlugin;
import im.hongyan.http.HttpPort;
import im.hongyan.server.config.MobileImConfig;
import im.hongyan.server.config.ServerConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// MobileIMSDK's dialect with its plug-ins, as configured.
final class MobileImWiring {
    private static final Logger LOG = LoggerFactory.getLogger(MobileImWiring.class);
    private static final int NONE = -1;
    private static final int ANY = 0;

    private MobileImWiring() {}

    static MobileImDialect dialect(ServerConfig config, Core core) throws IOException {
        MobileImConfig wanted = config.mobileimsdk();
        List<MobileImPlugin> plugins = ServiceLoader.load(MobileImPlugin.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        plugins.forEach(
                plugin -> LOG.info("MobileIMSDK plug-in: {}", plugin.getClass().getName()));
        MobileImSettings settings = MobileImSettings.of(
                new AppId(wanted.app()),
                config.mode() == ServerConfig.Mode.DEVELOPMENT,
                wanted.senseMode(),
                wanted.serverTimestamp(),
                port(config, wanted.tcpPort(), MobileImConfig.DEFAULT.tcpPort(), MobileImWiring::tryTcp),
                port(config, wanted.udpPort(), MobileImConfig.DEFAULT.udpPort(), MobileImWiring::tryUdp));
        return new MobileImDialect(
                core,
                settings,
                plugins,
                Executors.newVirtualThreadPerTaskExecutor(),
                () -> UUID.randomUUID().toString(),
                failure -> LOG.error("A MobileIMSDK plug-in failed", failure));
    }

    /// Names the ports that were opened, and opens the WebSocket's own if there is to be one.
    ///
    /// @param opened the gateway's, in the order of the dialect's endpoints
    static Map<String, Integer> open(
            MobileImDialect dialect, ServerConfig config, HttpPort http, List<InetSocketAddress> opened)
            throws IOException, InterruptedException {
        Map<String, Integer> ports = new LinkedHashMap<>();
        Iterator<InetSocketAddress> next = opened.iterator();
        for (Endpoint endpoint : dialect.endpoints()) {
            switch (endpoint) {
                case Endpoint.Tcp _ -> ports.put("tcp", next.next().getPort());
                case Endpoint.Udp _ -> ports.put("udp", next.next().getPort());
                case Endpoint.WebSocket _ -> {}
            }
        }
        int webSocket = config.mobileimsdk().websocketPort();
        if (webSocket != 0) {
            ports.put("ws", http.alsoListen(webSocket));
        }
        return ports;
    }

    /// What `/metrics` says of the dialect.
    static String metrics(@Nullable MobileImDialect dialect, Map<String, Integer> ports) {
        if (dialect == null) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        out.append("# HELP hongyan_mobileimsdk_port Port in use, by transport.\n");
        out.append("# TYPE hongyan_mobileimsdk_port gauge\n");
        ports.forEach((transport, port) -> out.append("hongyan_mobileimsdk_port{transport=\"")
                .append(transport)
                .append("\"} ")
                .append(port)
                .append('\n'));
        out.append("# HELP hongyan_mobileimsdk_users_online Users with a session of this dialect.\n");
        out.append("# TYPE hongyan_mobileimsdk_users_online gauge\n");
        out.append("hongyan_mobileimsdk_users_online ").append(dialect.online()).append('\n');
        dialect.counts().forEach((name, count) -> {
            out.append("# HELP hongyan_mobileimsdk_").append(name).append(" See dialects/mobileimsdk/README.md.\n");
            out.append("# TYPE hongyan_mobileimsdk_").append(name).append(" counter\n");
            out.append("hongyan_mobileimsdk_")
                    .append(name)
                    .append(' ')
                    .append(count)
                    .append('\n');
        });
        return out.toString();
    }

    private interface Attempt {
        void bind(InetSocketAddress address) throws IOException;
    }

    /// The port to open. A second server of a developer takes any free one instead of the usual one; a port that
    /// somebody has chosen is never exchanged.
    private static int port(ServerConfig config, int wanted, int usual, Attempt attempt) throws IOException {
        if (wanted == 0) {
            return NONE;
        }
        if (wanted != usual) {
            return wanted;
        }
        if (config.port() == 0) {
            return ANY;
        }
        if (config.mode() == ServerConfig.Mode.DEVELOPMENT) {
            try {
                attempt.bind(new InetSocketAddress(InetAddress.getByName(config.host()), wanted));
            } catch (BindException taken) {
                LOG.warn("Port {} is in use: clients of MobileIMSDK get another one", wanted);
                return ANY;
            }
        }
        return wanted;
    }

    private static void tryTcp(InetSocketAddress address) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as the real one does: connections of the last run may linger
            socket.bind(address);
        }
    }

    private static void tryUdp(InetSocketAddress address) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(address)) {
            socket.setReuseAddress(false);
        }
    }
}
