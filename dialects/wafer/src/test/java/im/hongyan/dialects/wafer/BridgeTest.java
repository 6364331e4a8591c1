package im.hongyan.dialects.wafer;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.ProfileChange;
import im.hongyan.core.account.UserId;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.group.Group;
import im.hongyan.core.group.GroupChange;
import im.hongyan.core.group.GroupRules;
import im.hongyan.core.group.Groups;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Message;
import im.hongyan.core.room.RoomChange;
import im.hongyan.core.room.RoomView;
import im.hongyan.core.session.PresenceState;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.entry.ConversationName;
import im.hongyan.dialects.wafer.business.ChatRoom;
import im.hongyan.testkit.core.MemoryWorld;
import im.hongyan.testkit.core.RecordingLink;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Clients of tunnels and clients of any other dialect in one conversation.
class BridgeTest {
    private static World world(ConversationName to) {
        return new World(usual -> usual, new BridgeSettings(to, "speak", "word"), ChatRoom::new);
    }

    /// Waits until what the client says arrives: then it is in.
    private static Phone in(World world, String openid) {
        Phone phone = world.tunnelOf(openid);
        phone.emit("speak", "{\"word\":\"" + openid + " is here\"}");
        phone.hears(openid + " is here");
        return phone;
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

    @Test
    void tunnelsShareAGroupWithOthersAndJoinItByThemselves() {
        ConversationId.Group group = new ConversationId.Group(MemoryWorld.APP, "club");
        try (World world = world(new ConversationName.Group("club"))) {
            RecordingLink link = world.memory.link();
            Session nina = world.memory.login("nina", link);
            GroupChange free =
                    new GroupChange("Club", null, null, null, GroupRules.Join.FREE, null, null, null, null, Map.of());
            MemoryWorld.value(MemoryWorld.<Group>await(reply -> world.memory
                    .core()
                    .groups()
                    .create(
                            group,
                            new Groups.Actor(nina.user(), null),
                            null,
                            free,
                            GroupRules.PUBLIC,
                            List.of(),
                            reply)));
            Phone ada = in(world, "ada");
            Phone bob = in(world, "bob");
            ada.emit("speak", "{\"word\":\"hello all\"}");
            for (Phone each : List.of(ada, bob)) {
                assertThat(each.hears("hello all")).contains("\"openId\":\"ada\"");
            }
            assertThat(last(world, group).content().toString()).isEqualTo("{\"text\":\"hello all\"}");
            MemoryWorld.value(world.memory.send(nina, MemoryWorld.text("nina", "ada", "c1", "elsewhere")));
            bob.emit("speak", "{\"word\":\"bye\"}");
            ada.hears("bye");
            assertThat(link.entries().stream()
                            .filter(entry -> entry.conversation().equals(group) && entry.isMessage()))
                    .hasSize(4);
        }
    }

    @Test
    void tunnelsShareARoomWithOthers() {
        ConversationId.Room lobby = new ConversationId.Room(MemoryWorld.APP, "lobby");
        try (World world = world(new ConversationName.Room("lobby"))) {
            RecordingLink link = world.memory.link();
            Session nina = world.memory.login("nina", link);
            MemoryWorld.value(MemoryWorld.<RoomView>await(reply -> world.memory
                    .core()
                    .roomChanges()
                    .create(lobby, MemoryWorld.key("$system"), new UserId("nina"), RoomChange.NONE, reply)));
            MemoryWorld.value(MemoryWorld.<RoomView>await(
                    reply -> nina.link().run(() -> world.memory.core().rooms().enter(nina, lobby, Set.of(), reply))));
            Phone ada = in(world, "ada");
            Phone bob = in(world, "bob");
            bob.emit("speak", "{\"word\":\"hello room\"}");
            for (Phone each : List.of(ada, bob)) {
                assertThat(each.hears("hello room")).contains("\"openId\":\"bob\"");
            }
            assertThat(link.signals().stream()
                            .filter(signal -> signal instanceof Signal.InRoom said
                                    && said.entry().isMessage()))
                    .hasSize(3);
        }
    }
}
