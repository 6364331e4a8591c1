package im.hongyan.core.room;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.delivery.RoomAudience;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.Priority;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.SessionId;
import im.hongyan.core.session.Sessions;
import im.hongyan.core.session.Signal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The rooms that are alive, and who is in them: coming, going, hearing. What of a room is durable is changed by
/// [RoomChanges].
public final class Rooms implements RoomAudience, Sessions.LifeListener {
    private static final Hall[] NONE = {};
    private static final int PAGE = 500;
    /// How often an entry begins again because the room was closed meanwhile.
    private static final int TRIES_MAX = 8;

    private final MessageLog log;
    private final Executor storage;
    private final Limits limits;
    private final Clock clock;
    private final Hall.House house;
    private final ConcurrentHashMap<ConversationId.Room, Hall> halls = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Session, Hall[]> entered = new ConcurrentHashMap<>();
    private volatile Caretaker caretaker = Caretaker.NOBODY;

    /// Sees to what is durable when the living change.
    interface Caretaker {
        Caretaker NOBODY = new Caretaker() {
            @Override
            public void left(Hall hall) {}

            @Override
            public void abandoned(Hall hall) {}

            @Override
            public void stale(Hall hall, List<String> attributes) {}
        };

        /// Somebody has gone, whose attributes may go too.
        void left(Hall hall);

        /// Nobody is there any more, and the room does not wait.
        void abandoned(Hall hall);

        /// Attributes were stored whose owners went when the server did.
        void stale(Hall hall, List<String> attributes);
    }

    /// @param storage runs reads of rooms that are not in memory; may refuse when it is full
    /// @param dialects how many dialects the server has
    public Rooms(MessageLog log, Executor storage, Limits limits, Clock clock, int dialects) {
        this.log = log;
        this.storage = storage;
        this.limits = limits;
        this.clock = clock;
        this.house = new Hall.House(limits, clock, dialects);
    }

    void caretaker(Caretaker to) {
        caretaker = to;
    }

    // --- coming and going

    /// Comes into a room. On the connection's thread; the reply comes there too. One who is in already hears how it
    /// stands.
    ///
    /// @param leaving rooms that are left for it, if it succeeds
    public void enter(
            Session session,
            ConversationId.Room id,
            Set<ConversationId.Room> leaving,
            Consumer<Outcome<RoomView>> reply) {
        enter(session, id, leaving, TRIES_MAX, reply);
    }

    private void enter(
            Session session,
            ConversationId.Room id,
            Set<ConversationId.Room> leaving,
            int tries,
            Consumer<Outcome<RoomView>> reply) {
        Hall hall = halls.get(id);
        Outcome<RoomView> outcome = hall == null ? null : take(session, hall, leaving);
        if (outcome != null) {
            reply.accept(outcome);
            return;
        }
        if (tries == 0 || !session.user().app().equals(id.app())) {
            reply.accept(Outcome.refused(tries == 0 ? ErrorCode.BUSY : ErrorCode.ROOM_UNKNOWN));
            return;
        }
        try {
            storage.execute(() -> {
                Outcome<RoomView> refused = Outcome.refused(ErrorCode.INTERNAL);
                try {
                    refused = load(id) == null ? Outcome.refused(ErrorCode.ROOM_UNKNOWN) : null;
                } finally {
                    Outcome<RoomView> told = refused;
                    session.link().run(() -> {
                        if (told != null) {
                            reply.accept(told);
                        } else {
                            enter(session, id, leaving, tries - 1, reply);
                        }
                    });
                }
            });
        } catch (RejectedExecutionException full) {
            reply.accept(Outcome.refused(ErrorCode.BUSY));
        }
    }

    private @Nullable Outcome<RoomView> take(Session session, Hall hall, Set<ConversationId.Room> leaving) {
        Hall[] mine = of(session);
        boolean known = Arrays.asList(mine).contains(hall);
        long staying = Arrays.stream(mine)
                .filter(one -> one != hall && !leaving.contains(one.room().id()))
                .count();
        if (staying >= limits.roomsPerSessionMax()) {
            return Outcome.refused(Refusal.detail(
                    ErrorCode.ROOMS_TOO_MANY,
                    "You are in " + limits.roomsPerSessionMax() + " rooms, which is the most."));
        }
        if (!known) {
            entered.compute(session, (_, before) -> with(before, hall));
        }
        Outcome<RoomView> outcome = hall.enter(session);
        if (!(outcome instanceof Outcome.Ok<RoomView>)) {
            entered.computeIfPresent(session, (_, before) -> without(before, hall));
            return outcome;
        }
        for (Hall other : mine) {
            if (other != hall && leaving.contains(other.room().id())) {
                leave(session, other);
            }
        }
        if (session.isOver()) {
            over(session); // it ended while it came in
        }
        return outcome;
    }

    /// Goes out of a room; nothing happens to one who is not in it.
    public void leave(Session session, ConversationId.Room id) {
        Hall hall = halls.get(id);
        if (hall != null) {
            leave(session, hall);
        }
    }

    private void leave(Session session, Hall hall) {
        leave(session, hall, false);
    }

    private void leave(Session session, Hall hall, boolean hearing) {
        entered.computeIfPresent(session, (_, before) -> without(before, hall));
        if (hall.leave(session, hearing)) {
            caretaker.left(hall);
        }
    }

    /// Puts every session of the user out, or (null) everybody. They still hear what was said before: why.
    void empty(Hall hall, @Nullable UserId user) {
        for (Session session : user == null ? hall.sessions() : hall.sessions(user)) {
            leave(session, hall, true);
        }
    }

    private static Hall[] with(Hall @Nullable [] before, Hall hall) {
        Hall[] more = before == null ? new Hall[1] : Arrays.copyOf(before, before.length + 1);
        more[more.length - 1] = hall;
        return more;
    }

    private static Hall @Nullable [] without(Hall[] before, Hall hall) {
        List<Hall> stay = new ArrayList<>(Arrays.asList(before));
        stay.remove(hall);
        return stay.isEmpty() ? null : stay.toArray(NONE);
    }

    private Hall[] of(Session session) {
        Hall[] mine = entered.get(session);
        return mine == null ? NONE : mine;
    }

    /// The rooms that the session is in.
    public List<RoomView> in(Session session) {
        return Arrays.stream(of(session)).map(Hall::view).toList();
    }

    @Override
    public void lost(Session session) {
        for (Hall hall : of(session)) {
            hall.lost(session);
        }
    }

    @Override
    public void resumed(Session session) {
        for (Hall hall : of(session)) {
            hall.resumed(session);
        }
    }

    @Override
    public void over(Session session) {
        for (Hall hall : of(session)) {
            leave(session, hall);
        }
    }

    // --- speaking and hearing

    /// Why the session cannot speak in the room now, or null. A message that is not taken under load is counted.
    public @Nullable Refusal admit(Session session, ConversationId.Room id, Priority priority) {
        Hall hall = halls.get(id);
        if (hall == null || !hall.has(session)) {
            return Refusal.of(ErrorCode.NOT_A_MEMBER);
        }
        return hall.admit(priority);
    }

    /// The same for a back-end, which is everywhere. Blocks on the log.
    public @Nullable Refusal admit(ConversationId.Room id, Priority priority) {
        Hall hall = load(id);
        return hall == null ? Refusal.of(ErrorCode.ROOM_UNKNOWN) : hall.admit(priority);
    }

    /// Whether what is said there goes through the log. True for a room that is not in memory: who has been
    /// admitted there is.
    public boolean isLogged(ConversationId.Room id) {
        Hall hall = halls.get(id);
        return hall == null || hall.room().history();
    }

    /// Says something in a room that keeps nothing: numbered and handed on, all in memory.
    ///
    /// @param origin the session that learns of it by its reply, or null
    /// @param numbered told before anybody hears it
    /// @return false if the room has just been closed
    public boolean say(ConversationId.Room id, Payload payload, @Nullable SessionId origin, Consumer<Entry> numbered) {
        Hall hall = halls.get(id);
        if (hall != null) {
            hall.say(payload, origin, numbered);
        }
        return hall != null;
    }

    @Override
    public void said(Entry entry, @Nullable SessionId origin) {
        if (entry.conversation() instanceof ConversationId.Room id) {
            Hall hall = halls.get(id);
            if (hall != null) {
                hall.tell(entry, origin);
            }
        }
    }

    @Override
    public Outcome<Boolean> signal(ConversationId.Room id, Session from, Signal signal) {
        Hall hall = halls.get(id);
        return hall == null || !hall.has(from)
                ? Outcome.refused(ErrorCode.NOT_A_MEMBER)
                : Outcome.ok(hall.signal(signal, from));
    }

    // --- looking

    /// A room as it stands. Blocks on the log.
    public Outcome<RoomView> find(ConversationId.Room id) {
        Hall hall = load(id);
        return hall == null ? Outcome.refused(ErrorCode.ROOM_UNKNOWN) : Outcome.ok(hall.view());
    }

    /// Whether the user is there now.
    public boolean has(ConversationId.Room id, UserId user) {
        Hall hall = halls.get(id);
        return hall != null && hall.has(user);
    }

    /// Users who are there now.
    public int count(ConversationId.Room id) {
        Hall hall = halls.get(id);
        return hall == null ? 0 : hall.view().members();
    }

    /// Some of those who are there now, by chance; everybody if there are no more than `max`.
    public List<UserId> sample(ConversationId.Room id, int max) {
        Hall hall = halls.get(id);
        return hall == null ? List.of() : hall.sample(max);
    }

    /// The app's rooms in order of their ids, dismissed ones left out. Blocks on the log.
    ///
    /// @param after the last id of the page before, or ""
    public List<RoomView> list(AppId app, String after, int limit) {
        String from = after.isEmpty() ? "" : RoomChanges.INDEXED + after;
        int count = Math.max(1, Math.min(limit, limits.usersPageMax()));
        List<RoomView> found = new ArrayList<>();
        for (MessageLog.Fact fact : log.facts(RoomChanges.index(app), RoomChanges.INDEXED, from, count)) {
            ConversationId.Room id = new ConversationId.Room(app, fact.key().substring(RoomChanges.INDEXED.length()));
            Hall hall = halls.get(id);
            Room room = hall == null ? Room.of(id, log.fact(id, Room.FACT)) : null;
            if (hall != null) {
                found.add(hall.view());
            } else if (room != null) {
                found.add(new RoomView(room, 0, 0, 0, 0, Map.of()));
            }
        }
        return found;
    }

    /// The app's rooms that somebody may be in. A walk over all that are alive.
    public List<ConversationId.Room> alive(AppId app) {
        return halls.keySet().stream().filter(id -> id.app().equals(app)).toList();
    }

    /// Rooms in memory.
    public int alive() {
        return halls.size();
    }

    /// The room's hall, read if it is not in memory; null if there is no such room. Blocks on the log.
    @Nullable
    Hall load(ConversationId.Room id) {
        Hall there = halls.get(id);
        if (there != null) {
            return there;
        }
        Room room = Room.isId(id.id()) ? Room.of(id, log.fact(id, Room.FACT)) : null;
        if (room == null) {
            return null;
        }
        Map<String, RoomAttribute> attributes = new LinkedHashMap<>();
        List<String> stale = new ArrayList<>(0);
        String after = "";
        List<MessageLog.Fact> page;
        do {
            page = log.facts(id, RoomAttribute.FACTS, after, PAGE);
            for (MessageLog.Fact fact : page) {
                RoomAttribute attribute = RoomAttribute.of(fact.fields());
                after = fact.key();
                String name = after.substring(RoomAttribute.FACTS.length());
                if (attribute != null && attribute.leaves()) {
                    stale.add(name);
                } else if (attribute != null) {
                    attributes.put(name, attribute);
                }
            }
        } while (page.size() == PAGE);
        Hall hall = halls.computeIfAbsent(
                id,
                _ -> new Hall(
                        house, room, attributes, room.history() ? log.head(id).number() : 0));
        if (!stale.isEmpty()) {
            caretaker.stale(hall, stale);
        }
        return hall;
    }

    /// The hall is no longer that of a room.
    void forget(Hall hall) {
        halls.remove(hall.room().id(), hall);
    }

    /// Tells what waits to be told and forgets what nobody needs. Called about once a second.
    public void tick() {
        long nowMs = clock.millis();
        for (Map.Entry<ConversationId.Room, Hall> each : halls.entrySet()) {
            Hall hall = each.getValue();
            hall.pulse();
            if (hall.isAbandoned(nowMs)) {
                caretaker.abandoned(hall);
            } else if (hall.closeIfIdle(nowMs)) {
                halls.remove(each.getKey(), hall);
            }
        }
    }
}
