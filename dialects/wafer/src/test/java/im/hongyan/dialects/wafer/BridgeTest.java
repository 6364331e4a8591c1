package im.hongyan.dialects.wafer;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.ProfileChange;
import im.hongyan.core.account.UserId;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Message;
import im.hongyan.core.session.PresenceState;
import im.hongyan.core.session.Session;
import im.hongyan.dialect.entry.ConversationName;
import im.hongyan.dialects.wafer.business.ChatRoom;
import im.hongyan.testkit.core.MemoryWorld;
import im.hongyan.testkit.core.RecordingLink;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Clients of tunnels and clients of any other dialect in one conversation.
class BridgeTest {
    private static World world(ConversationName to) {
        return new World(usual -> usual, new BridgeSettings(to, "speak", "word"), ChatRoom::new);
    }

    private static Message last(World world, ConversationId conversation) {
        world.memory.settle();
        return (Message)
                Objects.requireNonNull(world.memory.log().head(conversation).last())
                        .payload();
    }

    @Test
    void aTunnelAndANativeClientTalk() {
        try (World world = world(new ConversationName.Single(new UserId("nina")))) {
            RecordingLink link = world.memory.link();
            Session nina = world.memory.login("nina", link);
            Phone ada = world.tunnelOf("ada");
            assertThat(ada.next()).contains("people");
            ada.emit("speak", "{\"word\":\"hello\",\"mood\":[1]}");
            // Shown to the speaker when it is durable, with what only tunnels know.
            assertThat(ada.next())
                    .startsWith(
                            "message:{\"type\":\"speak\",\"content\":{\"word\":\"hello\",\"mood\":[1],\"who\":{\"openId\":\"ada\",");
            Message stored = last(world, MemoryWorld.single("ada", "nina"));
            assertThat(stored.content().toString()).isEqualTo("{\"text\":\"hello\"}");
            assertThat(String.valueOf(stored.ext())).isEqualTo("{\"wafer\":{\"word\":\"hello\",\"mood\":[1]}}");
            assertThat(link.entries().stream().map(Entry::payload)).contains(stored);
            MemoryWorld.value(world.memory.send(nina, MemoryWorld.text("nina", "ada", "c1", "hello yourself")));
            assertThat(ada.next())
                    .startsWith("message:{\"type\":\"speak\",\"content\":{\"word\":\"hello"
                            + " yourself\",\"who\":{\"openId\":\"nina\",\"nickName\":\"nina\"");
            // What is no speech still goes to the business, and nothing is said by saying nothing.
            ada.emit("conf.echo", "{\"type\":\"x\"}");
            ada.emit("speak", "{\"word\":7}");
            assertThat(ada.next()).contains("\"x\"");
            assertThat(ada.drain()).isEmpty();
        }
    }

    @Test
    void aRefusalIsToldToTheClient() {
        try (World world = world(new ConversationName.Single(new UserId("nobody")))) {
            Phone ada = world.tunnelOf("ada");
            ada.next();
            ada.emit("speak", "{\"word\":\"hello\"}");
            assertThat(ada.next()).contains("speak.refused", "\"name\":\"recipient_unknown\"");
        }
        try (World world = world(new ConversationName.Room("lobby"))) {
            Phone ada = world.tunnelOf("ada");
            assertThat(ada.next() + ada.next()).contains("speak.refused", "\"name\":\"room_unknown\"");
        }
    }

    @Test
    void aClientThatComesBackTakesTheOldTunnelsPlace() {
        try (World world = world(new ConversationName.Single(new UserId("nina")))) {
            world.memory.login("nina", world.memory.link());
            String skey = world.login("ada");
            Phone old = world.tunnel("X-WX-Skey", skey);
            old.next();
            old.emit("speak", "{\"word\":\"1\"}");
            old.next();
            Phone now = world.tunnel("X-WX-Skey", skey);
            assertThat(old.ending()).isEqualTo("normal");
            assertThat(old.drain()).doesNotContain("close");
            now.emit("speak", "{\"word\":\"2\"}");
            String heard = now.next();
            while (!heard.contains("\"word\":\"2\"")) {
                heard = now.next();
            }
            now.lose();
            assertThat(world.memory.core().sessions().presenceOf(MemoryWorld.key("ada")))
                    .isEqualTo(PresenceState.OFFLINE);
        }
    }

    @Test
    void whatAnAdministratorEndsIsFinal() {
        try (World world = world(new ConversationName.Single(new UserId("nina")))) {
            world.memory.login("nina", world.memory.link());
            Phone ada = world.tunnelOf("ada");
            ada.next();
            ada.emit("speak", "{\"word\":\"1\"}");
            ada.next();
            assertThat(world.memory
                            .core()
                            .administration()
                            .changeUser(MemoryWorld.key("ada"), new ProfileChange(null, null, null, false)))
                    .isInstanceOf(Outcome.Ok.class);
            assertThat(ada.next()).isEqualTo("close");
            assertThat(ada.ending()).isEqualTo("normal");
        }
    }
}
