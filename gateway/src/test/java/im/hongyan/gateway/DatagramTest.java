package im.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.core.session.Signal;
import im.hongyan.dialect.Endpoint;
import im.hongyan.testkit.wire.EchoDialect;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// UDP: an address is a connection, for as long as it says something; and strangers cost little.
class DatagramTest {
    private static final int FRAME_BYTES_MAX = 2_048;
    private static final int STRANGERS_MAX = 16;
    private static final int QUIET_MS = 200;

    static {
        LeakTest.watch();
    }

    private final EchoDialect echo = new EchoDialect(new Endpoint.Udp(0, FRAME_BYTES_MAX, 1_500));
    private final EventLoops loops = EventLoops.open(2);
    private Gateway gateway;
    private InetSocketAddress port;

    @BeforeEach
    void open() throws IOException {
        GatewaySettings usual = TestGateway.settings(change -> change);
        GatewaySettings settings = new GatewaySettings(
                usual.limits(),
                usual.loopbackExempt(),
                usual.closeTimeoutMs(),
                usual.quietMs(),
                usual.throttledMaxMs(),
                usual.handoversMax(),
                usual.addressesMax(),
                STRANGERS_MAX,
                3);
        gateway = new Gateway(settings, List.of(echo), System::nanoTime, InstantSource.system());
        port = gateway.listen("127.0.0.1", loops).getFirst();
    }

    @AfterEach
    void close() throws InterruptedException {
        gateway.stop(Duration.ofSeconds(5));
        loops.group().shutdownGracefully(10, 5_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }

    private DatagramSocket client() throws IOException {
        DatagramSocket socket = new DatagramSocket();
        socket.connect(port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(DatagramSocket socket, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length));
    }

    private static String read(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static void readNothing(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(QUIET_MS);
        assertThatThrownBy(() -> read(socket)).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(10_000);
    }

    private EchoDialect.Session session() throws InterruptedException {
        EchoDialect.Session session = echo.opened.poll(10, TimeUnit.SECONDS);
        assertThat(session).isNotNull();
        return session;
    }

    @Test
    void aDatagramIsAFrame() throws Exception {
        try (DatagramSocket one = client();
                DatagramSocket other = client()) {
            send(one, "one");
            send(other, "other");
            assertThat(read(one)).isEqualTo("one");
            assertThat(read(other)).isEqualTo("other");
            send(one, "x".repeat(FRAME_BYTES_MAX));
            assertThat(read(one)).hasSize(FRAME_BYTES_MAX);
            assertThat(session().frames).hasValue(2);
            assertThat(session().frames).hasValue(1);
            assertThat(echo.opened).isEmpty();
        }
    }

    @Test
    void aDatagramTooLargeForgetsItsSender() throws Exception {
        try (DatagramSocket client = client()) {
            send(client, "hello");
            assertThat(read(client)).isEqualTo("hello");
            EchoDialect.Session session = session();
            send(client, "x".repeat(FRAME_BYTES_MAX + 1));
            TestGateway.await("gone", () -> session.gone.get() == 1);
            assertThat(session.tooLarge).hasValue(1);
            send(client, "again");
            assertThat(session()).isNotSameAs(session);
        }
    }

    @Test
    void aStrangerIsSentAtMostThreeTimesWhatItSent() throws Exception {
        try (DatagramSocket client = client()) {
            send(client, "big:21");
            readNothing(client);
            send(client, "big:30"); // both have sent 12 bytes
            assertThat(read(client)).hasSize(30);
            send(client, "login");
            assertThat(read(client)).isEqualTo("welcome");
            send(client, "big:1000");
            assertThat(read(client)).hasSize(1_000);
        }
    }

    @Test
    void strangersAreBoundedInNumberAndThoseWhoLoggedInStay() throws Exception {
        List<DatagramSocket> crowd = new ArrayList<>();
        try (DatagramSocket friend = client()) {
            send(friend, "login");
            assertThat(read(friend)).isEqualTo("welcome");
            EchoDialect.Session known = session();
            EchoDialect.Session first = null;
            for (int i = 0; i < 10 * STRANGERS_MAX; i++) {
                DatagramSocket stranger = client();
                crowd.add(stranger);
                send(stranger, "hello");
                assertThat(read(stranger)).isEqualTo("hello");
                EchoDialect.Session session = session();
                first = first == null ? session : first;
            }
            EchoDialect.Session oldest = first;
            TestGateway.await("the oldest is forgotten", () -> oldest.gone.get() == 1);
            assertThat(gateway.metrics().closedAs("crowded_out")).isGreaterThanOrEqualTo(9 * STRANGERS_MAX);
            assertThat(gateway.metrics().open()).isEqualTo(1);
            assertThat(gateway.metrics().anonymous()).isZero();
            assertThat(known.gone).hasValue(0);
            known.connection.push(new Signal.SyncNeeded());
            assertThat(known.signals.poll(10, TimeUnit.SECONDS)).isNotNull();
        } finally {
            crowd.forEach(DatagramSocket::close);
        }
    }

    @Test
    void whoSaysNothingIsForgotten() throws Exception {
        try (DatagramSocket client = client()) {
            send(client, "login");
            assertThat(read(client)).isEqualTo("welcome");
            EchoDialect.Session session = session();
            assertThat(read(client)).isEqualTo("heartbeat_timeout");
            TestGateway.await("gone", () -> session.gone.get() == 1);
            assertThat(gateway.metrics().open()).isZero();
        }
    }

    @Test
    void aSessionThatThrowsHarmsNobodyElse() throws Exception {
        try (DatagramSocket one = client();
                DatagramSocket other = client()) {
            send(one, "throw");
            EchoDialect.Session session = session();
            TestGateway.await("gone", () -> session.gone.get() == 1);
            send(other, "hello");
            assertThat(read(other)).isEqualTo("hello");
        }
    }

    @Test
    void aStoppingServerTellsThoseWhoAreThere() throws Exception {
        try (DatagramSocket client = client()) {
            send(client, "login");
            assertThat(read(client)).isEqualTo("welcome");
            EchoDialect.Session session = session();
            gateway.stop(Duration.ofSeconds(5));
            assertThat(read(client)).isEqualTo("stopping");
            TestGateway.await("gone", () -> session.gone.get() == 1);
        }
    }
}
