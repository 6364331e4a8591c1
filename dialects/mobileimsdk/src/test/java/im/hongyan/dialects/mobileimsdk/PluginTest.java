package im.hongyan.dialects.mobileimsdk;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.dialects.mobileimsdk.plugin.DataPacket;
import im.hongyan.dialects.mobileimsdk.plugin.MobileImPlugin;
import im.hongyan.dialects.mobileimsdk.plugin.MobileImServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The callbacks that integrators rely on: when each is called, and what its answer does.
class PluginTest {
    /// Writes down every call, and answers as told by what it is given.
    private static final class Notes implements MobileImPlugin {
        private final List<String> calls = new ArrayList<>();
        private MobileImServer server;

        @Override
        public void onStart(MobileImServer given) {
            server = given;
        }

        @Override
        public int onUserLoginVerify(String userId, String token, @Nullable String extra) {
            calls.add("verify " + userId + " " + token + " " + extra);
            return switch (token) {
                case "good" -> 0;
                case "bad" -> 1_025;
                case "broken" -> throw new IllegalStateException("broken");
                default -> NOT_MINE;
            };
        }

        @Override
        public void onUserLoginSucess(String userId, @Nullable String extra) {
            calls.add("in " + userId);
        }

        @Override
        public void onUserLogout(String userId, int beKickoutCode) {
            calls.add("out " + userId + " " + beKickoutCode);
        }

        @Override
        public @Nullable DataPacket onTransferMessage4C2CBefore(DataPacket packet) {
            return switch (packet.dataContent()) {
                case "spam" -> null;
                case "damn" -> packet.withDataContent("****");
                case "broken" -> throw new IllegalStateException("broken");
                case null, default -> packet;
            };
        }

        @Override
        public void onTransferMessage4C2S(DataPacket packet) {
            calls.add("c2s " + packet.from() + " " + packet.dataContent());
        }

        @Override
        public void onTransferMessage4C2C(DataPacket packet) {
            calls.add("c2c " + packet.to() + " " + packet.dataContent());
        }

        @Override
        public void onTransferMessage_RealTimeSendFaild(DataPacket packet) {
            calls.add("away " + packet.to() + " " + packet.dataContent());
        }

        @Override
        public void messagesLost(List<DataPacket> packets) {
            calls.add("lost " + packets.size());
        }

        @Override
        public void messagesBeReceived(String fp) {
            calls.add("received " + fp);
        }

        List<String> take() {
            List<String> taken = List.copyOf(calls);
            calls.clear();
            return taken;
        }
    }

    private final Notes notes = new Notes();

    @Test
    void itsAnswerToALoginDecides() {
        try (World world = new World(false, notes)) {
            RecordingConnection good = world.connect(World.TCP);
            good.say(World.loginFrame("alice", "good", 0));
            assertThat(good.next().dataContent()).contains("\"code\":0");
            good.runAll();
            assertThat(notes.take()).containsExactly("verify alice good null", "in alice");
            refused(world, "bob", "bad", 1_025);
            refused(world, "bob", "broken", 2);
            assertThat(world.pluginFault.get()).hasMessage("broken");
        }
    }

    private static void refused(World world, String user, String token, int code) {
        RecordingConnection connection = world.connect(World.TCP);
        connection.say(World.loginFrame(user, token, 0));
        assertThat(connection.next().dataContent()).isEqualTo("{\"code\":" + code + ",\"firstLoginTime\":-1}");
        assertThat(connection.closed).isTrue();
    }

    @Test
    void withoutAnOpinionTheServersOwnTokensCount() {
        try (World world = new World(false, notes)) {
            refused(world, "alice", "nonsense", 2_001);
            refused(world, "alice", world.token("bob", 60_000), 2_003);
            RecordingConnection alice = world.connect(World.TCP);
            alice.say(World.loginFrame("alice", world.token("alice", 60_000), 0));
            assertThat(alice.next().dataContent()).contains("\"code\":0");
            // And only as long as they last.
            world.pass(200_000, alice);
            assertThat(alice.closed).isTrue();
        }
    }

    @Test
    void messagesAreSeenBeforeAndAfter() {
        try (World world = new World(true, notes)) {
            RecordingConnection alice = world.login(World.TCP, "alice");
            RecordingConnection bob = world.login(World.WEBSOCKET, "bob");
            notes.take();
            alice.say(World.data("bob", "damn", "f1"));
            assertThat(alice.next().dataContent()).isEqualTo("f1");
            world.everybodyTold();
            assertThat(bob.next().dataContent()).isEqualTo("****");
            bob.say(World.received("f1"));
            alice.say(World.data("bob", "spam", "f2"));
            alice.say(World.data("bob", "broken", "f3"));
            assertThat(alice.drain()).isEmpty();
            alice.say(World.data("carol", "later", "f4"));
            assertThat(alice.next().dataContent()).isEqualTo("f4");
            alice.say(World.data("0", "help", "f5"));
            assertThat(alice.next().dataContent()).isEqualTo("f5");
            alice.say(World.data("0", "help", "f5"));
            assertThat(alice.next().dataContent()).isEqualTo("f5");
            assertThat(notes.take())
                    .containsExactly("c2c bob ****", "received f1", "away carol later", "c2s alice help");
        }
    }

    @Test
    void whatIsNotAcknowledgedIsSentTwiceAndTold() {
        try (World world = new World(true, notes)) {
            RecordingConnection alice = world.login(World.TCP, "alice");
            RecordingConnection bob = world.login(World.TCP, "bob");
            alice.say(World.data("bob", "hello", "f1"));
            assertThat(alice.next().dataContent()).isEqualTo("f1");
            world.everybodyTold();
            assertThat(bob.next().fp()).isEqualTo("f1");
            notes.take();
            world.pass(4_900, bob);
            assertThat(bob.drain()).isEmpty();
            world.pass(200, bob);
            assertThat(bob.next().fp()).isEqualTo("f1");
            world.pass(5_000, bob);
            assertThat(bob.drain()).isEmpty();
            assertThat(notes.take()).containsExactly("lost 1");
            // As soon as the client shows that it is there, once more.
            alice.say(World.data("bob", "second", "f2"));
            assertThat(alice.next().dataContent()).isEqualTo("f2");
            world.everybodyTold();
            assertThat(bob.next().fp()).isEqualTo("f2");
            bob.say(World.received("f2"));
            assertThat(bob.next().fp()).isEqualTo("f1");
        }
    }

    @Test
    void theServersOwnMessagesAndKicks() throws Exception {
        try (World world = new World(true, notes)) {
            RecordingConnection alice = world.login(World.UDP, "alice");
            alice.runAll();
            CompletableFuture<Boolean> stored = new CompletableFuture<>();
            notes.server.sendData("alice", "welcome", 3, "w1", stored::complete);
            assertThat(stored.get(10, TimeUnit.SECONDS)).isTrue();
            world.everybodyTold();
            Packet packet = alice.next();
            assertThat(packet).isEqualTo(new Packet(false, 2, "welcome", "0", "alice", "w1", true, 3, -1));
            CompletableFuture<Boolean> unknown = new CompletableFuture<>();
            notes.server.sendData("nobody", "welcome", -1, null, unknown::complete);
            assertThat(unknown.get(10, TimeUnit.SECONDS)).isFalse();
            assertThat(notes.server.isOnline("alice")).isTrue();
            notes.take();
            assertThat(notes.server.kickout("alice", 101, "bye-bye")).isTrue();
            assertThat(alice.next().dataContent()).isEqualTo("{\"code\":101,\"reason\":\"bye-bye\"}");
            assertThat(alice.closed).isTrue();
            assertThat(notes.take()).containsExactly("out alice 101");
            assertThat(notes.server.isOnline("alice")).isFalse();
            assertThat(notes.server.kickout("alice", 2, null)).isFalse();
        }
    }

    @Test
    void aUserWhoIsReplacedIsStillThere() {
        try (World world = new World(true, notes)) {
            RecordingConnection one = world.login(World.TCP, "alice");
            RecordingConnection two = world.login(World.TCP, "alice");
            assertThat(one.next().type()).isEqualTo(Packet.KICKOUT);
            two.runAll();
            assertThat(notes.take()).doesNotContain("out alice 1", "out alice -1");
            two.say("{\"type\":3}");
            assertThat(notes.take()).containsExactly("out alice -1");
        }
    }
}
