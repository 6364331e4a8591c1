package im.hongyan.core.log;

import im.hongyan.core.account.UserId;
import java.util.Map;
import java.util.function.Function;

/// One change that a batch makes to the log. All changes of a batch become durable together or not at all.
public sealed interface Change {
    ConversationId conversation();

    /// A new entry at the end: the log gives number, position, time and running count. The first entry of a single
    /// conversation also makes the rows of its two members.
    ///
    /// @param atMs the time to give it (the log never goes back below that of the entry before)
    record Append(ConversationId conversation, Payload payload, long atMs) implements Change {}

    /// The message at `number` becomes what is left of it ([Payload.Recalled], [Payload.Expired]); if it counted,
    /// `number` joins the conversation's recalled numbers. Number, position, time and running count stay.
    record Erase(ConversationId conversation, long number, Payload left) implements Change {}

    /// The message at `number` becomes `message`, which differs from it in content and state alone. Number,
    /// position, time and running count stay. Where there is no message (any more), nothing happens.
    record Rewrite(ConversationId conversation, long number, Message message) implements Change {}

    /// One member's row after `change` has been applied to what is there ([Member#NEW] where there is none).
    /// `change` must be pure.
    record Update(ConversationId conversation, UserId user, MemberChange change) implements Change {}

    /// A new member's row, joined at the conversation's end as this batch has it so far: what comes after it in the
    /// batch is new to the member. Replaces a row that is there.
    ///
    /// @param history whether the member sees what was before
    record Join(ConversationId conversation, UserId user, boolean history) implements Change {}

    /// Removes a member's row.
    record Leave(ConversationId conversation, UserId user) implements Change {}

    /// Sets a fact of the conversation, or removes it (`fields` empty).
    record Put(ConversationId conversation, String key, Map<String, String> fields) implements Change {}

    /// Sets a fact that names the entry which this batch has appended last: only the log knows its number. `fact`
    /// must be pure.
    record Follow(ConversationId conversation, Function<Entry, Put> fact) implements Change {}

    /// A pure change of one member's row. Marks only ever move forward.
    sealed interface MemberChange {
        Member apply(Member member);

        record Read(Mark mark) implements MemberChange {
            @Override
            public Member apply(Member member) {
                return member.withRead(member.read().max(mark));
            }
        }

        record Delivered(long number) implements MemberChange {
            @Override
            public Member apply(Member member) {
                return member.withDelivered(Math.max(member.delivered(), number));
            }
        }

        /// Replaces what the user decides: cleared (only forward), hidden, pinned, muted, and what is noted.
        record Settings(Mark cleared, long hiddenAt, long pinnedAtMs, boolean muted, Notes notes)
                implements MemberChange {
            @Override
            public Member apply(Member member) {
                return member.withCleared(member.cleared().max(cleared))
                        .withHiddenAt(hiddenAt)
                        .withPinnedAtMs(pinnedAtMs)
                        .withMuted(muted)
                        .withNotes(notes);
            }
        }
    }
}
