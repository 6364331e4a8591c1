package im.hongyan.core.message;

import im.hongyan.core.account.UserId;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Payload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds in the log what a sender has sent before under a client id. There is no index of client ids: a
/// conversation is read back from its end for as long as the retry can have been under way, which costs nothing on
/// the way of a normal send. Blocks.
final class EarlierSend {
    private static final int PAGE = 256;
    private static final int COLLECTED_MAX = 1_000;
    /// How much a client's clock may run faster than ours while it measures the age of its first attempt.
    private static final long AGE_SLACK_MS = 60_000;

    private final MessageLog log;
    private final Limits limits;

    EarlierSend(MessageLog log, Limits limits) {
        this.log = log;
        this.limits = limits;
    }

    /// The first acceptance of this send, or null if it was never accepted within the retry window.
    @Nullable
    Sent find(Sending sending, long nowMs) {
        long ageMs = sending.ageMs() <= 0
                ? limits.retryWindowMs()
                : Math.min(limits.retryWindowMs(), sending.ageMs() + AGE_SLACK_MS);
        long from = Long.MAX_VALUE;
        while (from > 0) {
            List<Entry> page = log.readBack(sending.to(), from, PAGE, limits.pageBytesMax());
            for (Entry entry : page) {
                if (entry.timeMs() < nowMs - ageMs) {
                    return null;
                }
                if (sending.clientId().equals(clientIdOf(entry, sending.sender()))) {
                    return Sent.of(entry);
                }
                from = entry.number() - 1;
            }
            if (page.isEmpty()) {
                return null;
            }
        }
        return null;
    }

    /// What the user has sent to the conversation since `sinceMs`: client ids with their numbers, the newest
    /// [#COLLECTED_MAX].
    Map<String, Long> collect(ConversationId conversation, UserId user, long sinceMs) {
        Map<String, Long> sent = new HashMap<>(0);
        long from = Long.MAX_VALUE;
        while (from > 0 && sent.size() < COLLECTED_MAX) {
            List<Entry> page = log.readBack(conversation, from, PAGE, limits.pageBytesMax());
            for (Entry entry : page) {
                if (entry.timeMs() < sinceMs) {
                    return sent;
                }
                String clientId = clientIdOf(entry, user);
                if (clientId != null) {
                    sent.put(clientId, entry.number());
                }
                from = entry.number() - 1;
            }
            if (page.isEmpty()) {
                return sent;
            }
        }
        return sent;
    }

    private static @Nullable String clientIdOf(Entry entry, UserId sender) {
        return switch (entry.payload()) {
            case Message message -> message.sender().equals(sender) ? message.clientId() : null;
            case Payload.Recalled left -> left.sender().equals(sender) ? left.clientId() : null;
            case Payload.Expired left -> left.sender().equals(sender) ? left.clientId() : null;
            case Payload.Recall _,
                    Payload.ReadMark _,
                    Payload.ReadReceipt _,
                    Payload.SettingsChanged _,
                    Payload.GroupEvent _,
                    Payload.RoomEvent _,
                    Payload.FriendEvent _,
                    Fate _,
                    Payload.Happened _,
                    Payload.Withheld _ -> null;
        };
    }
}
