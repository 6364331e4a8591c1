package im.hongyan.dialects.wafer.business;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonOut;
import im.hongyan.dialect.json.JsonScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tunnels of a tunnel server elsewhere, over its HTTP interface, for a business server in its own process: it asks
/// for tunnels, pushes, and takes callbacks. Thread-safe.
public final class RemoteTunnels implements TunnelService {
    /// Users of tunnels that are remembered; beyond it the oldest are forgotten.
    private static final int USERS_MAX = 100_000;

    private static final int DEPTH_MAX = 16;
    private static final JsonNames ANSWER = new JsonNames(List.of("code", "message", "data", "signature"));
    private static final JsonNames ISSUED = new JsonNames(List.of("tunnelId", "connectUrl"));
    private static final JsonNames PUSHED = new JsonNames(List.of("invalidTunnelIds"));
    private static final JsonNames CALLBACK = new JsonNames(List.of("data", "signature"));
    private static final JsonNames EVENT = new JsonNames(List.of("tunnelId", "type", "content"));

    private final String tunnelServerUrl;
    private final String tcId;
    private final String key;
    private final Poster poster;
    private final long timeoutMs;
    private final Map<String, UserInfo> users = new LinkedHashMap<>();

    /// @param tunnelServerUrl without a slash at the end
    /// @param serverHost by which the tunnel server knows this business server
    /// @param key that both have
    /// @param timeoutMs how long one request may take
    public RemoteTunnels(String tunnelServerUrl, String serverHost, String key, Poster poster, long timeoutMs) {
        this.tunnelServerUrl = tunnelServerUrl;
        this.tcId = Signature.tcId(serverHost);
        this.key = key;
        this.poster = poster;
        this.timeoutMs = timeoutMs;
    }

    /// A tunnel for a client.
    ///
    /// @param connectUrl what the client is answered as `url`
    public record Requested(Tunnel tunnel, String connectUrl) {}

    /// Asks for a tunnel.
    ///
    /// @param receiveUrl where callbacks are to come; the tunnel server must allow it
    /// @param user whose it will be, as [Tunnel#user] says later; null for a guest
    /// @throws IOException if the tunnel server refuses, or its answer is not signed
    public Requested request(String receiveUrl, @Nullable UserInfo user) throws IOException {
        JsonOut wish = new JsonOut();
        wish.raw('{').string("receiveUrl").raw(':').string(receiveUrl);
        String data =
                text(wish.raw(',').string("protocolType").raw(':').string("wss").raw('}'));
        JsonFields answer = ask("/get/wsurl", data);
        try {
            String signed = answer.string(2);
            if (!Signature.matches(signed, key, answer.string(3))) {
                throw new IOException("the tunnel server's answer has a wrong signature");
            }
            JsonFields issued = object(ISSUED, signed.getBytes(StandardCharsets.UTF_8));
            Tunnel tunnel = new Tunnel(issued.string(0), this, user);
            remember(tunnel);
            return new Requested(tunnel, issued.string(1));
        } catch (JsonException | RefusedException e) {
            throw new IOException("the tunnel server's answer cannot be understood", e);
        }
    }

    private void remember(Tunnel tunnel) {
        UserInfo user = tunnel.user();
        synchronized (users) {
            if (user != null) {
                users.put(tunnel.id(), user);
            }
            if (users.size() > USERS_MAX) {
                users.remove(users.keySet().iterator().next());
            }
        }
    }

    @Override
    public List<String> emit(Collection<String> tunnelIds, String type, @Nullable String content) {
        return push("message", tunnelIds, TunnelMessage.write(type, content));
    }

    @Override
    public List<String> close(Collection<String> tunnelIds) {
        return push("close", tunnelIds, null);
    }

    private List<String> push(String type, Collection<String> tunnelIds, @Nullable String content) {
        if (tunnelIds.isEmpty()) {
            return List.of();
        }
        JsonOut out = new JsonOut();
        out.raw('[')
                .raw('{')
                .string("type")
                .raw(':')
                .string(type)
                .raw(',')
                .string("tunnelIds")
                .raw(':');
        char before = '[';
        for (String id : tunnelIds) {
            out.raw(before).string(id);
            before = ',';
        }
        out.raw(']');
        if (content != null) {
            out.raw(',').string("content").raw(':').string(content);
        }
        try {
            return invalid(ask("/ws/push", text(out.raw('}').raw(']'))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> invalid(JsonFields answer) throws IOException {
        try {
            String data = answer.isString(2) ? answer.string(2) : answer.written(2);
            JsonFields pushed = object(PUSHED, data.getBytes(StandardCharsets.UTF_8));
            return pushed.has(0) ? pushed.strings(0, Integer.MAX_VALUE) : List.of();
        } catch (JsonException | RefusedException e) {
            throw new IOException("the tunnel server's answer cannot be understood", e);
        }
    }

    private JsonFields ask(String path, String data) throws IOException {
        JsonOut out = new JsonOut();
        out.raw('{').string("data").raw(':').string(data);
        out.raw(',').string("dataEncode").raw(':').string("json");
        out.raw(',').string("tcId").raw(':').string(tcId);
        out.raw(',')
                .string("signature")
                .raw(':')
                .string(Signature.of(data, key))
                .raw('}');
        Poster.Answer answer = poster.post(tunnelServerUrl + path, out.toBytes(), timeoutMs);
        try {
            JsonFields fields = object(ANSWER, answer.body());
            long code = fields.integer(0, Integer.MIN_VALUE, Integer.MAX_VALUE);
            if (code != 0) {
                throw new IOException("the tunnel server refuses: " + code + " " + fields.written(1));
            }
            return fields;
        } catch (JsonException | RefusedException e) {
            throw new IOException("the tunnel server's answer cannot be understood", e);
        }
    }

    // --- callbacks

    /// Takes a callback: checks that it is the tunnel server's, tells the handler, and says what to answer with
    /// status 200. Call it for one request after another as they come in; the tunnel server waits for each answer
    /// before it says more of the same tunnel.
    public byte[] receive(byte[] body, TunnelHandler handler) {
        String data;
        try {
            JsonFields envelope = object(CALLBACK, body);
            if (!envelope.isString(0) || !envelope.isString(1)) {
                return answer(9002, "data or signature is missing");
            }
            data = envelope.string(0);
            if (!Signature.matches(data, key, envelope.string(1))) {
                return answer(9003, "the signature is wrong");
            }
        } catch (JsonException | RefusedException e) {
            return answer(9001, "the body is not JSON");
        }
        try {
            JsonFields event = object(EVENT, data.getBytes(StandardCharsets.UTF_8));
            return tell(event.string(0), event.string(1), event.stringOrNull(2), handler);
        } catch (JsonException | RefusedException e) {
            return answer(9004, "data is not what it should be");
        }
    }

    private byte[] tell(String id, String type, @Nullable String content, TunnelHandler handler) {
        UserInfo user;
        synchronized (users) {
            user = type.equals("close") ? users.remove(id) : users.get(id);
        }
        Tunnel tunnel = new Tunnel(id, this, user);
        switch (type) {
            case "connect" -> handler.onConnect(tunnel);
            case "message" -> handler.onMessage(tunnel, TunnelMessage.parse(content == null ? "" : content));
            case "close" -> handler.onClose(tunnel);
            default -> {} // a newer server's
        }
        return answer(0, "OK");
    }

    private static byte[] answer(int code, String message) {
        JsonOut out = new JsonOut();
        out.raw('{').string("code").raw(':').number(code);
        return out.raw(',').string("message").raw(':').string(message).raw('}').toBytes();
    }

    private static JsonFields object(JsonNames names, byte[] bytes) throws JsonException {
        JsonFields fields = new JsonFields(names, ErrorCode.BAD_JSON, "");
        int end = fields.read(bytes, JsonScanner.skipSpace(bytes, 0, bytes.length), bytes.length, DEPTH_MAX);
        if (JsonScanner.skipSpace(bytes, end, bytes.length) != bytes.length) {
            throw JsonException.malformed();
        }
        return fields;
    }

    private static String text(JsonOut out) {
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }
}
