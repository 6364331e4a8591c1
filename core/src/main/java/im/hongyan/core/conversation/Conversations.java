package im.hongyan.core.conversation;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.delivery.Deliveries;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.MessageLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A user's conversations: the list, and what is new since a cursor. All methods read the log and block: call them
/// on storage threads.
public final class Conversations {
    /// How far back the newest message is looked for behind events.
    private static final int LAST_LOOKBACK = 50;

    private final MessageLog log;
    private final Deliveries deliveries;
    private final Limits limits;
    private final Removals removals;
    private final Shown shown;
    private final Mentions mentions;

    public Conversations(MessageLog log, Deliveries deliveries, Limits limits, Removals removals, Shown shown) {
        this.removals = removals;
        this.shown = shown;
        this.mentions = new Mentions(log, removals);
        this.log = log;
        this.deliveries = deliveries;
        this.limits = limits;
    }

    private record Candidate(ConversationId conversation, Member member, Head head) {
        boolean isHidden() {
            return member.hiddenAt() != 0 && head.number() <= member.hiddenAt();
        }

        boolean isShown() {
            return !isHidden() && head.number() > 0;
        }

        ListMark listMark() {
            return new ListMark(member.pinnedAtMs(), head.position());
        }
    }

    /// The list, pinned ones first (latest pin first), then by the newest entry.
    ///
    /// @param after [Page#next] of the page before, or null
    public Outcome<Page> list(UserKey user, ListFilter filter, @Nullable String after, int limit) {
        ListMark from = after == null ? null : ListMark.parse(after);
        if (after != null && from == null) {
            return Outcome.refused(ErrorCode.BAD_CURSOR);
        }
        long cursor = log.position();
        List<Candidate> candidates = new ArrayList<>();
        for (MessageLog.Membership membership : log.memberships(user)) {
            Candidate candidate = candidate(membership);
            boolean further = from == null || candidate.listMark().compareTo(from) > 0;
            if (candidate.isShown() && further && takes(filter, user, candidate)) {
                candidates.add(candidate);
            }
        }
        candidates.sort(Comparator.comparing(Candidate::listMark));
        int count = Math.min(bounded(limit), candidates.size());
        List<Summary> summaries = new ArrayList<>(count);
        for (Candidate candidate : candidates.subList(0, count)) {
            summaries.add(summarise(user, candidate, List.of()));
        }
        boolean more = count < candidates.size();
        String next = more ? candidates.get(count - 1).listMark().toString() : null;
        return Outcome.ok(new Page(summaries, next, cursor, true));
    }

    private boolean takes(ListFilter filter, UserKey user, Candidate candidate) {
        return filter.takes(candidate.member())
                && (!filter.unread() || filter.takes(candidate.member(), unread(user, candidate)));
    }

    private long unread(UserKey user, Candidate candidate) {
        Mark mark = Unread.mark(candidate.conversation(), user.user(), candidate.head(), candidate.member());
        return Unread.count(
                candidate.head().counted(), mark, exceptions(user, candidate.conversation(), candidate.head(), mark));
    }

    private long exceptions(UserKey user, ConversationId conversation, Head head, Mark mark) {
        if (head.number() <= mark.number()) {
            return 0;
        }
        long recalled = head.recalled() == 0 ? 0 : log.countRecalledAfter(conversation, user.user(), mark.number());
        return recalled
                + removals.countedAfter(conversation, user.user(), mark.number())
                        .size();
    }

    /// What is unread in all conversations of the user's list, by the same formula as in each of them: nothing is
    /// counted up anywhere, so nothing can run away.
    public Totals totals(UserKey user) {
        long unread = 0;
        long muted = 0;
        for (MessageLog.Membership membership : log.memberships(user)) {
            Candidate candidate = candidate(membership);
            if (candidate.isShown()) {
                long one = unread(user, candidate);
                unread += one;
                muted += membership.member().muted() ? one : 0;
            }
        }
        return new Totals(unread, muted);
    }

    /// @param unread in all conversations of the list
    /// @param muted how many of them in muted ones
    public record Totals(long unread, long muted) {}

    /// What has happened since the cursor, the conversation with the oldest newest-entry first; the user's feed
    /// too.
    ///
    /// @param cursor a log position, 0 = everything
    /// @param entriesMax newest entries per conversation
    /// @param next [Page#next] of the page before, or null
    public Outcome<Page> sync(UserKey user, long cursor, int limit, int entriesMax, @Nullable String next) {
        SyncMark from = next == null ? new SyncMark(log.position(), cursor) : SyncMark.parse(next);
        if (from == null || cursor < 0) {
            return Outcome.refused(ErrorCode.BAD_CURSOR);
        }
        if (cursor > log.position()) {
            return Outcome.ok(new Page(List.of(), null, log.position(), false));
        }
        List<Candidate> candidates = new ArrayList<>();
        List<MessageLog.Membership> memberships = new ArrayList<>(log.memberships(user));
        memberships.add(new MessageLog.Membership(ConversationId.feed(user), Member.NEW));
        for (MessageLog.Membership membership : memberships) {
            Candidate candidate = candidate(membership);
            if (candidate.head().position() > from.after() && !candidate.isHidden()) {
                candidates.add(candidate);
            }
        }
        candidates.sort(Comparator.comparingLong(c -> c.head().position()));
        int count = Math.min(bounded(limit), candidates.size());
        int perConversation = Math.max(0, Math.min(entriesMax, limits.syncEntriesMax()));
        List<Summary> summaries = new ArrayList<>(count);
        long bytesLeft = limits.pageBytesMax() * 4L;
        for (Candidate candidate : candidates.subList(0, count)) {
            List<Entry> entries = bytesLeft > 0 ? newest(user.user(), candidate, cursor, perConversation) : List.of();
            bytesLeft -= roughBytes(entries);
            summaries.add(summarise(user, candidate, entries));
        }
        boolean more = count < candidates.size();
        String following = more
                ? new SyncMark(from.upTo(), candidates.get(count - 1).head().position()).toString()
                : null;
        return Outcome.ok(new Page(summaries, following, from.upTo(), true));
    }

    /// One conversation as the user sees it, or null if the user has no part in it.
    public @Nullable Summary summary(UserKey user, ConversationId conversation) {
        Member member = log.member(conversation, user.user());
        if (member == null) {
            return null;
        }
        return summarise(user, new Candidate(conversation, member, log.head(conversation)), List.of());
    }

    private int bounded(int limit) {
        return Math.max(1, Math.min(limit, limits.conversationsPageMax()));
    }

    private Candidate candidate(MessageLog.Membership membership) {
        return new Candidate(membership.conversation(), membership.member(), log.head(membership.conversation()));
    }

    private List<Entry> newest(UserId user, Candidate candidate, long cursor, int max) {
        if (max == 0) {
            return List.of();
        }
        List<Entry> found = log.readBack(candidate.conversation(), Long.MAX_VALUE, max, limits.pageBytesMax());
        List<Entry> entries = new ArrayList<>(found.size());
        for (Entry entry : found) {
            if (entry.position() <= cursor
                    || entry.number() <= candidate.member().cleared().number()) {
                break;
            }
            entries.add(entry);
        }
        Collections.reverse(entries);
        return shown.to(user, candidate.conversation(), entries);
    }

    private static long roughBytes(List<Entry> entries) {
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += entry.payload() instanceof im.hongyan.core.log.Message message
                    ? 200L + message.content().length()
                    : 200L;
        }
        return bytes;
    }

    private Summary summarise(UserKey user, Candidate candidate, List<Entry> entries) {
        ConversationId conversation = candidate.conversation();
        Head head = candidate.head();
        Member member = candidate.member();
        if (conversation instanceof ConversationId.Feed) {
            return new Summary(conversation, head, member, null, 0, Mark.ZERO, List.of(), 0, List.of(), null, entries);
        }
        Mark mark = Unread.mark(conversation, user.user(), head, member);
        // Nothing came after the mark: there is nothing to look for.
        boolean open = head.number() > mark.number();
        List<Long> removed = open ? removals.countedAfter(conversation, user.user(), mark.number()) : List.of();
        long recalledCount =
                !open || head.recalled() == 0 ? 0 : log.countRecalledAfter(conversation, user.user(), mark.number());
        long exceptCount = recalledCount + removed.size();
        List<Long> except = recalledCount == 0
                ? List.of()
                : log.recalledAfter(conversation, user.user(), mark.number(), Summary.EXCEPT_MAX);
        return new Summary(
                conversation,
                head,
                member,
                lastShown(user.user(), conversation, head, member),
                Unread.count(head.counted(), mark, exceptCount),
                mark,
                newest(except, removed),
                exceptCount,
                open ? mentions.after(conversation, user.user(), mark.number()) : List.of(),
                peer(user, conversation),
                entries);
    }

    /// Both lists in one, ascending: the newest [Summary#EXCEPT_MAX].
    private static List<Long> newest(List<Long> recalled, List<Long> removed) {
        if (removed.isEmpty()) {
            return recalled;
        }
        List<Long> all = new ArrayList<>(recalled);
        all.addAll(removed);
        Collections.sort(all);
        return List.copyOf(all.subList(Math.max(0, all.size() - Summary.EXCEPT_MAX), all.size()));
    }

    private @Nullable Entry lastShown(UserId user, ConversationId conversation, Head head, Member member) {
        Entry last = head.last();
        if (last == null || last.number() <= member.cleared().number()) {
            return null;
        }
        Entry seen = seen(user, last);
        if (seen != null) {
            return seen;
        }
        for (Entry entry : log.readBack(conversation, last.number() - 1, LAST_LOOKBACK, limits.pageBytesMax())) {
            if (entry.number() <= member.cleared().number()) {
                return null;
            }
            Entry older = seen(user, entry);
            if (older != null) {
                return older;
            }
        }
        return null;
    }

    /// The entry as the user sees it, if it is a message that the user has not removed.
    private @Nullable Entry seen(UserId user, Entry entry) {
        if (!entry.isMessage()) {
            return null;
        }
        Entry seen = shown.to(user, entry.conversation(), List.of(entry)).getFirst();
        return seen.isMessage() && !(seen.payload() instanceof Fate.Hidden) ? seen : null;
    }

    private Summary.@Nullable Peer peer(UserKey user, ConversationId conversation) {
        if (!(conversation instanceof ConversationId.Single single)) {
            return null;
        }
        var other = single.peerOf(user.user());
        Member member = log.member(conversation, other);
        long delivered = deliveries.waiting(conversation, other);
        return member == null
                ? new Summary.Peer(0, delivered)
                : new Summary.Peer(member.read().number(), Math.max(delivered, member.delivered()));
    }
}
