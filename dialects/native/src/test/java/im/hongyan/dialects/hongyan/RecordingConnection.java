package im.hongyan.dialects.hongyan;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.DialectSession;
import im.hongyan.dialect.OutFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A connection without a socket. Its thread is the test's: what other threads hand over is run while the test
/// waits for a frame.
final class RecordingConnection implements Connection {
    private static final long PATIENCE_MS = 10_000;

    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Deque<OutFrame> sent = new ArrayDeque<>();
    private DialectSession session;
    boolean clogged;
    boolean syncOwed;
    boolean loggedIn;
    boolean closedNormally;

    @Nullable
    CloseCode closed;

    static RecordingConnection open(NativeDialect dialect) {
        RecordingConnection connection = new RecordingConnection();
        connection.session = dialect.open(connection);
        return connection;
    }

    DialectSession session() {
        return session;
    }

    /// The client speaks.
    void say(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        byte[] within = new byte[bytes.length + 4];
        System.arraycopy(bytes, 0, within, 2, bytes.length);
        session.onFrame(within, 2, bytes.length, true);
    }

    /// Speaks and waits for what comes next.
    Map<String, Object> ask(String json) {
        say(json);
        return next();
    }

    /// The next frame to the client.
    Map<String, Object> next() {
        return Tree.object(nextText());
    }

    String nextText() {
        OutFrame frame = nextFrame();
        if (!frame.isText()) {
            throw new AssertionError("a binary frame");
        }
        return new String(frame.bytes(), 0, frame.length(), StandardCharsets.UTF_8);
    }

    OutFrame nextFrame() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (sent.isEmpty()) {
            try {
                Runnable task = inbox.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (task == null) {
                    throw new AssertionError("no frame came");
                }
                task.run();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return sent.poll();
    }

    /// Whether nothing is on its way. Everything that other threads do must have been waited for by its reply.
    boolean isQuiet() {
        runAll();
        return sent.isEmpty();
    }

    /// Runs what was handed over.
    void runAll() {
        Runnable task;
        while ((task = inbox.poll()) != null) {
            task.run();
        }
    }

    /// There is room again.
    void unclog() {
        clogged = false;
        if (syncOwed) {
            syncOwed = false;
            session.onSignal(new Signal.SyncNeeded());
        }
    }

    void drop() {
        session.onGone();
    }

    @Override
    public void send(OutFrame frame) {
        if (closed == null && !closedNormally) {
            sent.add(frame);
        }
    }

    @Override
    public boolean push(OutFrame frame) {
        if (clogged) {
            syncOwed = true;
            return false;
        }
        send(frame);
        return true;
    }

    @Override
    public boolean clogged() {
        syncOwed |= clogged;
        return clogged;
    }

    @Override
    public void close(CloseCode code) {
        if (closed == null) {
            closed = code;
        }
    }

    @Override
    public void closeNormally() {
        closedNormally = true;
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.1";
    }

    @Override
    public void loggedIn() {
        loggedIn = true;
    }

    @Override
    public void push(Signal signal) {
        inbox.add(() -> session.onSignal(signal));
    }

    @Override
    public void run(Runnable task) {
        inbox.add(task);
    }
}
