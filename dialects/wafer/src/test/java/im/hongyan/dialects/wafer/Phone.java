package im.hongyan.dialects.wafer;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.DialectSession;
import im.hongyan.dialect.OutFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A client's end of a tunnel, with a thread for the server's end of the connection.
final class Phone implements Connection, AutoCloseable {
    private static final long PATIENCE_S = 10;

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<String> ending = new AtomicReference<>("");
    private volatile DialectSession session;

    /// Opens the tunnel of a connect url.
    static Phone open(WaferDialect dialect, String url) {
        Phone phone = new Phone();
        String secret = url.substring(url.lastIndexOf('/') + 1);
        phone.await(() -> {
            phone.session = dialect.open(phone, dialect.endpoints().getFirst(), secret);
            phone.settle();
        });
        return phone;
    }

    void say(String packet) {
        byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
        await(() -> {
            if (ending.get().isEmpty()) {
                session.onFrame(bytes, 0, bytes.length, true);
                settle();
            }
        });
    }

    void emit(String type, String content) {
        say("message:{\"type\":\"" + type + "\",\"content\":" + content + "}");
    }

    /// The next packet to the client.
    String next() {
        try {
            String packet = received.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (packet == null) {
                throw new AssertionError("no packet came");
            }
            return packet;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// What is there now.
    List<String> drain() {
        await(() -> {});
        List<String> all = new ArrayList<>();
        received.drainTo(all);
        return all;
    }

    /// How the server ended it: a close code's name, or `normal`.
    String ending() {
        try {
            if (!closed.await(PATIENCE_S, TimeUnit.SECONDS)) {
                throw new AssertionError("it did not end");
            }
            return ending.get();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The client's socket breaks.
    void lose() {
        await(() -> {
            end("lost");
            settle();
        });
    }

    private void settle() {
        if (!ending.get().isEmpty() && session != null) {
            session.onGone();
        }
    }

    private void await(Runnable task) {
        try {
            thread.submit(task).get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException
                | java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private void end(String how) {
        if (ending.compareAndSet("", how)) {
            closed.countDown();
        }
    }

    @Override
    public void send(OutFrame frame) {
        if (ending.get().isEmpty()) {
            received.add(new String(frame.bytes(), 0, frame.length(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public boolean push(OutFrame frame) {
        send(frame);
        return true;
    }

    @Override
    public boolean clogged() {
        return false;
    }

    @Override
    public void close(CloseCode code) {
        end(code.name());
    }

    @Override
    public void closeNormally() {
        end("normal");
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1";
    }

    @Override
    public void loggedIn() {}

    @Override
    public void push(Signal signal) {
        thread.execute(() -> {
            if (ending.get().isEmpty()) {
                session.onSignal(signal);
                settle();
            }
        });
    }

    @Override
    public void run(Runnable task) {
        thread.execute(() -> {
            task.run();
            settle();
        });
    }

    @Override
    public void close() {
        thread.close();
    }
}
