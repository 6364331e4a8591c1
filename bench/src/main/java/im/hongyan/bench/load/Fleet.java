package im.hongyan.bench.load;

import im.hongyan.bench.wire.Scratch;
import im.hongyan.bench.wire.Turn;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// Every client of a measurement, on one event loop. What touches a client runs there: see [#call].
public final class Fleet implements AutoCloseable {
    /// A client that has been silent for so long pings.
    private static final long HEARTBEAT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final long CALL_TIMEOUT_SECONDS = 600;
    private static final long QUIET_MS = 10;

    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final Set<Client> clients = new LinkedHashSet<>();
    final Scratch scratch = new Scratch();
    final Turn turn;
    final SplittableRandom random;

    /// @param seed of the masks and texts
    public Fleet(long seed) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.random = new SplittableRandom(seed);
        this.group = new MultiThreadIoEventLoopGroup(1, io);
        this.loop = group.next();
        this.turn = new Turn(loop);
        this.bootstrap = new Bootstrap()
                .group(group)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS);
        loop.scheduleAtFixedRate(this::heartbeat, 1, 1, TimeUnit.SECONDS);
    }

    public EventLoop loop() {
        return loop;
    }

    /// Opens a connection and completes when the WebSocket handshake is done.
    public CompletableFuture<Client> connect(InetSocketAddress address) {
        return connect(address, Client.Speech.NATIVE);
    }

    /// The same in another protocol.
    public CompletableFuture<Client> connect(InetSocketAddress address, Client.Speech speech) {
        CompletableFuture<Client> opened = new CompletableFuture<>();
        bootstrap
                .clone()
                .handler(new Client(this, speech, opened))
                .connect(address)
                .addListener(future -> {
                    if (!future.isSuccess()) {
                        opened.completeExceptionally(future.cause());
                    }
                });
        return opened;
    }

    void opened(Client client) {
        clients.add(client);
    }

    void closed(Client client) {
        clients.remove(client);
    }

    private void heartbeat() {
        long now = System.nanoTime();
        for (Client client : clients) {
            if (now - client.lastWriteNs() > HEARTBEAT_NS) {
                client.ping();
            }
        }
    }

    /// Runs on the event loop and waits for what it returns.
    public <T> T call(Supplier<T> work) {
        return await(CompletableFuture.supplyAsync(work, loop));
    }

    /// Does something `count` times, at most `window` at once. Completes when all are done, or one has failed.
    public <T> CompletableFuture<Void> each(int count, int window, IntFunction<CompletableFuture<T>> step) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        loop.execute(() -> new Crowd<>(count, step, all).start(window));
        return all;
    }

    /// Waits; a failure is thrown as it is.
    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("not done in " + CALL_TIMEOUT_SECONDS + " s", e);
        }
    }

    @Override
    public void close() {
        // With no quiet period a loop of Netty 4.2 may end without closing its channels, and their peers never know.
        group.shutdownGracefully(QUIET_MS, 1_000, TimeUnit.MILLISECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    /// One run of [#each].
    private static final class Crowd<T> {
        private final int count;
        private final IntFunction<CompletableFuture<T>> step;
        private final CompletableFuture<Void> all;
        private int started;
        private int done;

        Crowd(int count, IntFunction<CompletableFuture<T>> step, CompletableFuture<Void> all) {
            this.count = count;
            this.step = step;
            this.all = all;
        }

        void start(int window) {
            if (count == 0) {
                all.complete(null);
            }
            for (int i = 0; i < window && started < count; i++) {
                one();
            }
        }

        private void one() {
            CompletableFuture<T> _ = step.apply(started++).whenComplete((_, failure) -> {
                if (failure != null) {
                    all.completeExceptionally(failure);
                } else if (++done == count) {
                    all.complete(null);
                } else if (started < count) {
                    one();
                }
            });
        }
    }
}
