package im.hongyan.dialects.hongyan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Lists, settings, signals, presence and profiles: sections 5.6 to 5.9 of the specification.
class ListsTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static Object code(Map<String, Object> reply) {
        return reply.get("err") instanceof Map<?, ?> err ? err.get("code") : reply;
    }

    private static String hi(int id, String to, String cid) {
        return "{'op':'send','id':" + id + ",'to':'" + to + "','cid':'" + cid
                + "','type':'text','content':{'text':'hi'}}";
    }

    @Test
    void conversationsAndSync() {
        RecordingConnection bob = world.login("bob");
        RecordingConnection alice = world.login("alice");
        alice.ask(hi(2, "s:bob", "c1"));
        bob.next();
        Map<String, Object> list = bob.ask("{'op':'conversations','id':11}");
        assertThat(list).containsEntry("more", false).doesNotContainKey("next");
        assertThat(list.get("conversations").toString())
                .isEqualTo("[{conv=s:alice, head=1, k=1, last={op=msg, from=alice, to=s:bob, n=1, k=1, mid=1, t="
                        + World.BEGIN_MS + ", cid=c1, type=text, content={text=hi}}, t=" + World.BEGIN_MS
                        + ", mid=1, unread=1, mark=[0, 0], read=0, except=[], peer={read=0, delivered=0}, pin=0, mute=false,"
                        + " cleared=0, ck=0, hidden=false}]");
        Map<String, Object> sync = bob.ask("{'op':'sync','id':12}");
        assertThat(sync)
                .containsEntry("cursor", 1L)
                .containsEntry("whole", true)
                .containsEntry("more", false);
        assertThat(sync.get("conversations").toString()).contains("entries=[{op=msg, from=alice");
        assertThat(bob.ask("{'op':'sync','id':12,'cursor':1}").get("conversations"))
                .isEqualTo(List.of());
        assertThat(bob.ask("{'op':'sync','id':12,'cursor':99}")).containsEntry("whole", false);
        assertThat(code(bob.ask("{'op':'conversations','id':11,'after':'x'}"))).isEqualTo(3016L);
        assertThat(code(bob.ask("{'op':'sync','id':12,'next':'x'}"))).isEqualTo(3016L);
    }

    @Test
    void pagesOfConversations() {
        RecordingConnection alice = world.login("alice");
        for (String peer : List.of("b", "c", "d")) {
            world.login(peer);
            alice.ask(hi(2, "s:" + peer, "c-" + peer));
        }
        Map<String, Object> first = alice.ask("{'op':'conversations','id':11,'limit':2}");
        assertThat(first).containsEntry("more", true);
        Map<String, Object> second =
                alice.ask("{'op':'conversations','id':11,'limit':2,'after':'" + first.get("next") + "'}");
        assertThat(second.toString()).contains("conv=s:b").doesNotContain("conv=s:c");
        Map<String, Object> sync = alice.ask("{'op':'sync','id':12,'limit':2}");
        assertThat(sync.toString()).contains("conv=s:b", "conv=s:c").doesNotContain("conv=s:d");
        assertThat(alice.ask("{'op':'sync','id':12,'limit':2,'next':'" + sync.get("next") + "'}")
                        .toString())
                .contains("conv=s:d");
    }

    @Test
    void settingsAreAnsweredAndToldToTheOtherDevice() {
        world.login("bob");
        RecordingConnection alice = world.login("alice", "d-1");
        RecordingConnection other = world.login("alice", "d-2");
        alice.ask(hi(2, "s:bob", "c1"));
        other.next();
        assertThat(alice.ask("{'op':'set','id':13,'conv':'s:bob','pin':true,'mute':true}"))
                .isEqualTo(Map.of(
                        "re",
                        13L,
                        "conv",
                        "s:bob",
                        "pin",
                        World.BEGIN_MS,
                        "mute",
                        true,
                        "cleared",
                        0L,
                        "ck",
                        0L,
                        "hidden",
                        false));
        assertThat(other.next()).containsEntry("event", "setting").containsEntry("pin", World.BEGIN_MS);
        assertThat(alice.ask("{'op':'clear','id':14,'conv':'s:bob'}"))
                .containsEntry("cleared", 1L)
                .containsEntry("ck", 1L);
        other.next();
        assertThat(alice.ask("{'op':'delete','id':15,'conv':'s:bob','clear':true}"))
                .containsEntry("hidden", true)
                .containsEntry("pin", 0L);
        assertThat(other.next()).containsEntry("hidden", true);
        alice.ask(hi(3, "s:bob", "c2"));
        other.next();
        assertThat(alice.ask("{'op':'set','id':16,'conv':'s:bob','mute':false}"))
                .containsEntry("hidden", false);
        assertThat(code(alice.ask("{'op':'set','id':17,'conv':'s:nobody','mute':false}")))
                .isEqualTo(3008L);
    }

    @Test
    void signalsReachThoseInTheForegroundOnly() {
        RecordingConnection bob = world.login("bob");
        RecordingConnection alice = world.login("alice");
        assertThat(alice.ask("{'op':'signal','id':16,'to':'s:bob','name':'typing','data':{'x': 1}}"))
                .containsEntry("online", true);
        assertThat(bob.nextText())
                .isEqualTo(
                        "{\"op\":\"signal\",\"from\":\"alice\",\"to\":\"s:bob\",\"name\":\"typing\",\"data\":{\"x\": 1},"
                                + "\"t\":" + World.BEGIN_MS + "}");
        bob.ask("{'op':'state','id':2,'state':'background'}");
        assertThat(alice.ask("{'op':'signal','id':16,'to':'s:bob','name':'typing'}"))
                .containsEntry("online", false);
        assertThat(bob.isQuiet()).isTrue();
        assertThat(code(alice.ask(
                        "{'op':'signal','id':16,'to':'s:bob','name':'x','data':{'x':'" + "x".repeat(4_096) + "'}}")))
                .isEqualTo(3000L);
    }

    @Test
    void presenceIsAskedAndWatched() {
        RecordingConnection alice = world.login("alice");
        assertThat(alice.ask("{'op':'presence','id':17,'users':['bob','alice'],'watch':true}")
                        .get("users"))
                .isEqualTo(Map.of("bob", "offline", "alice", "online"));
        RecordingConnection bob = world.login("bob");
        assertThat(alice.next())
                .isEqualTo(Map.of("op", "presence", "user", "bob", "state", "online", "t", World.BEGIN_MS));
        bob.drop();
        assertThat(alice.next()).containsEntry("state", "offline");
        alice.ask("{'op':'presence','id':17,'users':['bob'],'watch':false}");
        world.login("bob");
        assertThat(alice.isQuiet()).isTrue();
        String many = "'u1'" + ",'u2'".repeat(200);
        assertThat(code(alice.ask("{'op':'presence','id':17,'users':[" + many + "]}")))
                .isEqualTo(3010L);
    }

    @Test
    void usersAndProfile() {
        RecordingConnection alice = world.login("alice");
        assertThat(alice.ask("{'op':'profile','id':19,'name':'Al\\u2028\\\"','attributes':{'k':'v'}}"))
                .isEqualTo(Map.of(
                        "re",
                        19L,
                        "user",
                        "alice",
                        "name",
                        "Al\u2028\"",
                        "avatar",
                        "",
                        "attributes",
                        Map.of("k", "v"),
                        "allow",
                        "approval"));
        assertThat(alice.ask("{'op':'users','id':18,'users':['nobody','alice']}")
                        .get("users"))
                .isEqualTo(List.of(Map.of(
                        "user",
                        "alice",
                        "name",
                        "Al\u2028\"",
                        "avatar",
                        "",
                        "attributes",
                        Map.of("k", "v"),
                        "allow",
                        "approval")));
        assertThat(code(alice.ask("{'op':'profile','id':19,'attributes':{'k':1}}")))
                .isEqualTo(1001L);
        assertThat(code(alice.ask("{'op':'users','id':18,'users':['']}"))).isEqualTo(2010L);
    }

    @Test
    void aFullStorageQueueIsBusy() {
        RecordingConnection alice = world.login("alice");
        world.storage = task -> {
            throw new RejectedExecutionException("full");
        };
        assertThat(code(alice.ask("{'op':'sync','id':12}"))).isEqualTo(5001L);
        assertThat(code(alice.ask("{'op':'set','id':12,'conv':'s:bob'}"))).isEqualTo(5001L);
    }
}
