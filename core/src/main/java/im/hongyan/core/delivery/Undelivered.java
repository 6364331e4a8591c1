package im.hongyan.core.delivery;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Sight;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/// What has not arrived at any device of a user: for dialects whose clients cannot synchronise and are sent
/// everything once.
public final class Undelivered {
    /// Entries read in one go.
    private static final int PAGE = 64;

    private final MessageLog log;
    private final Deliveries deliveries;
    private final Clock clock;

    public Undelivered(MessageLog log, Deliveries deliveries, Clock clock) {
        this.clock = clock;
        this.log = log;
        this.deliveries = deliveries;
    }

    /// The next entry of one conversation. Holds no entry: a user may have thousands of conversations.
    private record Cursor(ConversationId conversation, long number, long position) {}

    /// All undelivered entries of all the user's conversations, oldest first, as they stand now. One thread at a
    /// time.
    public final class Backlog {
        private final PriorityQueue<Cursor> cursors =
                new PriorityQueue<>((a, b) -> Long.compare(a.position(), b.position()));

        private final UserKey user;

        private Backlog(UserKey user) {
            this.user = user;
        }

        /// The next entries, of one conversation or several, in the order in which they were accepted; empty at the
        /// end. Blocks.
        public List<Entry> next(int limit, int bytesMax) {
            List<Entry> found = new ArrayList<>();
            Cursor oldest;
            while (found.size() < limit && (oldest = cursors.poll()) != null) {
                take(oldest, limit, bytesMax, found);
                if (bytes(found) >= bytesMax) {
                    break;
                }
            }
            return found;
        }

        private void take(Cursor from, int limit, int bytesMax, List<Entry> into) {
            Cursor other = cursors.peek();
            int count = Math.min(PAGE, limit - into.size() + 1);
            List<Entry> page = log.readForward(from.conversation(), from.number(), count, bytesMax);
            for (Entry entry : page) {
                boolean turn = other == null || entry.position() <= other.position();
                if (!turn || into.size() >= limit) {
                    cursors.add(new Cursor(entry.conversation(), entry.number(), entry.position()));
                    return;
                }
                into.add(Sight.of(entry, user.user(), clock.millis()));
            }
            if (!page.isEmpty()) {
                add(from.conversation(), page.getLast().number() + 1);
            }
        }

        private void add(ConversationId conversation, long number) {
            Entry entry = log.entry(conversation, number);
            if (entry != null) {
                cursors.add(new Cursor(conversation, number, entry.position()));
            }
        }
    }

    private static long bytes(List<Entry> entries) {
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += entry.payload() instanceof im.hongyan.core.log.Message message
                    ? 200L + message.content().length()
                    : 200L;
        }
        return bytes;
    }

    /// Finds where each of the user's conversations goes on. Blocks.
    ///
    /// @param which the conversations that the asker's clients know
    /// @param handled conversations of which the asker keeps its own account, with the last number it has handled:
    ///     there the delivered mark does not count
    public Backlog of(UserKey user, Predicate<ConversationId> which, Map<ConversationId, Long> handled) {
        Backlog backlog = new Backlog(user);
        for (MessageLog.Membership membership : log.memberships(user)) {
            ConversationId conversation = membership.conversation();
            if (!which.test(conversation)) {
                continue;
            }
            Long own = handled.get(conversation);
            long after = own != null ? own : delivered(conversation, user);
            if (log.head(conversation).number() > after) {
                backlog.add(conversation, after + 1);
            }
        }
        return backlog;
    }

    private long delivered(ConversationId conversation, UserKey user) {
        // First what waits to be written, then what is written: between the two the mark may move from one to the
        // other.
        long waiting = deliveries.waiting(conversation, user.user());
        Member member = log.member(conversation, user.user());
        if (member == null) {
            return waiting;
        }
        long seen = Math.max(member.read().number(), member.cleared().number());
        return Math.max(Math.max(waiting, member.delivered()), seen);
    }
}
