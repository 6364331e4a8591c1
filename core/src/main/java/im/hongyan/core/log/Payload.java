package im.hongyan.core.log;

import im.hongyan.core.account.UserId;
import java.util.List;
import java.util.Map;

/// What an entry says: a message, what is left of a recalled one, or an event.
public sealed interface Payload
        permits Message,
                Payload.Recalled,
                Payload.Recall,
                Payload.ReadMark,
                Payload.ReadReceipt,
                Payload.SettingsChanged,
                Payload.GroupEvent,
                Payload.RoomEvent,
                Payload.FriendEvent,
                Fate,
                Payload.Expired,
                Payload.Happened,
                Payload.Withheld {
    /// Who caused it.
    UserId sender();

    /// A message was here and was recalled. Keeps the client id, so that a late retry is still known.
    ///
    /// @param counted whether the message counted as unread
    /// @param only whom the message was meant for; empty = all
    record Recalled(UserId sender, String clientId, ContentKind kind, UserId by, boolean counted, List<UserId> only)
            implements Payload {
        /// Of a message that was for all.
        public Recalled(UserId sender, String clientId, ContentKind kind, UserId by, boolean counted) {
            this(sender, clientId, kind, by, counted, List.of());
        }
    }

    /// Event: the message `target` was recalled.
    ///
    /// @param author who had sent it
    /// @param counted whether it had counted as unread
    /// @param only whom the message was meant for; empty = all
    record Recall(UserId sender, long target, UserId author, boolean counted, List<UserId> only) implements Payload {
        /// Of a message that was for all.
        public Recall(UserId sender, long target, UserId author, boolean counted) {
            this(sender, target, author, counted, List.of());
        }
    }

    /// Event in one's own feed: one of my devices has read `conversation` up to `number`.
    ///
    /// @param counted the running count at `number`
    record ReadMark(UserId sender, ConversationId conversation, long number, long counted) implements Payload {}

    /// Event in a partner's feed: `sender` has read `conversation` up to `number`.
    record ReadReceipt(UserId sender, ConversationId conversation, long number) implements Payload {}

    /// Event in one's own feed: my settings of a conversation, whole, after a change.
    record SettingsChanged(UserId sender, ConversationId conversation, Member member) implements Payload {}

    /// Event in a group's log: something about the group or its members changed. In a user's own feed: something
    /// about the user's part in a group, which is then named by the field `group`.
    ///
    /// @param users whom it concerns, in the order given
    /// @param fields what there is to say of it, by [GroupAction]
    record GroupEvent(UserId sender, GroupAction action, List<UserId> users, Map<String, String> fields)
            implements Payload {}

    /// Event in a room: something about it changed.
    ///
    /// @param users whom it concerns, in the order given
    /// @param fields what there is to say of it, by [RoomAction]
    record RoomEvent(UserId sender, RoomAction action, List<UserId> users, Map<String, String> fields)
            implements Payload {}

    /// Event in one's own feed: what one keeps about `peer` has changed.
    ///
    /// @param peer the other; oneself where nobody in particular is meant
    /// @param version the version of what the feed's owner keeps, after the change: who holds that much has seen it
    /// @param fields what there is to say of it, by [FriendAction]
    record FriendEvent(UserId sender, FriendAction action, UserId peer, long version, Map<String, String> fields)
            implements Payload {}
    /// A message was here and has come to its end: by its life, or burnt after it was read. Keeps the client id, so
    /// that a late retry is still known.
    ///
    /// @param burnt whether it was burnt
    /// @param counted whether the message counted as unread
    /// @param only whom the message was meant for; empty = all
    record Expired(UserId sender, String clientId, ContentKind kind, boolean burnt, boolean counted, List<UserId> only)
            implements Payload {
        /// What is left of a message.
        public static Expired of(Message message, boolean burnt) {
            return new Expired(
                    message.sender(),
                    message.clientId(),
                    message.kind(),
                    burnt,
                    message.counts(),
                    message.special().only());
        }
    }

    /// Event: something that has no record of its own.
    ///
    /// @param targets numbers of the messages it is about
    /// @param fields what there is to say of it, by [Happening]
    /// @param only whom it is meant for; empty = all
    record Happened(UserId sender, Happening what, List<Long> targets, Map<String, String> fields, List<UserId> only)
            implements Payload {}

    /// What somebody sees of an entry that is not meant for him: that a number is taken. Never stored.
    ///
    /// @param counted whether the entry raises the running count; it is then an exception of the one who sees this
    record Withheld(boolean counted) implements Payload {
        @Override
        public UserId sender() {
            return UserId.SYSTEM;
        }
    }
}
