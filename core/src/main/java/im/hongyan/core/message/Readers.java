package im.hongyan.core.message;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.conversation.Marks;
import im.hongyan.core.conversation.Unread;
import im.hongyan.core.delivery.Bus;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.GroupOperation;
import im.hongyan.core.group.Groups;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.session.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Who has read a message and who has not. Nothing is kept for it: a member has read what stands before the mark
/// from which the member's unread messages are counted. Those who came in after a message are not asked about it.
///
/// Senders are told that somebody has read, not who and how many: at most one hint a second for a group and sender,
/// on which a client asks for what it shows.
public final class Readers implements Marks.GroupReads {
    /// Members looked through for one page of readers; a page that ends earlier says where to go on.
    private static final int SCANNED_MAX = 2_000;

    private static final int PAGE = 500;
    /// Newest messages before a moved mark whose senders are told.
    private static final int TOLD_MAX = 50;
    /// Groups whose moved marks wait to be told; beyond it a hint is dropped.
    private static final int WAITING_MAX = 10_000;

    private final MessageChanges changes;
    private final Groups groups;
    private final ReadCounts counts;
    private final Bus bus;
    private final Limits limits;
    private final ConcurrentHashMap<ConversationId.Group, Moved> waiting = new ConcurrentHashMap<>();

    public Readers(MessageChanges changes, Groups groups, ReadCounts counts, Bus bus, Limits limits) {
        this.changes = changes;
        this.groups = groups;
        this.counts = counts;
        this.bus = bus;
        this.limits = limits;
    }

    /// @param read how many of those it was for have read it
    /// @param all how many it was for and are still there
    public record Count(long number, long read, long all) {}

    /// @param next where to go on: a user id; null = that was all
    public record Page(List<UserId> users, @Nullable String next) {}

    private record Moved(long before, long after) {
        Moved with(Moved other) {
            return new Moved(Math.min(before, other.before), Math.max(after, other.after));
        }
    }

    /// How many have read each of these messages, in order of their numbers. Blocks on the log.
    public Outcome<List<Count>> count(Groups.Actor actor, ConversationId conversation, List<Long> numbers) {
        if (numbers.size() > limits.readCountsMax()) {
            return Outcome.refused(Refusal.field(
                    ErrorCode.TOO_MANY,
                    "numbers",
                    "at most " + limits.readCountsMax() + " messages (read_counts_max)"));
        }
        return changes.read(actor, conversation, standing -> {
            List<Count> found = new ArrayList<>();
            for (long number : numbers.stream().distinct().sorted().toList()) {
                found.add(count(standing, number, author(standing, number)));
            }
            return found;
        });
    }

    private Count count(Standing standing, long number, UserId author) {
        return switch (standing.conversation()) {
            case ConversationId.Single single -> {
                UserId peer = single.peerOf(author);
                boolean notebook = peer.equals(author);
                yield new Count(number, !notebook && hasRead(single, peer, number) ? 1 : 0, notebook ? 0 : 1);
            }
            case ConversationId.Group group -> {
                Member own = changes.log().member(group, author);
                long self = own != null && own.joined().number() < number ? 1 : 0;
                ReadCounts.Snapshot now = counts.of(group);
                yield new Count(number, now.read(number) - self, now.all(number) - self);
            }
            case ConversationId.Room _, ConversationId.Feed _ -> new Count(number, 0, 0);
        };
    }

    /// A page of those who have read the message, or of those who have not, in order of their ids. Blocks on the
    /// log.
    ///
    /// @param after [Page#next] of the page before, or ""
    public Outcome<Page> page(
            Groups.Actor actor, ConversationId conversation, long number, boolean read, String after, int limit) {
        int count = Math.max(1, Math.min(limit, limits.usersPageMax()));
        return changes.read(actor, conversation, standing -> {
            UserId author = author(standing, number);
            return switch (conversation) {
                case ConversationId.Single single -> {
                    UserId peer = single.peerOf(author);
                    boolean fits = !peer.equals(author) && hasRead(single, peer, number) == read;
                    yield new Page(fits && after.isEmpty() ? List.of(peer) : List.of(), null);
                }
                case ConversationId.Group group -> page(group, author, number, read, after, count);
                case ConversationId.Room _, ConversationId.Feed _ -> new Page(List.of(), null);
            };
        });
    }

    private Page page(ConversationId.Group group, UserId author, long number, boolean read, String after, int count) {
        List<UserId> users = new ArrayList<>();
        String from = after;
        for (int scanned = 0; scanned < SCANNED_MAX; scanned += PAGE) {
            List<UserId> members = groups.memberIds(group, from, PAGE);
            for (UserId member : members) {
                Member row = changes.log().member(group, member);
                if (row != null && row.joined().number() < number && !member.equals(author)) {
                    boolean seen = ReadCounts.seen(group, member, row) >= number;
                    if (seen == read) {
                        users.add(member);
                    }
                }
                from = member.value();
                if (users.size() == count) {
                    return new Page(users, from);
                }
            }
            if (members.size() < PAGE) {
                return new Page(users, null);
            }
        }
        return new Page(users, from);
    }

    /// The sender of a message that the asker may know the readers of.
    private static UserId author(Standing standing, long number) throws RefusedException {
        Message message = Standing.message(standing.entry(number));
        standing.requireUpon(GroupOperation.READERS, message.sender(), ErrorCode.READERS_NOT_ALLOWED);
        return message.sender();
    }

    private boolean hasRead(ConversationId.Single conversation, UserId user, long number) {
        Head head = changes.log().head(conversation);
        Member row = changes.log().member(conversation, user);
        Mark mark = Unread.mark(conversation, user, head, row == null ? Member.NEW : row);
        return mark.number() >= number;
    }

    @Override
    public void moved(ConversationId.Group group, long before, long after) {
        if (waiting.size() < WAITING_MAX || waiting.containsKey(group)) {
            waiting.merge(group, new Moved(before, after), Moved::with);
        }
    }

    /// Tells senders whose messages somebody has read since the last time. Called about once a second. Blocks on
    /// the log.
    public void flush() {
        for (ConversationId.Group group : List.copyOf(waiting.keySet())) {
            Moved moved = waiting.remove(group);
            if (moved != null) {
                tell(group, moved);
            }
        }
    }

    private void tell(ConversationId.Group group, Moved moved) {
        MessageLog log = changes.log();
        Map<UserId, Long> newest = new HashMap<>();
        for (Entry entry : log.readBack(group, moved.after(), TOLD_MAX, limits.pageBytesMax())) {
            if (entry.number() <= moved.before()) {
                break;
            }
            if (entry.payload() instanceof Message message) {
                newest.putIfAbsent(message.sender(), entry.number());
            }
        }
        newest.forEach((sender, number) ->
                bus.publish(new UserKey(group.app(), sender), new Signal.Readers(group, number), null));
    }
}
