package im.hongyan.core.session;

import im.hongyan.core.log.ConversationId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a session has for as long as it is on one connection. A resume makes a new one, so that what still runs for
/// the old connection never meets what runs for the new. All but the link is used on the connection's thread only.
public final class Attachment {
    /// Conversations for which earlier sends are remembered.
    private static final int CONVERSATIONS_MAX = 64;

    private final SessionLink link;
    private final Outstanding outstanding;
    private final SendOrder sendOrder = new SendOrder();
    private @Nullable Map<ConversationId, Map<String, Long>> sentBefore;

    Attachment(SessionLink link, Outstanding outstanding) {
        this.link = link;
        this.outstanding = outstanding;
    }

    public SessionLink link() {
        return link;
    }

    /// Deliveries that wait for an acknowledgement.
    public Outstanding outstanding() {
        return outstanding;
    }

    /// Keeps the order of the sends while one of them must look something up.
    public SendOrder sendOrder() {
        return sendOrder;
    }

    /// Client ids that the user had sent to the conversation shortly before the login, with their numbers, so that
    /// an unflagged retry of an earlier session's send is known; null if nobody has looked yet.
    public @Nullable Map<String, Long> sentBefore(ConversationId conversation) {
        return sentBefore == null ? null : sentBefore.get(conversation);
    }

    /// Remembers what [#sentBefore] tells.
    public void learn(ConversationId conversation, Map<String, Long> sent) {
        if (sentBefore == null || sentBefore.size() >= CONVERSATIONS_MAX) {
            sentBefore = new HashMap<>(4);
        }
        sentBefore.put(conversation, sent);
    }
}
