package im.hongyan.testkit.core;

import static im.hongyan.testkit.core.MemoryWorld.key;
import static im.hongyan.testkit.core.MemoryWorld.single;
import static im.hongyan.testkit.core.MemoryWorld.text;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.delivery.Undelivered;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a user has not had delivered is found whole, in the order in which it was accepted, page by page.
class UndeliveredTest {
    private static final int PAGE_BYTES_MAX = 100_000;

    @Test
    void theOldestOfAllConversationsComeFirstWhateverThePages() {
        try (MemoryWorld world = new MemoryWorld()) {
            Session alice = world.login("alice", world.link());
            Session bob = world.login("bob", world.link());
            Session carol = world.login("carol", world.link());
            for (int i = 0; i < 150; i++) {
                Session from = i % 3 == 0 ? carol : alice;
                world.send(from, text(from.user().user().value(), "bob", "c" + i, "t" + i));
            }
            for (int page : new int[] {1, 2, 7, 64, 1_000}) {
                List<Long> positions = positions(world.core().undelivered().of(key("bob"), _ -> true, Map.of()), page);
                assertThat(positions).hasSize(150).isSorted().doesNotHaveDuplicates();
            }
            // What was acknowledged is not found, nor what the asker has handled by its own account, nor what it does
            // not want.
            world.core()
                    .deliveries()
                    .acked(bob, single("alice", "bob"), 60, world.clock().millis());
            assertThat(positions(world.core().undelivered().of(key("bob"), _ -> true, Map.of()), 50))
                    .hasSize(90);
            Map<ConversationId, Long> handled = Map.of(single("bob", "carol"), 45L, single("alice", "bob"), 50L);
            assertThat(positions(world.core().undelivered().of(key("bob"), _ -> true, handled), 50))
                    .hasSize(5 + 50);
            assertThat(positions(
                            world.core().undelivered().of(key("bob"), single("bob", "carol")::equals, Map.of()), 50))
                    .hasSize(50);
        }
    }

    private static List<Long> positions(Undelivered.Backlog backlog, int page) {
        List<Long> positions = new ArrayList<>();
        List<Entry> entries = backlog.next(page, PAGE_BYTES_MAX);
        while (!entries.isEmpty()) {
            assertThat(entries).hasSizeLessThanOrEqualTo(page);
            entries.forEach(entry -> positions.add(entry.position()));
            entries = backlog.next(page, PAGE_BYTES_MAX);
        }
        return positions;
    }
}
