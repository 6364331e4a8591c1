package im.hongyan.gateway;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.limit.RateLimit;
import im.hongyan.core.session.Crew;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.Dialect;
import im.hongyan.dialect.Endpoint;
import im.hongyan.dialect.OutFrame;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client of a UDP port: all datagrams of one remote address, which may be forged until somebody has logged in.
/// Until then it costs little, may be forgotten at any time, and is never sent more than a few times what it has
/// sent. A datagram is a frame; what the socket has no room for is dropped, as the network would; and closing is
/// forgetting.
final class DatagramConnection implements Connection, LoopMember {
    private static final Logger log = LoggerFactory.getLogger(DatagramConnection.class);
    private static final Signal SYNC_NEEDED = new Signal.SyncNeeded();

    private final Loop loop;
    private final DatagramPort port;
    private final InetSocketAddress remote;
    private final String address;
    private final long idleNanos;
    private final GuardedSession session = new GuardedSession(this::broke);
    private @Nullable RateLimit rate;
    private int index;
    private boolean open = true;
    /// The loop must not lose it in the middle of a walk over its connections.
    private boolean removed;
    private boolean stranger = true;
    /// How many bytes a stranger may still be sent.
    private long credit;

    private long lastFrameNanos;
    private boolean touched;
    private boolean syncOwed;
    /// Set by other threads when the loop could not take a signal.
    private volatile boolean signalLost;

    DatagramConnection(Loop loop, DatagramPort port, InetSocketAddress remote, String address, Endpoint.Udp endpoint) {
        this.loop = loop;
        this.port = port;
        this.remote = remote;
        this.address = address;
        long idleMs = endpoint.idleMs() == 0 ? loop.settings.limits().idleTimeoutMs() : endpoint.idleMs();
        this.idleNanos = TimeUnit.MILLISECONDS.toNanos(idleMs);
        this.lastFrameNanos = loop.nowNanos();
    }

    void begin(Dialect dialect, Endpoint.Udp endpoint) {
        try {
            session.begin(dialect.open(this, endpoint));
        } catch (Throwable e) {
            broke(e);
        }
    }

    InetSocketAddress remote() {
        return remote;
    }

    boolean isStranger() {
        return stranger;
    }

    // --- what arrives

    void receive(byte[] bytes, int length) {
        lastFrameNanos = loop.nowNanos();
        RateLimit mine = rate;
        if (mine == null) {
            var limits = loop.settings.limits();
            mine = new RateLimit(limits.sessionFramesPerSecond(), limits.sessionFramesBurst());
            rate = mine;
        }
        if (mine.take(lastFrameNanos) > 0) {
            loop.metrics.throttled.increment();
            return; // there is no reading more slowly here: it is lost, and sent again
        }
        if (stranger) {
            credit += (long) length * loop.settings.datagramAnswerMax();
        }
        loop.countFrameIn();
        session.frame(bytes, length, true);
    }

    /// More than a frame may be.
    void tooLarge() {
        session.closing(CloseCode.FRAME_TOO_LARGE);
        close(CloseCode.FRAME_TOO_LARGE);
    }

    // --- what leaves

    @Override
    public void send(OutFrame frame) {
        if (open && !write(frame)) {
            loop.metrics.pushesDropped.increment();
        }
    }

    @Override
    public boolean push(OutFrame frame) {
        if (!open) {
            return false;
        }
        boolean sent = write(frame);
        if (!sent) {
            syncOwed = true;
            touch();
            loop.metrics.pushesDropped.increment();
        }
        return sent;
    }

    private boolean write(OutFrame frame) {
        if (stranger) {
            if (frame.length() > credit) {
                return false;
            }
            credit -= frame.length();
        }
        if (!port.write(frame, remote)) {
            return false;
        }
        loop.countFrameOut(frame.length());
        touch();
        return true;
    }

    @Override
    public boolean clogged() {
        boolean now = !port.hasRoom() || signalLost;
        syncOwed |= now;
        return now;
    }

    @Override
    public void solicited() {
        RateLimit mine = rate;
        if (mine != null) {
            mine.giveBack();
        }
    }

    @Override
    public String remoteAddress() {
        return address;
    }

    @Override
    public void loggedIn() {
        if (open && stranger) {
            stranger = false;
            port.known(this);
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
        if (open) {
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

    private void touch() {
        if (!touched) {
            touched = true;
            loop.touch(this);
        }
    }

    @Override
    public void settle() {
        touched = false;
        port.flush();
        if (!open) {
            if (!removed) {
                removed = true;
                loop.remove(this);
            }
            session.gone();
        } else if (syncOwed && port.hasRoom()) {
            syncOwed = false;
            signal(SYNC_NEEDED);
        }
    }

    @Override
    public void tick(long nowMs) {
        if (!open) {
            return;
        }
        if (loop.nowNanos() - lastFrameNanos > idleNanos) {
            session.closing(CloseCode.HEARTBEAT_TIMEOUT);
            close(CloseCode.HEARTBEAT_TIMEOUT);
            return;
        }
        if (signalLost) {
            signalLost = false;
            syncOwed = true;
        }
        if (syncOwed) {
            touch();
        }
        session.tick(nowMs);
    }

    // --- the end

    @Override
    public void close(CloseCode code) {
        forget(code.word());
    }

    @Override
    public void closeNormally() {
        forget("normal");
    }

    /// What was sent has left already or leaves with this turn.
    void forget(String ending) {
        if (open) {
            open = false;
            port.forget(this);
            loop.metrics.closed(ending);
            touch();
        }
    }

    @Override
    public void stopping() {
        if (open) {
            session.closing(CloseCode.SHUTTING_DOWN);
        }
    }

    @Override
    public boolean flushed() {
        return !touched && port.hasRoom();
    }

    @Override
    public void abort() {
        forget("lost");
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public void index(int place) {
        index = place;
    }

    private void broke(Throwable e) {
        loop.metrics.sessionFailures.increment();
        log.error("A dialect session failed; the UDP client {} is forgotten", address, e);
        close(CloseCode.INTERNAL);
    }
}
