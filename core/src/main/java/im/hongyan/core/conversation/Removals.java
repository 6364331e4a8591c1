package im.hongyan.core.conversation;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageFacts;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Sight;
import im.hongyan.core.session.Session;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Messages that a user does not want to see any more, on any device; others still do. Each is a fact of the
/// conversation, so that a page of history costs one more look and a user who removes nothing pays nothing else.
public final class Removals {
    private static final String COUNTED = "c";
    private static final int PAGE = 500;

    private final MessageLog log;
    private final Marks marks;
    private final Limits limits;
    private final Clock clock;

    public Removals(MessageLog log, Marks marks, Limits limits, Clock clock) {
        this.log = log;
        this.marks = marks;
        this.limits = limits;
        this.clock = clock;
    }

    /// @param numbers what is removed now
    /// @param counted those of them that counted as unread
    public record Removed(List<Long> numbers, List<Long> counted) {}

    /// Removes messages for the session's user. Numbers that are no messages are passed over; removing again
    /// changes nothing. The reply, on any thread: those that are removed now.
    public void remove(
            Session session, ConversationId conversation, List<Long> numbers, Consumer<Outcome<Removed>> reply) {
        if (numbers.size() > limits.removalsPerChangeMax()) {
            reply.accept(Outcome.refused(Refusal.field(
                    ErrorCode.TOO_MANY, "numbers", "at most " + limits.removalsPerChangeMax() + " messages at once")));
            return;
        }
        UserId user = session.user().user();
        marks.change(session, conversation, reply, (member, head) -> {
            List<Long> removed = new ArrayList<>();
            List<Long> removedCounted = new ArrayList<>();
            List<Long> now = new ArrayList<>();
            List<Long> counted = new ArrayList<>();
            List<Change> changes = new ArrayList<>();
            for (long number : new TreeSet<>(numbers)) {
                Entry entry = number <= member.cleared().number() ? null : log.entry(conversation, number);
                if (entry == null || !entry.isMessage() || !Sight.isFor(entry, user)) {
                    continue;
                }
                removed.add(number);
                boolean counts = entry.payload() instanceof Message message && message.counts();
                if (counts) {
                    removedCounted.add(number);
                }
                String fact = MessageFacts.removal(user, number);
                if (!log.fact(conversation, fact).isEmpty()) {
                    continue;
                }
                now.add(number);
                if (counts) {
                    counted.add(number);
                }
                changes.add(new Change.Put(conversation, fact, Map.of(COUNTED, Boolean.toString(counts))));
            }
            if (!now.isEmpty()) {
                changes.add(new Change.Append(
                        ConversationId.feed(session.user()),
                        new Fate.Removed(user, conversation, List.copyOf(now), List.copyOf(counted)),
                        clock.millis()));
            }
            return new Marks.Plan<>(changes, new Removed(List.copyOf(removed), List.copyOf(removedCounted)));
        });
    }

    /// Those of the numbers `from` to `to` that the user has removed. Blocks on the log.
    Set<Long> among(ConversationId conversation, UserId user, long from, long to) {
        Set<Long> found = new HashSet<>();
        read(conversation, user, from - 1, to, fact -> found.add(MessageFacts.number(fact)));
        return found;
    }

    /// Whether the user has removed this message. Blocks on the log.
    public boolean isRemoved(ConversationId conversation, UserId user, long number) {
        return !log.fact(conversation, MessageFacts.removal(user, number)).isEmpty();
    }

    /// Removed messages after a number that counted as unread and were not recalled besides, ascending. Blocks.
    List<Long> countedAfter(ConversationId conversation, UserId user, long after) {
        List<Long> found = new ArrayList<>();
        read(conversation, user, after, Long.MAX_VALUE, fact -> {
            long number = MessageFacts.number(fact);
            boolean counted = Boolean.parseBoolean(fact.fields().get(COUNTED));
            Entry entry = counted ? log.entry(conversation, number) : null;
            if (entry != null && entry.payload() instanceof Message) {
                found.add(number);
            }
        });
        return found;
    }

    private void read(ConversationId conversation, UserId user, long after, long to, Consumer<MessageLog.Fact> each) {
        String beginning = MessageFacts.removals(user);
        String from = MessageFacts.after(beginning, after);
        while (true) {
            List<MessageLog.Fact> page = log.facts(conversation, beginning, from, PAGE);
            for (MessageLog.Fact fact : page) {
                if (MessageFacts.number(fact) > to) {
                    return;
                }
                each.accept(fact);
                from = fact.key();
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }
}
