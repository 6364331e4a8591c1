package im.hongyan.gateway;

import im.hongyan.core.error.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What one client sends: cuts it into messages, keeps what is not whole yet, pauses when it must. Holds no buffer
/// while nothing is begun.
final class Inbound implements Framing.Sink {
    private static final int FIRST_BYTES = 64;

    /// Why reading is paused.
    enum Pause {
        CLOGGED(1),
        THROTTLED(2),
        STOPPING(4);

        private final int bit;

        Pause(int bit) {
            this.bit = bit;
        }
    }

    private final Loop loop;
    private final Channel channel;
    private final Framing framing;
    private final SocketConnection connection;
    private @Nullable ByteBuf held;
    private @Nullable Pace pace;
    private int pauses;
    private long lastMessageNanos;

    Inbound(Loop loop, Channel channel, Framing framing, SocketConnection connection) {
        this.loop = loop;
        this.channel = channel;
        this.framing = framing;
        this.connection = connection;
        this.lastMessageNanos = loop.nowNanos();
    }

    // --- bytes

    /// Reads what has just arrived; does not own `in`.
    void receive(ByteBuf in) {
        loop.countIn(in.readableBytes());
        ByteBuf begun = held;
        if (begun != null) {
            complete(begun, in);
        }
        if (held == null && in.isReadable() && !connection.isOver()) {
            read(in);
            keep(in);
        }
    }

    /// Goes on after a pause.
    void resume() {
        ByteBuf begun = held;
        if (begun != null && pauses == 0) {
            read(begun);
            dropIfUsedUp();
        }
    }

    void discard() {
        ByteBuf begun = held;
        held = null;
        if (begun != null) {
            begun.release();
        }
    }

    /// Copies over only what the frame that is begun still needs, so that the rest is read where it lies.
    private void complete(ByteBuf begun, ByteBuf in) {
        while (held != null && !connection.isOver()) {
            int need = read(begun);
            dropIfUsedUp();
            if (held == null) {
                return;
            }
            int missing = need - begun.readableBytes();
            if (missing <= 0) {
                keep(in); // paused
                return;
            }
            if (!in.isReadable()) {
                return;
            }
            begun.discardReadBytes();
            begun.writeBytes(in, Math.min(missing, in.readableBytes()));
        }
    }

    private void dropIfUsedUp() {
        ByteBuf begun = held;
        if (begun != null && (!begun.isReadable() || connection.isOver())) {
            discard();
        }
    }

    private void keep(ByteBuf in) {
        int count = in.readableBytes();
        if (count == 0 || connection.isOver()) {
            return;
        }
        ByteBuf begun = held;
        if (begun == null) {
            begun = channel.alloc().directBuffer(Math.max(count, FIRST_BYTES));
            held = begun;
        }
        begun.writeBytes(in);
    }

    /// Consumes whole frames, for as long as it may.
    ///
    /// @return how many bytes the frame that is begun needs in all; 0 if reading is paused or over
    private int read(ByteBuf in) {
        while (pauses == 0 && !connection.isOver()) {
            int need = framing.look(in);
            if (need < 0) {
                violated(-need);
                return 0;
            }
            if (need > in.readableBytes()) {
                return need;
            }
            if (connection.isOpen() && !mayReadOne()) {
                return 0;
            }
            framing.take(in, this);
        }
        return 0;
    }

    // --- messages

    @Override
    public byte[] scratch(int bytes) {
        return loop.scratch(bytes);
    }

    @Override
    public void message(byte[] bytes, int length, boolean text) {
        if (connection.isOpen()) {
            lastMessageNanos = loop.nowNanos();
            loop.countFrameIn();
            connection.session().frame(bytes, length, text);
        }
    }

    @Override
    public void ping(byte[] bytes, int length) {
        connection.pong(bytes, length);
    }

    @Override
    public void peerCloses(int code) {
        connection.peerCloses(code);
    }

    @Override
    public void violated(int code) {
        if (code == WireClose.TOO_BIG && connection.isOpen()) {
            connection.session().closing(CloseCode.FRAME_TOO_LARGE);
        }
        connection.fail(
                code,
                switch (code) {
                    case WireClose.TOO_BIG -> CloseCode.FRAME_TOO_LARGE.word();
                    case WireClose.BAD_TEXT -> "bad_text";
                    default -> "bad_frame";
                });
    }

    /// When the last whole message came. Not bytes: neither a ping nor a frame that never ends shows that a client
    /// is alive.
    long lastMessageNanos() {
        return lastMessageNanos;
    }

    // --- pauses

    private boolean mayReadOne() {
        Pace mine = pace;
        if (mine == null) {
            mine = new Pace(loop.settings.limits());
            pace = mine;
        }
        long waitNanos = mine.take(loop.nowNanos());
        if (waitNanos == 0) {
            return true;
        }
        loop.metrics.throttled.increment();
        pause(Pause.THROTTLED);
        loop.eventLoop().schedule(() -> unpause(Pause.THROTTLED), waitNanos, TimeUnit.NANOSECONDS);
        return false;
    }

    void solicited() {
        Pace mine = pace;
        if (mine != null) {
            mine.giveBack();
        }
    }

    boolean abusive() {
        Pace mine = pace;
        return mine != null
                && mine.abusive(loop.nowNanos(), TimeUnit.MILLISECONDS.toNanos(loop.settings.throttledMaxMs()));
    }

    void pause(Pause why) {
        if (connection.isOpen()) {
            pauses |= why.bit;
            channel.config().setAutoRead(false);
        }
    }

    void unpause(Pause why) {
        if ((pauses & why.bit) != 0) {
            pauses &= ~why.bit;
            if (pauses == 0) {
                channel.config().setAutoRead(true);
                connection.touch(); // what is held is read at the end of the turn
            }
        }
    }

    /// Reads on whatever happens, to see the peer's farewell or its end.
    void open() {
        pauses = 0;
        channel.config().setAutoRead(true);
    }

    boolean isPaused() {
        return pauses != 0;
    }
}
