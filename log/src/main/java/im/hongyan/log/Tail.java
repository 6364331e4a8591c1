package im.hongyan.log;

import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.Mark;
import org.jspecify.annotations.Nullable;

/// What the next append to a conversation must know of it. Never changes once made, so that any thread may read it.
final class Tail {
    final byte[] prefix;
    final long number;
    final long timeMs;
    final long counted;
    final Mark ownA;
    final Mark ownB;
    final long recalled;
    /// The newest entry; null if there is none, or if it is too large to be held in memory for every conversation.
    final @Nullable Entry last;

    Tail(
            byte[] prefix,
            long number,
            long timeMs,
            long counted,
            Mark ownA,
            Mark ownB,
            long recalled,
            @Nullable Entry last) {
        this.prefix = prefix;
        this.number = number;
        this.timeMs = timeMs;
        this.counted = counted;
        this.ownA = ownA;
        this.ownB = ownB;
        this.recalled = recalled;
        this.last = last;
    }

    static Tail empty(ConversationId conversation) {
        return new Tail(Keys.conversation(conversation), 0, 0, 0, Mark.ZERO, Mark.ZERO, 0, null);
    }

    static Tail of(byte[] prefix, Entry entry, Mark ownA, Mark ownB, long recalled, boolean held) {
        return new Tail(
                prefix, entry.number(), entry.timeMs(), entry.counted(), ownA, ownB, recalled, held ? entry : null);
    }

    /// The head, or null if the newest entry must be read first.
    @Nullable
    Head head() {
        if (number == 0) {
            return Head.EMPTY;
        }
        return last == null ? null : new Head(last, ownA, ownB, recalled);
    }
}
