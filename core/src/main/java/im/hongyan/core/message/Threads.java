package im.hongyan.core.message;

import im.hongyan.core.conversation.Shown;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.GroupOperation;
import im.hongyan.core.group.Groups;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageFacts;
import im.hongyan.core.log.MessageLog;
import java.util.ArrayList;
import java.util.List;

/// Messages asked for by what they are and not by their place: those that answer another, and single ones.
public final class Threads {
    private final MessageChanges changes;
    private final Shown shown;
    private final Limits limits;

    public Threads(MessageChanges changes, Shown shown, Limits limits) {
        this.changes = changes;
        this.shown = shown;
        this.limits = limits;
    }

    /// A page of a thread, ascending.
    ///
    /// @param root the message that began it
    /// @param more whether it goes on
    public record Page(long root, List<Entry> entries, boolean more) {}

    /// The messages that answer, directly or not, the one that began the thread of this one. Blocks on the log.
    ///
    /// @param after the last number of the page before, or 0
    public Outcome<Page> replies(Groups.Actor actor, ConversationId conversation, long number, long after, int limit) {
        return changes.read(actor, conversation, standing -> {
            standing.require(GroupOperation.READ);
            Entry entry = standing.entry(number);
            long root = entry.payload() instanceof Message message
                            && message.story().root() != 0
                    ? message.story().root()
                    : number;
            int count = Math.max(1, Math.min(limit, limits.historyPageMax()));
            String beginning = MessageFacts.replies(root);
            String from = MessageFacts.after(beginning, Math.max(after, standing.cleared()));
            List<MessageLog.Fact> facts = changes.log().facts(conversation, beginning, from, count + 1);
            List<Long> numbers =
                    facts.stream().limit(count).map(MessageFacts::number).toList();
            return new Page(root, find(standing, numbers), facts.size() > count);
        });
    }

    /// Single messages, in the order of their numbers; what is not there for the user is left out. Blocks on the
    /// log.
    public Outcome<List<Entry>> messages(Groups.Actor actor, ConversationId conversation, List<Long> numbers) {
        return changes.read(actor, conversation, standing -> {
            standing.require(GroupOperation.READ);
            List<Long> wanted = numbers.stream()
                    .distinct()
                    .sorted()
                    .limit(limits.historyPageMax())
                    .toList();
            return find(standing, wanted);
        });
    }

    private List<Entry> find(Standing standing, List<Long> numbers) throws RefusedException {
        List<Entry> found = new ArrayList<>();
        for (long number : numbers) {
            Entry entry = number <= standing.cleared() ? null : changes.log().entry(standing.conversation(), number);
            if (entry != null && entry.isMessage()) {
                found.addAll(shown.to(standing.user(), standing.conversation(), List.of(entry)));
            }
        }
        return found;
    }
}
