package im.hongyan.gateway;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.log.Priority;
import im.hongyan.core.session.Crew;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.Dialect;
import im.hongyan.dialect.Endpoint;
import im.hongyan.dialect.OutFrame;
import im.hongyan.gateway.Inbound.Pause;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's socket, whatever the transport: the last handler of its pipeline, and the dialect session's
/// [Connection].
///
/// Its end, in order: [State#OPEN], then [State#CLOSING] (our farewell is written, the peer's is awaited; only
/// WebSocket) or [State#DEAF] (what arrives is thrown away until the peer has read our last words), then
/// [State#GONE]. The session hears that it is gone as soon as the first of these begins, at the end of that turn:
/// what was sent still leaves, but a peer that does not answer cannot keep its session online.
final class SocketConnection extends ChannelInboundHandlerAdapter implements Connection, LoopMember {
    private static final Logger log = LoggerFactory.getLogger(SocketConnection.class);

    private enum State {
        OPEN,
        CLOSING,
        DEAF,
        GONE
    }

    private static final Signal SYNC_NEEDED = new Signal.SyncNeeded();

    private final Loop loop;
    private final long idleMs;
    private final Channel channel;
    private final Framing framing;
    private final String address;
    private final Inbound inbound;
    private final Outbound outbound;
    private final GuardedSession session = new GuardedSession(this::broke);

    private int index;

    private State state = State.OPEN;
    private boolean anonymous = true;
    private boolean touched;
    private boolean syncOwed;
    private boolean outputShut;
    /// Set by other threads when the loop could not take a signal.
    private volatile boolean signalLost;

    private long closingSinceNanos;

    private SocketConnection(Loop loop, Channel channel, Framing framing, Endpoint endpoint, String address) {
        this.loop = loop;
        this.idleMs = endpoint.idleMs() == 0 ? loop.settings.limits().idleTimeoutMs() : endpoint.idleMs();
        this.channel = channel;
        this.framing = framing;
        this.address = address;
        this.inbound = new Inbound(loop, channel, framing, this);
        this.outbound = new Outbound(channel);
    }

    /// Makes a channel a connection of this dialect. On the channel's event loop.
    ///
    /// @param below what stands behind the name of an endpoint that is a folder of paths
    /// @param greeting the transport's first bytes, before anything that the session says
    static SocketConnection open(
            Loop loop,
            Channel channel,
            Framing framing,
            String address,
            Dialect dialect,
            Endpoint endpoint,
            String below,
            byte[] greeting) {
        loop.readClock();
        SocketConnection connection = new SocketConnection(loop, channel, framing, endpoint, address);
        channel.config().setWriteBufferWaterMark(loop.waterMark);
        loop.add(connection);
        if (greeting.length > 0) {
            connection.outbound.room(greeting.length).writeBytes(greeting);
            connection.touch();
        }
        try {
            connection.session.begin(dialect.open(connection, endpoint, below));
        } catch (Throwable e) {
            connection.broke(e);
        }
        channel.pipeline().addLast(connection);
        channel.config().setAutoRead(!connection.inbound.isPaused());
        if (!channel.isActive()) {
            connection.ended(); // it went while its handshake was being looked at
        }
        return connection;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public void index(int place) {
        index = place;
    }

    // --- what arrives

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            // Anything but bytes is a remnant of the HTTP request that brought this connection here.
            if (message instanceof ByteBuf bytes) {
                loop.readClock();
                inbound.receive(bytes);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /// Whether nothing that arrives matters any more.
    boolean isOver() {
        return state == State.DEAF || state == State.GONE;
    }

    GuardedSession session() {
        return session;
    }

    void pong(byte[] bytes, int length) {
        if (state == State.OPEN) {
            framing.pong(outbound.room(2 + length), bytes, length);
            afterWrite(length);
        }
    }

    void peerCloses(int code) {
        finish(code, "client", State.DEAF);
        state = State.DEAF;
        hangUp();
    }

    /// The peer broke the transport's rules.
    void fail(int code, String ending) {
        finish(code, ending, State.DEAF);
        state = State.DEAF; // also when the session closed by itself: the rest cannot be told apart
        touch();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!channel.isWritable()) {
            inbound.pause(Pause.CLOGGED);
        } else {
            touch(); // not now: this may be in the middle of the session's own call
        }
    }

    // --- what leaves

    @Override
    public void send(OutFrame frame) {
        if (state == State.OPEN) {
            write(frame);
        }
    }

    @Override
    public boolean push(OutFrame frame) {
        return push(frame, Priority.NORMAL);
    }

    @Override
    public boolean push(OutFrame frame, Priority priority) {
        if (state != State.OPEN) {
            return false;
        }
        if (isClogged(priority)) {
            syncOwed = true;
            loop.metrics.pushesDropped.increment();
            return false;
        }
        write(frame);
        return true;
    }

    private void write(OutFrame frame) {
        int length = frame.length();
        ByteBuf out = outbound.room(framing.headerBytes(length) + length);
        framing.header(out, frame);
        out.writeBytes(frame.bytes(), 0, length);
        afterWrite(length);
    }

    private void afterWrite(int length) {
        loop.countFrameOut(length);
        touch();
        if (outbound.pendingBytes() > loop.settings.limits().outboundMaxBytes()) {
            close(CloseCode.SLOW_CONSUMER);
        }
    }

    @Override
    public boolean clogged() {
        return clogged(Priority.NORMAL);
    }

    @Override
    public boolean clogged(Priority priority) {
        // A signal that was lost on its way here is as good as dropped: a pong must not vouch for it.
        boolean now = isClogged(priority) || signalLost;
        syncOwed |= now;
        return now;
    }

    private boolean isClogged(Priority priority) {
        long high = loop.settings.limits().outboundHighBytes();
        return switch (priority) {
            case LOW -> !channel.isWritable() || outbound.pendingBytes() > high / 2;
            case NORMAL -> !channel.isWritable() || outbound.pendingBytes() > high;
            case HIGH -> outbound.pendingBytes() > high * 2;
        };
    }

    @Override
    public void solicited() {
        inbound.solicited();
    }

    @Override
    public String remoteAddress() {
        return address;
    }

    @Override
    public void loggedIn() {
        if (anonymous && state != State.GONE) {
            anonymous = false;
            loop.admission.loggedIn();
        }
    }

    // --- from other threads, and what comes of it

    @Override
    public void push(Signal signal) {
        if (!loop.hint(this, signal)) {
            signalLost = true;
        }
    }

    @Override
    public Crew crew() {
        return loop;
    }

    @Override
    public void now(Signal signal) {
        signal(signal);
    }

    @Override
    public void run(Runnable task) {
        loop.task(this, task);
    }

    @Override
    public void signal(Signal signal) {
        if (state == State.OPEN) {
            session.signal(signal);
        }
    }

    @Override
    public void carryOut(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            broke(e);
        }
    }

    /// Asks for [#settle] at the end of this turn.
    void touch() {
        if (!touched) {
            touched = true;
            loop.touch(this);
        }
    }

    /// The end of a turn: what was written leaves, what was paused may go on, what ended is said.
    @Override
    public void settle() {
        touched = false;
        outbound.flush();
        if (state == State.OPEN) {
            if (channel.isWritable()) {
                inbound.unpause(Pause.CLOGGED);
            }
            if (syncOwed && !isClogged(Priority.NORMAL)) {
                syncOwed = false;
                signal(SYNC_NEEDED);
            }
            inbound.resume();
        } else {
            session.gone();
            if (state == State.DEAF && !outputShut) {
                outputShut = true;
                outbound.shut();
            }
        }
    }

    /// About once a second.
    @Override
    public void tick(long nowMs) {
        long now = loop.nowNanos();
        GatewaySettings settings = loop.settings;
        if (state != State.OPEN) {
            if (now - closingSinceNanos > TimeUnit.MILLISECONDS.toNanos(settings.closeTimeoutMs())) {
                channel.close();
            }
            return;
        }
        if (now - inbound.lastMessageNanos() > TimeUnit.MILLISECONDS.toNanos(idleMs)) {
            closeTold(CloseCode.HEARTBEAT_TIMEOUT);
            return;
        }
        if (inbound.abusive()) {
            closeTold(CloseCode.TOO_FAST);
            return;
        }
        if (signalLost) {
            signalLost = false;
            syncOwed = true;
            touch();
        }
        session.tick(nowMs);
    }

    // --- the end

    @Override
    public void close(CloseCode code) {
        // A frame too large has a close code of the transport's own, which clients of any protocol know.
        int wire = code == CloseCode.FRAME_TOO_LARGE ? WireClose.TOO_BIG : code.number();
        finish(wire, code.word(), State.CLOSING);
    }

    /// Lets the session say its last words, then closes.
    private void closeTold(CloseCode code) {
        session.closing(code);
        close(code);
    }

    @Override
    public void closeNormally() {
        finish(WireClose.NORMAL, "normal", State.CLOSING);
    }

    /// The server stops: no more requests are read, those already read may still be answered.
    @Override
    public void stopping() {
        if (state == State.OPEN) {
            inbound.pause(Pause.STOPPING);
            session.closing(CloseCode.SHUTTING_DOWN);
        }
    }

    /// Whether all that was sent has left.
    @Override
    public boolean flushed() {
        return !touched && outbound.isEmpty();
    }

    /// No more patience.
    @Override
    public void abort() {
        channel.close();
    }

    private void finish(int wireCode, String ending, State next) {
        if (state != State.OPEN) {
            return;
        }
        boolean answered = framing.farewell(outbound.room(Framing.FAREWELL_BYTES_MAX), wireCode);
        state = answered ? next : State.DEAF;
        closingSinceNanos = loop.nowNanos();
        inbound.open();
        loop.metrics.closed(ending);
        touch();
    }

    /// The session threw.
    void broke(Throwable e) {
        loop.metrics.sessionFailures.increment();
        log.error("A dialect session failed; its connection from {} is closed", address, e);
        close(CloseCode.INTERNAL);
    }

    private void hangUp() {
        outputShut = true;
        touch();
        outbound.hangUp();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended();
    }

    private void ended() {
        if (state == State.GONE) {
            return;
        }
        if (state == State.OPEN) {
            loop.metrics.closed("lost");
        }
        state = State.GONE;
        inbound.discard();
        outbound.discard();
        loop.remove(this);
        loop.admission.leave(anonymous);
        session.gone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("Connection from {} broke", address, cause);
        } else {
            loop.metrics.sessionFailures.increment();
            log.error("Closing the connection from {}", address, cause);
        }
        channel.close();
    }
}
