package im.hongyan.server.wiring;

import im.hongyan.core.Core;
import im.hongyan.core.account.AppId;
import im.hongyan.dialects.mobileimsdk.MobileImDialect;
import im.hongyan.dialects.mobileimsdk.MobileImSettings;
import im.hongyan.dialects.mobileimsdk.plugin.MobileImPlugin;
import im.hongyan.server.config.MobileImConfig;
import im.hongyan.server.config.ServerConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.Executors;
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
