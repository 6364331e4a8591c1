package im.hongyan.testkit.wire;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.Dialect;
import im.hongyan.dialect.DialectSession;
import im.hongyan.dialect.Endpoint;
import im.hongyan.dialect.OutFrame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Says everything back, and does on command what tests need: `close`, `normal`, `throw`, `login`, `big:N`.
public final class EchoDialect implements Dialect {
    private final List<Endpoint> endpoints;
    public final BlockingQueue<Session> opened = new LinkedBlockingQueue<>();

    public EchoDialect(Endpoint... endpoints) {
        this.endpoints = List.of(endpoints);
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    @Override
    public DialectSession open(Connection connection) {
        Session session = new Session(connection);
        opened.add(session);
        return session;
    }

    public static OutFrame text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return OutFrame.text(bytes, bytes.length);
    }

    public static final class Session implements DialectSession {
        public final Connection connection;
        public final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
        public final AtomicInteger frames = new AtomicInteger();
        public final AtomicInteger ticks = new AtomicInteger();
        public final AtomicInteger gone = new AtomicInteger();
        public final AtomicInteger tooLarge = new AtomicInteger();
        public final AtomicInteger pushed = new AtomicInteger();

        Session(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void onFrame(byte[] bytes, int offset, int length, boolean text) {
            frames.incrementAndGet();
            if (length < 16 && text && command(new String(bytes, offset, length, StandardCharsets.UTF_8))) {
                return;
            }
            byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
            connection.send(text ? OutFrame.text(copy, length) : OutFrame.binary(copy, length));
        }

        private boolean command(String word) {
            switch (word) {
                case "close" -> {
                    connection.send(text("bye"));
                    connection.close(CloseCode.KICKED_BY_ADMIN);
                }
                case "normal" -> connection.closeNormally();
                case "throw" -> throw new IllegalArgumentException("asked for");
                case "login" -> {
                    connection.loggedIn();
                    connection.send(text("welcome"));
                }
                default -> {
                    if (!word.startsWith("big:")) {
                        return false;
                    }
                    byte[] big = new byte[Integer.parseInt(word.substring(4))];
                    connection.send(OutFrame.binary(big, big.length));
                }
            }
            return true;
        }

        @Override
        public void onSignal(Signal signal) {
            if (signal instanceof Signal.Transient(var _, var _, String name, var _, var _)) {
                if (connection.push(text(name))) {
                    pushed.incrementAndGet();
                }
            } else {
                signals.add(signal);
            }
        }

        @Override
        public void onTick(long nowMs) {
            ticks.incrementAndGet();
        }

        @Override
        public void onClosing(CloseCode code) {
            if (code == CloseCode.FRAME_TOO_LARGE) {
                tooLarge.incrementAndGet();
                connection.send(text("too large"));
            } else if (code == CloseCode.SHUTTING_DOWN) {
                connection.send(text("stopping"));
            } else {
                connection.send(text(code.word()));
            }
        }

        @Override
        public void onGone() {
            gone.incrementAndGet();
        }
    }
}
