package im.hongyan.bench.relay;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// What a server could do here that checks nothing and keeps nothing: it finds the receiver in a message, passes on
/// as many bytes as a push has, and answers the sender with as many as an acknowledgement has. The kernel's sockets
/// are most of its cost, so it is the ceiling of any server on the same machine.
public final class Relay implements AutoCloseable {
    private static final int BACKLOG = 16_384;
    private static final long QUIET_MS = 10;

    private final MultiThreadIoEventLoopGroup group;
    private final Channel listener;
    private final Map<String, List<RelayConnection>> users = new ConcurrentHashMap<>();
    private final Map<String, RelayRoom> rooms = new ConcurrentHashMap<>();

    /// Listens on loopback.
    ///
    /// @param port 0 = any free one
    /// @param loops event loops, as many as the server it is compared with has
    public Relay(int port, int loops) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(loops, io);
        Map<EventLoop, RelayLoop> perLoop = new ConcurrentHashMap<>();
        listener = new ServerBootstrap()
                .group(group)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        RelayLoop loop = perLoop.computeIfAbsent(channel.eventLoop(), RelayLoop::new);
                        channel.pipeline().addLast(new RelayConnection(users, rooms, loop, channel));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close() {
        // With no quiet period a loop of Netty 4.2 may end without closing its channels, and their peers never know.
        group.shutdownGracefully(QUIET_MS, 1_000, TimeUnit.MILLISECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
