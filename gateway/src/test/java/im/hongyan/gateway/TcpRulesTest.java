package im.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.testkit.wire.EchoDialect;
import im.hongyan.testkit.wire.RawSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpRulesTest {
    private TestGateway server;

    @BeforeEach
    void open() throws IOException {
        server = new TestGateway();
    }

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    static byte[] framed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    static String read(RawSocket client) throws IOException {
        int length = ByteBuffer.wrap(client.read(4)).getInt();
        return new String(client.read(length), StandardCharsets.UTF_8);
    }

    @Test
    void framesAreEchoedHoweverTheyAreCut() throws IOException {
        try (RawSocket client = server.tcp()) {
            client.send(RawSocket.concat(framed("one"), framed(""), framed("鸿雁")));
            for (byte each : framed("byte by byte")) {
                client.send(new byte[] {each});
            }
            assertThat(read(client)).isEqualTo("one");
            assertThat(read(client)).isEmpty();
            assertThat(read(client)).isEqualTo("鸿雁");
            assertThat(read(client)).isEqualTo("byte by byte");
        }
    }

    @Test
    void aFrameTooLargeIsToldAndEndsTheConnection() throws IOException {
        for (int length : new int[] {65_537, Integer.MAX_VALUE, -1}) {
            try (RawSocket client = server.tcp()) {
                client.send(ByteBuffer.allocate(8).putInt(length).array());
                assertThat(read(client)).isEqualTo("too large");
                assertThat(client.ended()).isTrue();
            }
        }
    }

    @Test
    void theSessionClosesAfterItsLastWords() throws Exception {
        try (RawSocket client = server.tcp()) {
            EchoDialect.Session session = server.session();
            client.send(RawSocket.concat(framed("close"), framed("never read")));
            assertThat(read(client)).isEqualTo("bye");
            assertThat(client.ended()).isTrue();
            TestGateway.await("gone", () -> session.gone.get() == 1);
            assertThat(session.frames).hasValue(1);
        }
    }

    @Test
    void aClientThatGoesIsGoneOnce() throws Exception {
        EchoDialect.Session session;
        try (RawSocket client = server.tcp()) {
            session = server.session();
            client.send(framed("half a frame").clone());
            assertThat(read(client)).isEqualTo("half a frame");
            client.send(new byte[] {0, 0, 0, 9, 1});
        }
        TestGateway.await("gone", () -> session.gone.get() == 1);
        assertThat(server.gateway.metrics().open()).isZero();
        assertThat(server.gateway.metrics().anonymous()).isZero();
        assertThat(server.gateway.metrics().closedAs("lost")).isEqualTo(1);
    }
}
