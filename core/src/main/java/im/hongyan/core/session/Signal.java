package im.hongyan.core.session;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the core tells a session. A dialect renders it, or leaves out what its clients do not know.
public sealed interface Signal {
    /// A new entry of a conversation the user has part in. The same object goes to every session, so a dialect can
    /// keep its rendering in [#rendering] and encode once.
    final class Committed extends Shared implements Signal {
        private final Entry entry;

        /// @param dialects how many dialects the server has
        public Committed(Entry entry, int dialects) {
            super(dialects);
            this.entry = entry;
        }

        public Entry entry() {
            return entry;
        }
    }

    /// A new entry of a room that the session is in. It is not counted: rooms are no part of synchronising, and the
    /// number shows what was missed.
    final class InRoom extends Shared implements Signal {
        private final Entry entry;

        /// @param dialects how many dialects the server has
        public InRoom(Entry entry, int dialects) {
            super(dialects);
            this.entry = entry;
        }

        public Entry entry() {
            return entry;
        }
    }

    /// How a room that the session is in lives: who came and went since the last such signal. A later one says all
    /// that an earlier one says of the present.
    final class RoomPulse extends Shared implements Signal {
        private final ConversationId.Room room;
        private final Pulse pulse;

        /// @param dialects how many dialects the server has
        public RoomPulse(ConversationId.Room room, Pulse pulse, int dialects) {
            super(dialects);
            this.room = room;
            this.pulse = pulse;
        }

        public ConversationId.Room room() {
            return room;
        }

        public Pulse pulse() {
            return pulse;
        }
    }

    /// @param members users in the room now
    /// @param entered how many users came since the last pulse
    /// @param left how many went
    /// @param in some of those who came
    /// @param out some of those who went
    /// @param shed messages given up under load, since the room came alive
    record Pulse(int members, long entered, long left, List<UserId> in, List<UserId> out, long shed, long timeMs) {}

    /// What goes to many sessions as one object, so that a dialect can keep its rendering and encode once.
    abstract sealed class Shared permits Committed, InRoom, RoomPulse {
        private final @Nullable Object[] renderings;

        Shared(int dialects) {
            this.renderings = new Object[dialects];
        }

        /// The rendering kept under the dialect's index, or null. A race between event loops may render twice; both
        /// results are equal.
        public @Nullable Object rendering(int dialect) {
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

    /// Somebody has read a message of the one who is told, up to `number`. A hint: who and how many is asked for.
    record Readers(ConversationId conversation, long number) implements Signal {}
    /// A message that is kept nowhere: without number, for those who are there.
    record OnlineOnly(ConversationId conversation, Message message, long timeMs) implements Signal {}

    /// A piece of a message that is being streamed.
    ///
    /// @param number of the message
    /// @param at how many characters (UTF-16) come before the piece
    record Streamed(ConversationId conversation, UserId from, long number, int at, String text, long timeMs)
            implements Signal {}

    /// A watched user's presence changed.
    ///
    /// @param text what the user shows beside it, or ""
    record PresenceChanged(UserId user, PresenceState state, String text, long timeMs) implements Signal {}

    /// Something was dropped, or may have been: synchronise.
    record SyncNeeded() implements Signal {}

    /// The session is over: say why, then close.
    record Ended(CloseCode code) implements Signal {}
}
