package im.hongyan.gateway;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.session.PresenceState;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.Dialect;
import im.hongyan.dialect.DialectSession;
import im.hongyan.dialect.Endpoint;
import im.hongyan.dialect.OutFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a push from a committer's thread costs, all the way to the client's kernel: `CONNECTIONS PUSHES RATE` (rate
/// 0: as fast as it goes). One frame of 150 bytes for every push, shared by all.
public final class PushRate {
    private static final Logger log = LoggerFactory.getLogger(PushRate.class);
    private static final int FRAME_BYTES = 150;
    private static final int BURST = 100;

    private static final class Pushed implements Dialect {
        final BlockingQueue<Connection> opened = new LinkedBlockingQueue<>();
        final OutFrame frame = OutFrame.text(new byte[FRAME_BYTES], FRAME_BYTES);

        @Override
        public String name() {
            return "pushed";
        }

        @Override
        public List<Endpoint> endpoints() {
            return List.of(new Endpoint.Tcp(0, 65_536));
        }

        @Override
        public DialectSession open(Connection connection) {
            opened.add(connection);
            return new DialectSession() {
                @Override
                public void onFrame(byte[] bytes, int offset, int length, boolean text) {}

                @Override
                public void onSignal(Signal signal) {
                    if (signal instanceof Signal.PresenceChanged) {
                        connection.send(frame);
                    }
                }

                @Override
                public void onTick(long nowMs) {}

                @Override
                public void onClosing(CloseCode code) {}

                @Override
                public void onGone() {}
            };
        }
    }

    private PushRate() {}

    public static void main(String[] args) throws Exception {
        int connections = Integer.parseInt(args[0]);
        int pushes = Integer.parseInt(args[1]);
        int perSecond = Integer.parseInt(args[2]);
        Pushed dialect = new Pushed();
        Gateway gateway = new Gateway(
                GatewaySettings.of(Limits.DEFAULT), List.of(dialect), System::nanoTime, InstantSource.system());
        EventLoops loops = EventLoops.open(2);
        int port = gateway.listen("127.0.0.1", loops).getFirst().getPort();
        Selector selector = Selector.open();
        Connection[] targets = new Connection[connections];
        for (int i = 0; i < connections; i++) {
            SocketChannel client = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            client.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            targets[i] = dialect.opened.take();
        }
        for (int round = 0; round < 4; round++) {
            long began = System.nanoTime();
            Thread reader = Thread.ofPlatform().start(() -> read(selector, (long) pushes * (FRAME_BYTES + 4)));
            long offered = push(targets, pushes, perSecond);
            reader.join();
            double seconds = (System.nanoTime() - began) / 1e9;
            log.info(
                    "{} pushes to {} connections: {} ns each for the committer; {} per second delivered",
                    pushes,
                    connections,
                    offered / pushes,
                    Math.round(pushes / seconds));
        }
        loops.group().shutdownGracefully().syncUninterruptibly();
    }

    /// @return the nanoseconds spent in the calls
    private static long push(Connection[] targets, int pushes, int perSecond) {
        Signal signal = new Signal.PresenceChanged(new UserId("u"), PresenceState.ONLINE, "", 0);
        long began = System.nanoTime();
        long spent = 0;
        for (int i = 0; i < pushes; i += BURST) {
            long before = System.nanoTime();
            for (int j = i; j < i + BURST; j++) {
                targets[j % targets.length].push(signal);
            }
            spent += System.nanoTime() - before;
            if (perSecond > 0) {
                long due = began + (long) (i + BURST) * 1_000_000_000L / perSecond;
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
        return spent;
    }

    private static void read(Selector selector, long bytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
        long left = bytes;
        try {
            while (left > 0) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    buffer.clear();
                    left -= ((SocketChannel) key.channel()).read(buffer);
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
