package im.hongyan.http;

import im.hongyan.gateway.Gateway;
import im.hongyan.gateway.Refused;
import im.hongyan.gateway.WebSocketHandshake;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes WebSocket requests away from Vert.x: answers the handshake, strips the pipeline of everything that is not
/// TLS, and gives the channel to the gateway. This is the one place that knows Vert.x from the inside; its version
/// is pinned, and the tests of this class say when it no longer fits.
final class Upgrade {
    private final Gateway gateway;
    private final boolean behindProxy;

    Upgrade(Gateway gateway, boolean behindProxy) {
        this.gateway = gateway;
        this.behindProxy = behindProxy;
    }

    /// @return whether the request was one for WebSocket and has been dealt with
    boolean handle(HttpServerRequest request) {
        Gateway.Route route = gateway.route(request.path() == null ? "" : request.path());
        if (route == null && !WebSocketHandshake.isAskedFor(name -> header(request, name))) {
            return false;
        }
        if (route == null) {
            refuse(request, 404, "not_found", "No WebSocket is at this address.");
            return true;
        }
        switch (WebSocketHandshake.answer(request.method().name(), name -> header(request, name))) {
            case WebSocketHandshake.Rejected(int status, String sentence) ->
                refuse(request, status, JsonError.nameOf(status), sentence);
            case WebSocketHandshake.Accepted(byte[] answer) -> admit(request, route, answer);
        }
        return true;
    }

    private void admit(HttpServerRequest request, Gateway.Route route, byte[] answer) {
        Channel channel = ((HttpServerConnection) request.connection())
                .channelHandlerContext()
                .channel();
        RequestDeadline requests = channel.pipeline().get(RequestDeadline.class);
        if (requests == null || requests.isPipelined()) {
            refuse(request, 400, "bad_request", "A WebSocket handshake must not follow an unanswered request.");
            return;
        }
        String address = addressOf(request, channel);
        Refused refused = gateway.enter(address);
        if (refused != null) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            refuse(request, refused.status(), refused.word(), refused.sentence());
            return;
        }
        takeOver(channel, route, address, answer);
    }

    private void takeOver(Channel channel, Gateway.Route route, String address, byte[] answer) {
        ChannelPipeline pipeline = channel.pipeline();

        for (Map.Entry<String, ChannelHandler> each : pipeline.toMap().entrySet()) {
            if (!(each.getValue() instanceof HttpRequestDecoder || each.getValue() instanceof SslHandler)) {
                pipeline.remove(each.getValue());
            }
        }
        gateway.adopt(channel, route, address, answer);
        // Last: on its way out the decoder passes on what came right behind the handshake.
        pipeline.remove(HttpRequestDecoder.class);
    }

    private String addressOf(HttpServerRequest request, Channel channel) {
        if (behindProxy) {
            String forwarded = header(request, "X-Forwarded-For");
            if (forwarded != null) {
                // What the proxy itself has seen is the last; what stands before it, the client may have made up.
                return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
            }
        }
        return Gateway.addressOf(channel);
    }

    private static @Nullable String header(HttpServerRequest request, String name) {
        var all = request.headers().getAll(name);
        return all.isEmpty() ? null : String.join(",", all);
    }

    private static void refuse(HttpServerRequest request, int status, String name, String text) {
        if (status == 426) {
            request.response()
                    .putHeader("Sec-WebSocket-Version", WebSocketHandshake.VERSION)
                    .putHeader(HttpHeaders.UPGRADE, "websocket");
        }
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        // A client that asked for WebSocket may already be speaking it: nothing after this is HTTP.
        JsonError.answer(request.response(), status, name, text)
                .onComplete(_ -> request.connection().close());
    }
}
