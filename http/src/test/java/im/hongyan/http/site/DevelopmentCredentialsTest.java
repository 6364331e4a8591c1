package im.hongyan.http.site;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.Tokens;
import im.hongyan.core.error.Outcome;
import im.hongyan.testkit.core.MemoryWorld;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentCredentialsTest {
    private static final String ADDRESS = "/dev/credentials?user=alice";

    @TempDir
    Path root;

    private SiteWorld world;

    @BeforeEach
    void open() throws Exception {
        world = new SiteWorld(SiteSource.checkout(root));
    }

    @AfterEach
    void close() throws InterruptedException {
        world.close();
    }

    @Test
    void aPageOnThisMachineGetsAToken() throws Exception {
        for (String site : new String[] {"same-origin", "none"}) {
            HttpResponse<String> answer = world.get(ADDRESS, "Sec-Fetch-Site", site);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            JsonObject credential = new JsonObject(answer.body());
            assertThat(credential.getString("app")).isEqualTo("demo");
            assertThat(credential.getString("user")).isEqualTo("alice");
            assertThat(world.core.accounts().tokens().verify(MemoryWorld.APP, credential.getString("token")))
                    .isEqualTo(Outcome.ok(new Tokens.Claims(MemoryWorld.key("alice"), credential.getLong("expires"))));
        }
    }

    @Test
    void theTokenMayBeShort() throws Exception {
        JsonObject credential =
                new JsonObject(world.get(ADDRESS + "&seconds=90").body());
        assertThat(credential.getLong("expires") - world.core.clock().millis()).isBetween(90_000L, 91_000L);
    }

    @Test
    void everyLoopbackNameWillDo() throws Exception {
        for (String host : new String[] {"localhost", "LOCALHOST:80", "127.0.0.1:8080", "127.9.9.9", "[::1]:1"}) {
            assertThat(get("Host: " + host)).as(host).startsWith("HTTP/1.1 200 ");
        }
    }

    private String get(String... headers) throws Exception {
        String[] lines = new String[headers.length + 2];
        lines[0] = "GET " + ADDRESS + " HTTP/1.1";
        System.arraycopy(headers, 0, lines, 1, headers.length);
        lines[lines.length - 1] = "Connection: close";
        return world.raw(lines);
    }

    @Test
    void aNameThatOnlyPointsHereWillNot() throws Exception {
        for (String host : new String[] {
            "evil.example",
            "evil.example:8080",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "192.168.0.7",
            "[::2]",
            "0.0.0.0",
            "localhost:",
            "127.0.0.1@evil.example"
        }) {
            // What is no host at all, HTTP itself refuses.
            assertThat(get("Host: " + host)).as(host).startsWith("HTTP/1.1 40");
        }
        assertThat(get("Host: localhost", "Host: localhost")).doesNotStartWith("HTTP/1.1 200 ");
        assertThat(world.raw("GET " + ADDRESS + " HTTP/1.0")).doesNotContain(" 200 ");
    }

    @Test
    void anotherSiteWillNot() throws Exception {
        for (String site : new String[] {"cross-site", "same-site", "", "none, cross-site"}) {
            assertThat(get("Host: localhost", "Sec-Fetch-Site: " + site))
                    .as(site)
                    .startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void behindAProxyNobodyIsOnThisMachine() throws Exception {
        for (String header : new String[] {"X-Forwarded-For: 127.0.0.1", "Forwarded: for=1.2.3.4", "Via: 1.1 x"}) {
            assertThat(get("Host: localhost", header)).as(header).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void onlyReadingAndOnlyGoodNames() throws Exception {
        assertThat(world.ask("POST", ADDRESS).statusCode()).isEqualTo(404);
        assertThat(world.ask("HEAD", ADDRESS).statusCode()).isEqualTo(404);
        for (String query : new String[] {
            "",
            "?user=",
            "?user=%24system",
            "?user=" + "a".repeat(65),
            "?user=a%00",
            "?user=a&seconds=0",
            "?user=a&seconds=-5",
            "?user=a&seconds=9999999",
            "?user=a&seconds=x"
        }) {
            HttpResponse<String> answer = world.get("/dev/credentials" + query);
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(new JsonObject(answer.body()).getJsonObject("err").getString("name"))
                    .isIn("bad_user_id", "bad_frame");
        }
    }
}
