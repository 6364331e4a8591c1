package im.hongyan.dialects.mobileimsdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What dialogues over a real network cannot show: time, clogged connections, logins that are too slow, memory
/// between sessions.
class SessionTest {
    @Test
    void whoDoesNotLogInIsCutOff() {
        try (World world = new World(true)) {
            RecordingConnection stranger = world.connect(World.WEBSOCKET);
            world.pass(9_999, stranger);
            assertThat(stranger.closed).isFalse();
            world.pass(1, stranger);
            assertThat(stranger.closed).isTrue();
        }
    }

    @Test
    void aCloggedConnectionMissesNothing() {
        try (World world = new World(true)) {
            RecordingConnection alice = world.login(World.TCP, "alice");
            RecordingConnection bob = world.login(World.TCP, "bob");
            bob.drain();
            bob.clogged = true;
            for (int i = 0; i < 10; i++) {
                alice.say(World.data("bob", "t" + i, "f" + i));
                assertThat(alice.next().dataContent()).isEqualTo("f" + i);
            }
            world.everybodyTold();
            assertThat(bob.drain()).isEmpty();
            bob.unclog();
            List<Packet> got = bob.drain();
            assertThat(got.stream().map(Packet::fp))
                    .containsExactly("f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9");
        }
    }

    @Test
    void aClientThatNeverAcknowledgesHasABoundedWindow() {
        try (World world = new World(true)) {
            RecordingConnection alice = world.login(World.TCP, "alice");
            RecordingConnection bob = world.login(World.TCP, "bob");
            for (int i = 0; i < 400; i++) {
                alice.say(World.data("bob", "t" + i, "f" + i));
                assertThat(alice.next().dataContent()).isEqualTo("f" + i);
            }
            world.everybodyTold();
            assertThat(bob.drain()).hasSize(256);
            // It is given up after its second sending, and the next ones follow; nothing of it counts as delivered.
            world.pass(5_000, bob);
            world.pass(5_000, bob);
            assertThat(bob.drain()).hasSize(256 + 144);
            RecordingConnection again = world.login(World.TCP, "bob");
            bob.runAll();
            assertThat(again.drain().getFirst().fp()).isEqualTo("f0");
        }
    }

    @Test
    void overUdpTheFirstMessageMustBeAcknowledgedBeforeMoreFollow() {
        try (World world = new World(true)) {
            RecordingConnection alice = world.login(World.TCP, "alice");
            for (int i = 0; i < 5; i++) {
                alice.say(World.data("bob", "t" + i, "f" + i));
                assertThat(alice.next().dataContent()).isEqualTo("f" + i);
            }
            world.everybodyTold();
            RecordingConnection bob = world.login(World.UDP, "bob");
            assertThat(bob.drain().stream().map(Packet::fp)).containsExactly("f0");
            bob.say(World.received("f0"));
            assertThat(bob.drain().stream().map(Packet::fp)).containsExactly("f1", "f2", "f3", "f4");
        }
    }

    @Test
    void theSameFingerprintOfTwoSendersIsTwoMessages() {
        try (World world = new World(true)) {
            RecordingConnection alice = world.login(World.TCP, "alice");
            RecordingConnection carol = world.login(World.TCP, "carol");
            RecordingConnection bob = world.login(World.TCP, "bob");
            alice.say(World.data("bob", "from alice", "same"));
            assertThat(alice.next().dataContent()).isEqualTo("same");
            carol.say(World.data("bob", "from carol", "same"));
            assertThat(carol.next().dataContent()).isEqualTo("same");
            world.everybodyTold();
            List<Packet> got = bob.drain();
            assertThat(got.stream().map(Packet::dataContent)).containsExactly("from alice", "from carol");
            assertThat(got.stream().map(Packet::fp).distinct()).hasSize(2);
            got.forEach(packet -> bob.say(World.received(packet.fp())));
            RecordingConnection again = world.login(World.TCP, "bob");
            bob.runAll();
            assertThat(again.drain()).isEmpty();
        }
    }

    @Test
    void nobodySpeaksAsTheServer() {
        assertThat(UserNames.onWire(new im.hongyan.core.account.UserId("0"))).isEqualTo("$0");
        assertThat(UserNames.receiver("$0").value()).isEqualTo("0");
        assertThat(UserNames.receiver("0").value()).isEqualTo("$system");
        assertThat(UserNames.receiver("$system")).isNull();
        assertThat(UserNames.user("0")).isNull();
        assertThat(UserNames.user("$0")).isNull();
    }

    @Test
    void aStrangersDatagramIsNeverAnsweredAtLength() {
        try (World world = new World(true)) {
            MobileImWriter writer = new MobileImWriter(null);
            for (String said :
                    List.of("{\"type\":1}", "{\"type\":4,\"from\":\"abcdefgh\"}", World.data("b", "x", "f"))) {
                RecordingConnection stranger = world.connect(World.UDP);
                stranger.say(said);
                stranger.drain()
                        .forEach(packet ->
                                assertThat(writer.packet(packet).length()).isLessThanOrEqualTo(3 * said.length()));
            }
        }
    }
}
