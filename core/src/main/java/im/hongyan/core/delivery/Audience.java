package im.hongyan.core.delivery;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.ConversationId;
import java.util.function.Consumer;

/// Who of a group is connected now. What a group message costs grows with these and not with the members.
public interface Audience {
    /// Calls `each` for every connected member. Any thread; never blocks.
    void connected(ConversationId.Group group, Consumer<UserKey> each);
}
