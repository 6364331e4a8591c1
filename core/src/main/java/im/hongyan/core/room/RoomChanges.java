package im.hongyan.core.room;

import im.hongyan.core.account.Accounts;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.delivery.Fanout;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.Commit;
import im.hongyan.core.log.Committer;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Lanes;
import im.hongyan.core.log.LogUnavailableException;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.RoomAction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What of rooms is durable: that they exist, their rules, their attributes. One change of a room at a time; each
/// is one commit. Members hear of a change when it is durable; where the room has a history, it stands there too.
/// Replies come on any thread.
public final class RoomChanges {
    /// Before the ids of an app's rooms, in the conversation that lists them.
    static final String INDEXED = "r/";

    private static final Map<String, String> GONE = Map.of();

    private final Rooms rooms;
    private final MessageLog log;
    private final Committer committer;
    private final Fanout fanout;
    private final Lanes lanes;
    private final Accounts accounts;
    private final Limits limits;
    private final Clock clock;
    private final Supplier<String> ids;

    /// @param ids makes unguessable ids for rooms that are created without one
    public RoomChanges(
            Rooms rooms,
            MessageLog log,
            Committer committer,
            Fanout fanout,
            Lanes lanes,
            Accounts accounts,
            Limits limits,
            Clock clock,
            Supplier<String> ids) {
        this.rooms = rooms;
        this.log = log;
        this.committer = committer;
        this.fanout = fanout;
        this.lanes = lanes;
        this.accounts = accounts;
        this.limits = limits;
        this.clock = clock;
        this.ids = ids;
        rooms.caretaker(new Rooms.Caretaker() {
            @Override
            public void left(Hall hall) {
                clean(hall);
            }

            @Override
            public void abandoned(Hall hall) {
                erase(hall);
            }

            @Override
            public void stale(Hall hall, List<String> attributes) {
                sweep(hall, attributes);
            }
        });
    }

    /// The conversation that holds the list of an app's rooms. No client can name it.
    static ConversationId.Room index(AppId app) {
        return new ConversationId.Room(app, "$rooms");
    }

    /// What is to be written, and what becomes of the hall then.
    private record Plan(
            List<Change> changes,
            @Nullable Hall hall,
            Room room,
            Map<String, RoomAttribute> attributes,
            @Nullable Payload event,
            Runnable after) {}

    private interface Planning {
        /// Null = there is nothing to do.
        @Nullable
        Plan plan() throws RefusedException;
    }

    /// An id for a room that is created without one.
    public String newId() {
        return ids.get();
    }

    /// Makes a room. Back-ends may; users may where their app says so.
    ///
    /// @param owner whose it is; null = nobody's
    public void create(
            ConversationId.Room id,
            UserKey actor,
            @Nullable UserId owner,
            RoomChange change,
            Consumer<Outcome<RoomView>> reply) {
        inLane(id, reply, () -> {
            refuse(change.check(limits));
            if (!Room.isId(id.id()) || !actor.app().equals(id.app())) {
                throw new RefusedException(Refusal.of(ErrorCode.BAD_CONVERSATION));
            }
            mayCreate(actor);
            if (owner != null && (owner.isReserved() || !accounts.exists(new UserKey(id.app(), owner)))) {
                throw new RefusedException(Refusal.field(ErrorCode.USER_UNKNOWN, "owner", "There is no such user."));
            }
            Map<String, String> there = log.fact(id, Room.FACT);
            if (!there.isEmpty()) {
                throw new RefusedException(Refusal.of(
                        Boolean.parseBoolean(there.get("dismissed"))
                                ? ErrorCode.ROOM_DISMISSED
                                : ErrorCode.ROOM_EXISTS));
            }
            Room room = change.apply(
                    new Room(id, "", owner, clock.millis(), limits.roomMembersMax(), false, Room.FOR_GOOD, false));
            List<Change> changes = List.of(
                    new Change.Put(id, Room.FACT, room.fields()),
                    new Change.Put(
                            index(id.app()), INDEXED + id.id(), Map.of("at", Long.toString(room.createdAtMs()))));
            return new Plan(changes, null, room, Map.of(), null, () -> {});
        });
    }

    private void mayCreate(UserKey actor) throws RefusedException {
        boolean may = isSystem(actor)
                || accounts.app(actor.app())
                        .map(app -> app.settings().usersCreateRooms())
                        .orElse(false);
        if (!may) {
            throw new RefusedException(Refusal.of(ErrorCode.ROOM_NOT_PERMITTED));
        }
    }

    /// Whether users of the app make rooms by entering ones that do not exist. Blocks on the directory.
    public boolean mayCreateAtEntry(UserKey user) {
        try {
            mayCreate(user);
            return true;
        } catch (RefusedException refused) {
            return false;
        }
    }

    /// Changes name and rules. For the owner and back-ends.
    public void edit(ConversationId.Room id, UserKey actor, RoomChange change, Consumer<Outcome<RoomView>> reply) {
        inLane(id, reply, () -> {
            refuse(change.check(limits));
            Hall hall = owned(id, actor);
            Room before = hall.room();
            if (change.history() != null && change.history() != before.history()) {
                throw new RefusedException(
                        Refusal.field(ErrorCode.BAD_FRAME, "history", "A room keeps its history from its making on."));
            }
            Room after = change.apply(before);
            return after.equals(before)
                    ? unchanged(hall)
                    : new Plan(
                            List.of(new Change.Put(id, Room.FACT, after.fields())),
                            hall,
                            after,
                            hall.attributes(),
                            event(actor, RoomAction.UPDATED, List.of(), change.fields()),
                            () -> {});
        });
    }

    /// Makes an end of the room: everybody is out. For the owner and back-ends.
    public void dismiss(ConversationId.Room id, UserKey actor, Consumer<Outcome<RoomView>> reply) {
        inLane(id, reply, () -> {
            Hall hall = owned(id, actor);
            Room after = hall.room().asDismissed();
            List<Change> changes = new ArrayList<>();
            changes.add(new Change.Put(id, Room.FACT, after.fields()));
            changes.add(new Change.Put(index(id.app()), INDEXED + id.id(), GONE));
            hall.attributes().keySet().forEach(name -> changes.add(attribute(id, name, GONE)));
            return new Plan(
                    changes,
                    hall,
                    after,
                    Map.of(),
                    event(actor, RoomAction.DISMISSED, List.of(), Map.of()),
                    () -> rooms.empty(hall, null));
        });
    }

    /// Puts users out; they may come again. For the owner and back-ends.
    public void kick(
            ConversationId.Room id,
            UserKey actor,
            List<UserId> users,
            String reason,
            Consumer<Outcome<RoomView>> reply) {
        inLane(id, reply, () -> {
            Hall hall = owned(id, actor);
            List<UserId> there = users.stream().distinct().filter(hall::has).toList();
            return there.isEmpty()
                    ? unchanged(hall)
                    : new Plan(
                            List.of(),
                            hall,
                            hall.room(),
                            hall.attributes(),
                            event(
                                    actor,
                                    RoomAction.KICKED,
                                    there,
                                    reason.isEmpty() ? Map.of() : Map.of("reason", reason)),
                            () -> there.forEach(user -> rooms.empty(hall, user)));
        });
    }

    /// How attributes are set.
    ///
    /// @param force also those that belong to others
    /// @param leaves they go when the one who sets them goes
    /// @param keepsOwner an attribute that is there keeps its owner
    public record Setting(boolean force, boolean leaves, boolean keepsOwner) {}

    /// Sets attributes, or removes them (empty value). What belongs to somebody else stays as it is, and is named
    /// in the answer. For whoever is in the room, its owner and back-ends.
    ///
    /// @param failed told the names of those that belong to others, before the reply
    public void set(
            ConversationId.Room id,
            UserKey actor,
            Map<String, String> attributes,
            Setting how,
            Consumer<List<String>> failed,
            Consumer<Outcome<RoomView>> reply) {
        inLane(id, reply, () -> {
            Hall hall = living(id, actor);
            UserId user = actor.user();
            boolean master = isSystem(actor) || hall.room().isOwner(user);
            if (!master && !hall.has(user)) {
                throw new RefusedException(Refusal.of(ErrorCode.NOT_A_MEMBER));
            }
            Map<String, RoomAttribute> after = new LinkedHashMap<>(hall.attributes());
            List<Change> changes = new ArrayList<>();
            List<String> others = new ArrayList<>();
            Map<String, String> fields = new LinkedHashMap<>();
            for (Map.Entry<String, String> each : attributes.entrySet()) {
                String name = each.getKey();
                refuse(RoomLimits.check(limits, name, each.getValue()));
                RoomAttribute before = after.get(name);
                if (before != null && !before.owner().equals(user) && !master && !how.force()) {
                    others.add(name);
                } else if (!each.getValue().isEmpty()) {
                    RoomAttribute now = new RoomAttribute(
                            each.getValue(),
                            before != null && how.keepsOwner() ? before.owner() : user,
                            how.leaves() && !isSystem(actor));
                    after.put(name, now);
                    changes.add(attribute(id, name, now.fields()));
                    fields.put("a." + name, now.value());
                } else if (after.remove(name) != null) {
                    changes.add(attribute(id, name, GONE));
                    fields.put("a." + name, "");
                }
            }
            refuse(RoomLimits.checkCount(limits, after.size()));
            failed.accept(others);
            return changes.isEmpty()
                    ? unchanged(hall)
                    : new Plan(
                            changes,
                            hall,
                            hall.room(),
                            after,
                            event(actor, RoomAction.ATTRIBUTES, List.of(), fields),
                            // The one who set them may be gone already.
                            () -> clean(hall));
        });
    }

    /// Removes the attributes of those who have gone.
    private void clean(Hall hall) {
        if (hall.leftBehind().isEmpty()) {
            return;
        }
        ConversationId.Room id = hall.room().id();
        inLane(id, _ -> {}, () -> {
            Map<String, RoomAttribute> left = hall.leftBehind();
            Map<String, RoomAttribute> after = new LinkedHashMap<>(hall.attributes());
            List<Change> changes = new ArrayList<>();
            Map<String, String> fields = new LinkedHashMap<>();
            left.keySet().forEach(name -> {
                after.remove(name);
                changes.add(attribute(id, name, GONE));
                fields.put("a." + name, "");
            });
            return changes.isEmpty() || hall.room().dismissed()
                    ? null
                    : new Plan(
                            changes,
                            hall,
                            hall.room(),
                            after,
                            new Payload.RoomEvent(UserId.SYSTEM, RoomAction.ATTRIBUTES, List.of(), fields),
                            () -> {});
        });
    }

    /// Removes stored attributes that the hall does not have.
    private void sweep(Hall hall, List<String> attributes) {
        ConversationId.Room id = hall.room().id();
        inLane(id, _ -> {}, () -> {
            Map<String, RoomAttribute> now = hall.attributes();
            List<Change> changes = attributes.stream()
                    .filter(name -> !now.containsKey(name))
                    .map(name -> attribute(id, name, GONE))
                    .toList();
            return changes.isEmpty() ? null : new Plan(changes, hall, hall.room(), now, null, () -> {});
        });
    }

    /// Ends a room that nobody came back to. One without history leaves nothing behind, so that its id is free
    /// again.
    private void erase(Hall hall) {
        ConversationId.Room id = hall.room().id();
        inLane(id, _ -> {}, () -> {
            if (!hall.isAbandoned(clock.millis())) {
                return null;
            }
            Room after = hall.room().asDismissed();
            List<Change> changes = new ArrayList<>();
            changes.add(new Change.Put(id, Room.FACT, after.history() ? after.fields() : GONE));
            changes.add(new Change.Put(index(id.app()), INDEXED + id.id(), GONE));
            hall.attributes().keySet().forEach(name -> changes.add(attribute(id, name, GONE)));
            return new Plan(changes, hall, after, Map.of(), null, () -> {
                rooms.empty(hall, null);
                rooms.forget(hall);
            });
        });
    }

    private static Change attribute(ConversationId.Room id, String name, Map<String, String> fields) {
        return new Change.Put(id, RoomAttribute.FACTS + name, fields);
    }

    private static Payload event(UserKey actor, RoomAction action, List<UserId> users, Map<String, String> fields) {
        return new Payload.RoomEvent(actor.user(), action, users, fields);
    }

    private static Plan unchanged(Hall hall) {
        return new Plan(List.of(), hall, hall.room(), hall.attributes(), null, () -> {});
    }

    private static boolean isSystem(UserKey actor) {
        return actor.user().equals(UserId.SYSTEM);
    }

    private static void refuse(@Nullable Refusal refusal) throws RefusedException {
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
    }

    private Hall living(ConversationId.Room id, UserKey actor) throws RefusedException {
        Hall hall = actor.app().equals(id.app()) ? rooms.load(id) : null;
        if (hall == null) {
            throw new RefusedException(Refusal.of(ErrorCode.ROOM_UNKNOWN));
        }
        if (hall.room().dismissed()) {
            throw new RefusedException(Refusal.of(ErrorCode.ROOM_DISMISSED));
        }
        return hall;
    }

    private Hall owned(ConversationId.Room id, UserKey actor) throws RefusedException {
        Hall hall = living(id, actor);
        if (!isSystem(actor) && !hall.room().isOwner(actor.user())) {
            throw new RefusedException(Refusal.of(ErrorCode.ROOM_NOT_PERMITTED));
        }
        return hall;
    }

    private void inLane(ConversationId.Room id, Consumer<Outcome<RoomView>> reply, Planning planning) {
        lanes.submit(id, new Lanes.Task() {
            @Override
            public void run(Runnable release) {
                boolean submitted = false;
                try {
                    Plan plan = planning.plan();
                    submitted = plan != null && submit(plan, reply, release);
                } catch (RefusedException refused) {
                    reply.accept(Outcome.refused(refused.refusal()));
                } finally {
                    if (!submitted) {
                        release.run();
                    }
                }
            }

            @Override
            public void refused() {
                reply.accept(Outcome.refused(ErrorCode.BUSY));
            }
        });
    }

    /// Returns whether a commit was submitted, which then releases the lane. Also what changes nothing durable
    /// passes through the log's writer, so that members hear everything in one order.
    private boolean submit(Plan plan, Consumer<Outcome<RoomView>> reply, Runnable release) {
        List<Change> changes = new ArrayList<>(plan.changes());
        Payload event = plan.event();
        if (event != null && plan.room().history()) {
            changes.add(new Change.Append(plan.room().id(), event, clock.millis()));
        }
        boolean taken = committer.submit(new Commit() {
            @Override
            public List<Change> changes() {
                return changes;
            }

            @Override
            public void committed(List<Entry> entries) {
                arrive(plan, entries);
                reply.accept(Outcome.ok(view(plan)));
                plan.after().run();
                release.run();
            }

            @Override
            public void failed(LogUnavailableException reason) {
                reply.accept(Outcome.refused(reason.refusal()));
                release.run();
            }
        });
        if (!taken) {
            reply.accept(Outcome.refused(ErrorCode.BUSY));
        }
        return taken;
    }

    private void arrive(Plan plan, List<Entry> entries) {
        Hall hall = plan.hall();
        if (hall == null) {
            return;
        }
        hall.become(plan.room(), plan.attributes());
        Payload event = plan.event();
        if (!entries.isEmpty()) {
            entries.forEach(entry -> fanout.committed(entry, null));
        } else if (event != null) {
            hall.say(event, null, _ -> {});
        }
    }

    private static RoomView view(Plan plan) {
        Hall hall = plan.hall();
        return hall == null ? new RoomView(plan.room(), 0, 0, 0, 0, plan.attributes()) : hall.view();
    }
}
