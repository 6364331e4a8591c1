package im.hongyan.core.message;

import im.hongyan.core.account.Text;
import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.GroupOperation;
import im.hongyan.core.group.Groups;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageFacts;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Reaction;
import im.hongyan.core.log.Story;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Small signs under a message, one of a kind from each user.
public final class Reactions {
    /// Longest key, in bytes of UTF-8.
    public static final int KEY_BYTES_MAX = 64;

    private static final String TIME = "t";

    private final MessageChanges changes;
    private final Limits limits;
    private final Clock clock;

    public Reactions(MessageChanges changes, Limits limits, Clock clock) {
        this.changes = changes;
        this.limits = limits;
        this.clock = clock;
    }

    /// What a message has of reactions after a change.
    ///
    /// @param at where the event stands; null = it was so already
    public record Reacted(@Nullable Sent at, Story story) {}

    /// Reacts, or takes a reaction back. Doing so again changes nothing.
    public void react(
            Groups.Actor actor,
            ConversationId conversation,
            long number,
            String key,
            boolean on,
            Consumer<Outcome<Reacted>> reply) {
        changes.change(actor, conversation, standing -> plan(standing, number, key, on), reply);
    }

    private MessageChanges.Plan<Reacted> plan(Standing standing, long number, String key, boolean on)
            throws RefusedException {
        if (!Text.isId(key, KEY_BYTES_MAX)) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.BAD_REACTION, "data.key", ErrorCode.BAD_REACTION.english()));
        }
        Message message = Standing.message(standing.entry(number));
        standing.require(GroupOperation.REACT);
        Reaction before = find(message, key);
        int slot = before == null ? freeSlot(message) : before.slot();
        String fact = MessageFacts.reactions(number, slot) + standing.user().value();
        boolean there = before != null
                && !changes.log().fact(standing.conversation(), fact).isEmpty();
        if (there == on) {
            return MessageChanges.Plan.nothing(new Reacted(null, message.story()));
        }
        if (before == null && message.story().reactions().size() >= limits.reactionKindsMax()) {
            throw new RefusedException(Refusal.detail(
                    ErrorCode.REACTIONS_TOO_MANY,
                    "At most " + limits.reactionKindsMax() + " kinds of reactions (reaction_kinds_max)."));
        }
        Reaction known = before == null ? new Reaction(slot, key, 0, List.of()) : before;
        Reaction after = on ? more(standing, known) : less(standing, number, known);
        Message now = message.with(message.story().withReactions(replaced(message, after)));
        Map<String, String> fields = on ? Map.of(TIME, Long.toString(clock.millis())) : Map.of();
        Fate.Reacted event =
                new Fate.Reacted(standing.user(), number, now.story().revision(), key, on, after.count());
        List<Change> made = List.of(
                new Change.Rewrite(standing.conversation(), number, now),
                new Change.Put(standing.conversation(), fact, fields),
                new Change.Append(standing.conversation(), event, clock.millis()));
        return new MessageChanges.Plan<>(
                made, entries -> new Reacted(Sent.of(entries.getLast()), now.story()), UnaryOperator.identity());
    }

    private Reaction more(Standing standing, Reaction reaction) {
        List<UserId> users = new ArrayList<>(reaction.users());
        if (users.size() < limits.reactionUsersNamedMax()) {
            users.add(standing.user());
        }
        return new Reaction(reaction.slot(), reaction.key(), reaction.count() + 1, List.copyOf(users));
    }

    private Reaction less(Standing standing, long number, Reaction reaction) {
        List<UserId> users = new ArrayList<>(reaction.users());
        if (users.remove(standing.user()) && reaction.count() - 1 > users.size()) {
            // Somebody who was not named moves up.
            int count = limits.reactionUsersNamedMax() + 1;
            for (UserId user : page(standing.conversation(), number, reaction, "", count)) {
                boolean free = !user.equals(standing.user()) && !users.contains(user);
                if (free && users.size() < limits.reactionUsersNamedMax()) {
                    users.add(user);
                }
            }
        }
        return new Reaction(reaction.slot(), reaction.key(), reaction.count() - 1, List.copyOf(users));
    }

    /// A page of those who gave one kind of reaction, in order of their ids. Blocks on the log.
    ///
    /// @param after the last id of the page before, or ""
    public Outcome<List<UserId>> users(
            Groups.Actor actor, ConversationId conversation, long number, String key, String after, int limit) {
        return changes.read(actor, conversation, standing -> {
            standing.require(GroupOperation.READ);
            Message message = Standing.message(standing.entry(number));
            Reaction reaction = find(message, key);
            int count = Math.max(1, Math.min(limit, limits.usersPageMax()));
            return reaction == null ? List.of() : page(conversation, number, reaction, after, count);
        });
    }

    private List<UserId> page(ConversationId conversation, long number, Reaction reaction, String after, int count) {
        String beginning = MessageFacts.reactions(number, reaction.slot());
        String from = after.isEmpty() ? "" : beginning + after;
        List<UserId> users = new ArrayList<>();
        for (MessageLog.Fact fact : changes.log().facts(conversation, beginning, from, count)) {
            users.add(new UserId(fact.key().substring(beginning.length())));
        }
        return users;
    }

    private static @Nullable Reaction find(Message message, String key) {
        for (Reaction reaction : message.story().reactions()) {
            if (reaction.key().equals(key)) {
                return reaction;
            }
        }
        return null;
    }

    private static int freeSlot(Message message) {
        int slot = 0;
        boolean taken = true;
        while (taken) {
            int wanted = ++slot;
            taken = message.story().reactions().stream().anyMatch(reaction -> reaction.slot() == wanted);
        }
        return slot;
    }

    /// The message's reactions with this one as it is now; without it where nobody gives it any more.
    private static List<Reaction> replaced(Message message, Reaction after) {
        List<Reaction> all = new ArrayList<>();
        boolean found = false;
        for (Reaction reaction : message.story().reactions()) {
            boolean same = reaction.slot() == after.slot();
            found |= same;
            Reaction kept = same ? after : reaction;
            if (kept.count() > 0) {
                all.add(kept);
            }
        }
        if (!found) {
            all.add(after);
        }
        return List.copyOf(all);
    }
}
