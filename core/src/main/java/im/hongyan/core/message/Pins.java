package im.hongyan.core.message;

import im.hongyan.core.account.UserId;
import im.hongyan.core.conversation.Shown;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.GroupOperation;
import im.hongyan.core.group.Groups;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageFacts;
import im.hongyan.core.log.MessageLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Messages that everybody in a conversation is to see first.
public final class Pins {
    private static final String TIME = "t";

    private final MessageChanges changes;
    private final Shown shown;
    private final Limits limits;
    private final Clock clock;

    public Pins(MessageChanges changes, Shown shown, Limits limits, Clock clock) {
        this.changes = changes;
        this.shown = shown;
        this.limits = limits;
        this.clock = clock;
    }

    /// A pinned message.
    ///
    /// @param atMs when it was pinned, epoch milliseconds
    public record Pin(Entry entry, UserId by, long atMs) {}

    /// Pins or unpins a message for all. The answer: where the event stands; null = it was so already.
    public void pin(
            Groups.Actor actor, ConversationId conversation, long number, boolean on, Consumer<Outcome<Place>> reply) {
        changes.change(actor, conversation, standing -> plan(standing, number, on), reply);
    }

    /// @param at null = nothing had to change
    public record Place(@Nullable Sent at) {}

    private MessageChanges.Plan<Place> plan(Standing standing, long number, boolean on) throws RefusedException {
        Standing.message(standing.entry(number));
        standing.require(GroupOperation.PIN_MESSAGE);
        MessageLog log = changes.log();
        ConversationId conversation = standing.conversation();
        String fact = MessageFacts.pin(number);
        boolean there = !log.fact(conversation, fact).isEmpty();
        if (there == on) {
            return MessageChanges.Plan.nothing(new Place(null));
        }
        int max = limits.pinnedMessagesMax();
        if (on && log.facts(conversation, MessageFacts.PINS, "", max).size() >= max) {
            throw new RefusedException(Refusal.detail(
                    ErrorCode.PINS_TOO_MANY, "At most " + max + " pinned messages (pinned_messages_max)."));
        }
        Map<String, String> fields = new LinkedHashMap<>();
        if (on) {
            fields.putAll(MessageFacts.by(standing.user()));
            fields.put(TIME, Long.toString(clock.millis()));
        }
        List<Change> made = List.of(
                new Change.Put(conversation, fact, fields),
                new Change.Append(conversation, new Fate.Pinned(standing.user(), number, on), clock.millis()));
        return new MessageChanges.Plan<>(
                made, entries -> new Place(Sent.of(entries.getLast())), UnaryOperator.identity());
    }

    /// All pinned messages that the user may see, in order of their numbers. Blocks on the log.
    public Outcome<List<Pin>> list(Groups.Actor actor, ConversationId conversation) {
        return changes.read(actor, conversation, standing -> {
            standing.require(GroupOperation.READ);
            List<Pin> pins = new ArrayList<>();
            for (MessageLog.Fact fact :
                    changes.log().facts(conversation, MessageFacts.PINS, "", limits.pinnedMessagesMax())) {
                long number = MessageFacts.number(fact);
                Entry entry =
                        number <= standing.cleared() ? null : changes.log().entry(conversation, number);
                if (entry == null) {
                    continue;
                }
                Entry seen =
                        shown.to(standing.user(), conversation, List.of(entry)).getFirst();
                if (seen.payload() instanceof Message) {
                    long atMs = Long.parseLong(fact.fields().getOrDefault(TIME, "0"));
                    pins.add(new Pin(seen, MessageFacts.by(fact), atMs));
                }
            }
            return pins;
        });
    }
}
