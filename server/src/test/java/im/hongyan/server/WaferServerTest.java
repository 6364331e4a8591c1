package im.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.server.config.ConfigTree;
import im.hongyan.server.config.ServerConfig;
import im.hongyan.server.wiring.Server;
import im.hongyan.testkit.wire.RawSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Wafer's clients at the whole server, over real sockets.
class WaferServerTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private Server start(String... keys) throws Exception {
        Map<String, String> config = new HashMap<>(
                Map.of("port", "0", "data", folder.resolve("data").toString(), "mobileimsdk.enabled", "false"));
        for (int i = 0; i < keys.length; i += 2) {
            config.put(keys[i], keys[i + 1]);
        }
        return Server.start(ConfigTree.apply(ServerConfig.DEFAULT, config), (data, _) -> data);
    }

    private String get(Server server, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String field(String body, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(body);
        assertThat(found.find()).as(body).isTrue();
        return found.group(1);
    }

    private RawSocket tunnel(Server server, String skey) throws IOException, InterruptedException {
        return open(server, field(get(server, "/wafer/tunnel", "X-WX-Skey", skey), "url"));
    }

    private static RawSocket open(Server server, String url) throws IOException {
        assertThat(url).startsWith("ws://127.0.0.1:" + server.port() + "/wafer/ws/");
        return RawSocket.webSocket(server.port(), URI.create(url).getPath());
    }

    private String login(Server server, String openid) throws IOException, InterruptedException {
        return field(
                get(server, "/wafer/login", "X-WX-Code", "dev:" + openid + ":AAECAwQFBgcICQoLDA0ODw%3D%3D"), "skey");
    }

    @Test
    void loginChatAndARestart() throws Exception {
        String skey;
        Server server = start();
        try {
            skey = login(server, "ada");
            assertThat(get(server, "/wafer/user", "X-WX-Skey", skey)).contains("\"openId\":\"ada\"");
            try (RawSocket ada = tunnel(server, skey);
                    RawSocket bob = tunnel(server, login(server, "bob"))) {
                assertThat(ada.frame().text()).contains("\"total\":1,\"enter\":{\"openId\":\"ada\"");
                assertThat(ada.frame().text()).contains("\"total\":2,\"enter\":{\"openId\":\"bob\"");
                ada.text("ping");
                assertThat(ada.frame().text()).isEqualTo("pong");
                ada.text("message:{\"type\":\"speak\",\"content\":{\"word\":\"hello 你\"}}");
                assertThat(bob.frame().text()).contains("\"total\":2");
                assertThat(bob.frame().text()).contains("\"word\":\"hello 你\"", "\"openId\":\"ada\"");
                bob.text("message:{\"type\":\"conf.kick\"}");
                assertThat(bob.frame().text()).isEqualTo("close");
                assertThat(bob.frame().closeCode()).isEqualTo(1_000);
            }
            assertThat(get(server, "/metrics")).contains("hongyan_wafer_tunnels_issued_total 2");
        } finally {
            server.stop();
        }
        Server again = start();
        try {
            assertThat(get(again, "/wafer/user", "X-WX-Skey", skey)).contains("\"openId\":\"ada\"");
            assertThat(get(again, "/wafer/user", "X-WX-Skey", "made up")).contains("ERR_INVALID_SESSION");
        } finally {
            again.stop();
        }
    }

    @Test
    void aConnectUrlIsAcceptedAndDroppedTheSecondTime() throws Exception {
        Server server = start();
        try {
            String url = field(get(server, "/wafer/tunnel"), "url");
            try (RawSocket first = open(server, url)) {
                assertThat(first.frame().text()).contains("people");
                try (RawSocket second = open(server, url)) {
                    assertThat(second.frame().closeCode()).isEqualTo(4_200);
                }
            }
        } finally {
            server.stop();
        }
    }

    @Test
    void sixteenKilobytesOfHeadersAreTaken() throws Exception {
        Server server = start();
        try {
            assertThat(get(
                            server,
                            "/wafer/login",
                            "X-WX-Code",
                            "dev:ada:k",
                            "X-WX-Encrypted-Data",
                            "A".repeat(16_000),
                            "X-WX-IV",
                            "8PHy8/T19vf4+fr7/P3+/w=="))
                    .contains("#60021");
        } finally {
            server.stop();
        }
    }

    @Test
    void inProductionThereIsNoDevelopmentCodeNoGuestAndNoSample() throws Exception {
        Path secrets = folder.resolve("secrets");
        Files.writeString(secrets, "wechat-secret = s\n");
        Server server = start("mode", "production", "wafer.enabled", "true", "wafer.secrets", secrets.toString());
        try {
            assertThat(get(server, "/wafer/login", "X-WX-Code", "dev:ada:k")).contains("#1012");
            assertThat(get(server, "/wafer/tunnel")).contains("ERR_NO_SERVICE");
        } finally {
            server.stop();
        }
        Server off = start("mode", "production");
        try {
            assertThat(get(off, "/wafer/login", "X-WX-Code", "dev:ada:k")).contains("not_found");
        } finally {
            off.stop();
        }
    }
}
