package im.hongyan.dialects.hongyan;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.friend.Friends;
import im.hongyan.core.group.Group;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;
import im.hongyan.core.message.OnlineSends;
import im.hongyan.core.message.Schedules;
import im.hongyan.core.message.Sent;
import im.hongyan.core.presence.Presence;
import im.hongyan.core.room.RoomView;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.OutFrame;
import im.hongyan.dialect.entry.EntryJson;
import im.hongyan.dialect.entry.FriendJson;
import im.hongyan.dialect.entry.GroupJson;
import im.hongyan.dialect.entry.RoomJson;
import im.hongyan.dialect.json.JsonOut;
import java.util.List;
import java.util.Map;

/// Pushes, short replies and last words, to bytes. Pure; the lists are written by [ListWriter]. Not thread-safe: it
/// reuses its scratch space.
final class NativeWriter {
    private static final OutFrame SYNC = OutFrame.text(Keys.OP_SYNC, Keys.OP_SYNC.length);

    private final JsonOut out = new JsonOut();

    /// A counted push.
    OutFrame entry(Entry entry) {
        EntryJson.entry(out.clear(), entry);
        return frame();
    }

    /// What `receiver` is told of a delivery.
    OutFrame delivered(Signal.Delivered delivered, UserId receiver) {
        out.clear().raw(Keys.OP_RECEIPT);
        EntryJson.nameFor(out, delivered.conversation(), receiver);
        out.raw(Keys.USER).string(delivered.user().value());
        out.raw(Keys.DELIVERED).number(delivered.number()).raw('}');
        return frame();
    }

    /// @param receiver who sent the message
    OutFrame readers(Signal.Readers readers, UserId receiver) {
        out.clear().raw(Keys.OP_READERS);
        EntryJson.nameFor(out, readers.conversation(), receiver);
        out.raw(Keys.N).number(readers.number()).raw('}');
        return frame();
    }

    OutFrame signal(Signal.Transient signal) {
        out.clear().raw(Keys.OP_SIGNAL).string(signal.from().value()).raw(Keys.TO);
        EntryJson.nameFor(out, signal.conversation(), signal.from());
        out.raw(Keys.NAME).string(signal.name()).raw(Keys.DATA).raw(signal.data());
        out.raw(Keys.T).number(signal.timeMs()).raw('}');
        return frame();
    }

    OutFrame onlineOnly(Signal.OnlineOnly signal) {
        EntryJson.online(out.clear(), signal.conversation(), signal.message(), signal.timeMs());
        return frame();
    }

    OutFrame streamed(Signal.Streamed piece) {
        out.clear().raw(Keys.OP_STREAM).string(piece.from().value()).raw(Keys.TO);
        EntryJson.nameFor(out, piece.conversation(), piece.from());
        out.raw(Keys.N).number(piece.number()).raw(Keys.AT).number(piece.at()).raw(Keys.TEXT);
        out.string(piece.text()).raw(Keys.T).number(piece.timeMs()).raw('}');
        return frame();
    }

    OutFrame presence(Signal.PresenceChanged change) {
        out.clear().raw(Keys.OP_PRESENCE).string(change.user().value());
        out.raw(Keys.STATE).string(change.state().word());
        if (!change.text().isEmpty()) {
            out.raw(Keys.STATUS).string(change.text());
        }
        out.raw(Keys.T).number(change.timeMs()).raw('}');
        return frame();
    }

    OutFrame sync() {
        return SYNC;
    }

    OutFrame expiring(long atMs, long inMs) {
        out.clear().raw(Keys.OP_EXPIRING).number(atMs).raw(Keys.IN).number(inMs).raw('}');
        return frame();
    }

    OutFrame refusal(long id, Refusal refusal) {
        NativeErrors.refusal(out.clear(), id, refusal);
        return frame();
    }

    OutFrame bye(CloseCode code, long afterMs) {
        NativeErrors.bye(out.clear(), code, afterMs);
        return frame();
    }

    OutFrame counters(long id, Map<String, Long> counters) {
        reply(id).raw(',');
        GroupJson.counters(out, counters);
        return end();
    }

    OutFrame group(long id, Group group) {
        reply(id).raw(Keys.GROUP);
        GroupJson.group(out, group);
        out.raw('}');
        return frame();
    }

    OutFrame pulse(Signal.RoomPulse pulse) {
        RoomJson.pulse(out.clear(), pulse.room(), pulse.pulse());
        return frame();
    }

    OutFrame room(long id, RoomView view) {
        reply(id).raw(Keys.ROOM);
        RoomJson.room(out, view);
        return end();
    }

    OutFrame rooms(long id, List<RoomView> views) {
        reply(id).raw(Keys.ROOMS);
        for (int i = 0; i < views.size(); i++) {
            EntryJson.comma(out, i);
            RoomJson.room(out, views.get(i));
        }
        out.raw(']');
        return end();
    }

    /// A room after attributes were set.
    OutFrame set(long id, RoomRequests.SetResult set) {
        reply(id).raw(Keys.ROOM);
        RoomJson.room(out, set.room());
        out.raw(Keys.FAILED);
        for (int i = 0; i < set.failed().size(); i++) {
            EntryJson.comma(out, i).string(set.failed().get(i));
        }
        out.raw(']');
        return end();
    }

    OutFrame present(long id, RoomRequests.Present present) {
        reply(id).raw(Keys.COUNT).number(present.count()).raw(Keys.MEMBERS);
        for (int i = 0; i < present.users().size(); i++) {
            EntryJson.comma(out, i).string(present.users().get(i).value());
        }
        out.raw(']');
        return end();
    }

    OutFrame friend(long id, Friends.Changed changed) {
        reply(id);
        FriendJson.relation(out, changed.relation());
        out.raw(Keys.VERSION).number(changed.version());
        return end();
    }

    OutFrame entered(long id, Session session, long nowMs, long cursor, Limits limits, long resumableMs) {
        reply(id).raw(Keys.USER).string(session.user().user().value());
        out.raw(Keys.SESSION).string(session.secret()).raw(Keys.T).number(nowMs);
        out.raw(Keys.CURSOR).number(cursor).raw(Keys.HEARTBEAT).number(limits.heartbeatMs());
        out.raw(Keys.IDLE).number(limits.idleTimeoutMs()).raw(Keys.EXPIRES).number(session.expiresAtMs());
        out.raw(Keys.RESUMABLE).number(resumableMs);
        return end();
    }

    /// @param cursor the position up to which the client has been sent everything; negative = it cannot be said
    OutFrame pong(long id, long nowMs, long pushed, long cursor) {
        reply(id).raw(Keys.T).number(nowMs).raw(Keys.PUSHED).number(pushed);
        if (cursor >= 0) {
            out.raw(Keys.CURSOR).number(cursor);
        }
        return end();
    }

    OutFrame state(long id, boolean background) {
        reply(id).raw(Keys.STATE).string(background ? "background" : "foreground");
        return end();
    }

    OutFrame renewed(long id, long expiresAtMs) {
        reply(id).raw(Keys.EXPIRES).number(expiresAtMs);
        return end();
    }

    /// A reply that says no more than that it is done.
    OutFrame done(long id) {
        reply(id);
        return end();
    }

    OutFrame sent(long id, Sent sent) {
        reply(id).raw(Keys.N).number(sent.number()).raw(Keys.K).number(sent.counted());
        out.raw(Keys.MID).number(sent.position()).raw(Keys.T).number(sent.timeMs());
        return end();
    }

    OutFrame read(long id, Mark mark) {
        reply(id).raw(Keys.N).number(mark.number()).raw(Keys.K).number(mark.counted());
        return end();
    }

    OutFrame settings(long id, ConversationId conversation, UserId user, Member member) {
        reply(id).raw(Keys.CONV);
        EntryJson.nameFor(out, conversation, user);
        EntryJson.settings(out, member, member.hiddenAt() != 0);
        return end();
    }

    OutFrame online(long id, boolean online) {
        reply(id).raw(Keys.ONLINE).bool(online);
        return end();
    }

    OutFrame scheduled(long id, Schedules.Scheduled scheduled) {
        reply(id).raw(Keys.CID).string(scheduled.sending().clientId());
        out.raw(Keys.AT).number(scheduled.atMs());
        return end();
    }

    OutFrame text(long id, String text) {
        reply(id).raw(Keys.TEXT).string(text);
        return end();
    }

    OutFrame streamedTo(long id, int length) {
        reply(id).raw(Keys.AT).number(length);
        return end();
    }

    OutFrame passed(long id, OnlineSends.Passed passed) {
        reply(id).raw(Keys.ONLINE).bool(passed.online()).raw(Keys.T).number(passed.timeMs());
        return end();
    }

    OutFrame presences(long id, Map<UserId, Presence> states) {
        reply(id).raw(Keys.USERS_MAP);
        int i = 0;
        for (var state : states.entrySet()) {
            EntryJson.comma(out, i++).string(state.getKey().value()).raw(':');
            out.string(state.getValue().state().word());
        }
        out.raw('}');
        texts(states);
        return end();
    }

    /// What those show who show anything.
    private void texts(Map<UserId, Presence> states) {
        int i = 0;
        for (var state : states.entrySet()) {
            if (!state.getValue().text().isEmpty()) {
                out.raw(i++ == 0 ? Keys.STATUS_MAP : Keys.COMMA)
                        .string(state.getKey().value())
                        .raw(':')
                        .string(state.getValue().text());
            }
        }
        if (i > 0) {
            out.raw('}');
        }
    }

    /// `{"re":id`, open.
    private JsonOut reply(long id) {
        return out.clear().raw(Keys.RE).number(id);
    }

    private OutFrame end() {
        out.raw('}');
        return frame();
    }

    private OutFrame frame() {
        byte[] bytes = out.toBytes();
        return OutFrame.text(bytes, bytes.length);
    }
}
