package im.hongyan.gateway;

import static im.hongyan.testkit.wire.RawSocket.concat;
import static im.hongyan.testkit.wire.RawSocket.frame;
import static im.hongyan.testkit.wire.RawSocket.textFrame;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.testkit.wire.EchoDialect;
import im.hongyan.testkit.wire.RawSocket;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6455 over a real socket, rule by rule.
class WebSocketRulesTest {
    private static TestGateway server;

    @BeforeAll
    static void open() throws IOException {
        server = new TestGateway();
    }

    @AfterAll
    static void close() throws InterruptedException {
        server.close();
    }

    private static byte[] hex(String spaced) {
        return HexFormat.of().parseHex(spaced.replace(" ", ""));
    }

    /// The server must answer with a close of this code, and end the connection.
    private static void expectClose(RawSocket client, int code) throws IOException {
        RawSocket.Frame farewell = client.frame();
        assertThat(farewell.first()).isEqualTo(0x88);
        assertThat(farewell.closeCode()).isEqualTo(code);
        assertThat(client.ended()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            not masked                              | 81 01 41
            first reserved bit                      | c1 81 00000000 41
            second reserved bit                     | a1 81 00000000 41
            third reserved bit                      | 91 81 00000000 41
            reserved opcode 3                       | 83 81 00000000 41
            reserved opcode 7                       | 87 80 00000000
            reserved control opcode b               | 8b 80 00000000
            reserved control opcode f               | 8f 80 00000000
            fragmented ping                         | 09 80 00000000
            ping of 126 bytes                       | 89 fe 007e 00000000
            fragmented close                        | 08 80 00000000
            continuation of nothing                 | 80 81 00000000 41
            last continuation after a whole message | 81 81 00000000 41 80 81 00000000 41
            text inside a fragmented text           | 01 81 00000000 41 81 81 00000000 41
            binary inside a fragmented text         | 01 81 00000000 41 02 81 00000000 41
            16-bit length that fits in 7 bits       | 81 fe 007d 00000000
            64-bit length that fits in 16           | 81 ff 000000000000ffff 00000000
            64-bit length with the top bit          | 81 ff 8000000000000001 00000000
            close with one byte                     | 88 81 00000000 03
            close 0                                 | 88 82 00000000 0000
            close 999                               | 88 82 00000000 03e7
            close 1004                              | 88 82 00000000 03ec
            close 1005                              | 88 82 00000000 03ed
            close 1006                              | 88 82 00000000 03ee
            close 1015                              | 88 82 00000000 03f7
            close 2999                              | 88 82 00000000 0bb7
            close 5000                              | 88 82 00000000 1388
            close 65535                             | 88 82 00000000 ffff
            """)
    void violationsCloseWith1002(String rule, String bytes) throws IOException {
        assertThat(rule).isNotEmpty();
        try (RawSocket client = server.webSocket()) {
            client.send(hex(bytes));
            if (rule.contains("after a whole message")) {
                assertThat(client.frame().text()).isEqualTo("A");
            }
            expectClose(client, 1002);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1014, 3000, 3999, 4000, 4999})
    void closesAreEchoed(int code) throws Exception {
        try (RawSocket client = server.webSocket()) {
            EchoDialect.Session session = server.session();
            client.send(frame(0x88, new byte[] {(byte) (code >>> 8), (byte) code, 'o', 'k'}));
            expectClose(client, code);
            TestGateway.await("gone", () -> session.gone.get() == 1);
        }
    }

    @Test
    void aCloseWithoutCodeIsEchoedWithoutCode() throws IOException {
        try (RawSocket client = server.webSocket()) {
            client.send(frame(0x88, new byte[0]));
            expectClose(client, 1005);
        }
    }

    @Test
    void whatComesAfterACloseIsIgnored() throws IOException {
        try (RawSocket client = server.webSocket()) {
            client.send(concat(frame(0x88, new byte[] {3, (byte) 0xE8}), textFrame("late"), frame(0x89, new byte[1])));
            expectClose(client, 1000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 128, 4096, 65_534, 65_535, 65_536})
    void everyLengthIsEchoed(int length) throws IOException {
        try (RawSocket client = server.webSocket()) {
            byte[] payload = new byte[length];
            for (int i = 0; i < length; i++) {
                payload[i] = (byte) (i * 31);
            }
            client.send(frame(0x82, payload));
            RawSocket.Frame echoed = client.frame();
            assertThat(echoed.first()).isEqualTo(0x82);
            assertThat(echoed.payload()).isEqualTo(payload);
        }
    }

    @Test
    void fragmentsMakeOneMessageAndControlFramesMayComeBetween() throws IOException {
        try (RawSocket client = server.webSocket()) {
            client.send(concat(
                    frame(0x01, "frag".getBytes(UTF_8)),
                    frame(0x89, "ping".getBytes(UTF_8)),
                    frame(0x00, new byte[0]),
                    frame(0x8A, "unasked pong".getBytes(UTF_8)),
                    frame(0x00, "men".getBytes(UTF_8)),
                    frame(0x80, "ted".getBytes(UTF_8)),
                    textFrame("whole")));
            RawSocket.Frame pong = client.frame();
            assertThat(pong.first()).isEqualTo(0x8A);
            assertThat(pong.text()).isEqualTo("ping");
            assertThat(client.frame().text()).isEqualTo("fragmented");
            assertThat(client.frame().text()).isEqualTo("whole");
        }
    }

    @Test
    void aPingOf125BytesIsAnswered() throws IOException {
        try (RawSocket client = server.webSocket()) {
            byte[] payload = new byte[125];
            payload[124] = 7;
            client.send(frame(0x89, payload));
            assertThat(client.frame().payload()).isEqualTo(payload);
        }
    }

    @Test
    void aCharacterMayBeCutByFragmentsAndByPackets() throws IOException {
        byte[] goose = "鸿雁😀".getBytes(UTF_8);
        try (RawSocket client = server.webSocket()) {
            for (int i = 0; i < goose.length; i++) {
                int first = (i == 0 ? 1 : 0) | (i == goose.length - 1 ? 0x80 : 0);
                for (byte each : frame(first, new byte[] {goose[i]})) {
                    client.send(new byte[] {each});
                }
            }
            assertThat(client.frame().text()).isEqualTo("鸿雁😀");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0 af",
                "c1 bf",
                "c2",
                "e0 80 af",
                "e0 9f bf",
                "ed a0 80",
                "ed bf bf",
                "e4 bd",
                "e4 bd 41",
                "f0 80 80 af",
                "f0 8f bf bf",
                "f4 90 80 80",
                "f5 80 80 80",
                "f0 9f 98",
                "fe",
                "ff",
                "4142434445464748 80",
                "e4bda0e5a5bd ff 41"
            })
    void textThatIsNotUtf8ClosesWith1007(String bytes) throws IOException {
        try (RawSocket client = server.webSocket()) {
            client.send(frame(0x81, hex(bytes)));
            expectClose(client, 1007);
        }
        try (RawSocket client = server.webSocket()) {
            byte[] whole = hex(bytes);
            client.send(concat(
                    frame(0x01, new byte[] {whole[0]}),
                    frame(0x80, java.util.Arrays.copyOfRange(whole, 1, whole.length))));
            expectClose(client, 1007);
        }
    }

    @Test
    void aBadPieceOfTextIsRefusedBeforeTheMessageIsWhole() throws IOException {
        try (RawSocket client = server.webSocket()) {
            client.send(frame(0x01, hex("4142 ff")));
            expectClose(client, 1007);
        }
    }

    @Test
    void aCloseReasonMustBeUtf8() throws IOException {
        try (RawSocket client = server.webSocket()) {
            client.send(frame(0x88, hex("03e8 ff")));
            expectClose(client, 1007);
        }
    }

    @Test
    void binaryNeedNotBeUtf8() throws IOException {
        try (RawSocket client = server.webSocket()) {
            client.send(frame(0x82, hex("ff fe 80")));
            assertThat(client.frame().payload()).isEqualTo(hex("ff fe 80"));
        }
    }

    @Test
    void aFrameTooLargeIsToldAndClosesWith1009() throws Exception {
        server.echo.opened.clear();
        try (RawSocket client = server.webSocket()) {
            EchoDialect.Session session = server.session();
            client.send(hex("81 ff 0000000000010001 00000000"));
            client.send(new byte[1024]); // it goes on sending, as a client would
            assertThat(client.frame().text()).isEqualTo("too large");
            expectClose(client, 1009);
            assertThat(session.tooLarge).hasValue(1);
            TestGateway.await("gone", () -> session.gone.get() == 1);
        }
    }

    @Test
    void fragmentsThatAddUpToTooMuchCloseWith1009() throws IOException {
        try (RawSocket client = server.webSocket()) {
            client.send(concat(frame(0x02, new byte[40_000]), frame(0x00, new byte[25_536])));
            client.send(frame(0x80, new byte[1]));
            assertThat(client.frame().text()).isEqualTo("too large");
            expectClose(client, 1009);
        }
    }

    @Test
    void theSessionClosesWithItsCodeAndWaitsForTheAnswer() throws Exception {
        server.echo.opened.clear();
        try (RawSocket client = server.webSocket()) {
            EchoDialect.Session session = server.session();
            client.text("close");
            assertThat(client.frame().text()).isEqualTo("bye");
            assertThat(client.frame().closeCode()).isEqualTo(4302);
            TestGateway.await("gone before the answer", () -> session.gone.get() == 1);
            client.send(frame(0x88, new byte[] {0x10, (byte) 0xCE}));
            assertThat(client.ended()).isTrue();
            assertThat(session.gone).hasValue(1);
        }
    }

    @Test
    void aPeerThatDoesNotAnswerACloseIsCutOff() throws IOException {
        try (RawSocket client = server.webSocket()) {
            client.text("normal");
            assertThat(client.frame().closeCode()).isEqualTo(1000);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aSessionThatThrowsLosesItsConnectionOnly() throws Exception {
        server.echo.opened.clear();
        long before = server.gateway.metrics().sessionFailures();
        try (RawSocket client = server.webSocket();
                RawSocket other = server.webSocket()) {
            client.text("throw");
            assertThat(client.frame().closeCode()).isEqualTo(4006);
            other.text("still here");
            assertThat(other.frame().text()).isEqualTo("still here");
            assertThat(server.gateway.metrics().sessionFailures()).isEqualTo(before + 1);
        }
    }
}
