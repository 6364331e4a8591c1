package im.hongyan.dialects.mobileimsdk;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.DialectSession;
import im.hongyan.dialect.Endpoint;
import im.hongyan.dialect.OutFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

final class RecordingConnection implements Connection {
    private static final long PATIENCE_MS = 10_000;

    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Deque<OutFrame> sent = new ArrayDeque<>();
    private final MobileImCodec codec = new MobileImCodec(32);
    private DialectSession session;
    private boolean gone;
    boolean clogged;
    boolean closed;

    static RecordingConnection open(MobileImDialect dialect, Endpoint endpoint) {
        RecordingConnection connection = new RecordingConnection();
        connection.session = dialect.open(connection, endpoint);
        return connection;
    }

    /// The client speaks.
    void say(String json) {
        if (!closed && !gone) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            session.onFrame(bytes, 0, bytes.length, true);
            settle();
        }
    }

    void tick(long nowMs) {
        if (!closed && !gone) {
            session.onTick(nowMs);
            settle();
        }
    }

    /// The next packet to the client.
    Packet next() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (sent.isEmpty()) {
            try {
                Runnable task = inbox.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (task == null) {
                    throw new AssertionError("no packet came");
                }
                task.run();
                settle();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return packet(sent.poll());
    }

    /// Everything that is there for the client now.
    List<Packet> drain() {
        runAll();
        List<Packet> packets = new ArrayList<>();
        while (!sent.isEmpty()) {
            packets.add(packet(sent.poll()));
        }
        return packets;
    }

    private Packet packet(OutFrame frame) {
        Packet packet = codec.decode(frame.bytes(), 0, frame.length());
        if (packet == null) {
            throw new AssertionError("not a packet: " + new String(frame.bytes(), StandardCharsets.UTF_8));
        }
        return packet;
    }

    /// Runs what was handed over.
    void runAll() {
        Runnable task;
        while ((task = inbox.poll()) != null) {
            task.run();
            settle();
        }
    }

    /// As the gateway does at the end of a turn.
    private void settle() {
        if (closed && !gone) {
            gone = true;
            session.onGone();
        }
    }

    void unclog() {
        clogged = false;
        session.onSignal(new Signal.SyncNeeded());
    }

    /// The network is gone, and the server knows.
    void drop() {
        if (!gone) {
            gone = true;
            session.onGone();
        }
    }

    @Override
    public void send(OutFrame frame) {
        if (!closed && !gone) {
            sent.add(frame);
        }
    }

    @Override
    public boolean push(OutFrame frame) {
        if (clogged || closed || gone) {
            return false;
        }
        sent.add(frame);
        return true;
    }

    @Override
    public boolean clogged() {
        return clogged;
    }

    @Override
    public void close(CloseCode code) {
        closed = true;
    }

    @Override
    public void closeNormally() {
        closed = true;
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.1";
    }

    @Override
    public void loggedIn() {}

    @Override
    public void push(Signal signal) {
        inbox.add(() -> {
            if (!closed && !gone) {
                session.onSignal(signal);
            }
        });
    }

    @Override
    public void run(Runnable task) {
        inbox.add(task);
    }
}
