package im.hongyan.core.log;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The port to the log: the truth. Every adapter passes `MessageLogContract`.
///
/// Writing: [#append] is called by one thread at a time and returns when the batch is durable. Reading: any thread;
/// a read that starts after a batch is durable sees it whole. Calls block on the disk: never from an event loop.
public interface MessageLog extends AutoCloseable {
    /// Makes all changes durable together, in their order.
    ///
    /// @return the new entries, one for each [Change.Append], in the same order
    /// @throws LogUnavailableException if nothing of the batch became durable; the log can be used on (a full disk
    ///     is told apart, and later appends succeed once there is room again)
    List<Entry> append(List<Change> batch) throws LogUnavailableException;

    /// The conversation's newest end; [Head#EMPTY] if there is none.
    Head head(ConversationId conversation);

    /// Entries with numbers from `from` upwards, ascending, at most `limit`, ending early after about `bytesMax`
    /// bytes (but never with none while there is one).
    List<Entry> readForward(ConversationId conversation, long from, int limit, int bytesMax);

    /// Entries with numbers from `from` downwards (`Long.MAX_VALUE`: from the newest), **descending**, with the
    /// same bounds.
    List<Entry> readBack(ConversationId conversation, long from, int limit, int bytesMax);

    /// The entry, or null.
    @Nullable
    Entry entry(ConversationId conversation, long number);

    /// Counted messages with numbers in (`after`, head] that do not count for the user any more, or never did:
    /// those that were recalled or have expired, and those that are meant for others. Ascending, at most `limit` of
    /// the newest.
    List<Long> recalledAfter(ConversationId conversation, UserId user, long after, int limit);

    /// How many there are (never limited).
    long countRecalledAfter(ConversationId conversation, UserId user, long after);

    /// The user's row of the conversation, or null.
    @Nullable
    Member member(ConversationId conversation, UserId user);

    /// All conversations the user has a row in, in no promised order.
    List<Membership> memberships(UserKey user);

    /// A conversation and the user's row in it.
    record Membership(ConversationId conversation, Member member) {}

    /// A fact of the conversation: what is so now, beside the log of how it came to be. Empty = there is none.
    Map<String, String> fact(ConversationId conversation, String key);

    /// The conversation's facts whose keys begin with `prefix` and come after `after` (exclusive), in order of
    /// their keys' UTF-8 bytes, at most `limit`.
    List<Fact> facts(ConversationId conversation, String prefix, String after, int limit);

    /// A named fact with its fields, in no promised order.
    ///
    /// @param key 1 to [#FACT_KEY_BYTES_MAX] bytes of UTF-8
    record Fact(String key, Map<String, String> fields) {}

    /// Longest key of a fact, in bytes of UTF-8.
    int FACT_KEY_BYTES_MAX = 128;

    /// The position of the newest durable entry of the whole log; 0 = none.
    long position();

    @Override
    void close();
}
