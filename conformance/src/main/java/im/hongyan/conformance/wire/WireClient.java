package im.hongyan.conformance.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One connection to `/link` that keeps every frame it received, in order. Waiting is for events with a deadline.
public final class WireClient implements AutoCloseable {
    private final RawSocket socket;
    private final Options options;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Received> frames = new ArrayList<>();
    /// Frames that some expectation has taken already.
    private final BitSet taken = new BitSet();
    private final Map<Long, CompletableFuture<Json.Obj>> waiting = new HashMap<>();
    private long lastId;
    private Json.@Nullable Obj bye;
    private @Nullable Ending ending;
    private boolean reading = true;
    private boolean letGo;

    /// How to connect.
    ///
    /// @param from local address; different ones are different peers to the server's limits
    /// @param receiveBufferBytes of the kernel; small when the test is a slow reader; 0 = the system's choice
    /// @param translate applied to the text of every frame before it is read
    /// @param listener told of each frame, on the reading thread, in order
    public record Options(
            InetAddress from, int receiveBufferBytes, UnaryOperator<String> translate, Consumer<Received> listener) {
        public static Options plain() {
            return new Options(InetAddress.getLoopbackAddress(), 0, UnaryOperator.identity(), _ -> {});
        }

        public Options withListener(Consumer<Received> other) {
            return new Options(from, receiveBufferBytes, translate, other);
        }

        public Options withTranslate(UnaryOperator<String> other) {
            return new Options(from, receiveBufferBytes, other, listener);
        }

        public Options withReceiveBuffer(int bytes) {
            return new Options(from, bytes, translate, listener);
        }

        public Options withFrom(InetAddress other) {
            return new Options(other, receiveBufferBytes, translate, listener);
        }
    }

    private WireClient(RawSocket socket, Options options) {
        this.socket = socket;
        this.options = options;
    }

    /// Connects and upgrades; throws when the server does not want it.
    public static WireClient open(InetSocketAddress server, Options options) throws IOException {
        var socket = new RawSocket(server, options.from(), options.receiveBufferBytes());
        try {
            socket.handshake("/link");
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        var client = new WireClient(socket, options);
        Thread.ofVirtual().name("wire-client").start(client::readAll);
        return client;
    }

    /// Sends a request under a fresh id (or its own, if it has one). Completes with the reply, refusals included;
    /// exceptionally with [LostException] when the connection ends first.
    public CompletableFuture<Json.Obj> request(Json.Obj body) {
        var reply = new CompletableFuture<Json.Obj>();
        Json.Obj numbered;
        lock.lock();
        try {
            numbered = body.has("id") ? body : body.with("id", ++lastId);
            Ending end = ending;
            if (end != null) {
                reply.completeExceptionally(new LostException("the connection has ended: " + end.how()));
                return reply;
            }
            waiting.put(numbered.number("id"), reply);
        } finally {
            lock.unlock();
        }
        try {
            say(numbered.toString());
        } catch (IOException e) {
            end(0, "lost: " + e.getMessage());
        }
        return reply;
    }

    /// Sends a text message as it is.
    public void say(String text) throws IOException {
        socket.write(RawSocket.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /// The socket, for bytes that are no proper frames.
    public RawSocket socket() {
        return socket;
    }

    /// Takes the first frame not yet taken for which `wanted` holds, waiting for it.
    ///
    /// @return empty when the deadline passed
    /// @throws LostException when the connection ended without it
    public Optional<Received> take(Predicate<Received> wanted, Duration deadline) throws LostException {
        long until = System.nanoTime() + deadline.toNanos();
        lock.lock();
        try {
            for (int next = 0; ; ) {
                for (; next < frames.size(); next++) {
                    if (!taken.get(next) && wanted.test(frames.get(next))) {
                        taken.set(next);
                        return Optional.of(frames.get(next));
                    }
                }
                Ending end = ending;
                if (end != null) {
                    throw new LostException("the connection has ended (" + end.how() + ")");
                }
                if (!awaitChange(until)) {
                    return Optional.empty();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the end of the connection.
    public Optional<Ending> awaitEnd(Duration deadline) {
        long until = System.nanoTime() + deadline.toNanos();
        lock.lock();
        try {
            while (ending == null) {
                if (!awaitChange(until)) {
                    return Optional.empty();
                }
            }
            return Optional.of(ending);
        } finally {
            lock.unlock();
        }
    }

    /// False once the deadline has passed; callers look again after every wake-up.
    @SuppressWarnings("WaitNotInLoop")
    private boolean awaitChange(long until) {
        long left = until - System.nanoTime();
        try {
            return left > 0 && (changed.awaitNanos(left) > 0 || System.nanoTime() < until);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Everything received so far.
    public List<Received> frames() {
        lock.lock();
        try {
            return List.copyOf(frames);
        } finally {
            lock.unlock();
        }
    }

    public boolean isOpen() {
        lock.lock();
        try {
            return ending == null;
        } finally {
            lock.unlock();
        }
    }

    /// Stops or goes on taking bytes out of the kernel's buffer. What is being read just now is still read.
    public void reading(boolean on) {
        lock.lock();
        try {
            reading = on;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Breaks the connection without a word.
    public void lose() throws IOException {
        lock.lock();
        try {
            letGo = true;
        } finally {
            lock.unlock();
        }
        socket.lose();
        end(0, "lost by us");
        reading(true);
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            letGo = true;
        } finally {
            lock.unlock();
        }
        socket.close();
        end(0, "closed by us");
        reading(true);
    }

    private void readAll() {
        var message = new ByteArrayOutputStream();
        try {
            while (true) {
                awaitReading();
                RawSocket.WsFrame frame = socket.frame();
                switch (frame.opcode()) {
                    case 0, RawSocket.TEXT -> {
                        message.writeBytes(frame.payload());
                        if (frame.fin()) {
                            received(message.toString(StandardCharsets.UTF_8));
                            message.reset();
                        }
                    }
                    case RawSocket.PING -> socket.write(RawSocket.PONG, frame.payload());
                    case RawSocket.PONG -> {}
                    case RawSocket.CLOSE -> {
                        closed(frame.payload());
                        return;
                    }
                    default -> throw new IOException("a frame of kind " + frame.opcode());
                }
            }
        } catch (IOException | RuntimeException e) {
            end(0, "lost: " + e);
        }
    }

    private void awaitReading() {
        lock.lock();
        try {
            while (!reading && !letGo) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void received(String raw) {
        String text = options.translate().apply(raw);
        if (!(Json.read(text) instanceof Json.Obj body)) {
            throw new IllegalArgumentException("not an object: " + text);
        }
        CompletableFuture<Json.Obj> reply = null;
        Received frame;
        lock.lock();
        try {
            frame = new Received(frames.size(), System.nanoTime(), text, body);
            frames.add(frame);
            if (frame.isReply()) {
                reply = waiting.remove(body.number("re"));
            } else if (frame.op().equals("bye")) {
                bye = body;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        options.listener().accept(frame);
        if (reply != null) {
            reply.complete(body);
        }
    }

    private void closed(byte[] payload) throws IOException {
        int code = payload.length < 2 ? 1005 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        end(code, "closed " + code);
        try {
            socket.write(RawSocket.CLOSE, payload);
        } finally {
            socket.close();
        }
    }

    private void end(int code, String how) {
        List<CompletableFuture<Json.Obj>> left;
        lock.lock();
        try {
            if (ending != null) {
                return;
            }
            ending = new Ending(code, bye, how);
            left = List.copyOf(waiting.values());
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        var lost = new LostException("the connection ended before the reply: " + how);
        left.forEach(reply -> reply.completeExceptionally(lost));
    }

    /// The reply to a request, or an exception that says what was asked.
    ///
    /// @throws LostException when the connection ended, or nothing came in time
    public Json.Obj ask(Json.Obj body, Duration deadline) throws LostException, InterruptedException {
        try {
            return request(body).get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new LostException("no reply within " + deadline.toMillis() + " ms to " + body);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new LostException(body.text("op") + ": " + e.getCause());
        }
    }
}
