package im.hongyan.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// The outgoing side of one connection. Used on its event loop only.
public final class Outlet {
    private static final int FIRST_BYTES = 512;

    private final Channel channel;
    private final Turn turn;
    private @Nullable ByteBuf gathered;

    public Outlet(Channel channel, Turn turn) {
        this.channel = channel;
        this.turn = turn;
    }

    /// Where to write at most `more` bytes; they leave by the end of the loop's turn.
    public ByteBuf room(int more) {
        ByteBuf out = gathered;
        if (out == null) {
            turn.add(this);
            out = channel.alloc().ioBuffer(Math.max(FIRST_BYTES, more));
            gathered = out;
        }
        return out;
    }

    void flush() {
        ByteBuf out = gathered;
        if (out != null) {
            gathered = null;
            channel.writeAndFlush(out, channel.voidPromise());
        }
    }
}
