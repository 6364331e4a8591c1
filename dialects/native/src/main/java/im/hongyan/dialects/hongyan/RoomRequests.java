package im.hongyan.dialects.hongyan;

import im.hongyan.core.Core;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.room.RoomChange;
import im.hongyan.core.room.RoomChanges;
import im.hongyan.core.room.RoomView;
import im.hongyan.core.session.SendOrder;
import im.hongyan.core.session.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What a client asks of rooms: each deed becomes one use case of the core.
final class RoomRequests {
    private final Core core;
    private final Session session;
    private final UserKey user;
    private final NativeRequests requests;

    RoomRequests(Core core, Session session, NativeRequests requests) {
        this.core = core;
        this.session = session;
        this.user = session.user();
        this.requests = requests;
    }

    /// A room after attributes were set.
    ///
    /// @param failed the names of those that belong to others
    record SetResult(RoomView room, List<String> failed) {}

    /// Who is in a room.
    ///
    /// @param count how many there are
    /// @param users some of them
    record Present(int count, List<UserId> users) {}

    void carryOut(Request.Room request) {
        long id = request.id();
        try {
            switch (request.deed()) {
                case "enter" -> enter(request, Set.of());
                case "switch" -> enter(request, leaving(request));
                case "leave" -> {
                    core.rooms().leave(session, room(request));
                    requests.now(id, Outcome.ok(true), (writer, reply, _) -> writer.done(reply));
                }
                case "mine" -> requests.now(id, Outcome.ok(core.rooms().in(session)), NativeWriter::rooms);
                case "list" ->
                    requests.onStorage(
                            id,
                            () -> Outcome.ok(core.rooms().list(user.app(), request.after(), request.limit())),
                            (lists, page) -> lists.rooms(id, page));
                case "get" -> {
                    ConversationId.Room room = room(request);
                    requests.onStorage(id, () -> core.rooms().find(room), (lists, view) -> lists.room(id, view));
                }
                case "members" -> requests.now(id, Outcome.ok(present(request)), NativeWriter::present);
                case "set" -> set(request);
                default -> change(request, requests.later(id, NativeWriter::room));
            }
        } catch (RefusedException refused) {
            requests.now(id, Outcome.<RoomView>refused(refused.refusal()), NativeWriter::room);
        }
    }

    private void enter(Request.Room request, Set<ConversationId.Room> leaving) throws RefusedException {
        ConversationId.Room room = room(request);
        // What is sent behind it is meant for a room that one is in, also when the room must be read first.
        SendOrder order = session.attachment().sendOrder();
        boolean holds = order.isFree();
        order.hold();
        Consumer<Outcome<RoomView>> reply = outcome -> {
            requests.now(request.id(), outcome, NativeWriter::room);
            if (holds) {
                order.release();
            }
        };
        boolean create =
                request.read().data().containsKey("create") && request.read().truth("create");
        core.rooms().enter(session, room, leaving, outcome -> {
            if (create
                    && outcome instanceof Outcome.Refused<RoomView>(var refusal)
                    && refusal.code() == ErrorCode.ROOM_UNKNOWN) {
                createAndEnter(request, room, leaving, reply);
            } else {
                reply.accept(outcome);
            }
        });
    }

    /// Of two who make the same room by entering it, one makes it and both enter.
    private void createAndEnter(
            Request.Room request,
            ConversationId.Room room,
            Set<ConversationId.Room> leaving,
            Consumer<Outcome<RoomView>> reply) {
        RoomChange change;
        try {
            change = change(request);
        } catch (RefusedException refused) {
            reply.accept(Outcome.refused(refused.refusal()));
            return;
        }
        core.roomChanges()
                .create(room, user, user.user(), change, made -> session.link().run(() -> {
                    boolean there = !(made instanceof Outcome.Refused<RoomView>(var refusal))
                            || refusal.code() == ErrorCode.ROOM_EXISTS;
                    if (there) {
                        core.rooms().enter(session, room, leaving, reply);
                    } else {
                        reply.accept(made);
                    }
                }));
    }

    /// The rooms to leave: the one that is named, or else all.
    private Set<ConversationId.Room> leaving(Request.Room request) throws RefusedException {
        String from = request.read().textOrNull("from");
        if (from != null) {
            return Set.of(new ConversationId.Room(user.app(), from));
        }
        Set<ConversationId.Room> all = new HashSet<>();
        core.rooms().in(session).forEach(view -> all.add(view.room().id()));
        all.remove(room(request));
        return all;
    }

    /// Whom a client asks for, as far as they are there; or some.
    private Present present(Request.Room request) throws RefusedException {
        ConversationId.Room room = room(request);
        int count = core.rooms().count(room);
        if (request.users().isEmpty()) {
            return new Present(count, core.rooms().sample(room, request.limit()));
        }
        List<UserId> there = new ArrayList<>();
        for (UserId one : request.users()) {
            if (core.rooms().has(room, one) && !there.contains(one)) {
                there.add(one);
            }
        }
        return new Present(count, there);
    }

    private void set(Request.Room request) throws RefusedException {
        GroupReader read = request.read();
        RoomChanges.Setting how =
                new RoomChanges.Setting(truth(read, "force"), truth(read, "leaves"), truth(read, "keep"));
        List<String> failed = new ArrayList<>();
        Consumer<Outcome<SetResult>> reply = requests.later(request.id(), NativeWriter::set);
        core.roomChanges()
                .set(
                        room(request),
                        user,
                        read.attributes(),
                        how,
                        failed::addAll,
                        outcome -> reply.accept(outcome.map(view -> new SetResult(view, failed))));
    }

    private static boolean truth(GroupReader read, String name) throws RefusedException {
        return read.data().containsKey(name) && read.truth(name);
    }

    private void change(Request.Room request, Consumer<Outcome<RoomView>> reply) throws RefusedException {
        RoomChanges changes = core.roomChanges();
        switch (request.deed()) {
            case "create" -> {
                String id = request.room() == null ? changes.newId() : request.room();
                changes.create(new ConversationId.Room(user.app(), id), user, user.user(), change(request), reply);
            }
            case "edit" -> changes.edit(room(request), user, change(request), reply);
            case "dismiss" -> changes.dismiss(room(request), user, reply);
            case "kick" ->
                changes.kick(
                        room(request), user, request.users(), request.read().text("reason"), reply);
            default ->
                throw new RefusedException(
                        Refusal.field(ErrorCode.UNKNOWN_OPERATION, "do", "There is no such thing to do with a room."));
        }
    }

    private static RoomChange change(Request.Room request) throws RefusedException {
        GroupReader read = request.read();
        return new RoomChange(
                read.textOrNull("name"),
                read.data().containsKey("max") ? (int) Math.min(Integer.MAX_VALUE, read.number("max", 0)) : null,
                read.data().containsKey("history") ? read.truth("history") : null,
                read.data().containsKey("linger") ? read.number("linger", 0) : null);
    }

    private ConversationId.Room room(Request.Room request) throws RefusedException {
        String id = request.room();
        if (id == null) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.BAD_CONVERSATION, "conv", "`conv` must name a room: r:ID"));
        }
        return new ConversationId.Room(user.app(), id);
    }
}
