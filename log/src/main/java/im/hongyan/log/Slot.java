package im.hongyan.log;

import im.hongyan.core.log.ConversationId;
import org.jspecify.annotations.Nullable;

/// A conversation's place in memory. A batch works on `pending`; readers see only `tail`, which is on disk.
final class Slot {
    final ConversationId conversation;
    private volatile Tail tail;
    private @Nullable Tail pending;

    Slot(ConversationId conversation, Tail tail) {
        this.conversation = conversation;
        this.tail = tail;
    }

    /// What is durable: for any thread.
    Tail tail() {
        return tail;
    }

    /// What the batch being built has made of it: for the writing thread.
    Tail newest() {
        return pending == null ? tail : pending;
    }

    /// Sets what the batch has made of it, and says whether this is the batch's first change of it.
    boolean change(Tail to) {
        boolean first = pending == null;
        pending = to;
        return first;
    }

    /// The batch is durable.
    void publish() {
        if (pending != null) {
            tail = pending;
            pending = null;
        }
    }

    /// The batch failed.
    void forget() {
        pending = null;
    }
}
