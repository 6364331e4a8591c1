package im.hongyan.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.core.limit.Limits;
import im.hongyan.dialect.Endpoint;
import im.hongyan.gateway.Gateway;
import im.hongyan.gateway.GatewaySettings;
import im.hongyan.testkit.wire.EchoDialect;
import im.hongyan.testkit.wire.RawSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnePortTest {
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final CompletableFuture<Void> release = new CompletableFuture<>();
    private EchoDialect echo;
    private Gateway gateway;
    private HttpPort port;

    @BeforeEach
    void open() throws Exception {
        echo = new EchoDialect(new Endpoint.WebSocket("/link", 65_536));
        gateway = new Gateway(
                GatewaySettings.of(Limits.DEFAULT), List.of(echo), System::nanoTime, InstantSource.system());
        port = open(0);
    }

    private HttpPort open(int number) throws Exception {
        HttpSettings usual = HttpSettings.of("127.0.0.1", number, Limits.DEFAULT);
        HttpSettings hasty =
                new HttpSettings(usual.host(), usual.port(), usual.limits(), 2, 1500, 1500, 1500, 3000, false);
        return HttpPort.open(hasty, gateway, System::nanoTime, ready::get, () -> "hongyan_up 1\n", router -> {
            router.post("/api/echo")
                    .handler(context -> context.response().end(context.body().buffer()));
            router.get("/api/broken").handler(_ -> {
                throw new IllegalStateException("asked for");
            });
            router.get("/api/slow")
                    .handler(context -> release.thenRun(() ->
                            context.vertx().runOnContext(_ -> context.response().end("done"))));
        });
    }

    @AfterEach
    void close() throws Exception {
        release.complete(null);
        port.stop(Duration.ofSeconds(5));
        port.close();
    }

    private String ask(String request) throws IOException {
        try (RawSocket client = new RawSocket(port.port())) {
            client.send(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            return client.rest();
        }
    }

    private String get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\nHost: test\nConnection: close\n\n");
    }

    // --- WebSocket

    @Test
    void echoesOverTheRealPort() throws IOException {
        try (RawSocket client = RawSocket.webSocket(port.port(), "/link?x=1")) {
            client.text("hello 鸿雁");
            assertThat(client.frame().text()).isEqualTo("hello 鸿雁");
        }
    }

    @Test
    void theAnswerIsTheStandardsOwnExample() throws IOException {
        try (RawSocket client = new RawSocket(port.port())) {
            String request = """
                    GET /link HTTP/1.1
                    host: test
                    upgrade: WebSocket
                    connection: Upgrade
                    sec-websocket-version: 13
                    sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==

                    """;
            client.send(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(client.head())
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
        }
    }

    @Test
    void framesThatComeRightBehindTheHandshakeAreNotLost() throws IOException {
        byte[] all = RawSocket.concat(
                RawSocket.handshake("/link"), RawSocket.textFrame("one"), RawSocket.textFrame("two 鸿雁"));
        for (int cut = 1; cut < all.length; cut += 13) {
            try (RawSocket client = new RawSocket(port.port())) {
                client.send(java.util.Arrays.copyOf(all, cut));
                client.send(java.util.Arrays.copyOfRange(all, cut, all.length));
                assertThat(client.head()).startsWith("HTTP/1.1 101 ");
                assertThat(client.frame().text()).isEqualTo("one");
                assertThat(client.frame().text()).isEqualTo("two 鸿雁");
            }
        }
    }

    @Test
    void aConnectionThatSpokeHttpBeforeMayUpgrade() throws IOException {
        try (RawSocket client = new RawSocket(port.port())) {
            client.send("GET /health/live HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            client.read("live\n".length());
            client.send(RawSocket.concat(RawSocket.handshake("/link"), RawSocket.textFrame("now")));
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
            assertThat(client.frame().text()).isEqualTo("now");
        }
    }

    @Test
    void anUpgradeBehindAnUnansweredRequestIsRefused() throws IOException {
        try (RawSocket client = new RawSocket(port.port())) {
            client.send(RawSocket.concat(
                    "GET /api/slow HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                    RawSocket.handshake("/link")));
            release.complete(null);
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            client.read("done".length());
            assertThat(client.head()).startsWith("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | GET /nowhere       | Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
            426 | GET /link          | Accept: text/html
            405 | POST /link         | Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
            426 | GET /link          | Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Version: 8~Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
            426 | GET /link          | Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
            400 | GET /link          | Upgrade: websocket~Connection: close~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
            400 | GET /link          | Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Version: 13
            400 | GET /link          | Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: AAAA
            400 | GET /link          | Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!==
            400 | GET /link          | Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==~Content-Length: 5
            """)
    void aBadHandshakeIsRefusedInWords(int status, String line, String headers) throws IOException {
        String answer = ask(line + " HTTP/1.1\nHost: test\n" + headers.replace("~", "\n") + "\n\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("{\"err\":{\"name\":\"");
        if (status == 426) {
            assertThat(answer.toLowerCase(java.util.Locale.ROOT)).contains("sec-websocket-version: 13");
        }
        assertThat(gateway.metrics().open()).isZero();
    }

    @Test
    void aFullHouseIsSaidBeforeTheUpgrade() throws Exception {
        int letIn = 0;
        while (gateway.enter("10.0." + letIn / 250 + "." + letIn % 250) == null) {
            letIn++;
        }
        assertThat(letIn).isEqualTo(Limits.DEFAULT.anonymousConnectionsMax());
        try (RawSocket client = new RawSocket(port.port())) {
            client.send(RawSocket.handshake("/link"));
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("retry-after: 1")
                    .contains("\"name\":\"overloaded\"");
        }
        for (; letIn > 0; letIn--) {
            gateway.leave();
        }
        RawSocket.webSocket(port.port(), "/link").close();
    }

    @Test
    void halfAHandshakeIsCutOff() throws IOException {
        byte[] handshake = RawSocket.handshake("/link");
        try (RawSocket silent = new RawSocket(port.port());
                RawSocket half = new RawSocket(port.port())) {
            half.send(java.util.Arrays.copyOf(handshake, handshake.length - 2));
            assertThat(half.ended()).isTrue();
            assertThat(silent.ended()).isTrue();
        }
    }

    @Test
    void aHeaderNowAndThenDoesNotKeepAConnectionAlive() throws Exception {
        try (RawSocket client = new RawSocket(port.port())) {
            long began = System.nanoTime();
            client.send("GET /health/live HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> {
                        while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(20)) {
                            client.send("x: y\r\n".getBytes(StandardCharsets.US_ASCII));
                            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(10));
        }
    }

    @Test
    void anIdleHttpConnectionIsCutOff() throws IOException {
        try (RawSocket client = new RawSocket(port.port())) {
            client.send("GET /health/live HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.head();
            client.read("live\n".length());
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void anUpgradedConnectionOutlivesTheTimeoutsOfHttp() throws Exception {
        try (RawSocket client = RawSocket.webSocket(port.port(), "/link")) {
            EchoDialect.Session session = echo.opened.poll(10, TimeUnit.SECONDS);
            while (session.ticks.get() < 5) {
                java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
            }
            client.text("still here");
            assertThat(client.frame().text()).isEqualTo("still here");
        }
    }

    // --- HTTP

    @Test
    void healthAndMetrics() throws IOException {
        assertThat(get("/health/live")).startsWith("HTTP/1.1 200 ");
        assertThat(get("/health/ready")).startsWith("HTTP/1.1 200 ");
        ready.set(false);
        assertThat(get("/health/ready")).startsWith("HTTP/1.1 503 ");
        assertThat(get("/metrics")).contains("hongyan_up 1");
    }

    @Test
    void errorsAreJson() throws IOException {
        assertThat(get("/nowhere")).startsWith("HTTP/1.1 404 ").contains("\"name\":\"not_found\"");
        assertThat(get("/api/echo")).startsWith("HTTP/1.1 405 ").contains("\"name\":\"method_not_allowed\"");
        assertThat(get("/api/broken")).startsWith("HTTP/1.1 500 ").contains("\"name\":\"internal\"");
        assertThat(get("/" + "x".repeat(5000))).contains(" 414 ", "\"name\":\"address_too_long\"");
        assertThat(ask("GET /health/live HTTP/1.1\nx: " + "y".repeat(21_000) + "\n\n"))
                .contains(" 431 ", "\"name\":\"headers_too_large\"");
        assertThat(ask("GET /health/live HTTP/1.1\nHost: test\nConnection: close\nx: " + "y".repeat(16_384) + "\n\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(ask("what?\n\n")).contains(" 400 ", "\"name\":\"bad_request\"");
    }

    @Test
    void bodiesAreBounded() throws IOException {
        String ok = ask("POST /api/echo HTTP/1.1\nHost: test\nConnection: close\nContent-Length: 5\n\nhello");
        assertThat(ok).startsWith("HTTP/1.1 200 ").endsWith("hello");
        String big = ask("POST /api/echo HTTP/1.1\nHost: test\nConnection: close\nContent-Length: 1048577\n\n");
        assertThat(big).startsWith("HTTP/1.1 413 ").contains("\"name\":\"too_large\"");
    }

    @Test
    void aPortInUseIsNamed() {
        assertThatThrownBy(() -> open(port.port()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + port.port());
    }

    @Test
    void stoppingLetsARequestFinishAndClosesWebSockets() throws Exception {
        try (RawSocket slow = new RawSocket(port.port());
                RawSocket client = RawSocket.webSocket(port.port(), "/link")) {
            slow.send("GET /api/slow HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.text("x");
            client.frame();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
                try {
                    port.stop(Duration.ofSeconds(5));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(client.frame().text()).isEqualTo("stopping");
            assertThat(client.frame().closeCode()).isEqualTo(4000);
            client.close();
            release.complete(null);
            assertThat(slow.head()).startsWith("HTTP/1.1 200 ");
            stopped.get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> new RawSocket(port.port())).isInstanceOf(IOException.class);
        }
    }
}
