package im.hongyan.core.session;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.RawJson;

/// What the core tells a session. A dialect renders it, or leaves out what its clients do not know.
public sealed interface Signal {
    /// A new entry of a conversation the user has part in. The same object goes to every session, so a dialect can
    /// keep its rendering in [#rendering] and encode once.
    final class Committed implements Signal {
        private final Entry entry;
        private final Object[] renderings;

        /// @param dialects how many dialects the server has
        public Committed(Entry entry, int dialects) {
            this.entry = entry;
            this.renderings = new Object[dialects];
        }

        public Entry entry() {
            return entry;
        }

        /// The rendering kept under the dialect's index, or null. A race between event loops may render twice; both
        /// results are equal.
        public @org.jspecify.annotations.Nullable Object rendering(int dialect) {
            return renderings[dialect];
        }

        public void keep(int dialect, Object rendering) {
            renderings[dialect] = rendering;
        }
    }

    /// `user` has had delivered everything of `conversation` up to `number`. A hint.
    record Delivered(ConversationId conversation, UserId user, long number) implements Signal {}

    /// An online-only signal (typing, command).
    ///
    /// @param data a JSON object
    record Transient(ConversationId conversation, UserId from, String name, RawJson data, long timeMs)
            implements Signal {}

    /// A message that is kept nowhere: without number, for those who are there.
    record OnlineOnly(ConversationId conversation, Message message, long timeMs) implements Signal {}

    /// A piece of a message that is being streamed.
    ///
    /// @param number of the message
    /// @param at how many characters (UTF-16) come before the piece
    record Streamed(ConversationId conversation, UserId from, long number, int at, String text, long timeMs)
            implements Signal {}

    /// A watched user's presence changed.
    record PresenceChanged(UserId user, PresenceState state, long timeMs) implements Signal {}

    /// Something was dropped, or may have been: synchronise.
    record SyncNeeded() implements Signal {}

    /// The session is over: say why, then close.
    record Ended(CloseCode code) implements Signal {}
}
