package im.hongyan.core.conversation;

import im.hongyan.core.account.UserId;
import im.hongyan.core.agenda.LiveTexts;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageFacts;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.Reaction;
import im.hongyan.core.log.Sight;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Entries as somebody is shown them. In the place of what the user has removed stands [Fate.Hidden]; an edit tells
/// the content of now; of many reactions the user's own is always among those that are named; and what is not meant
/// for the user, or is over, reads so ([Sight]). Methods read the log and block.
public final class Shown {
    private final MessageLog log;
    private final Removals removals;
    private final LiveTexts texts;
    private final Clock clock;

    public Shown(MessageLog log, Removals removals, LiveTexts texts, Clock clock) {
        this.texts = texts;
        this.clock = clock;
        this.log = log;
        this.removals = removals;
    }

    /// Entries of one conversation, in their order, as the user sees them.
    public List<Entry> to(UserId user, ConversationId conversation, List<Entry> entries) {
        if (entries.isEmpty()) {
            return entries;
        }
        long one = entries.getFirst().number();
        long other = entries.getLast().number();
        Set<Long> removed = conversation instanceof ConversationId.Feed
                ? Set.of()
                : removals.among(conversation, user, Math.min(one, other), Math.max(one, other));
        List<Entry> shown = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            Entry meant = Sight.of(whole(texts.now(entry)), user, clock.millis());
            shown.add(removed.contains(entry.number()) ? hidden(meant) : own(user, meant));
        }
        return shown;
    }

    /// The same for whoever sees all: edits with the content of now.
    public List<Entry> toAll(List<Entry> entries) {
        return entries.stream().map(this::whole).toList();
    }

    private static Entry hidden(Entry entry) {
        return switch (entry.payload()) {
            case Message message -> with(entry, new Fate.Hidden(message.sender(), message.clientId()));
            case Payload.Recalled left -> with(entry, new Fate.Hidden(left.sender(), left.clientId()));
            case Payload.Expired left -> with(entry, new Fate.Hidden(left.sender(), left.clientId()));
            case Fate _,
                    Payload.Happened _,
                    Payload.Withheld _,
                    Payload.Recall _,
                    Payload.ReadMark _,
                    Payload.ReadReceipt _,
                    Payload.SettingsChanged _,
                    Payload.GroupEvent _,
                    Payload.RoomEvent _,
                    Payload.FriendEvent _ -> entry;
        };
    }

    private Entry whole(Entry entry) {
        if (!(entry.payload() instanceof Fate.Edited edited)) {
            return entry;
        }
        Entry target = log.entry(entry.conversation(), edited.target());
        return target != null && target.payload() instanceof Message message
                ? with(entry, edited.with(message))
                : entry;
    }

    /// With the user among those who are named where the user reacted.
    private Entry own(UserId user, Entry entry) {
        if (!(entry.payload() instanceof Message message)) {
            return entry;
        }
        List<Reaction> reactions = message.story().reactions();
        List<Reaction> named = reactions;
        for (int i = 0; i < reactions.size(); i++) {
            Reaction reaction = reactions.get(i);
            boolean unnamed = reaction.count() > reaction.users().size()
                    && !reaction.users().contains(user)
                    && !log.fact(
                                    entry.conversation(),
                                    MessageFacts.reactions(entry.number(), reaction.slot()) + user.value())
                            .isEmpty();
            if (unnamed) {
                List<UserId> users = new ArrayList<>(reaction.users());
                if (!users.isEmpty()) {
                    users.removeLast();
                }
                users.add(user);
                named = named.equals(reactions) ? new ArrayList<>(reactions) : named;
                named.set(i, new Reaction(reaction.slot(), reaction.key(), reaction.count(), List.copyOf(users)));
            }
        }
        return named.equals(reactions)
                ? entry
                : with(entry, message.with(message.story().naming(named)));
    }

    private static Entry with(Entry entry, Payload payload) {
        return new Entry(
                entry.conversation(), entry.number(), entry.position(), entry.timeMs(), entry.counted(), payload);
    }
}
