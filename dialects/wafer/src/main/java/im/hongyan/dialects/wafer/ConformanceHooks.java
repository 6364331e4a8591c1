package im.hongyan.dialects.wafer;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialects.wafer.business.Tunnel;
import im.hongyan.dialects.wafer.business.TunnelHandler;
import im.hongyan.dialects.wafer.business.TunnelMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Lets a test of a client make the server do things: `conf.echo {type, content}` sends that message back,
/// `conf.kick` sends a `close` packet, `conf.drop` cuts the socket. Everything else goes to the real business.
final class ConformanceHooks implements TunnelHandler {
    private static final JsonNames NAMES = new JsonNames(List.of("type", "content"));
    private static final int DEPTH_MAX = 32;

    private final TunnelHandler business;
    private final Tunnels tunnels;

    ConformanceHooks(TunnelHandler business, Tunnels tunnels) {
        this.business = business;
        this.tunnels = tunnels;
    }

    @Override
    public void onRequest(Tunnel tunnel) {
        business.onRequest(tunnel);
    }

    @Override
    public void onConnect(Tunnel tunnel) {
        business.onConnect(tunnel);
    }

    @Override
    public void onMessage(Tunnel tunnel, TunnelMessage message) {
        switch (message.type()) {
            case "conf.echo" -> echo(tunnel, message.content() == null ? "" : message.content());
            case "conf.kick" -> tunnel.close();
            case "conf.drop" -> tunnels.cut(tunnel.id());
            default -> business.onMessage(tunnel, message);
        }
    }

    @Override
    public void onClose(Tunnel tunnel) {
        business.onClose(tunnel);
    }

    private static void echo(Tunnel tunnel, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        JsonFields fields = new JsonFields(NAMES, ErrorCode.BAD_JSON, "");
        try {
            fields.read(bytes, 0, bytes.length, DEPTH_MAX);
            int length = fields.length(1);
            tunnel.emit(
                    fields.string(0),
                    length == 0 ? null : new String(bytes, fields.start(1), length, StandardCharsets.UTF_8));
        } catch (JsonException | RefusedException e) {
            tunnel.emit("conf.error", "\"conf.echo needs {type, content}\"");
        }
    }
}
