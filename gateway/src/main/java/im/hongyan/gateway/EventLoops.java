package im.hongyan.gateway;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/// The threads that sockets live on, and the kind of socket that lives there.
///
/// @param group the loops; whoever made them ends them
/// @param serverChannels makes listening sockets for these loops
public record EventLoops(EventLoopGroup group, ChannelFactory<? extends ServerChannel> serverChannels) {

    /// Makes datagram sockets for these loops.
    ChannelFactory<? extends DatagramChannel> datagramChannels() {
        boolean epoll = group instanceof IoEventLoopGroup io && io.isIoType(EpollIoHandler.class);
        return epoll ? EpollDatagramChannel::new : NioDatagramChannel::new;
    }

    /// Loops of our own: epoll where there is epoll, else NIO.
    public static EventLoops open(int threads) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new EventLoops(
                new MultiThreadIoEventLoopGroup(threads, io),
                epoll ? EpollServerSocketChannel::new : NioServerSocketChannel::new);
    }
}
