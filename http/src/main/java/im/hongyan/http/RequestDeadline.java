package im.hongyan.http;

import static io.netty.handler.codec.http.HttpStatusClass.INFORMATIONAL;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Keeps the time of one connection's requests, and closes a connection whose client does not get on with its
/// request: half a handshake, a header a minute, a body that never ends. An idle timeout does not catch those,
/// because each byte would start it anew.
///
/// Sits between the HTTP codec and whoever handles requests. All of one port's are looked at once a second.
final class RequestDeadline extends ChannelDuplexHandler {
    private static final long NONE = Long.MAX_VALUE;

    private final Channel channel;
    private final Set<RequestDeadline> all;
    private final LongSupplier nanoTime;
    private final HttpSettings settings;
    /// Written on the channel's event loop, read by the one who looks.
    private volatile long deadlineNanos;
    private int unanswered;
    private boolean pipelined;

    RequestDeadline(Channel channel, Set<RequestDeadline> all, LongSupplier nanoTime, HttpSettings settings) {
        this.channel = channel;
        this.all = all;
        this.nanoTime = nanoTime;
        this.settings = settings;
        within(settings.headTimeoutMs());
        all.add(this);
    }

    private void within(long ms) {
        deadlineNanos = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(ms);
    }

    void closeIfLate(long nowNanos) {
        long deadline = deadlineNanos;
        if (deadline != NONE && nowNanos - deadline > 0) {
            channel.close();
        }
    }

    /// Gives the body that is coming in so much time from now on. Called on the channel's event loop.
    void allow(long ms) {
        if (deadlineNanos != NONE) {
            within(ms);
        }
    }

    /// Whether the last request came before the one before it was answered: Vert.x has then read on, and taken what
    /// follows for HTTP.
    boolean isPipelined() {
        return pipelined;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof HttpRequest) {
            pipelined = unanswered > 0;
            unanswered++;
            within(settings.bodyTimeoutMs());
        }
        if (message instanceof LastHttpContent) {
            deadlineNanos = NONE;
        }
        super.channelRead(ctx, message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        boolean interim =
                message instanceof HttpResponse response && response.status().codeClass() == INFORMATIONAL;
        if (message instanceof LastHttpContent && !interim) {
            unanswered--;
            if (unanswered == 0) {
                within(settings.idleTimeoutMs());
            }
        }
        super.write(ctx, message, promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        all.remove(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        all.remove(this);
        super.channelInactive(ctx);
    }
}
