package im.hongyan.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a server that stands in for WeChat's, over a real socket.
class Code2SessionTest {
    private final AtomicReference<String> asked = new AtomicReference<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile String answer = "{}";
    private volatile int status = 200;
    private volatile boolean silent;
    private HttpServer wechat;

    @BeforeEach
    void open() throws IOException {
        wechat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        wechat.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        wechat.createContext("/sns/jscode2session", exchange -> {
            asked.set(exchange.getRequestURI().getRawQuery());
            if (silent) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        wechat.start();
    }

    @AfterEach
    void close() {
        release.countDown();
        wechat.stop(0);
        client.close();
    }

    private CodeAnswer exchange(String code, Duration patience) {
        String base = "http://127.0.0.1:" + wechat.getAddress().getPort();
        return new Code2Session(client, base, new WeChatApp("wx1", "s&cret"), patience).exchange(code);
    }

    private CodeAnswer exchange(String code) {
        return exchange(code, Duration.ofSeconds(10));
    }

    @Test
    void aCodeBecomesAUser() {
        answer = "{\"openid\":\"o1\",\"session_key\":\"AAECAwQFBgcICQoLDA0ODw==\",\"unionid\":\"u1\"}";
        assertThat(exchange("c/1")).isEqualTo(new CodeAnswer.Known("o1", "AAECAwQFBgcICQoLDA0ODw==", "u1"));
        assertThat(asked.get()).isEqualTo("appid=wx1&secret=s%26cret&js_code=c%2F1&grant_type=authorization_code");
        answer = " {\"session_key\":\"k\",\"openid\":\"o1\",\"errcode\":0} ";
        assertThat(exchange("c")).isEqualTo(new CodeAnswer.Known("o1", "k", null));
    }

    @Test
    void whatWeChatRefusesIsToldWithItsNumber() {
        answer = "{\"errcode\":40029,\"errmsg\":\"invalid code\"}";
        assertThat(exchange("c")).isEqualTo(new CodeAnswer.Refused(40029, "invalid code"));
        answer = "{\"errcode\":-1}";
        assertThat(exchange("c")).isEqualTo(new CodeAnswer.Refused(-1, ""));
    }

    @Test
    void whatCannotBeUsedIsNoUser() {
        for (String each :
                new String[] {"", "[]", "{\"openid\":7}", "{\"openid\":\"o\"}", "<html>", "{\"errcode\":\"x\"}"}) {
            answer = each;
            assertThat(exchange("c")).as(each).isInstanceOf(CodeAnswer.Unusable.class);
        }
        answer = "{\"pad\":\"" + "x".repeat(20_000) + "\"}";
        assertThat(exchange("c")).isInstanceOf(CodeAnswer.Unusable.class);
        answer = "{\"openid\":\"o1\",\"session_key\":\"k\"}";
        status = 502;
        assertThat(exchange("c")).isInstanceOf(CodeAnswer.Unusable.class);
    }

    @Test
    void silenceAndAClosedDoorAreToldApartFromARefusal() {
        silent = true;
        assertThat(exchange("c", Duration.ofMillis(200))).isInstanceOf(CodeAnswer.Unreachable.class);
        wechat.stop(0);
        CodeAnswer answered = exchange("c");
        assertThat(answered).isInstanceOf(CodeAnswer.Unreachable.class);
        assertThat(answered.toString()).doesNotContain("cret");
    }

    @Test
    void developmentCodesStandForTheExchange() {
        LoginCodes codes = new DevelopmentCodes(_ -> new CodeAnswer.NotConfigured());
        assertThat(codes.exchange("dev:o-1:AAE%2B%3D%3D")).isEqualTo(new CodeAnswer.Known("o-1", "AAE+==", null));
        assertThat(codes.exchange("dev:o-1:")).isEqualTo(new CodeAnswer.Known("o-1", "", null));
        assertThat(codes.exchange("dev::k")).isInstanceOf(CodeAnswer.Refused.class);
        assertThat(codes.exchange("dev:o-1")).isInstanceOf(CodeAnswer.Refused.class);
        assertThat(codes.exchange("dev:o:%zz")).isInstanceOf(CodeAnswer.Refused.class);
        assertThat(codes.exchange("081abc")).isEqualTo(new CodeAnswer.NotConfigured());
    }
}
