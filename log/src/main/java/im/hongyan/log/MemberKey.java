package im.hongyan.log;

import im.hongyan.core.account.Text;
import im.hongyan.core.account.UserId;
import im.hongyan.core.log.ConversationId;

/// Names one member's row.
record MemberKey(ConversationId conversation, UserId user) {
    @Override
    public int hashCode() {
        return Text.hash(conversation.hashCode(), user.value().hashCode());
    }
}
