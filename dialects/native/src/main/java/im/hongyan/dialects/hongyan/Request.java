package im.hongyan.dialects.hongyan;

import im.hongyan.core.account.Allow;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.conversation.ListFilter;
import im.hongyan.core.conversation.SettingsChange;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.message.Edits;
import im.hongyan.core.session.DeviceId;
import im.hongyan.core.session.Platform;
import im.hongyan.dialect.entry.ConversationName;
import im.hongyan.dialect.entry.SpecialReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request of the native protocol: one record for each operation, in the order of `docs/wire/native.md`.
/// Everything that the bytes alone can tell has been checked.
sealed interface Request extends Inbound {
    /// What the reply will carry as `re`; 0 = no reply is wanted.
    long id();

    record Login(long id, AppId app, String token, DeviceId device, Platform platform, String sdk) implements Request {
        @Override
        public String toString() {
            return "Login[" + app + ", " + device + "]";
        }
    }

    record Resume(long id, AppId app, String session) implements Request {
        @Override
        public String toString() {
            return "Resume[" + app + "]";
        }
    }

    record Ping(long id) implements Request {}

    record State(long id, boolean background) implements Request {}

    record Renew(long id, String token) implements Request {
        @Override
        public String toString() {
            return "Renew[]";
        }
    }

    record Logout(long id) implements Request {}

    /// @param ageMs how long ago it was first tried
    record Send(
            long id,
            ConversationName to,
            String clientId,
            ContentKind kind,
            RawJson content,
            @Nullable RawJson ext,
            List<String> mentions,
            long quote,
            boolean counts,
            boolean notifies,
            boolean retry,
            long ageMs,
            SpecialReader how)
            implements Request {}

    record Recall(long id, ConversationName conversation, long number) implements Request {}

    /// @param from 0 = from the newest (back) or from the first (forward)
    record History(long id, ConversationName conversation, long from, int limit, boolean forward) implements Request {}

    record Read(long id, ConversationName conversation, long number) implements Request {}

    record Ack(long id, List<Got> got) implements Request {}

    /// Everything of the conversation up to `number` has arrived.
    record Got(ConversationName conversation, long number) {}

    record Conversations(long id, int limit, @Nullable String after, ListFilter filter) implements Request {}

    record Total(long id) implements Request {}

    record Sync(
            long id,
            long cursor,
            int limit,
            int entries,
            @Nullable String next) implements Request {}

    record Set(long id, ConversationName conversation, SettingsChange change) implements Request {}

    /// @param number 0 = up to the newest
    record Clear(long id, ConversationName conversation, long number) implements Request {}

    record Delete(long id, ConversationName conversation, boolean clear) implements Request {}

    record Signal(long id, ConversationName to, String name, RawJson data) implements Request {}

    /// @param watch null = leave as it is
    /// @param text what to show beside one's own; null = leave as it is
    record Presence(
            long id,
            List<UserId> users,
            @Nullable Boolean watch,
            @Nullable String text) implements Request {}

    record Users(long id, List<UserId> users) implements Request {}

    /// @param deed what to do
    /// @param group null = none is named
    record Group(
            long id, String deed, @Nullable String group, List<UserId> users, GroupReader read, String after, int limit)
            implements Request {}

    /// @param deed what to do
    record Folder(long id, String deed, @Nullable String name, GroupReader read, List<ConversationName> conversations)
            implements Request {}

    /// @param deed what to do
    /// @param send the message that is to wait; null = none
    /// @param clientId the one that waits
    record Schedule(long id, String deed, @Nullable Send send, String clientId, GroupReader read) implements Request {}

    /// @param deed what to do
    /// @param send the message that is opened; null = none
    /// @param conversation of the message that is open; null = none is named
    record Stream(
            long id,
            String deed,
            @Nullable Send send,
            @Nullable ConversationName conversation,
            long number,
            GroupReader read)
            implements Request {}

    /// @param deed what to do
    /// @param conversation of the message it is about; null = none is named
    /// @param number of the message; 0 = none is named
    record Assist(long id, String deed, @Nullable ConversationName conversation, long number, GroupReader read)
            implements Request {}

    /// @param room null = none is named
    record Room(
            long id, String deed, @Nullable String room, List<UserId> users, GroupReader read, String after, int limit)
            implements Request {}

    /// @param deed what to do
    /// @param after where a list goes on
    record Friend(long id, String deed, List<UserId> users, FriendReader read, String after, int limit)
            implements Request {}

    /// @param deed what to do
    /// @param number 0 = none is named
    /// @param edit of the deed `edit`
    record Message(
            long id,
            String deed,
            ConversationName conversation,
            long number,
            List<Long> numbers,
            MessageReader read,
            Edits.Edit edit,
            String after,
            int limit)
            implements Request {}

    record Profile(
            long id,
            @Nullable String name,
            @Nullable String avatar,
            @Nullable Map<String, String> attributes,
            @Nullable Allow allow)
            implements Request {}
}
