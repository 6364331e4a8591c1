package im.hongyan.core.conversation;

import im.hongyan.core.account.UserId;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageFacts;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Sight;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// "Someone mentioned me": which messages after the user's mark mention the user, or everybody. Nothing is counted
/// up or down: the log knows whom a message mentions, and reading moves the mark past it, on all devices at once.
final class Mentions {
    private final MessageLog log;
    private final Removals removals;

    Mentions(MessageLog log, Removals removals) {
        this.log = log;
        this.removals = removals;
    }

    /// Numbers of such messages, ascending, at most [Summary#MENTIONS_MAX] of the oldest. Blocks on the log.
    List<Long> after(ConversationId conversation, UserId user, long mark) {
        Set<Long> numbers = new TreeSet<>();
        collect(conversation, user.value(), user, mark, numbers);
        collect(conversation, Message.MENTION_ALL, user, mark, numbers);
        return numbers.stream().limit(Summary.MENTIONS_MAX).toList();
    }

    private void collect(ConversationId conversation, String mentioned, UserId user, long mark, Set<Long> into) {
        String beginning = MessageFacts.mentions(mentioned);
        String from = MessageFacts.after(beginning, mark);
        for (MessageLog.Fact fact : log.facts(conversation, beginning, from, Summary.MENTIONS_MAX)) {
            long number = MessageFacts.number(fact);
            Entry entry = log.entry(conversation, number);
            boolean shown = entry != null
                    && entry.payload() instanceof Message message
                    && !message.sender().equals(user)
                    && Sight.isFor(entry, user)
                    && !removals.isRemoved(conversation, user, number);
            if (shown) {
                into.add(number);
            }
        }
    }
}
