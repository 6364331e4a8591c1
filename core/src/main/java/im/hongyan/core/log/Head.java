package im.hongyan.core.log;

import org.jspecify.annotations.Nullable;

/// What is known of a conversation's newest end. The log keeps it for every conversation and derives it from the
/// newest entry alone.
///
/// @param last the newest entry, or null for an empty conversation
/// @param ownA in a single conversation, the last send of party `a` ([ConversationId.Single#a]); else [Mark#ZERO]
/// @param ownB the same for party `b`
/// @param recalled how many counted messages of the conversation were recalled, have expired, or are meant for some
///     members only (0 means: no need to look)
public record Head(@Nullable Entry last, Mark ownA, Mark ownB, long recalled) {
    public static final Head EMPTY = new Head(null, Mark.ZERO, Mark.ZERO, 0);

    public long number() {
        return last == null ? 0 : last.number();
    }

    public long counted() {
        return last == null ? 0 : last.counted();
    }

    public long position() {
        return last == null ? 0 : last.position();
    }
}
