package im.hongyan.core.room;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.Priority;
import im.hongyan.core.session.Crew;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.SessionId;
import im.hongyan.core.session.SessionLink;
import im.hongyan.core.session.Signal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A room that somebody is in, or was lately: its seats, its numbers, and the way from one who speaks to all who
/// hear. Everything here is quick and in memory. Its lock orders what is said; nothing is waited for while it is
/// held.
final class Hall {
    /// How long a room without members stays in memory.
    private static final long IDLE_MS = 60_000;

    /// What all halls share.
    record House(Limits limits, Clock clock, int dialects) {}

    private final House house;
    private final Seats seats = new Seats();
    private final List<Row> rows = new ArrayList<>(2);
    private final Shedding shedding;
    private final Arrivals arrivals;
    private final long sinceMs;
    private Room room;
    private Map<String, RoomAttribute> attributes;
    private long number;
    private long emptySinceMs;
    private boolean closed;

    /// @param number of the newest entry in the room's log; 0 where there is none
    Hall(House house, Room room, Map<String, RoomAttribute> attributes, long number) {
        this.house = house;
        this.room = room;
        this.attributes = Map.copyOf(attributes);
        this.number = number;
        this.sinceMs = room.history() ? 0 : house.clock().millis();
        this.emptySinceMs = house.clock().millis();
        this.shedding = new Shedding(
                house.limits().roomMessagesPerSecond(), house.limits().roomBacklogMax());
        this.arrivals =
                new Arrivals(house.limits().roomPulseMs(), house.limits().roomPulseUsersMax());
    }

    synchronized Room room() {
        return room;
    }

    synchronized Map<String, RoomAttribute> attributes() {
        return attributes;
    }

    synchronized RoomView view() {
        return new RoomView(room, seats.users(), number, sinceMs, shedding.shed(), attributes);
    }

    // --- who is there

    /// Takes a session in; one that is in already stays where it is.
    ///
    /// @return null if the hall has just been closed: look it up again
    synchronized @Nullable Outcome<RoomView> enter(Session session) {
        if (room.dismissed()) {
            return Outcome.refused(ErrorCode.ROOM_DISMISSED);
        }
        if (closed) {
            return null;
        }
        if (seats.find(session) == null) {
            if (seats.sessions() >= room.membersMax()) {
                return Outcome.refused(
                        Refusal.detail(ErrorCode.ROOM_FULL, "The room has at most " + room.membersMax() + " members."));
            }
            Seat seat = new Seat(session, number);
            if (seats.add(seat)) {
                arrivals.entered(seat.user());
            }
            sit(seat, session.link());
            pulse();
        }
        return Outcome.ok(view());
    }

    /// Lets a session go.
    ///
    /// @param hearing whether it still hears what was said before
    /// @return whether its user is not there any more
    synchronized boolean leave(Session session, boolean hearing) {
        Seat seat = seats.find(session);
        if (seat == null) {
            return false;
        }
        Row row = seat.row;
        if (hearing && row != null) {
            row.crew().run(() -> riseLate(seat));
        } else {
            rise(seat);
        }
        boolean gone = seats.remove(seat);
        if (gone) {
            arrivals.left(seat.user());
            pulse();
        }
        if (seats.sessions() == 0) {
            emptySinceMs = house.clock().millis();
        }
        return gone;
    }

    /// The session's connection is lost: its seat is kept, and hears nothing.
    synchronized void lost(Session session) {
        Seat seat = seats.find(session);
        if (seat != null) {
            rise(seat);
        }
    }

    /// The session is on another connection.
    synchronized void resumed(Session session) {
        Seat seat = seats.find(session);
        if (seat != null) {
            rise(seat);
            sit(seat, session.link());
        }
    }

    private void sit(Seat seat, SessionLink link) {
        Crew crew = link.crew();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).crew().equals(crew)) {
                rows.get(i).add(seat, link);
                return;
            }
        }
        Row row = new Row(crew);
        rows.add(row);
        row.add(seat, link);
    }

    private synchronized void riseLate(Seat seat) {
        rise(seat);
    }

    private void rise(Seat seat) {
        Row row = seat.row;
        if (row != null) {
            row.remove(seat);
            if (row.isEmpty()) {
                rows.remove(row);
            }
        }
    }

    synchronized boolean has(Session session) {
        return seats.find(session) != null;
    }

    synchronized boolean has(UserId user) {
        return seats.find(user) != null;
    }

    /// The user's sessions here.
    synchronized List<Session> sessions(UserId user) {
        List<Session> found = new ArrayList<>(1);
        for (Seat seat = seats.find(user); seat != null; seat = seat.next) {
            found.add(seat.session);
        }
        return found;
    }

    synchronized List<Session> sessions() {
        return seats.all().stream().map(seat -> seat.session).toList();
    }

    synchronized List<UserId> sample(int max) {
        return seats.sample(max, house.clock().millis());
    }

    // --- what is said

    /// Why a message of this priority is not taken now, or null.
    synchronized @Nullable Refusal admit(Priority priority) {
        if (room.dismissed()) {
            return Refusal.of(ErrorCode.ROOM_DISMISSED);
        }
        int backlog = 0;
        for (int i = 0; i < rows.size(); i++) {
            backlog = Math.max(backlog, rows.get(i).waiting());
        }
        long nowNanos = TimeUnit.MILLISECONDS.toNanos(house.clock().millis());
        if (shedding.takes(priority, backlog, nowNanos)) {
            return null;
        }
        arrivals.changed();
        return Refusal.of(ErrorCode.ROOM_BUSY);
    }

    /// Numbers what is said in a room that keeps nothing, and hands it on.
    ///
    /// @param origin the session that learns of it by its reply, or null
    /// @param numbered told before anybody hears it
    synchronized void say(Payload payload, @Nullable SessionId origin, Consumer<Entry> numbered) {
        Entry entry = new Entry(room.id(), number + 1, 0, house.clock().millis(), 0, payload);
        numbered.accept(entry);
        tell(entry, origin);
    }

    /// Hands on an entry that has its number.
    synchronized void tell(Entry entry, @Nullable SessionId origin) {
        number = Math.max(number, entry.number());
        Seat except = origin == null ? null : seatOf(entry.payload().sender(), origin);
        tell(new Signal.InRoom(entry, house.dialects()), entry.number(), except);
    }

    private @Nullable Seat seatOf(UserId user, SessionId session) {
        Seat seat = seats.find(user);
        while (seat != null && !seat.session.id().equals(session)) {
            seat = seat.next;
        }
        return seat;
    }

    /// Hands on what has no number.
    synchronized boolean signal(Signal signal, Session from) {
        tell(signal, Long.MAX_VALUE, seats.find(from));
        return seats.sessions() > 1;
    }

    private void tell(Signal signal, long entryNumber, @Nullable Seat except) {
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).tell(signal, entryNumber, except);
        }
    }

    /// Tells who came and went, if it is time to.
    synchronized void pulse() {
        long nowMs = house.clock().millis();
        if (arrivals.isDue(nowMs)) {
            Signal.Pulse pulse = arrivals.take(seats.users(), shedding.shed(), nowMs);
            tell(new Signal.RoomPulse(room.id(), pulse, house.dialects()), Long.MAX_VALUE, null);
        }
    }

    // --- what becomes of it

    /// The room has changed, and that is durable.
    synchronized void become(Room after, Map<String, RoomAttribute> afterAttributes) {
        room = after;
        attributes = Map.copyOf(afterAttributes);
    }

    /// Nobody is there, for longer than the room wants to wait for the next one.
    synchronized boolean isAbandoned(long nowMs) {
        return !room.dismissed()
                && room.lingerMs() != Room.FOR_GOOD
                && seats.sessions() == 0
                && nowMs - emptySinceMs >= room.lingerMs();
    }

    /// Closes it if nobody needs it in memory; whoever enters later finds a new one.
    synchronized boolean closeIfIdle(long nowMs) {
        boolean idle = seats.sessions() == 0
                && (room.dismissed() || room.lingerMs() == Room.FOR_GOOD)
                && nowMs - emptySinceMs >= IDLE_MS;
        closed |= idle;
        return idle;
    }

    /// Attributes that belong to one who is not there and go with him.
    synchronized Map<String, RoomAttribute> leftBehind() {
        Map<String, RoomAttribute> found = new LinkedHashMap<>();
        attributes.forEach((name, attribute) -> {
            if (attribute.leaves() && seats.find(attribute.owner()) == null) {
                found.put(name, attribute);
            }
        });
        return found;
    }
}
