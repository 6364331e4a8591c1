package im.hongyan.dialects.wafer;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.DialectSession;
import org.jspecify.annotations.Nullable;

/// One tunnel's socket. The gateway ends it when it is silent for too long; the client then comes back by itself.
final class WaferSession implements DialectSession {
    private final Tunnels tunnels;
    private final Connection connection;
    private @Nullable Line line;
    private @Nullable Bridge bridge;

    /// @param secret what the connect url ends with
    WaferSession(WaferDialect dialect, Connection connection, String secret) {
        this.tunnels = dialect.tunnels();
        this.connection = connection;
        this.line = tunnels.open(secret, connection);
        if (line == null) {
            // Refusing the upgrade would leave the vendors' clients waiting for ever; a socket that closes makes them
            // ask for a new url.
            connection.close(CloseCode.TOKEN_EXPIRED);
            return;
        }
        connection.loggedIn();
        long heartbeatMs = dialect.settings().heartbeatMs();
        if (heartbeatMs != WaferSettings.CLIENTS_HEARTBEAT_MS) {
            // Once, and before anything else: told a second time, a client keeps both timers.
            connection.send(WaferCodec.timeout(heartbeatMs));
        }
        this.bridge = dialect.bridge(line, connection);
    }

    @Override
    public void onFrame(byte[] bytes, int offset, int length, boolean text) {
        Line mine = line;
        if (!text || mine == null) {
            return;
        }
        switch (WaferCodec.decode(bytes, offset, length)) {
            case WaferCodec.Packet.Ping() -> connection.send(WaferCodec.PONG);
            case WaferCodec.Packet.Message(String raw) -> {
                Bridge into = bridge;
                boolean bridged = into != null && into.take(raw);
                if (!bridged && !mine.message(raw)) {
                    tunnels.cut(mine.id());
                }
            }
            case WaferCodec.Packet.Close() -> connection.closeNormally();
            case WaferCodec.Packet.Unknown() -> {} // a newer client's, or junk
        }
    }

    @Override
    public void onSignal(Signal signal) {
        Bridge into = bridge;
        if (into != null) {
            into.onSignal(signal);
        }
    }

    @Override
    public void onTick(long nowMs) {
        // Silence is the gateway's matter.
    }

    @Override
    public void onClosing(CloseCode code) {
        // A packet `close` would keep the client from coming back.
    }

    @Override
    public void onGone() {
        Bridge into = bridge;
        bridge = null;
        if (into != null) {
            into.gone();
        }
        Line mine = line;
        line = null;
        if (mine != null) {
            tunnels.gone(mine);
        }
    }
}
