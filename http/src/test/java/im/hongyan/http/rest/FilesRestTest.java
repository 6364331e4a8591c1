package im.hongyan.http.rest;

import static im.hongyan.http.rest.Forms.BOUNDARY;
import static im.hongyan.http.rest.Forms.file;
import static im.hongyan.http.rest.Forms.form;
import static im.hongyan.http.rest.Forms.part;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.file.FileKind;
import im.hongyan.core.limit.Limits;
import im.hongyan.testkit.core.MemoryWorld;
import im.hongyan.testkit.file.SampleFiles;
import im.hongyan.testkit.wire.RawSocket;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Files over HTTP: sent in forms, found with a token, read at a signed address.
class FilesRestTest {
    private static final Schema SCHEMA =
            new Schema(new JsonObject(new String(Description.JSON, StandardCharsets.UTF_8)));
    private static final JsonObject FILE = new JsonObject().put("$ref", "#/components/schemas/File");

    private final RestWorld world = new RestWorld().users("alice");
    private final String alice = token(MemoryWorld.key("alice"), 3_600_000);

    @AfterEach
    void close() {
        assertThat(world.core.faults()).isEmpty();
        world.close();
    }

    private String token(UserKey user, long lifetimeMs) {
        return MemoryWorld.value(world.core.accounts().tokens().issue(user, lifetimeMs))
                .token();
    }

    private RestWorld.Answer post(String token, byte[] form) {
        return world.send(upload(token).POST(HttpRequest.BodyPublishers.ofByteArray(form)));
    }

    private HttpRequest.Builder upload(String token) {
        return world.stranger("/api/v1/files")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
    }

    private void assertRefused(RestWorld.Answer answer, int status, ErrorCode code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.err().getString("name")).isEqualTo(code.word());
        eventually(() -> world.blobs.coming() == 0);
        assertThat(world.blobs.stored()).isZero();
    }

    /// What goes on behind the answer comes to its end within a while.
    private static void eventually(BooleanSupplier done) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it did not come").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aFileIsSentFoundAndRead() {
        RestWorld.Answer sent = post(alice, file(SampleFiles.png()));
        assertThat(sent.status()).as(sent.text()).isEqualTo(201);
        assertThat(SCHEMA.complaints(FILE, sent.json())).isEmpty();
        assertThat(sent.json().getString("type")).isEqualTo("image/png");
        assertThat(sent.json().getInteger("width")).isEqualTo(3);

        RestWorld.Answer found =
                world.send(world.stranger("/api/v1/files/" + sent.json().getString("file"))
                        .header("Authorization", "Bearer " + token(MemoryWorld.key("bob"), 60_000)));
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json()).isEqualTo(sent.json());

        RestWorld.Answer bytes = world.send(world.stranger(sent.json().getString("url")));
        assertThat(bytes.status()).isEqualTo(200);
        assertThat(bytes.response().body()).isEqualTo(SampleFiles.png());
        assertThat(bytes.header("Content-Type")).contains("image/png");
        assertThat(bytes.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(bytes.header("Content-Security-Policy")).contains("sandbox");
        assertThat(bytes.header("Cache-Control").orElse("")).startsWith("private");
    }

    @Test
    void everyKindIsTakenAndAnythingElseIsNot() {
        for (Map.Entry<FileKind, byte[]> sample : SampleFiles.accepted().entrySet()) {
            RestWorld.Answer sent = post(alice, file(sample.getValue()));
            assertThat(sent.status()).as(sent.text()).isEqualTo(201);
            assertThat(sent.json().getString("type")).isEqualTo(sample.getKey().mediaType());
            assertThat(SCHEMA.complaints(FILE, sent.json())).isEmpty();
        }
        int taken = world.blobs.stored();
        world.core.clock().forward(60_000);
        for (Map.Entry<String, byte[]> sample : SampleFiles.refused().entrySet()) {
            RestWorld.Answer sent = post(alice, file(sample.getValue()));
            assertThat(sent.status()).as(sample.getKey()).isEqualTo(415);
            assertThat(sent.err().getString("name")).isEqualTo("file_type_refused");
        }
        assertThat(world.blobs.stored()).isEqualTo(taken);
        assertThat(world.blobs.coming()).isZero();
    }

    @Test
    void onlyAUsersGoodTokenOpens() {
        byte[] form = file(SampleFiles.png());
        assertRefused(
                world.send(world.stranger("/api/v1/files")
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(form))),
                401,
                ErrorCode.TOKEN_MISSING);
        assertRefused(post("nonsense", form), 401, ErrorCode.TOKEN_INVALID);
        assertRefused(post(world.adminKey(), form), 403, ErrorCode.NOT_PERMITTED);
        String old = token(MemoryWorld.key("alice"), 1_000);
        world.core.clock().forward(120_000);
        assertRefused(post(old, form), 401, ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void aFormThatIsNotAsItShouldBeIsRefused() {
        byte[] png = SampleFiles.png();
        assertRefused(post(alice, form(part("photo", "a.png"), png)), 400, ErrorCode.BAD_FRAME);
        assertRefused(
                post(alice, form(part("file", "a.png"), png, part("file", "b.png"), png)), 400, ErrorCode.TOO_MANY);
        assertRefused(
                post(alice, form("Content-Disposition: form-data; name=\"file\"", png)), 400, ErrorCode.BAD_FRAME);
        assertRefused(post(alice, form()), 400, ErrorCode.BAD_FRAME);
        assertRefused(post(alice, new byte[0]), 400, ErrorCode.BAD_FRAME);
        assertRefused(post(alice, file(new byte[0])), 400, ErrorCode.FILE_EMPTY);
        byte[] cut = file(png);
        assertRefused(post(alice, Arrays.copyOf(cut, cut.length - 30)), 400, ErrorCode.BAD_FRAME);
        assertRefused(post(alice, "no form at all".getBytes(StandardCharsets.UTF_8)), 400, ErrorCode.BAD_FRAME);
        String longHead = "Content-Disposition: form-data; name=\"" + "x".repeat(100_000);
        assertRefused(post(alice, form(longHead, png)), 400, ErrorCode.BAD_FRAME);
        assertRefused(
                world.send(world.stranger("/api/v1/files")
                        .header("Authorization", "Bearer " + alice)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))),
                415,
                ErrorCode.BAD_FRAME);
        assertRefused(
                world.send(world.stranger("/api/v1/files")
                        .header("Authorization", "Bearer " + alice)
                        .header("Content-Type", "multipart/form-data")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(file(png)))),
                400,
                ErrorCode.BAD_FRAME);
    }

    @Test
    void otherFieldsArePassedOver() {
        byte[] form = form(
                "Content-Disposition: form-data; name=\"to\"",
                "雁".getBytes(StandardCharsets.UTF_8),
                part("file", "a.png"),
                SampleFiles.png(),
                "Content-Disposition: form-data; name=\"after\"",
                new byte[3]);
        assertThat(post(alice, form).status()).isEqualTo(201);
    }

    @Test
    void tooLargeIsRefusedByItsLengthAndOnTheWay() {
        byte[] large = Arrays.copyOf(SampleFiles.png(), Limits.DEFAULT.fileBytesMax() + 1);
        assertRefused(post(alice, file(large)), 413, ErrorCode.FILE_TOO_LARGE);
        byte[] form = file(large);
        RestWorld.Answer unannounced = world.send(upload(alice)
                .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(form))));
        assertRefused(unannounced, 413, ErrorCode.FILE_TOO_LARGE);
        // The largest that is allowed.
        RestWorld.Answer most = post(alice, file(Arrays.copyOf(large, large.length - 1)));
        assertThat(most.status()).as(most.text()).isEqualTo(201);
        RestWorld.Answer bytes = world.send(world.stranger(most.json().getString("url")));
        assertThat(bytes.response().body()).isEqualTo(Arrays.copyOf(large, large.length - 1));
    }

    @Test
    void aFullStoreIsToldAndNothingIsLeft() {
        world.blobs.full(true);
        RestWorld.Answer answer = post(alice, file(SampleFiles.png()));
        assertRefused(answer, 507, ErrorCode.STORAGE_FULL);
        assertThat(answer.header("Retry-After")).isPresent();
    }

    @Test
    void aUserSendsSoManyInAMinute() {
        for (int i = 0; i < Limits.DEFAULT.filesPerMinuteMax(); i++) {
            assertThat(post(alice, file(SampleFiles.png())).status()).isEqualTo(201);
        }
        RestWorld.Answer answer = post(alice, file(SampleFiles.png()));
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isPresent();
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws IOException {
        byte[] form = file(Arrays.copyOf(SampleFiles.png(), 500_000));
        try (RawSocket client = new RawSocket(world.port.port())) {
            client.send(("POST /api/v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + alice
                            + "\r\nContent-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\nContent-Length: "
                            + form.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            client.send(Arrays.copyOf(form, 200_000));
            eventually(() -> world.blobs.totalBytes() > 100_000);
        }
        eventually(() -> world.blobs.coming() == 0);
        assertThat(world.blobs.totalBytes()).isZero();
        assertThat(world.blobs.stored()).isZero();
    }

    @Test
    void anUploadThatNeverEndsIsCutOff() throws Exception {
        try (RestWorld hasty = new RestWorld(with("uploadMs", 200L)).users("alice");
                RawSocket client = new RawSocket(hasty.port.port())) {
            String token = MemoryWorld.value(hasty.core.accounts().tokens().issue(MemoryWorld.key("alice"), 60_000))
                    .token();
            client.send(("POST /api/v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                            + "\r\nContent-Type: multipart/form-data; boundary=" + BOUNDARY
                            + "\r\nContent-Length: 100000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            client.send(Arrays.copyOf(file(SampleFiles.png()), 120));
            assertThat(client.ended()).isTrue();
            eventually(() -> hasty.blobs.coming() == 0);
            assertThat(hasty.blobs.totalBytes()).isZero();
        }
    }

    @Test
    void allFilesTogetherHaveALimit() {
        int size = SampleFiles.png().length;
        try (RestWorld small = new RestWorld(with("filesTotalBytesMax", 2L * size)).users("alice")) {
            String token = MemoryWorld.value(small.core.accounts().tokens().issue(MemoryWorld.key("alice"), 60_000))
                    .token();
            for (int status : new int[] {201, 201, 507}) {
                RestWorld.Answer answer = small.send(small.stranger("/api/v1/files")
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(file(SampleFiles.png()))));
                assertThat(answer.status()).as(answer.text()).isEqualTo(status);
            }
        }
    }

    /// The usual limits but one.
    private static Limits with(String name, Object value) {
        RecordComponent[] components = Limits.class.getRecordComponents();
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                boolean it = components[i].getName().equals(name);
                values[i] = it ? value : components[i].getAccessor().invoke(Limits.DEFAULT);
            }
            return Limits.class
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the limits cannot be made", e);
        }
    }

    /// Whatever is done to a form, it is answered, and nothing half-done is left.
    @Test
    void anyFormIsAnswered() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = form(
                "Content-Disposition: form-data; name=\"to\"",
                "bob".getBytes(StandardCharsets.UTF_8),
                part("file", "a.png"),
                SampleFiles.png());
        for (int i = 0; i < 400; i++) {
            byte[] form = whole.clone();
            for (int changes = random.nextInt(6); changes > 0; changes--) {
                form[random.nextInt(form.length)] = (byte) random.nextInt();
            }
            int from = random.nextInt(4) == 0 ? random.nextInt(form.length) : 0;
            int to = random.nextInt(4) == 0 ? from + random.nextInt(form.length - from) : form.length;
            world.core.clock().forward(1_001);
            String fresh = token(MemoryWorld.key("user-" + i % 50), 60_000);
            byte[] sent = Arrays.copyOfRange(form, from, to);
            String what = "seed %d: %s".formatted(seed, new String(sent, StandardCharsets.ISO_8859_1));
            RestWorld.Answer answer;
            try {
                answer = post(fresh, sent);
            } catch (IllegalStateException unanswered) {
                throw new AssertionError(what, unanswered);
            }
            assertThat(answer.status()).as("%s: %s", what, answer.text()).isIn(201, 400, 415);
        }
        eventually(() -> world.blobs.coming() == 0);
    }
}
