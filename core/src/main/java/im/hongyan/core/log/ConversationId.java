package im.hongyan.core.log;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.Text;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;

/// Names one conversation of one app: one log.
public sealed interface ConversationId {
    AppId app();

    /// Two users. `a` is the smaller id, so that the pair has one name; a user's notebook is the pair of itself.
    record Single(AppId app, UserId a, UserId b) implements ConversationId {
        public Single {
            if (a.compareTo(b) > 0) {
                throw new IllegalArgumentException("a single conversation's parties must be in order");
            }
        }

        @Override
        public int hashCode() {
            return Text.hash(
                    Text.hash(app.value().hashCode(), a.value().hashCode()),
                    b.value().hashCode());
        }

        /// The other party; for a notebook, oneself.
        public UserId peerOf(UserId user) {
            return a.equals(user) ? b : a;
        }
    }

    /// A group with durable membership.
    record Group(AppId app, String id) implements ConversationId {}

    /// A room with transient membership.
    record Room(AppId app, String id) implements ConversationId {}

    /// A user's own feed: read marks, receipts, settings.
    record Feed(AppId app, UserId user) implements ConversationId {}

    static Single single(AppId app, UserId one, UserId other) {
        return one.compareTo(other) <= 0 ? new Single(app, one, other) : new Single(app, other, one);
    }

    static Feed feed(UserKey user) {
        return new Feed(user.app(), user.user());
    }
}
