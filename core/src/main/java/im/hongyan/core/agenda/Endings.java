package im.hongyan.core.agenda;

import im.hongyan.core.account.UserId;
import im.hongyan.core.delivery.Fanout;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.Committer;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Happening;
import im.hongyan.core.log.Lanes;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.Undertaking;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The end of messages: by their life, or burnt some time after they were read. When it has come, the content is
/// erased from the log, the message leaves the unread count as a recalled one does, and one event tells all
/// devices.
public final class Endings {
    private static final String BURNS = "burn.";
    private static final String WHY = "why";
    private static final int NUMBER_DIGITS = 16;
    private static final String ZEROS = "0".repeat(NUMBER_DIGITS);
    /// Messages that one reading sets on fire at most; the next reading takes the others.
    private static final int BURNS_PER_READ_MAX = 1_000;

    private final MessageLog log;
    private final Committer committer;
    private final Fanout fanout;
    private final Lanes lanes;
    private final Agenda agenda;
    private final Clock clock;

    public Endings(MessageLog log, Committer committer, Fanout fanout, Lanes lanes, Agenda agenda, Clock clock) {
        this.log = log;
        this.committer = committer;
        this.fanout = fanout;
        this.lanes = lanes;
        this.agenda = agenda;
        this.clock = clock;
        agenda.work(Agenda.Kind.EXPIRE, this::end);
    }

    /// What goes with the message into its commit, behind it.
    public static List<Change> of(ConversationId conversation, Message message) {
        List<Change> changes = new ArrayList<>(2);
        long lifeMs = message.special().lifeMs();
        if (lifeMs > 0) {
            changes.add(new Change.Follow(conversation, entry -> put(entry, entry.timeMs() + lifeMs, "life")));
        }
        long burnMs = message.special().burnMs();
        if (burnMs > 0) {
            changes.add(new Change.Follow(
                    conversation,
                    entry -> new Change.Put(
                            conversation,
                            BURNS + padded(entry.number()),
                            Map.of(
                                    "by", message.sender().value(),
                                    "ms", Long.toString(burnMs),
                                    "p", Long.toString(entry.position())))));
        }
        return changes;
    }

    /// The message is durable.
    public void committed(Entry entry, Message message) {
        if (message.special().lifeMs() > 0) {
            agenda.expect(
                    entry.conversation().app(),
                    entry.timeMs() + message.special().lifeMs());
        }
    }

    private static Change.Put put(Entry entry, long dueMs, String why) {
        return put(entry.conversation(), entry.number(), entry.position(), dueMs, why);
    }

    private static Change.Put put(ConversationId conversation, long number, long position, long dueMs, String why) {
        Map<String, String> fields = Places.fields(conversation, number);
        fields.put(WHY, why);
        return Agenda.put(conversation.app(), dueMs, Agenda.Kind.EXPIRE, position + why, fields);
    }

    /// What goes into the commit by which the user reads up to `number`: messages of the other that are to burn are
    /// given their time. Blocks on the log.
    public List<Change> reading(ConversationId conversation, UserId reader, long number) {
        if (!(conversation instanceof ConversationId.Single)) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>(0);
        for (MessageLog.Fact fact : log.facts(conversation, BURNS, "", BURNS_PER_READ_MAX)) {
            long one = Long.parseLong(fact.key().substring(BURNS.length()));
            if (one > number) {
                break;
            }
            if (reader.value().equals(fact.fields().get("by"))) {
                continue;
            }
            long dueMs = clock.millis() + number(fact, "ms");
            changes.add(put(conversation, one, number(fact, "p"), dueMs, "burn"));
            changes.add(new Change.Put(conversation, fact.key(), Map.of()));
        }
        return changes;
    }

    /// What [#reading] gave is durable.
    public void read(ConversationId conversation, List<Change> changes) {
        if (!changes.isEmpty()) {
            // Looks once now, and learns from the log when the first is due.
            agenda.expect(conversation.app(), 0);
        }
    }

    private static long number(MessageLog.Fact fact, String name) {
        return Long.parseLong(fact.fields().getOrDefault(name, "0"));
    }

    private static String padded(long number) {
        String digits = Long.toString(number);
        return ZEROS.substring(Math.min(NUMBER_DIGITS, digits.length())) + digits;
    }

    private void end(List<Agenda.Item> items) {
        Map<ConversationId, List<Agenda.Item>> places = new LinkedHashMap<>();
        for (Agenda.Item item : items) {
            ConversationId place = Places.conversation(item.app(), item.fields());
            places.computeIfAbsent(place, _ -> new ArrayList<>()).add(item);
        }
        places.forEach(this::end);
    }

    private void end(ConversationId conversation, List<Agenda.Item> items) {
        Undertaking.Planner<Boolean> plan =
                () -> new Undertaking.Plan.Write<>(changes(conversation, items), _ -> true, entries -> {
                    items.forEach(agenda::release);
                    entries.forEach(entry -> fanout.committed(entry, null));
                });
        lanes.submit(conversation, new Undertaking<>(committer, plan, outcome -> later(items, outcome)));
    }

    /// What was refused comes again.
    private void later(List<Agenda.Item> items, Outcome<Boolean> outcome) {
        if (outcome instanceof Outcome.Refused<Boolean>) {
            items.forEach(item -> agenda.later(item, clock.millis()));
        }
    }

    /// Messages that end together and are told by one event.
    private record Alike(UserId author, boolean burnt, boolean counted, List<UserId> only) {}

    private List<Change> changes(ConversationId conversation, List<Agenda.Item> items) {
        List<Change> changes = new ArrayList<>();
        Map<Alike, List<Long>> ended = new LinkedHashMap<>();
        for (Agenda.Item item : items) {
            long number = Places.number(item.fields());
            Entry entry = log.entry(conversation, number);
            // What was recalled meanwhile, or has ended twice over, is only taken off the agenda.
            if (entry != null && entry.payload() instanceof Message message) {
                boolean burnt = "burn".equals(item.fields().get(WHY));
                Alike alike = new Alike(
                        message.sender(),
                        burnt,
                        message.counts(),
                        message.special().only());
                List<Long> others = ended.computeIfAbsent(alike, _ -> new ArrayList<>());
                changes.add(new Change.Erase(conversation, number, Payload.Expired.of(message, burnt)));
                others.add(number);
            }
            changes.add(item.done());
        }
        ended.forEach((alike, numbers) -> changes.add(new Change.Append(
                conversation,
                new Payload.Happened(
                        alike.author(),
                        Happening.EXPIRED,
                        List.copyOf(numbers),
                        Map.of(WHY, alike.burnt() ? "burn" : "life", "counted", Boolean.toString(alike.counted())),
                        alike.only()),
                clock.millis())));
        return changes;
    }
}
