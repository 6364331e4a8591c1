package im.hongyan.core.session;

import im.hongyan.core.log.ConversationId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The one deliver-ack-retry: what was pushed to a session and not yet acknowledged, per conversation and
/// cumulative, and what to do when that lasts too long. Connection's thread only; holds nothing while nothing is
/// outstanding.
public final class Outstanding {
    /// What the dialect should do now.
    public enum Due {
        NOTHING,
        /// Tell the client to synchronise, or deliver again what [#numbers] tells, as the dialect's clients expect.
        RETRY,
        /// The client used to acknowledge and has stopped: its connection is dead.
        DEAD
    }

    /// Conversations remembered; beyond it the oldest wait is kept by time only.
    private static final int CONVERSATIONS_MAX = 256;

    private final long timeoutMs;
    private final int retriesMax;
    private @Nullable Map<ConversationId, Long> numbers;
    private long sinceMs;
    private int retries;
    private boolean everAcked;

    Outstanding(long timeoutMs, int retriesMax) {
        this.timeoutMs = timeoutMs;
        this.retriesMax = retriesMax;
    }

    /// Entry `number` of the conversation was pushed.
    public void pushed(ConversationId conversation, long number, long nowMs) {
        if (numbers == null) {
            numbers = new HashMap<>(4);
            sinceMs = nowMs;
        }
        if (numbers.size() < CONVERSATIONS_MAX || numbers.containsKey(conversation)) {
            numbers.put(conversation, number);
        }
    }

    /// The client has everything of the conversation up to `number`.
    public void acked(ConversationId conversation, long number, long nowMs) {
        everAcked = true;
        retries = 0;
        if (numbers == null) {
            return;
        }
        Long pushed = numbers.get(conversation);
        if (pushed != null && pushed <= number) {
            numbers.remove(conversation);
        }
        sinceMs = nowMs;
        if (numbers.isEmpty()) {
            numbers = null;
        }
    }

    /// The connection is a new one: what was pushed on the old one is the client's to synchronise.
    public void reset() {
        numbers = null;
        retries = 0;
    }

    /// The newest number pushed per conversation that is not acknowledged.
    public Map<ConversationId, Long> numbers() {
        return numbers == null ? Map.of() : Map.copyOf(numbers);
    }

    /// Asked about once a second. A client that never acknowledged anything is reminded, but not taken for dead:
    /// its heartbeat tells.
    public Due due(long nowMs) {
        if (numbers == null || nowMs - sinceMs < timeoutMs) {
            return Due.NOTHING;
        }
        sinceMs = nowMs;
        if (retries++ < retriesMax) {
            return Due.RETRY;
        }
        if (everAcked) {
            return Due.DEAD;
        }
        numbers = null;
        retries = 0;
        return Due.NOTHING;
    }
}
