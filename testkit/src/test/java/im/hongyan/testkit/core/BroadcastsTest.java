package im.hongyan.testkit.core;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.message.Broadcasts;
import im.hongyan.core.message.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BroadcastsTest {
    private static final int USERS = 500;

    private static List<Broadcasts.Told> send(MemoryWorld world, List<UserId> users) {
        CompletableFuture<List<Broadcasts.Told>> told = new CompletableFuture<>();
        world.core().broadcasts().send(MemoryWorld.text("alice", "alice", "b1", "hi", true), users, told::complete);
        return MemoryWorld.get(told);
    }

    @Test
    void everyReceiverGetsItOnceHoweverOftenItIsSent() {
        try (MemoryWorld world = new MemoryWorld()) {
            world.login("alice", world.link());
            List<UserId> users = new ArrayList<>();
            IntStream.range(0, USERS).forEach(i -> {
                users.add(new UserId("user" + i));
                world.login("user" + i, world.link());
            });
            users.add(7, new UserId("nobody"));
            List<Broadcasts.Told> first = new ArrayList<>(send(world, users));
            assertThat(first).extracting(Broadcasts.Told::to).isEqualTo(users);
            assertThat(first.remove(7).outcome()).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(
                            refused.refusal().code())
                    .isEqualTo(ErrorCode.RECIPIENT_UNKNOWN));
            assertThat(first).allSatisfy(told -> assertThat(((Outcome.Ok<Sent>) told.outcome()).value())
                    .extracting(Sent::number)
                    .isEqualTo(1L));
            List<Broadcasts.Told> again = new ArrayList<>(send(world, users));
            again.remove(7);
            assertThat(again).isEqualTo(first);
            assertThat(send(world, List.of())).isEmpty();
        }
    }
}
