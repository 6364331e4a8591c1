package im.hongyan.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.UserId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Message;
import im.hongyan.core.message.Sent;
import im.hongyan.core.session.Session;
import im.hongyan.testkit.core.MemoryWorld;
import im.hongyan.testkit.core.RecordingLink;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sending for a back-end, and reading it back.
class MessagesRestTest {
    private static final String APP = "/api/v1/apps/demo";
    private static final String SEND = APP + "/messages";

    private final RestWorld world = new RestWorld().users("alice", "bob");

    @AfterEach
    void close() {
        assertThat(world.core.faults()).isEmpty();
        world.close();
    }

    private static JsonObject text(String from, String to, String cid, String text) {
        return new JsonObject()
                .put("from", from)
                .put("to", to)
                .put("cid", cid)
                .put("type", "text")
                .put("content", new JsonObject().put("text", text));
    }

    private JsonArray entries(String user, String conv) {
        return world.get(APP + "/users/" + user + "/conversations/" + conv + "/entries")
                .json()
                .getJsonArray("entries");
    }

    @Test
    void theSystemsMessageReachesTheUsersSessions() {
        RecordingLink link = world.core.link();
        world.core.login("alice", link);
        JsonObject notice = text("$system", "alice", "order-1", "on its way").put("type", "notice");
        RestWorld.Answer answer = world.post(SEND, notice);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getLong("n")).isEqualTo(1);
        world.core.settle();
        assertThat(link.entries()).hasSize(1);
        Entry entry = link.entries().getFirst();
        assertThat(entry.payload().sender()).isEqualTo(UserId.SYSTEM);
        assertThat(entry.position()).isEqualTo(answer.json().getLong("mid"));
        JsonObject shown = entries("alice", "s:$system").getJsonObject(0);
        assertThat(shown.getString("from")).isEqualTo("$system");
        assertThat(shown.getString("to")).isEqualTo("s:alice");
        assertThat(shown.getString("type")).isEqualTo("notice");
        assertThat(entries("$system", "s:alice")).isEqualTo(entries("alice", "s:$system"));
        JsonObject summary = world.get(APP + "/users/alice/conversations")
                .json()
                .getJsonArray("conversations")
                .getJsonObject(0);
        assertThat(summary.getString("conv")).isEqualTo("s:$system");
        assertThat(summary.getInteger("unread")).isEqualTo(1);
    }

    @Test
    void nobodyWritesToTheSystemOrInAnotherReservedName() {
        assertThat(world.post(SEND, text("alice", "$system", "c", "hi")).err().getString("name"))
                .isEqualTo("recipient_unknown");
        assertThat(world.post(SEND, text("$system", "$system", "c", "hi")).err().getString("name"))
                .isEqualTo("recipient_unknown");
        RestWorld.Answer other = world.post(SEND, text("$root", "alice", "c", "hi"));
        assertThat(other.err().getString("name")).isEqualTo("bad_user_id");
        assertThat(other.err().getString("field")).isEqualTo("from");
        assertThat(world.post(SEND, text("alice", "bob", "c", "hi").put("type", "notice"))
                        .err()
                        .getString("name"))
                .isEqualTo("not_permitted");
    }

    @Test
    void aUsersMessageReachesTheOtherSessionsOfBoth() {
        RecordingLink alice = world.core.link();
        RecordingLink bob = world.core.link();
        world.core.login("alice", alice);
        world.core.login("bob", bob);
        JsonObject sending = text("alice", "bob", "c1", "hi 鸿雁")
                .put("ext", new JsonObject().put("a", 1))
                .put("mentions", new JsonArray().add("bob").add("*"))
                .put("count", false)
                .put("push", false);
        RestWorld.Answer answer = world.post(SEND, sending);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getLong("k")).isZero();
        world.core.settle();
        assertThat(alice.entries()).hasSize(1);
        assertThat(bob.entries()).hasSize(1);
        JsonObject shown = entries("bob", "s:alice").getJsonObject(0);
        assertThat(shown)
                .isEqualTo(new JsonObject()
                        .put("op", "msg")
                        .put("from", "alice")
                        .put("to", "s:bob")
                        .put("n", 1)
                        .put("k", 0)
                        .put("mid", answer.json().getInteger("mid"))
                        .put("t", world.core.clock().millis())
                        .put("cid", "c1")
                        .put("type", "text")
                        .put("content", new JsonObject().put("text", "hi 鸿雁"))
                        .put("ext", new JsonObject().put("a", 1))
                        .put("mentions", new JsonArray().add("bob").add("*"))
                        .put("count", false)
                        .put("push", false));
    }

    @Test
    void aRetryGetsTheFirstAnswerEvenAfterARestart() {
        RestWorld.Answer first = world.post(SEND, text("alice", "bob", "c1", "hi"));
        world.post(SEND, text("alice", "bob", "c2", "more"));
        RestWorld.Answer again = world.post(SEND, text("alice", "bob", "c1", "hi"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first.json());
        world.restart();
        world.core.clock().forward(3_600_000);
        assertThat(world.post(SEND, text("alice", "bob", "c1", "hi")).json()).isEqualTo(first.json());
        assertThat(entries("alice", "s:bob")).hasSize(2);
    }

    @Test
    void manyRetriesAtOnceStoreOneMessage() {
        List<CompletableFuture<JsonObject>> answers = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> world.post(SEND, text("alice", "bob", "c1", "hi")).json()))
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        assertThat(entries("alice", "s:bob")).hasSize(1);
    }

    @Test
    void oneClientIdToTwoReceiversIsTwoMessages() {
        JsonObject one =
                world.post(SEND, text("$system", "alice", "sale", "hi")).json();
        JsonObject other =
                world.post(SEND, text("$system", "bob", "sale", "hi")).json();
        assertThat(one.getLong("mid")).isNotEqualTo(other.getLong("mid"));
        assertThat(entries("alice", "s:$system")).hasSize(1);
        assertThat(entries("bob", "s:$system")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "from, nobody, 404, user_unknown",
        "to, nobody, 404, recipient_unknown",
        "from, , 400, bad_frame",
        "cid, , 400, bad_frame",
        "type, song, 400, bad_content",
        "type, 7, 400, bad_content",
        "content, x, 400, bad_frame",
        "ext, x, 400, bad_frame",
        "mentions, x, 400, bad_frame",
        "quote, -1, 400, bad_frame",
        "quote, 7, 400, bad_frame",
        "count, 1, 400, bad_frame"
    })
    void aWrongFieldIsNamed(String field, String value, int status, String name) {
        JsonObject sending = text("alice", "bob", "c1", "hi");
        if (value == null) {
            sending.remove(field);
        } else {
            sending.put(field, value);
        }
        RestWorld.Answer answer = world.post(SEND, sending);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.err().getString("name")).isEqualTo(name);
        assertThat(answer.err().getString("field")).isEqualTo(field);
    }

    @Test
    void whatIsTooLargeOrTooMuchIsRefused() {
        assertThat(world.post(SEND, text("alice", "bob", "c1", "x".repeat(40_000)))
                        .status())
                .isEqualTo(413);
        JsonObject ext = text("alice", "bob", "c1", "hi").put("ext", new JsonObject().put("a", "x".repeat(9_000)));
        assertThat(world.post(SEND, ext).err().getString("name")).isEqualTo("ext_too_large");
        JsonArray many = new JsonArray();
        IntStream.range(0, 101).forEach(i -> many.add("u" + i));
        RestWorld.Answer mentions =
                world.post(SEND, text("alice", "bob", "c1", "hi").put("mentions", many));
        assertThat(mentions.err().getString("name")).isEqualTo("too_many");
        assertThat(world.post(SEND, text("alice", "bob", "c".repeat(65), "hi"))
                        .err()
                        .getString("name"))
                .isEqualTo("bad_client_id");
        assertThat(world.post(SEND, text("alice", "bob", "c1", "hi").put("quote", 9))
                        .err()
                        .getString("name"))
                .isEqualTo("quote_unknown");
    }

    @Test
    void aDisabledSenderAndAFullDiskAreTold() {
        world.delete(APP + "/users/bob");
        RestWorld.Answer disabled = world.post(SEND, text("bob", "alice", "c1", "hi"));
        assertThat(disabled.status()).isEqualTo(403);
        assertThat(disabled.err().getString("name")).isEqualTo("user_disabled");
        world.core.log().refuse(true);
        RestWorld.Answer full = world.post(SEND, text("alice", "bob", "c2", "hi"));
        assertThat(full.status()).isEqualTo(507);
        assertThat(full.header("Retry-After")).contains("1");
        world.core.log().work();
        assertThat(world.post(SEND, text("alice", "bob", "c2", "hi")).status()).isEqualTo(200);
    }

    @Test
    void historyIsReadBothWaysWithWhatWasClearedAndRecalled() {
        RecordingLink link = world.core.link();
        Session alice = world.core.login("alice", link);
        for (int i = 1; i <= 7; i++) {
            world.post(SEND, text("alice", "bob", "c" + i, "m" + i));
        }
        MemoryWorld.value(MemoryWorld.<Sent>await(
                reply -> world.core.core().recalls().recall(alice, MemoryWorld.single("alice", "bob"), 3, reply)));
        String path = APP + "/users/bob/conversations/s:alice/entries";
        JsonObject newest = world.get(path + "?limit=2").json();
        assertThat(newest.getInteger("head")).isEqualTo(8);
        assertThat(newest.getBoolean("more")).isTrue();
        assertThat(newest.getString("conv")).isEqualTo("s:alice");
        assertThat(numbers(newest)).containsExactly(7, 8);
        assertThat(newest.getJsonArray("entries").getJsonObject(1).getString("event"))
                .isEqualTo("recall");
        assertThat(numbers(world.get(path + "?limit=3&from=6").json())).containsExactly(4, 5, 6);
        JsonObject forward = world.get(path + "?dir=forward&from=2&limit=2").json();
        assertThat(numbers(forward)).containsExactly(2, 3);
        assertThat(forward.getJsonArray("entries").getJsonObject(1).getString("type"))
                .isEqualTo("recalled");
        assertThat(world.get(path + "?dir=sideways").err().getString("field")).isEqualTo("dir");
        assertThat(world.get(path.replace("s:alice", "alice")).err().getString("name"))
                .isEqualTo("bad_conversation");
        assertThat(world.get(path.replace("s:alice", "g:1")).status()).isEqualTo(404);
        assertThat(world.get(path.replace("s:alice", "u:")).status()).isEqualTo(200);
        assertThat(world.get(path.replace("bob", "nobody")).err().getString("name"))
                .isEqualTo("user_unknown");
    }

    private static List<Integer> numbers(JsonObject page) {
        return page.getJsonArray("entries").stream()
                .map(entry -> ((JsonObject) entry).getInteger("n"))
                .toList();
    }

    @Test
    void conversationsAreListedPageByPage() {
        world.users("carol", "dave");
        for (String to : List.of("bob", "carol", "dave")) {
            world.post(SEND, text("alice", to, "to-" + to, "hi"));
        }
        String path = APP + "/users/alice/conversations";
        JsonObject first = world.get(path + "?limit=2").json();
        assertThat(first.getBoolean("more")).isTrue();
        JsonObject rest =
                world.get(path + "?limit=2&after=" + first.getString("next")).json();
        assertThat(rest.getBoolean("more")).isFalse();
        assertThat(rest.getJsonArray("conversations").getJsonObject(0).getString("conv"))
                .isEqualTo("s:bob");
        assertThat(world.get(path + "?after=x").err().getString("name")).isEqualTo("bad_cursor");
        Entry last = world.core.log().entry(MemoryWorld.single("alice", "dave"), 1);
        assertThat(last.payload()).isInstanceOf(Message.class);
        assertThat(first.getJsonArray("conversations")
                        .getJsonObject(0)
                        .getJsonObject("last")
                        .getLong("mid"))
                .isEqualTo(last.position());
    }
}
