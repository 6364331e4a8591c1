package im.hongyan.gateway;

import im.hongyan.core.limit.Limits;
import im.hongyan.dialect.Endpoint;
import im.hongyan.testkit.wire.EchoDialect;
import im.hongyan.testkit.wire.RawSocket;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// A gateway with an echo dialect, on a TCP port and on a port that speaks WebSocket without a handshake (the
/// handshake belongs to the HTTP port and is tested there).
final class TestGateway implements AutoCloseable {
    static final int FRAME_BYTES_MAX = 65_536;

    static {
        LeakTest.watch();
    }

    final EchoDialect echo =
            new EchoDialect(new Endpoint.WebSocket("/link", FRAME_BYTES_MAX), new Endpoint.Tcp(0, FRAME_BYTES_MAX));
    final Gateway gateway;
    final int tcpPort;
    final int webSocketPort;
    private final EventLoops loops = EventLoops.open(2);
    private final Channel listener;
    private boolean stopped;

    TestGateway() throws IOException {
        this(GatewaySettings.of(limits(Change.NONE)));
    }

    TestGateway(GatewaySettings settings) throws IOException {
        gateway = new Gateway(settings, List.of(echo), System::nanoTime, InstantSource.system());
        tcpPort = gateway.listen("127.0.0.1", loops).getFirst().getPort();
        Gateway.Route route = gateway.route("/link");
        listener = new ServerBootstrap()
                .group(loops.group())
                .channelFactory(loops.serverChannels())
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        String address = Gateway.addressOf(channel);
                        if (gateway.enter(address) != null) {
                            channel.close();
                        } else {
                            gateway.adopt(channel, route, address, new byte[0]);
                        }
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
        webSocketPort = ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /// The limits that tests tighten; rates are wide unless asked for.
    record Change(
            long idleTimeoutMs,
            int framesPerSecond,
            int framesBurst,
            int addressBurst,
            int anonymousMax,
            int connectionsMax,
            int outboundHigh,
            int outboundMax) {
        static final Change NONE =
                new Change(75_000, 1_000_000, 1_000_000, 1_000_000, 10_000, 200_000, 262_144, 4_194_304);
    }

    static Limits limits(Change change) {
        Limits d = Limits.DEFAULT;
        return new Limits(
                d.frameBytesMax(),
                d.jsonDepthMax(),
                d.contentBytesMax(),
                d.extBytesMax(),
                d.signalBytesMax(),
                d.mentionsMax(),
                d.badFramesMax(),
                d.loginTimeoutMs(),
                d.heartbeatMs(),
                change.idleTimeoutMs(),
                d.tokenWarningMs(),
                d.resumeWindowMs(),
                d.backgroundResumeMs(),
                d.resumableSessionsMax(),
                d.retryWindowMs(),
                d.youngSessionMs(),
                d.recentSendsMax(),
                d.recallWindowMs(),
                d.historyPageMax(),
                d.pageBytesMax(),
                d.syncEntriesMax(),
                d.conversationsPageMax(),
                d.ackPairsMax(),
                d.ackTimeoutMs(),
                d.ackRetriesMax(),
                d.watchedUsersMax(),
                d.usersPageMax(),
                change.framesPerSecond(),
                change.framesBurst(),
                d.sessionInFlightMax(),
                1,
                change.addressBurst(),
                change.anonymousMax(),
                change.connectionsMax(),
                change.outboundHigh(),
                change.outboundMax(),
                d.commitQueueMax(),
                d.commitBatchMax(),
                d.conversationCacheMax(),
                d.httpBodyBytesMax(),
                d.fileBytesMax(),
                d.filesPerMinuteMax(),
                d.userUploadsMax(),
                d.uploadsMax(),
                d.uploadMs(),
                d.fileUrlMs(),
                d.filesTotalBytesMax(),
                d.drainMs(),
                d.groupsPerUserMax(),
                d.groupUsersPerChangeMax(),
                d.groupNameBytesMax(),
                d.groupTextBytesMax(),
                d.groupAttributesMax(),
                d.roomsPerSessionMax(),
                d.roomMembersMax(),
                d.roomMessagesPerSecond(),
                d.roomBacklogMax(),
                d.roomPulseMs(),
                d.roomPulseUsersMax(),
                d.roomNameBytesMax(),
                d.roomAttributesMax(),
                d.roomAttributeNameBytesMax(),
                d.roomAttributeBytesMax(),
                d.friendsMax(),
                d.friendRequestsMax(),
                d.blocksMax(),
                d.friendListsMax(),
                d.friendNameBytesMax(),
                d.friendTextBytesMax(),
                d.friendAttributesMax(),
                d.friendsPageMax(),
                d.friendMarksMax(),
                d.blocklistsMax(),
                d.statusBytesMax(),
                d.editWindowMs(),
                d.editsPerMessageMax(),
                d.reactionKindsMax(),
                d.reactionUsersNamedMax(),
                d.removalsPerChangeMax(),
                d.pinnedMessagesMax(),
                d.readCountsMax(),
                d.readCountsFreshMembersMax(),
                d.readCountsMs(),
                d.draftBytesMax(),
                d.conversationCustomBytesMax(),
                d.foldersMax(),
                d.folderNameBytesMax(),
                d.folderChangeMax(),
                d.targetsMax(),
                d.lifeMaxMs(),
                d.burnMaxMs(),
                d.schedulesMax(),
                d.scheduleAheadMaxMs(),
                d.streamsMax(),
                d.streamIdleMs(),
                d.broadcastUsersMax(),
                d.portAnswerMs());
    }

    static GatewaySettings settings(UnaryOperator<Change> change) {
        return GatewaySettings.of(limits(change.apply(Change.NONE)));
    }

    RawSocket tcp() throws IOException {
        return new RawSocket(tcpPort);
    }

    RawSocket webSocket() throws IOException {
        return new RawSocket(webSocketPort);
    }

    EchoDialect.Session session() throws InterruptedException {
        EchoDialect.Session session = echo.opened.poll(10, TimeUnit.SECONDS);
        if (session == null) {
            throw new AssertionError("no session was opened");
        }
        return session;
    }

    void stop() throws InterruptedException {
        stopped = true;
        listener.close().syncUninterruptibly();
        gateway.stop(Duration.ofSeconds(5));
    }

    @Override
    public void close() throws InterruptedException {
        if (!stopped) {
            stop();
        }
        loops.group().shutdownGracefully(10, 5_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }

    /// Waits until something holds, or fails.
    static void await(String what, java.util.function.BooleanSupplier holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited too long for: " + what);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }
}
