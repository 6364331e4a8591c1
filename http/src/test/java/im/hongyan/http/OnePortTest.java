package im.hongyan.http;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.limit.Limits;
import im.hongyan.dialect.Endpoint;
import im.hongyan.gateway.Gateway;
import im.hongyan.gateway.GatewaySettings;
import im.hongyan.testkit.wire.EchoDialect;
import im.hongyan.testkit.wire.RawSocket;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OnePortTest {
    private Gateway gateway;
    private HttpPort port;

    @BeforeEach
    void open() throws Exception {
        EchoDialect echo = new EchoDialect(new Endpoint.WebSocket("/link", 65_536));
        gateway = new Gateway(
                GatewaySettings.of(Limits.DEFAULT), List.of(echo), System::nanoTime, InstantSource.system());
        port = HttpPort.open(
                HttpSettings.of("127.0.0.1", 0, Limits.DEFAULT),
                gateway,
                System::nanoTime,
                () -> true,
                () -> "hongyan_up 1\n",
                router -> {});
    }

    @AfterEach
    void close() throws Exception {
        port.stop(Duration.ofSeconds(5));
        port.close();
    }

    @Test
    void echoesOverTheRealPort() throws IOException {
        try (RawSocket client = RawSocket.webSocket(port.port(), "/link?x=1")) {
            client.text("hello 鸿雁");
            assertThat(client.frame().text()).isEqualTo("hello 鸿雁");
        }
    }

    @Test
    void framesThatComeRightBehindTheHandshakeAreNotLost() throws IOException {
        try (RawSocket client = new RawSocket(port.port())) {
            client.send(RawSocket.concat(
                    RawSocket.handshake("/link"), RawSocket.textFrame("one"), RawSocket.textFrame("two")));
            assertThat(client.head()).startsWith("HTTP/1.1 101 ").contains("Sec-WebSocket-Accept: ");
            assertThat(client.frame().text()).isEqualTo("one");
            assertThat(client.frame().text()).isEqualTo("two");
        }
    }
}
