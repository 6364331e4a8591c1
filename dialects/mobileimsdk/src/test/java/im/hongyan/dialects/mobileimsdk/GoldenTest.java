package im.hongyan.dialects.mobileimsdk;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.limit.Limits;
import im.hongyan.dialect.OutFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final String FP = "3a145548-06f2-47bc-840a-1969bd72465d";

    private final MobileImCodec codec = new MobileImCodec(Limits.DEFAULT.jsonDepthMax());
    private final MobileImWriter writer = new MobileImWriter(null);

    static Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    private static byte[] bytes(String file) throws IOException {
        return Files.readString(FOLDER.resolve(file)).strip().getBytes(StandardCharsets.UTF_8);
    }

    /// Reading and writing again changes nothing: the order of fields, what is left out, how characters are
    /// escaped.
    @ParameterizedTest
    @MethodSource("files")
    void everyPacketIsWrittenAsItWasRead(String file) throws IOException {
        byte[] captured = bytes(file);
        Packet packet = codec.decode(captured, 0, captured.length);
        assertThat(packet).isNotNull();
        assertThat(text(writer.packet(packet))).isEqualTo(new String(captured, StandardCharsets.UTF_8));
    }

    @Test
    void loginsAreUnderstood() throws IOException {
        assertThat(login("client-login.json")).isEqualTo(new MobileImCodec.LoginInfo("alice", "tok", null, 0));
        assertThat(login("client-login-extra.json"))
                .isEqualTo(new MobileImCodec.LoginInfo("jtcp", "tk", "{\"a\":1}", 0));
    }

    private MobileImCodec.LoginInfo login(String file) throws IOException {
        byte[] captured = bytes(file);
        return codec.login(codec.decode(captured, 0, captured.length).dataContent());
    }

    @Test
    void theServersOwnPackets() throws IOException {
        same("server-login-response.json", writer.loggedIn("w1", 1_795_187_062_363L));
        same("server-login-refused.json", writer.loginRefused(1_025));
        same("server-keep-alive-response.json", writer.alive("alice"));
        same("server-received.json", writer.received(FP, "bob", "alice"));
        same("server-kickout-duplicate.json", writer.kickout("dup0", 1, null));
        same("server-kickout-admin.json", writer.kickout("noack", 2, "bye-bye"));
        byte[] keepAlive = bytes("client-keep-alive-w7.json");
        Packet offending = codec.decode(keepAlive, 0, keepAlive.length);
        same("server-error.json", writer.notLoggedIn(offending, Integer.MAX_VALUE));
    }

    private static void same(String file, OutFrame frame) throws IOException {
        assertThat(text(frame)).isEqualTo(new String(bytes(file), StandardCharsets.UTF_8));
    }

    private static String text(OutFrame frame) {
        return new String(frame.bytes(), 0, frame.length(), StandardCharsets.UTF_8);
    }
}
