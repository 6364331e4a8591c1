package im.hongyan.core.log;

import im.hongyan.core.account.UserId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names of facts about the messages of a conversation. Two kinds the log keeps by itself, whenever it appends
/// a message, because only there the number is known: whom the message mentions, and what it answers ([#of]). Users
/// stand behind the length of their ids, so that no user's names begin like another's.
public final class MessageFacts {
    private static final int NUMBER_DIGITS = 16;
    private static final String ZEROS = "0".repeat(NUMBER_DIGITS);
    private static final String BY = "by";

    private MessageFacts() {}

    /// The facts that go with a new message.
    ///
    /// @param number its number in the conversation
    public static List<MessageLog.Fact> of(long number, Message message) {
        if (message.mentions().isEmpty() && message.story().root() == 0) {
            return List.of();
        }
        Map<String, String> by = by(message.sender());
        List<MessageLog.Fact> facts = new ArrayList<>();
        Set<String> users = new HashSet<>(message.mentions());
        for (String user : users) {
            facts.add(new MessageLog.Fact(mention(user, number), by));
        }
        if (message.story().root() != 0) {
            facts.add(new MessageLog.Fact(replies(message.story().root()) + padded(number), by));
        }
        return facts;
    }

    /// Fields that say no more than who did it.
    public static Map<String, String> by(UserId user) {
        return Map.of(BY, user.value());
    }

    public static UserId by(MessageLog.Fact fact) {
        return new UserId(fact.fields().getOrDefault(BY, ""));
    }

    /// Messages that mention the user, or with [Message#MENTION_ALL] everybody.
    public static String mentions(String user) {
        return of("mention/", user);
    }

    public static String mention(String user, long number) {
        return mentions(user) + padded(number);
    }

    /// Messages that the user has removed for himself.
    public static String removals(UserId user) {
        return of("removed/", user.value());
    }

    public static String removal(UserId user, long number) {
        return removals(user) + padded(number);
    }

    /// Messages that answer, directly or not, the message `root`.
    public static String replies(long root) {
        return "reply/" + padded(root) + "/";
    }

    /// All reactions to a message.
    public static String reactions(long number) {
        return "reaction/" + padded(number) + "/";
    }

    /// Who gave one kind of reaction.
    public static String reactions(long number, int slot) {
        return reactions(number) + slot + "/";
    }

    /// Pinned messages.
    public static final String PINS = "pinned/";

    public static String pin(long number) {
        return PINS + padded(number);
    }

    /// The name after the last of these numbers, to read on from there: names that end in a number are in the order
    /// of their numbers.
    public static String after(String beginning, long number) {
        return beginning + padded(Math.max(0, number));
    }

    /// The number at the end of a fact's name.
    public static long number(MessageLog.Fact fact) {
        return Long.parseLong(fact.key().substring(fact.key().length() - NUMBER_DIGITS));
    }

    private static String of(String kind, String user) {
        return kind + user.getBytes(StandardCharsets.UTF_8).length + "/" + user + "/";
    }

    private static String padded(long number) {
        String digits = Long.toString(number);
        return ZEROS.substring(Math.min(NUMBER_DIGITS, digits.length())) + digits;
    }
}
