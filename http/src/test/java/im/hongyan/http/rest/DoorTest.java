package im.hongyan.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.Tokens;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.testkit.core.MemoryWorld;
import im.hongyan.testkit.wire.RawSocket;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused before anything is done.
class DoorTest {
    private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJhcHAiOiJkZW1vIiwic3ViIjoiYWxpY2UifQ.c2lnbmF0dXJl";

    private final RestWorld world = new RestWorld().users("alice", "bob");

    @AfterEach
    void close() {
        world.close();
    }

    private static void assertRefused(RestWorld.Answer answer, int status, ErrorCode code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(answer.err().getInteger("code")).isEqualTo(code.number());
        assertThat(answer.err().getString("name")).isEqualTo(code.word());
        assertThat(answer.err().getString("band")).isEqualTo(code.band().word());
        assertThat(answer.err().getString("text")).isNotBlank();
        assertThat(answer.err().getString("zh")).isEqualTo(code.chinese());
    }

    @Test
    void withoutAKeyNothingIsAnswered() {
        for (Route route : world.rest.routes()) {
            String path = route.path().text().replaceAll("[{}]", "");
            RestWorld.Answer answer = world.send(
                    world.stranger(path).method(route.method().name(), HttpRequest.BodyPublishers.ofString("{}")));
            assertRefused(answer, 401, ErrorCode.TOKEN_MISSING);
            assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer ", "bearer admin-2", "Bearer admin-1 "})
    void aWrongKeyIsTold(String header) {
        RestWorld.Answer answer = world.send(
                world.stranger("/api/v1/apps").header("Authorization", header).GET());
        boolean right = header.strip().equals("Bearer " + world.adminKey());
        if (right) {
            assertThat(answer.status()).isEqualTo(200);
        } else {
            assertThat(answer.status()).isEqualTo(401);
        }
    }

    @Test
    void twoCredentialsAreNone() {
        RestWorld.Answer answer = world.send(world.request("/api/v1/apps")
                .header("Authorization", "Bearer other")
                .GET());
        assertRefused(answer, 401, ErrorCode.TOKEN_MISSING);
    }

    @Test
    void aUsersTokenDoesNotPermit() {
        Tokens.Issued issued =
                MemoryWorld.value(world.core.accounts().tokens().issue(MemoryWorld.key("alice"), 60_000));
        RestWorld.Answer jwt = world.send(world.stranger("/api/v1/apps/demo/users/alice")
                .header("Authorization", "Bearer " + JWT)
                .GET());
        assertRefused(jwt, 403, ErrorCode.NOT_PERMITTED);
        RestWorld.Answer other = world.send(world.stranger("/api/v1/apps/demo/users/alice")
                .header("Authorization", "Bearer " + issued.token())
                .GET());
        assertThat(other.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v1/apps/", "/api/v1/apps/demo/users//sessions"})
    void anUnknownAddressIsTold(String path) {
        assertRefused(world.get(path), 404, ErrorCode.UNKNOWN_OPERATION);
    }

    @Test
    void aWrongMethodIsToldWhatIsAllowed() {
        RestWorld.Answer answer = world.delete("/api/v1/apps/demo");
        assertRefused(answer, 405, ErrorCode.UNKNOWN_OPERATION);
        assertThat(answer.header("Allow")).contains("GET, PATCH");
        assertThat(world.send(world.stranger("/api/v1/openapi.json").DELETE()).header("Allow"))
                .contains("GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk", "json"})
    void aBodyOfAnotherTypeIsRefused(String type) {
        RestWorld.Answer answer = world.send(world.request("/api/v1/apps")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertRefused(answer, 415, ErrorCode.BAD_FRAME);
        assertThat(answer.err().getString("field")).isEqualTo("Content-Type");
    }

    @Test
    void theTypesParametersMayBeWritten() {
        RestWorld.Answer answer = world.send(world.request("/api/v1/apps")
                .header("Content-Type", "Application/JSON; charset=\"UTF-8\"")
                .POST(HttpRequest.BodyPublishers.ofString("{\"app\":\"one\"}")));
        assertThat(answer.status()).isEqualTo(201);
    }

    @Test
    void aCompressedBodyIsRefused() {
        RestWorld.Answer answer = world.send(world.request("/api/v1/apps")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertRefused(answer, 415, ErrorCode.BAD_FRAME);
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsRefusedUnread() throws IOException {
        String answer = raw("POST /api/v1/apps HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + world.adminKey()
                + "\r\nContent-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void aBodyThatTurnsOutTooLargeIsRefused() {
        byte[] large = ("{\"app\":\"" + "x".repeat(1_100_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        RestWorld.Answer answer = world.send(world.request("/api/v1/apps")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(large))));
        assertRefused(answer, 413, ErrorCode.MESSAGE_TOO_LARGE);
    }

    @Test
    void theLargestBodyIsRead() {
        String body = "{\"app\":\"one\"" + " ".repeat(1_048_576 - 13) + "}";
        assertThat(world.call("POST", "/api/v1/apps", body).status()).isEqualTo(201);
        assertRefused(world.call("POST", "/api/v1/apps", body + " "), 413, ErrorCode.MESSAGE_TOO_LARGE);
    }

    @Test
    void aStrangersBodyIsNotCollected() throws IOException {
        try (RawSocket stranger = new RawSocket(world.port.port())) {
            stranger.send(
                    "POST /api/v1/apps HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            // Not a byte of the body was sent, and yet there is an answer.
            assertThat(stranger.head()).startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOn() throws IOException {
        try (RawSocket client = new RawSocket(world.port.port())) {
            client.send(("POST /api/v1/apps HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + world.adminKey()
                            + "\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 13\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(client.head()).startsWith("HTTP/1.1 100 ");
            client.send("{\"app\":\"one\"}".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.head()).startsWith("HTTP/1.1 201 ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|1000",
                "nonsense|1000",
                "[]|1000",
                "{\"app\":\"one\"} x|1000",
                "{\"app\":\"one\",}|1000",
                "{'app':'one'}|1000",
                "{\"app\":NaN}|1000",
                "{\"app\":7}|1001",
                "{}|1001",
                "{\"app\":\"one\",\"app\":\"two\"}|1001",
                "{\"app\":\"One\"}|1001",
                "{\"app\":\"one\",\"enabled\":\"yes\"}|1001",
                "{\"app\":\"one\",\"settings\":[]}|1001",
                "{\"app\":\"one\",\"settings\":{\"recall_window_ms\":1.5}}|1001"
            })
    void aBodyThatIsWrongIsTold(String body, int code) {
        RestWorld.Answer answer = world.call("POST", "/api/v1/apps", body == null ? "" : body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.err().getInteger("code")).isEqualTo(code);
        assertThat(answer.err().containsKey("field")).isEqualTo(code == 1001);
    }

    @Test
    void aBodyThatNestsTooDeepIsTold() {
        String deep = "{\"app\":" + "[".repeat(40) + "]".repeat(40) + "}";
        assertRefused(world.call("POST", "/api/v1/apps", deep), 400, ErrorCode.TOO_DEEP);
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        RestWorld.Answer answer = world.send(world.request("/api/v1/apps")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'})));
        assertRefused(answer, 400, ErrorCode.BAD_JSON);
    }

    @Test
    void aPathThatIsNoTextIsRefused() throws IOException {
        for (String path : List.of(
                "/api/v1/apps/demo/users/%ff",
                "/api/v1/apps/demo/users/%zz?limit=1", "/api/v1/apps/demo/users?limit=%3")) {
            String answer = raw(
                    "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + world.adminKey() + "\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void aFullServerSaysWhenToComeBack() {
        // The routes still use the old core, whose executor takes nothing more.
        world.core.restart();
        RestWorld.Answer answer = world.get("/api/v1/apps");
        assertRefused(answer, 503, ErrorCode.BUSY);
        assertThat(answer.header("Retry-After")).contains("1");
    }

    @Test
    void requestsAreCountedByRoute() {
        world.get("/api/v1/apps");
        world.get("/api/v1/apps/none");
        world.post("/api/v1/apps", new JsonObject().put("app", 7));
        RestMeter list = meter("GET", "/api/v1/apps");
        assertThat(list.served()).isEqualTo(1);
        assertThat(list.nanos()).isPositive();
        assertThat(meter("GET", "/api/v1/apps/{app}").refused()).isEqualTo(1);
        assertThat(meter("POST", "/api/v1/apps").refused()).isEqualTo(1);
    }

    private RestMeter meter(String method, String path) {
        return world.rest.meters().stream()
                .filter(meter -> meter.method().equals(method) && meter.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private String raw(String request) throws IOException {
        try (RawSocket client = new RawSocket(world.port.port())) {
            client.send(request.getBytes(StandardCharsets.US_ASCII));
            return client.head();
        }
    }
}
