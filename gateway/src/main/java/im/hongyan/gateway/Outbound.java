package im.hongyan.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/// The bytes on their way to one client: gathered in one buffer during a turn, written and flushed at its end.
/// Holds no buffer between turns.
final class Outbound {
    /// A gathered buffer of this size is flushed at once: more in one write gains nothing.
    private static final int CHUNK_BYTES = 65_536;
    private static final int FIRST_BYTES = 256;
    private static final int REMEMBERED_MAX_BYTES = 16_384;

    private final Channel channel;
    private @Nullable ByteBuf gathered;
    /// What the last turn needed: the next begins with a buffer of that size.
    private int lastBytes = FIRST_BYTES;

    Outbound(Channel channel) {
        this.channel = channel;
    }

    /// A buffer in which this many bytes can be written.
    ByteBuf room(int bytes) {
        ByteBuf buffer = gathered;
        if (buffer != null && buffer.writableBytes() < bytes && buffer.readableBytes() + bytes > CHUNK_BYTES) {
            flush();
            buffer = null;
        }
        if (buffer == null) {
            buffer = channel.alloc().directBuffer(Math.max(bytes, lastBytes));
            gathered = buffer;
        }
        return buffer;
    }

    void flush() {
        ByteBuf buffer = gathered;
        if (buffer == null) {
            return;
        }
        gathered = null;
        lastBytes = Math.clamp(buffer.readableBytes(), FIRST_BYTES, REMEMBERED_MAX_BYTES);
        channel.writeAndFlush(buffer, channel.voidPromise());
    }

    /// Ends our direction once everything has left, so that the peer reads our last words before it sees the end: a
    /// plain close with unread input would reset the connection and destroy them.
    void shut() {
        flush();
        boolean tls = channel.pipeline().get(SslHandler.class) != null;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> {
            if (tls || !(channel instanceof DuplexChannel duplex)) {
                channel.close(); // TLS says its own goodbye
            } else if (duplex.isActive()) {
                duplex.shutdownOutput();
            }
        });
    }

    /// Closes once everything has left.
    void hangUp() {
        flush();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    void discard() {
        ByteBuf buffer = gathered;
        gathered = null;
        if (buffer != null) {
            buffer.release();
        }
    }

    /// Bytes that the client has not been sent yet.
    long pendingBytes() {
        ByteBuf buffer = gathered;
        ChannelOutboundBuffer queued = channel.unsafe().outboundBuffer();
        return (buffer == null ? 0 : buffer.readableBytes()) + (queued == null ? 0 : queued.totalPendingWriteBytes());
    }

    boolean isEmpty() {
        return pendingBytes() == 0;
    }
}
