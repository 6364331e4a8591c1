package im.hongyan.dialects.hongyan;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.AppSettings;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.session.PresenceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// From the first frame to the last word: sections 1, 2 and 7 of the specification.
class LifeTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static Object code(Map<String, Object> reply) {
        return reply.get("err") instanceof Map<?, ?> err ? err.get("code") : reply;
    }

    private PresenceState presence(String user) {
        return world.core.presences().of(new UserKey(World.APP, new UserId(user)));
    }

    @Test
    void loginTellsWhatTheSpecificationSays() {
        RecordingConnection alice = world.connect();
        assertThat(alice.ask(world.loginFrame("alice", "d-1")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "re", 1L,
                        "user", "alice",
                        "session", "secret-1",
                        "t", World.BEGIN_MS,
                        "cursor", 0L,
                        "heartbeat", 25_000L,
                        "idle", 75_000L,
                        "expires", Math.ceilDiv(World.BEGIN_MS + 3_600_000, 1_000) * 1_000,
                        "resumable", 600_000L));
        assertThat(alice.loggedIn).isTrue();
        assertThat(presence("alice")).isEqualTo(PresenceState.ONLINE);
    }

    @Test
    void nothingIsCarriedOutBeforeLogin() {
        RecordingConnection nobody = world.connect();
        assertThat(code(nobody.ask("{'op':'ping','id':3}"))).isEqualTo(1005L);
        assertThat(code(nobody.ask("{'op':'sync','id':4}"))).isEqualTo(1005L);
        assertThat(nobody.loggedIn).isFalse();
    }

    @Test
    void aBadLoginIsRefusedAndMayBeTriedAgain() {
        RecordingConnection alice = world.connect();
        String good = world.loginFrame("alice", "d-1");
        assertThat(code(alice.ask("{'op':'login','id':1,'app':'demo','token':'x','device':'d'}")))
                .isEqualTo(1001L);
        assertThat(code(alice.ask(good.replace("'v':1", "'v':2")))).isEqualTo(1007L);
        assertThat(code(alice.ask("{'op':'login','id':1,'v':1,'app':'demo','device':'d'}")))
                .isEqualTo(2000L);
        assertThat(code(alice.ask("{'op':'login','id':1,'v':1,'app':'demo','token':'x','device':'d'}")))
                .isEqualTo(2001L);
        assertThat(code(alice.ask("{'op':'login','id':1,'v':1,'app':'Demo!','token':'x','device':'d'}")))
                .isEqualTo(2004L);
        assertThat(code(alice.ask("{'op':'login','id':1,'v':1,'app':'other','token':'x','device':'d'}")))
                .isEqualTo(2004L);
        assertThat(code(alice.ask(good.replace("'d-1'", "'\\u0007'")))).isEqualTo(2011L);
        assertThat(alice.ask(good)).containsEntry("user", "alice");
        assertThat(code(alice.ask(good))).isEqualTo(1006L);
    }

    @Test
    void aConnectionWithoutLoginIsClosed() {
        RecordingConnection nobody = world.connect();
        world.pass(Limits.DEFAULT.loginTimeoutMs() - 1, nobody);
        assertThat(nobody.closed).isNull();
        world.pass(1, nobody);
        assertThat(nobody.next()).containsEntry("op", "bye").containsEntry("code", 4005L);
        assertThat(nobody.closed).isEqualTo(CloseCode.LOGIN_TIMEOUT);
        nobody.say("{'op':'ping','id':1}");
        assertThat(nobody.isQuiet()).isTrue();
    }

    @Test
    void aLoginThatFinishesAfterTheConnectionLeavesNoSession() {
        List<Runnable> waiting = new ArrayList<>();
        world.storage = waiting::add;
        RecordingConnection alice = world.connect();
        alice.say(world.loginFrame("alice", "d-1"));
        alice.drop();
        waiting.forEach(Runnable::run);
        alice.runAll();
        assertThat(presence("alice")).isEqualTo(PresenceState.OFFLINE);
        assertThat(world.core.sessions().resumable()).isZero();
    }

    @Test
    void whatIsPushedDuringALoginComesAfterItsReply() {
        RecordingConnection bob = world.login("bob");
        RecordingConnection first = world.login("alice", "d-1");
        List<Runnable> waiting = new ArrayList<>();
        world.storage = waiting::add;
        RecordingConnection second = world.connect();
        second.say(world.loginFrame("alice", "d-2"));
        // The session is open, but its connection has not heard of it yet.
        waiting.removeFirst().run();
        world.storage = Runnable::run;
        bob.ask("{'op':'send','id':2,'to':'s:alice','cid':'c','type':'text','content':{'text':'hi'}}");
        assertThat(first.next()).containsEntry("op", "msg");
        assertThat(second.next()).containsEntry("user", "alice");
        assertThat(second.next()).containsEntry("op", "msg");
        assertThat(second.ask("{'op':'ping','id':2}")).containsEntry("pushed", 1L);
    }

    @Test
    void resumeTakesUpALostSessionWithANewSecret() {
        RecordingConnection alice = world.login("alice");
        alice.drop();
        assertThat(presence("alice")).isEqualTo(PresenceState.OFFLINE);
        RecordingConnection again = world.connect();
        assertThat(again.ask("{'op':'resume','id':1,'v':1,'app':'demo','session':'secret-1'}"))
                .containsEntry("re", 1L)
                .containsEntry("session", "secret-2")
                .containsEntry("user", "alice");
        assertThat(presence("alice")).isEqualTo(PresenceState.ONLINE);
        assertThat(code(world.connect().ask("{'op':'resume','id':1,'v':1,'app':'demo','session':'secret-1'}")))
                .isEqualTo(2008L);
    }

    @Test
    void aResumeThatFailsLeavesTheConnectionForALogin() {
        RecordingConnection alice = world.connect();
        assertThat(code(alice.ask("{'op':'resume','id':1,'v':1,'app':'demo','session':'nothing'}")))
                .isEqualTo(2008L);
        assertThat(alice.ask(world.loginFrame("alice", "d-1"))).containsEntry("user", "alice");
    }

    @Test
    void aResumeTakesOverAConnectionThatStillSeemsOpen() {
        RecordingConnection old = world.login("alice");
        RecordingConnection again = world.connect();
        again.ask("{'op':'resume','id':1,'v':1,'app':'demo','session':'secret-1'}");
        assertThat(old.next()).containsEntry("op", "bye").containsEntry("code", 4300L);
        assertThat(old.closed).isEqualTo(CloseCode.REPLACED);
        old.drop();
        assertThat(presence("alice")).isEqualTo(PresenceState.ONLINE);
        assertThat(again.ask("{'op':'ping','id':2}")).containsEntry("pushed", 0L);
    }

    @Test
    void aSessionThatWasLostTooLongAgoIsGone() {
        world.login("alice").drop();
        world.pass(Limits.DEFAULT.resumeWindowMs() + 1);
        assertThat(code(world.connect().ask("{'op':'resume','id':1,'v':1,'app':'demo','session':'secret-1'}")))
                .isEqualTo(2008L);
    }

    @Test
    void theSameDeviceReplacesItself() {
        RecordingConnection old = world.login("alice", "d-1");
        world.login("alice", "d-1");
        assertThat(old.next())
                .containsEntry("op", "bye")
                .containsEntry("code", 4300L)
                .containsEntry("name", "replaced")
                .containsEntry("band", "never")
                .containsKeys("text", "zh");
    }

    @Test
    void thePolicyKicksTheOldest() {
        List<RecordingConnection> devices = new ArrayList<>();
        for (int i = 0; i <= AppSettings.DEFAULT.sessionsPerPlatformMax(); i++) {
            devices.add(world.login("alice", "d-" + i));
        }
        assertThat(devices.getFirst().next()).containsEntry("code", 4301L);
        assertThat(devices.getFirst().closed).isEqualTo(CloseCode.KICKED_BY_POLICY);
    }

    @Test
    void backgroundCountsAsAway() {
        RecordingConnection alice = world.login("alice");
        assertThat(alice.ask("{'op':'state','id':2,'state':'background'}")).containsEntry("state", "background");
        assertThat(presence("alice")).isEqualTo(PresenceState.BACKGROUND);
        assertThat(alice.ask("{'op':'state','id':3,'state':'foreground'}")).containsEntry("state", "foreground");
        assertThat(presence("alice")).isEqualTo(PresenceState.ONLINE);
        assertThat(code(alice.ask("{'op':'state','id':4,'state':'asleep'}"))).isEqualTo(1001L);
    }

    @Test
    void aTokenIsWarnedOfRenewedAndEnds() {
        RecordingConnection alice = world.login("alice");
        long expires = Math.ceilDiv(World.BEGIN_MS + 3_600_000, 1_000) * 1_000;
        world.pass(expires - World.BEGIN_MS - 60_000, alice);
        assertThat(alice.next())
                .containsEntry("op", "expiring")
                .containsEntry("at", expires)
                .containsEntry("in", 60_000L);
        world.pass(1_000, alice);
        assertThat(alice.isQuiet()).isTrue();

        assertThat(code(alice.ask("{'op':'renew','id':2,'token':'" + world.token("bob") + "'}")))
                .isEqualTo(2003L);
        assertThat(alice.ask("{'op':'renew','id':3,'token':'" + world.token("alice", 120_000) + "'}"))
                .containsEntry("re", 3L)
                .containsKey("expires");
        world.pass(70_000, alice);
        assertThat(alice.next()).containsEntry("op", "expiring");
        world.pass(60_000, alice);
        assertThat(alice.next()).containsEntry("op", "bye").containsEntry("code", 4200L);
        assertThat(alice.closed).isEqualTo(CloseCode.TOKEN_EXPIRED);
        alice.drop();
        assertThat(code(world.connect().ask("{'op':'resume','id':1,'v':1,'app':'demo','session':'secret-1'}")))
                .isEqualTo(2008L);
    }

    @Test
    void logoutEndsTheSession() {
        RecordingConnection alice = world.login("alice");
        assertThat(alice.ask("{'op':'logout','id':6}")).isEqualTo(Map.of("re", 6L));
        assertThat(alice.closedNormally).isTrue();
        alice.drop();
        assertThat(world.core.sessions().resumable()).isZero();
        assertThat(presence("alice")).isEqualTo(PresenceState.OFFLINE);
    }

    @Test
    void badFramesAreAnsweredCountedAndTooMany() {
        RecordingConnection alice = world.login("alice");
        assertThat(alice.ask("not json"))
                .containsEntry("re", 0L)
                .extracting(LifeTest::code)
                .isEqualTo(1000L);
        for (int i = 1; i < Limits.DEFAULT.badFramesMax(); i++) {
            assertThat(code(alice.ask("{'op':5,'id':7}"))).isEqualTo(1001L);
            assertThat(code(alice.ask("{'op':'dance','id':7}"))).isEqualTo(1002L);
        }
        assertThat(alice.closed).isNull();
        alice.say("[]");
        assertThat(code(alice.next())).isEqualTo(1000L);
        assertThat(alice.next()).containsEntry("op", "bye").containsEntry("code", 4305L);
        assertThat(alice.closed).isEqualTo(CloseCode.PROTOCOL_ERROR);
    }

    @Test
    void binaryFramesAreNotUsed() {
        RecordingConnection alice = world.login("alice");
        alice.session().onFrame(new byte[] {1}, 0, 1, false);
        assertThat(alice.next()).containsEntry("op", "bye").containsEntry("code", 4307L);
        assertThat(alice.closed).isEqualTo(CloseCode.UNSUPPORTED);
    }

    @Test
    void aFrameTooLargeHasItsLastWords() {
        RecordingConnection alice = world.login("alice");
        alice.session().onClosing(CloseCode.FRAME_TOO_LARGE);
        assertThat(alice.next()).containsEntry("op", "bye").containsEntry("code", 4306L);
    }

    @Test
    void aStoppingServerSaysWhenToComeBack() {
        RecordingConnection alice = world.login("alice");
        alice.session().onClosing(CloseCode.SHUTTING_DOWN);
        Map<String, Object> bye = alice.next();
        assertThat(bye).containsEntry("op", "bye").containsEntry("code", 4000L);
        assertThat((Long) bye.get("after")).isBetween(1_000L, 5_000L);
    }

    @Test
    void anAdministratorsEndIsTold() {
        RecordingConnection alice = world.login("alice");
        world.core.sessions().end(new UserKey(World.APP, new UserId("alice")), null, CloseCode.KICKED_BY_ADMIN);
        assertThat(alice.next()).containsEntry("op", "bye").containsEntry("code", 4302L);
    }
}
