package im.hongyan.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.App;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.AppSettings;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.file.FileKind;
import im.hongyan.core.limit.Limits;
import im.hongyan.testkit.core.MemoryWorld;
import im.hongyan.testkit.file.SampleFiles;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Files that were sent: who finds them, and how they are read.
class FileReadingTest {
    private final RestWorld world = new RestWorld().users("alice");
    private final String alice = token(MemoryWorld.key("alice"));

    @AfterEach
    void close() {
        world.close();
    }

    private String token(UserKey user) {
        return MemoryWorld.value(world.core.accounts().tokens().issue(user, 3_600_000))
                .token();
    }

    private RestWorld.Answer put(byte[] file) {
        return world.send(world.stranger("/api/v1/files")
                .header("Authorization", "Bearer " + alice)
                .header("Content-Type", "multipart/form-data; boundary=" + Forms.BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(Forms.file(file))));
    }

    @Test
    void aPictureThatIsAlsoAPageIsAPictureInABox() {
        byte[] page = "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(SampleFiles.accepted().get(FileKind.GIF), 13 + page.length);
        System.arraycopy(page, 0, both, 13, page.length);
        RestWorld.Answer sent = put(both);
        RestWorld.Answer bytes = world.send(world.stranger(sent.json().getString("url")));
        assertThat(bytes.header("Content-Type")).contains("image/gif");
        assertThat(bytes.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(bytes.header("Content-Security-Policy")).contains("sandbox");
    }

    @Test
    void anotherAppsUserDoesNotFindIt() {
        AppId other = new AppId("other");
        world.core.accounts().apps().create(new App(other, "", true, AppSettings.DEFAULT, 1));
        String stranger = token(new UserKey(other, new UserId("alice")));
        String id = put(SampleFiles.png()).json().getString("file");
        RestWorld.Answer answer =
                world.send(world.stranger("/api/v1/files/" + id).header("Authorization", "Bearer " + stranger));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.err().getString("name")).isEqualTo("file_unknown");
    }

    @Test
    void addressesAreProven() {
        JsonObject sent = put(SampleFiles.png()).json();
        String url = sent.getString("url");
        String other = put(SampleFiles.png()).json().getString("file");
        for (String forged : new String[] {
            url + "A",
            url.substring(0, url.length() - 1),
            url.replaceAll("&s=.*", ""),
            url.replaceAll("\\?.*", ""),
            url.replaceAll("e=\\d+", "e=9999999999999"),
            url.replaceAll("e=\\d+", "e=x"),
            url.replace(sent.getString("file"), other),
            "/files/",
            "/files/x?e=1&s=2",
            "/files/..%2fkey?e=1&s=2"
        }) {
            RestWorld.Answer answer = world.send(world.stranger(forged));
            assertThat(answer.status()).as(forged).isEqualTo(403);
            assertThat(answer.err().getString("name")).isEqualTo("file_address_invalid");
        }
        world.core.clock().forward(Limits.DEFAULT.fileUrlMs() + 3_600_000);
        RestWorld.Answer late = world.send(world.stranger(url));
        assertThat(late.status()).isEqualTo(403);
        assertThat(late.err().getString("name")).isEqualTo("file_address_expired");
        assertThat(late.err().getString("band")).isEqualTo("fix");
    }

    @Test
    void partsHeadsAndHeldCopies() {
        String url = put(SampleFiles.png()).json().getString("url");
        int size = SampleFiles.png().length;
        RestWorld.Answer part = world.send(world.stranger(url).header("Range", "bytes=1-3"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("PNG");
        assertThat(part.header("Content-Range")).contains("bytes 1-3/" + size);
        RestWorld.Answer outside = world.send(world.stranger(url).header("Range", "bytes=" + size + "-"));
        assertThat(outside.status()).isEqualTo(416);
        assertThat(outside.header("Content-Range")).contains("bytes */" + size);
        assertThat(world.send(world.stranger(url).header("Range", "bytes=0-1,3-4"))
                        .status())
                .isEqualTo(200);
        String tag = part.header("ETag").orElseThrow();
        assertThat(world.send(world.stranger(url).header("Range", "bytes=1-3").header("If-Range", tag))
                        .status())
                .isEqualTo(206);
        assertThat(world.send(world.stranger(url).header("Range", "bytes=1-3").header("If-Range", "\"other\""))
                        .status())
                .isEqualTo(200);
        assertThat(world.send(world.stranger(url).header("If-None-Match", tag)).status())
                .isEqualTo(304);
        RestWorld.Answer head = world.send(world.stranger(url).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).contains(Integer.toString(size));
        assertThat(head.response().body()).isEmpty();
    }

    @Test
    void otherMethodsAndAddresses() {
        assertThat(world.send(world.stranger("/api/v1/files")).status()).isEqualTo(405);
        assertThat(world.send(world.stranger("/api/v1/files/x").DELETE()).status())
                .isEqualTo(405);
        assertThat(world.send(world.stranger("/files/x").DELETE()).header("Allow"))
                .contains("GET, HEAD");
        assertThat(world.send(world.stranger("/api/v1/files/x/y")).status()).isEqualTo(404);
        assertThat(world.send(world.stranger("/api/v1/files/x").header("Authorization", "Bearer " + alice))
                        .status())
                .isEqualTo(404);
    }
}
