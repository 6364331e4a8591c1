package im.hongyan.conformance.scenario;

import im.hongyan.conformance.wire.Json;
import im.hongyan.conformance.wire.PacketClient;
import im.hongyan.conformance.wire.RawSocket;
import im.hongyan.conformance.wire.Received;
import im.hongyan.conformance.wire.WireClient;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One device of one user in a scenario: `bob`, `bob@pad`.
final class Actor {
    private final String name;
    private final String user;
    /// Sends by client id, to send them again.
    private final Map<String, Json.Obj> sent = new HashMap<>();

    private @Nullable WireClient client;
    private @Nullable RawSocket bare;
    private @Nullable PacketClient packets;
    private String session = "";
    private boolean smallWindow;

    Actor(String name) {
        this.name = name;
        int at = name.indexOf('@');
        this.user = at < 0 ? name : name.substring(0, at);
    }

    String name() {
        return name;
    }

    /// The user as the scenario calls them.
    String user() {
        return user;
    }

    String device() {
        return name.equals(user) ? "phone" : name.substring(user.length() + 1);
    }

    boolean isConnected() {
        return client != null && client.isOpen();
    }

    WireClient client() throws ScenarioFailure {
        if (client == null) {
            throw new ScenarioFailure(name + " was never connected");
        }
        return client;
    }

    void client(WireClient opened) {
        client = opened;
        bare = null;
    }

    /// Its connection in the MobileIMSDK dialect.
    PacketClient packets() throws ScenarioFailure {
        if (packets == null) {
            throw new ScenarioFailure(name + " has never dialled");
        }
        return packets;
    }

    void packets(PacketClient opened) throws IOException {
        if (packets != null) {
            packets.close();
        }
        packets = opened;
    }

    /// What came there.
    List<String> packetTexts() {
        return packets == null ? List.of() : packets.transcript();
    }

    void bare(RawSocket opened) {
        bare = opened;
    }

    /// Whether its connection was not upgraded.
    boolean isBare() {
        return bare != null;
    }

    /// The socket, upgraded or not.
    RawSocket socket() throws ScenarioFailure {
        return bare == null ? client().socket() : bare;
    }

    /// What its newest connection received.
    List<Received> frames() {
        return client == null ? List.of() : client.frames();
    }

    String session() {
        return session;
    }

    void session(String secret) {
        session = secret;
    }

    boolean smallWindow() {
        return smallWindow;
    }

    void smallWindow(boolean on) {
        smallWindow = on;
    }

    Map<String, Json.Obj> sent() {
        return sent;
    }

    void leave() throws IOException {
        if (client != null) {
            client.close();
        }
        if (packets != null) {
            packets.close();
        }
        if (bare != null) {
            bare.close();
        }
    }
}
