package im.hongyan.dialects.hongyan;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.OutFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What clients say to each other, and pushes: sections 4 and 5 of the specification.
class TalkTest {
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
    void aMessageIsAnsweredAndPushedToEverybodyElse() {
        RecordingConnection bob = world.login("bob");
        RecordingConnection alice = world.login("alice", "d-1");
        RecordingConnection other = world.login("alice", "d-2");
        assertThat(alice.ask("{'op':'send','id':7,'to':'s:bob','cid':'k','type':'text','content':{ 'text' : 'hi' },"
                        + "'ext':{'x':[1]},'mentions':['bob','*'],'push':false,'count':false}"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("re", 7L, "n", 1L, "k", 0L, "mid", 1L, "t", World.BEGIN_MS));
        String push = bob.nextText();
        assertThat(push)
                .isEqualTo("{\"op\":\"msg\",\"from\":\"alice\",\"to\":\"s:bob\",\"n\":1,\"k\":0,\"mid\":1,\"t\":"
                        + World.BEGIN_MS + ",\"cid\":\"k\",\"type\":\"text\",\"content\":{ \"text\" : \"hi\" },"
                        + "\"ext\":{\"x\":[1]},\"mentions\":[\"bob\",\"*\"],\"count\":false,\"push\":false}");
        assertThat(other.nextText()).isEqualTo(push);
        world.everybodyTold();
        assertThat(alice.isQuiet()).isTrue();
    }

    @Test
    void oneRenderingServesEverySession() {
        RecordingConnection one = world.login("bob", "d-1");
        RecordingConnection two = world.login("bob", "d-2");
        world.login("alice").ask(hi(2, "s:bob", "c"));
        OutFrame first = one.nextFrame();
        assertThat(two.nextFrame()).isSameAs(first);
    }

    @Test
    void aSendIsAcceptedOnce() {
        RecordingConnection bob = world.login("bob");
        RecordingConnection alice = world.login("alice");
        Map<String, Object> first = alice.ask(hi(7, "s:bob", "c"));
        assertThat(alice.ask(hi(7, "s:bob", "c"))).isEqualTo(first);
        assertThat(alice.ask(hi(7, "s:bob", "c").replace("'id'", "'retry':true,'age':5000,'id'")))
                .isEqualTo(first);
        bob.next();
        world.everybodyTold();
        assertThat(bob.isQuiet()).isTrue();
    }

    @Test
    void sendsOfOneConnectionKeepTheirOrder() {
        world.login("bob");
        List<Runnable> waiting = new ArrayList<>();
        RecordingConnection alice = world.login("alice");
        world.storage = waiting::add;
        // The first must look for an earlier attempt; those behind it must not overtake.
        alice.say(hi(2, "s:bob", "c1").replace("'id'", "'retry':true,'id'"));
        alice.say(hi(3, "s:bob", "c2"));
        alice.say(hi(4, "s:bob", "c3"));
        world.storage = Runnable::run;
        waiting.forEach(Runnable::run);
        assertThat(alice.next()).containsEntry("re", 2L).containsEntry("n", 1L);
        assertThat(alice.next()).containsEntry("re", 3L).containsEntry("n", 2L);
        assertThat(alice.next()).containsEntry("re", 4L).containsEntry("n", 3L);
    }

    @Test
    void aRequestWithoutIdIsCarriedOutAndNotAnswered() {
        RecordingConnection bob = world.login("bob");
        RecordingConnection alice = world.login("alice");
        alice.say(hi(2, "s:bob", "c").replace("'id':2,", ""));
        assertThat(bob.next()).containsEntry("op", "msg");
        alice.say("{'op':'set','conv':'s:nobody'}");
        assertThat(alice.ask("{'op':'ping','id':3}")).containsEntry("re", 3L);
    }

    @Test
    void refusalsNameCodeBandAndField() {
        RecordingConnection alice = world.login("alice");
        Map<String, Object> reply = alice.ask(hi(7, "s:nobody", "c"));
        assertThat(reply.get("err"))
                .isEqualTo(Map.of(
                        "code", 3004L,
                        "name", "recipient_unknown",
                        "band", "never",
                        "text", "There is no such recipient.",
                        "zh", "接收者不存在。",
                        "field", "to"));
        assertThat(code(alice.ask(hi(7, "u:", "c")))).isEqualTo(3009L);
        assertThat(code(alice.ask(hi(7, "g:1", "c")))).isEqualTo(3007L);
        assertThat(code(alice.ask(hi(7, "s:alice", "c").replace("'text','content'", "'notice','content'"))))
                .isEqualTo(2009L);
        assertThat(code(alice.ask(
                        hi(7, "s:alice", "c").replace("{'text':'hi'}", "{'text':'" + "x".repeat(32_760) + "'}"))))
                .isEqualTo(3000L);
        assertThat(code(alice.ask(hi(7, "s:alice", "c").replace("'cid'", "'quote':9,'cid'"))))
                .isEqualTo(3011L);
        world.log.refuse(true);
        assertThat(code(alice.ask(hi(7, "s:alice", "c4")))).isEqualTo(5002L);
        world.log.work();
        assertThat(alice.ask(hi(7, "s:alice", "c4"))).containsEntry("n", 1L);
    }

    @Test
    void aRecallIsAnEventAndErasesTheContent() {
        RecordingConnection bob = world.login("bob");
        RecordingConnection alice = world.login("alice");
        alice.ask(hi(2, "s:bob", "c"));
        bob.next();
        assertThat(code(bob.ask("{'op':'recall','id':8,'conv':'s:alice','n':1}")))
                .isEqualTo(3013L);
        Map<String, Object> first = alice.ask("{'op':'recall','id':8,'conv':'s:bob','n':1}");
        assertThat(first).containsEntry("n", 2L).containsEntry("k", 1L);
        assertThat(bob.next())
                .containsEntry("op", "event")
                .containsEntry("event", "recall")
                .containsEntry("target", 1L)
                .containsEntry("counted", true)
                .containsEntry("sender", "alice")
                .containsEntry("to", "s:bob");
        assertThat(alice.ask("{'op':'recall','id':8,'conv':'s:bob','n':1}")).isEqualTo(first);
        Map<String, Object> history = bob.ask("{'op':'history','id':9,'conv':'s:alice'}");
        assertThat(history)
                .containsEntry("head", 2L)
                .containsEntry("more", false)
                .containsEntry("conv", "s:alice");
        assertThat((Map<?, ?>) ((List<?>) history.get("entries")).getFirst())
                .hasToString("{op=msg, from=alice, to=s:bob, n=1, k=1, mid=1, t=" + World.BEGIN_MS
                        + ", cid=c, type=recalled, by=alice}");
    }

    @Test
    void historyGoesBothWays() {
        world.login("bob");
        RecordingConnection alice = world.login("alice");
        for (int i = 1; i <= 5; i++) {
            alice.ask(hi(i + 1, "s:bob", "c" + i));
        }
        assertThat(numbers(alice.ask("{'op':'history','id':9,'conv':'s:bob','limit':2}")))
                .isEqualTo("4,5 more");
        assertThat(numbers(alice.ask("{'op':'history','id':9,'conv':'s:bob','from':3,'limit':2,'dir':'back'}")))
                .isEqualTo("2,3 more");
        assertThat(numbers(alice.ask("{'op':'history','id':9,'conv':'s:bob','limit':2,'dir':'forward'}")))
                .isEqualTo("1,2 more");
        assertThat(numbers(alice.ask("{'op':'history','id':9,'conv':'s:bob','from':4,'dir':'forward'}")))
                .isEqualTo("4,5");
        assertThat(code(alice.ask("{'op':'history','id':9,'conv':'s:bob','dir':'up'}")))
                .isEqualTo(1001L);
    }

    private static String numbers(Map<String, Object> page) {
        List<String> numbers = new ArrayList<>();
        for (Object entry : (List<?>) page.get("entries")) {
            numbers.add(String.valueOf(((Map<?, ?>) entry).get("n")));
        }
        return String.join(",", numbers) + ((boolean) page.get("more") ? " more" : "");
    }

    @Test
    void readMarksReachTheOtherDeviceAndThePartner() {
        RecordingConnection bob = world.login("bob", "d-1");
        RecordingConnection bobs = world.login("bob", "d-2");
        RecordingConnection alice = world.login("alice");
        alice.ask(hi(2, "s:bob", "c1"));
        bob.next();
        bobs.next();
        assertThat(bob.ask("{'op':'read','id':10,'conv':'s:alice','n':99}"))
                .isEqualTo(Map.of("re", 10L, "n", 1L, "k", 1L));
        assertThat(bobs.next())
                .containsEntry("event", "read")
                .containsEntry("to", "u:")
                .containsEntry("conv", "s:alice")
                .containsEntry("read", 1L)
                .containsEntry("rk", 1L);
        assertThat(alice.next())
                .containsEntry("event", "receipt")
                .containsEntry("to", "u:")
                .containsEntry("conv", "s:bob")
                .containsEntry("user", "bob")
                .containsEntry("read", 1L);
    }

    @Test
    void deliveryIsAcknowledgedAndTold() {
        RecordingConnection bob = world.login("bob");
        RecordingConnection alice = world.login("alice");
        alice.ask(hi(2, "s:bob", "c1"));
        bob.next();
        bob.say("{'op':'ack','got':[['s:alice',1],['s:eve',7]]}");
        assertThat(alice.next()).isEqualTo(Map.of("op", "receipt", "conv", "s:bob", "user", "bob", "delivered", 1L));
        assertThat(alice.ask("{'op':'ping','id':3}")).containsEntry("pushed", 0L);
    }

    @Test
    void pushesThatStayUnacknowledgedAreFollowedBySyncThenByTheEnd() {
        RecordingConnection bob = world.login("bob");
        RecordingConnection alice = world.login("alice");
        alice.ask(hi(2, "s:bob", "c1"));
        bob.next();
        bob.say("{'op':'ack','got':[['s:alice',1]]}");
        alice.ask(hi(3, "s:bob", "c2"));
        bob.next();
        for (int i = 0; i < Limits.DEFAULT.ackRetriesMax(); i++) {
            world.pass(Limits.DEFAULT.ackTimeoutMs(), bob);
            assertThat(bob.next()).isEqualTo(Map.of("op", "sync"));
        }
        world.pass(Limits.DEFAULT.ackTimeoutMs(), bob);
        assertThat(bob.next()).containsEntry("op", "bye").containsEntry("code", 4004L);
        assertThat(bob.closed).isEqualTo(CloseCode.ACK_TIMEOUT);
    }

    @Test
    void aPongTellsHowMuchWasPushedAndUpToWhere() {
        RecordingConnection bob = world.login("bob");
        RecordingConnection alice = world.login("alice");
        Object mid = alice.ask(hi(2, "s:bob", "c1")).get("mid");
        world.everybodyTold();
        bob.next();
        assertThat(bob.ask("{'op':'ping','id':3}"))
                .isEqualTo(Map.of("re", 3L, "t", World.BEGIN_MS, "pushed", 1L, "cursor", mid));
    }

    @Test
    void aPongComesBehindThePushesItCounts() {
        RecordingConnection bob = world.login("bob");
        RecordingConnection alice = world.login("alice");
        alice.ask(hi(2, "s:bob", "c1"));
        world.everybodyTold();
        // The push waits for bob's thread when his ping arrives.
        bob.say("{'op':'ping','id':3}");
        assertThat(bob.next()).containsEntry("op", "msg");
        assertThat(bob.next()).containsEntry("pushed", 1L);
    }

    @Test
    void whatASlowReaderMissesIsCountedAndSynchronised() {
        RecordingConnection bob = world.login("bob");
        RecordingConnection alice = world.login("alice");
        bob.clogged = true;
        alice.ask(hi(2, "s:bob", "c1"));
        world.everybodyTold();
        assertThat(bob.ask("{'op':'ping','id':3}"))
                .containsEntry("pushed", 1L)
                .as("a cursor would claim what was dropped")
                .doesNotContainKey("cursor");
        bob.unclog();
        assertThat(bob.next()).isEqualTo(Map.of("op", "sync"));
        assertThat(bob.ask("{'op':'sync','id':4,'cursor':0}").toString()).contains("cid=c1");
    }

    @Test
    void aDeliveryHintOfAGroupNamesWho() {
        RecordingConnection alice = world.login("alice");
        alice.push(new Signal.Delivered(new ConversationId.Group(new AppId("demo"), "7"), new UserId("bob"), 3));
        assertThat(alice.next()).isEqualTo(Map.of("op", "receipt", "conv", "g:7", "user", "bob", "delivered", 3L));
    }
}
