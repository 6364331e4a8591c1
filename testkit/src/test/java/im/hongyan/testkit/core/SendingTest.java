package im.hongyan.testkit.core;

import static im.hongyan.testkit.core.MemoryWorld.single;
import static im.hongyan.testkit.core.MemoryWorld.text;
import static im.hongyan.testkit.core.MemoryWorld.value;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.log.Entry;
import im.hongyan.core.message.Sent;
import im.hongyan.core.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendingTest {
    private final MemoryWorld world = new MemoryWorld();
    private final RecordingLink aliceLink = world.link();
    private final RecordingLink bobLink = world.link();
    private final Session alice = world.login("alice", aliceLink);

    @AfterEach
    void nothingBroke() {
        assertThat(world.faults()).isEmpty();
        world.close();
    }

    private static ErrorCode refusal(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Refused<?>(var refusal) -> refusal.code();
            case Outcome.Ok<?>(var value) -> throw new AssertionError("accepted: " + value);
        };
    }

    private List<Entry> stored() {
        return world.log().readForward(single("alice", "bob"), 1, 1_000, 1 << 20);
    }

    @Test
    void aMessageReachesThePartnerAndTheSendersOtherDevicesButNotTheSender() {
        world.login("bob", bobLink);
        RecordingLink tablet = world.link();
        value(world.login("alice", "tablet", im.hongyan.core.session.Platform.IOS, tablet));
        Sent sent = value(world.send(alice, text("alice", "bob", "c1", "hi")));
        assertThat(sent.number()).isEqualTo(1);
        assertThat(bobLink.entries()).extracting(Entry::position).containsExactly(sent.position());
        assertThat(tablet.entries()).hasSize(1);
        assertThat(aliceLink.entries()).isEmpty();
    }

    @Test
    void aDuplicateGetsTheFirstAnswer() {
        world.login("bob", bobLink);
        Sent first = value(world.send(alice, text("alice", "bob", "c1", "hi")));
        Sent again = value(world.send(alice, text("alice", "bob", "c1", "hi")));
        assertThat(again).isEqualTo(first);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void aFlaggedRetryIsKnownAfterARestart() {
        world.login("bob", bobLink);
        Sent first = value(world.send(alice, text("alice", "bob", "c1", "hi")));
        value(world.send(alice, text("alice", "bob", "c2", "more")));
        world.restart();
        world.clock().forward(3_600_000);
        Session back = world.login("alice", aliceLink);
        assertThat(value(world.send(back, text("alice", "bob", "c1", "hi", true))))
                .isEqualTo(first);
        assertThat(stored()).hasSize(2);
    }

    @Test
    void anUnflaggedRetryIsKnownShortlyAfterALogin() {
        world.login("bob", bobLink);
        Sent first = value(world.send(alice, text("alice", "bob", "c1", "hi")));
        world.restart();
        Session back = world.login("alice", aliceLink);
        assertThat(value(world.send(back, text("alice", "bob", "c1", "hi")))).isEqualTo(first);
        assertThat(value(world.send(back, text("alice", "bob", "c2", "new"))).number())
                .isEqualTo(2);
        assertThat(value(world.send(back, text("alice", "bob", "c1", "hi")))).isEqualTo(first);
        assertThat(stored()).hasSize(2);
    }

    @Test
    void sendsOfOneSessionKeepTheirOrderWhileTheFirstIsLookedUp() {
        world.login("bob", bobLink);
        List<CompletableFuture<Outcome<Sent>>> answers = new ArrayList<>();
        aliceLink.run(() -> {
            for (int i = 0; i < 200; i++) {
                CompletableFuture<Outcome<Sent>> answer = new CompletableFuture<>();
                answers.add(answer);
                // Every seventh takes the slow way through the log.
                world.core()
                        .messages()
                        .send(alice, text("alice", "bob", "c" + i, "m" + i, i % 7 == 3), answer::complete);
            }
        });
        aliceLink.settle();
        for (int i = 0; i < 200; i++) {
            assertThat(value(MemoryWorld.get(answers.get(i))).number()).isEqualTo(i + 1);
        }
        world.settle();
        assertThat(bobLink.entries()).extracting(Entry::number).isSorted().hasSize(200);
    }

    @Test
    void aRefusedSendLeavesItsClientIdFree() {
        world.login("bob", bobLink);
        world.log().refuse(true);
        assertThat(refusal(world.send(alice, text("alice", "bob", "c1", "hi")))).isEqualTo(ErrorCode.STORAGE_FULL);
        world.log().refuse(false);
        assertThat(refusal(world.send(alice, text("alice", "bob", "c1", "hi"))))
                .isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
        world.log().work();
        assertThat(value(world.send(alice, text("alice", "bob", "c1", "hi"))).number())
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeSentIsRefusedByCode() {
        world.login("bob", bobLink);
        assertThat(refusal(world.send(alice, text("alice", "nobody", "c1", "hi"))))
                .isEqualTo(ErrorCode.RECIPIENT_UNKNOWN);
        assertThat(refusal(world.send(alice, text("bob", "eve", "c1", "hi")))).isEqualTo(ErrorCode.RECIPIENT_UNKNOWN);
        assertThat(refusal(world.send(alice, text("alice", "bob", "", "hi")))).isEqualTo(ErrorCode.BAD_CLIENT_ID);
        assertThat(refusal(world.send(alice, text("alice", "bob", "c\u0007", "hi"))))
                .isEqualTo(ErrorCode.BAD_CLIENT_ID);
        assertThat(refusal(world.send(alice, text("alice", "bob", "c1", "x".repeat(32_768)))))
                .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(stored()).isEmpty();
    }

    @Test
    void aNotebookIsAConversationWithOneself() {
        Sent sent = value(world.send(alice, text("alice", "alice", "c1", "milk")));
        assertThat(sent.number()).isEqualTo(1);
        assertThat(world.core().conversations().summary(MemoryWorld.key("alice"), single("alice", "alice")))
                .satisfies(summary -> assertThat(summary.unread()).isZero());
    }
}
