package im.hongyan.gateway;

import im.hongyan.dialect.Dialect;
import im.hongyan.dialect.Endpoint;
import im.hongyan.dialect.OutFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A UDP port and its clients by their addresses, on one event loop. Those who have logged in are counted as other
/// connections are; of the others, whose addresses anybody can make up, a bounded number is remembered, the oldest
/// forgotten first.
final class DatagramPort extends SimpleChannelInboundHandler<DatagramPacket> {
    private static final Logger log = LoggerFactory.getLogger(DatagramPort.class);

    private final Loop loop;
    private final Dialect dialect;
    private final Endpoint.Udp endpoint;
    private final AddressRates rates;
    private final Map<InetSocketAddress, DatagramConnection> known = new HashMap<>();
    private final LinkedHashMap<InetSocketAddress, DatagramConnection> strangers = new LinkedHashMap<>();
    private @Nullable Channel channel;
    private boolean written;
    private boolean stopped;

    DatagramPort(Loop loop, Dialect dialect, Endpoint.Udp endpoint) {
        this.loop = loop;
        this.dialect = dialect;
        this.endpoint = endpoint;
        var limits = loop.settings.limits();
        this.rates = new AddressRates(
                limits.addressConnectionsPerSecond(),
                limits.addressConnectionsBurst(),
                loop.settings.addressesMax(),
                loop.nowNanos());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    // --- what arrives

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket datagram) {
        loop.readClock();
        ByteBuf in = datagram.content();
        int length = in.readableBytes();
        loop.countIn(length);
        InetSocketAddress from = datagram.sender();
        DatagramConnection connection = of(from);
        if (connection == null) {
            return;
        }
        if (length > endpoint.frameBytesMax()) {
            connection.tooLarge();
            return;
        }
        byte[] scratch = loop.scratch(length);
        in.readBytes(scratch, 0, length);
        connection.receive(scratch, length);
    }

    private @Nullable DatagramConnection of(InetSocketAddress from) {
        DatagramConnection connection = known.get(from);
        if (connection == null) {
            connection = strangers.get(from);
        }
        return connection == null && !stopped ? admit(from) : connection;
    }

    private @Nullable DatagramConnection admit(InetSocketAddress from) {
        String address = Gateway.addressOf(from);
        Refused refused = loop.admission.refusalOfDatagram(address, rates, loop.nowNanos());
        if (refused != null) {
            loop.metrics.refused(refused);
            return null;
        }
        if (strangers.size() >= loop.settings.datagramStrangersMax()) {
            strangers.firstEntry().getValue().forget("crowded_out");
        }
        DatagramConnection connection = new DatagramConnection(loop, this, from, address, endpoint);
        strangers.put(from, connection);
        loop.add(connection);
        connection.begin(dialect, endpoint);
        return connection;
    }

    /// The client has logged in.
    void known(DatagramConnection connection) {
        strangers.remove(connection.remote());
        known.put(connection.remote(), connection);
        loop.metrics.accepted.increment();
        loop.admission.enterKnown();
    }

    void forget(DatagramConnection connection) {
        if (!strangers.remove(connection.remote(), connection) && known.remove(connection.remote(), connection)) {
            loop.admission.leave(false);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // Such as the news that somebody's port is closed: it says nothing about anybody else.
        log.debug("A datagram could not be received", cause);
    }

    // --- what leaves

    boolean hasRoom() {
        Channel out = channel;
        return out != null && out.isWritable();
    }

    /// @return false if there is no room
    boolean write(OutFrame frame, InetSocketAddress to) {
        Channel out = channel;
        if (out == null || !out.isWritable()) {
            return false;
        }
        ByteBuf bytes = out.alloc().directBuffer(frame.length());
        bytes.writeBytes(frame.bytes(), 0, frame.length());
        out.write(new DatagramPacket(bytes, to), out.voidPromise());
        written = true;
        return true;
    }

    void flush() {
        Channel out = channel;
        if (written && out != null) {
            written = false;
            out.flush();
        }
    }

    /// Lets nobody new in; those who are there are told by their loop. The channel is closed when they are gone.
    void stop() {
        stopped = true;
    }

    void close() {
        Channel out = channel;
        if (out != null) {
            out.close();
        }
    }
}
