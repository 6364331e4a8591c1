package im.hongyan.core.message;

import im.hongyan.core.account.UserId;
import im.hongyan.core.conversation.Unread;
import im.hongyan.core.group.Groups;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.MessageLog;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many members of a group have read up to where: all marks, sorted, so that each message is two searches. Made
/// anew for a small group; of a large one kept for some seconds, because making it costs a look at every member.
public final class ReadCounts {
    private static final int PAGE = 1_000;
    private static final int KEPT_MAX = 16;

    private final MessageLog log;
    private final Groups groups;
    private final Limits limits;
    private final Clock clock;
    private final Map<ConversationId.Group, Snapshot> kept = new LinkedHashMap<>();

    public ReadCounts(MessageLog log, Groups groups, Limits limits, Clock clock) {
        this.log = log;
        this.groups = groups;
        this.limits = limits;
        this.clock = clock;
    }

    /// @param seen where each member's unread messages begin; joining and what is before it are seen
    /// @param joined where each member came in
    record Snapshot(long atMs, long[] seen, long[] joined) {
        /// How many were there when this number was written and have read it. Who came in later counts as having
        /// seen it, and is taken off again.
        long read(long number) {
            return atLeast(seen, number) - atLeast(joined, number);
        }

        long all(long number) {
            return joined.length - atLeast(joined, number);
        }

        private static long atLeast(long[] sorted, long number) {
            int low = 0;
            int high = sorted.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (sorted[middle] < number) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return (long) sorted.length - low;
        }
    }

    /// Up to where the member has seen everything.
    static long seen(ConversationId.Group group, UserId user, Member row) {
        return Unread.mark(group, user, Head.EMPTY, row).number();
    }

    Snapshot of(ConversationId.Group id) {
        long nowMs = clock.millis();
        Snapshot known = known(id);
        if (known != null && nowMs - known.atMs() < limits.readCountsMs()) {
            return known;
        }
        Snapshot made = make(id, nowMs);
        if (made.seen().length > limits.readCountsFreshMembersMax()) {
            keep(id, made);
        }
        return made;
    }

    private synchronized @Nullable Snapshot known(ConversationId.Group id) {
        return kept.get(id);
    }

    private synchronized void keep(ConversationId.Group id, Snapshot made) {
        kept.remove(id);
        if (kept.size() >= KEPT_MAX) {
            kept.remove(kept.keySet().iterator().next());
        }
        kept.put(id, made);
    }

    private Snapshot make(ConversationId.Group id, long nowMs) {
        long[] seen = new long[PAGE];
        long[] joined = new long[PAGE];
        int count = 0;
        String after = "";
        List<UserId> page;
        do {
            page = groups.memberIds(id, after, PAGE);
            for (UserId user : page) {
                after = user.value();
                Member row = log.member(id, user);
                if (row == null) {
                    continue;
                }
                if (count == seen.length) {
                    seen = Arrays.copyOf(seen, count * 2);
                    joined = Arrays.copyOf(joined, count * 2);
                }
                seen[count] = seen(id, user, row);
                joined[count++] = row.joined().number();
            }
        } while (page.size() == PAGE);
        seen = Arrays.copyOf(seen, count);
        joined = Arrays.copyOf(joined, count);
        Arrays.sort(seen);
        Arrays.sort(joined);
        return new Snapshot(nowMs, seen, joined);
    }
}
