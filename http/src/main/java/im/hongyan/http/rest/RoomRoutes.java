package im.hongyan.http.rest;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.message.Sending;
import im.hongyan.core.message.Sent;
import im.hongyan.core.room.Room;
import im.hongyan.core.room.RoomView;
import im.hongyan.dialect.entry.RoomJson;
import im.hongyan.dialect.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Rooms as a back-end sees them: it makes and ends them, speaks in them, and sees who is there.
final class RoomRoutes {
    /// Rooms of a page, members of a sample, unless asked otherwise.
    private static final int LIST_DEFAULT = 50;

    private static final String ROOM = "/api/v1/apps/{app}/rooms/{room}";

    private final Bodies bodies;
    private final RoomBodies rooms;

    RoomRoutes(Bodies bodies) {
        this.bodies = bodies;
        this.rooms = new RoomBodies(bodies);
    }

    List<Route> all() {
        return List.of(
                Route.later("/api/v1/apps/{app}/rooms", this::create),
                Route.get("/api/v1/apps/{app}/rooms", RoomRoutes::list),
                Route.get(ROOM, RoomRoutes::get),
                Route.laterPatch(ROOM, this::edit),
                Route.laterDelete(ROOM, RoomRoutes::dismiss),
                Route.laterPatch(ROOM + "/attributes", this::set),
                Route.get(ROOM + "/members", RoomRoutes::members),
                Route.laterDelete(ROOM + "/members/{user}", RoomRoutes::kick),
                Route.later(ROOM + "/messages", this::send),
                Route.later("/api/v1/apps/{app}/room-messages", this::sendToAll));
    }

    private static UserKey system(Call call) throws RefusedException {
        return new UserKey(call.app().id(), UserId.SYSTEM);
    }

    private static ConversationId.Room room(Call call) throws RefusedException {
        AppId app = call.app().id();
        String id = call.part("room");
        if (!Room.isId(id)) {
            throw new RefusedException(Refusal.of(ErrorCode.ROOM_UNKNOWN));
        }
        return new ConversationId.Room(app, id);
    }

    private static Consumer<Outcome<RoomView>> replying(int status, Consumer<Reply> answer) {
        return outcome -> answer.accept(
                switch (outcome) {
                    case Outcome.Ok<RoomView>(var view) -> Reply.made(status == 201, write(view));
                    case Outcome.Refused<RoomView>(var refusal) -> ErrorReplies.of(refusal);
                });
    }

    private static ObjectOut write(RoomView view) {
        ObjectOut out = new ObjectOut();
        RoomJson.room(out.value("room"), view);
        return out;
    }

    private void create(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        UserKey system = system(call);
        RoomBodies.NewRoom asked = rooms.newRoom(call.body());
        String id = asked.room() == null ? call.core().roomChanges().newId() : asked.room();
        call.core()
                .roomChanges()
                .create(
                        new ConversationId.Room(system.app(), id),
                        system,
                        asked.owner(),
                        asked.change(),
                        replying(201, answer));
    }

    private static Reply list(Call call) throws RefusedException {
        AppId app = call.app().id();
        int limit = call.limit(LIST_DEFAULT, call.core().limits().usersPageMax());
        String after = call.query().text("after");
        List<RoomView> page = call.core().rooms().list(app, after == null ? "" : after, limit);
        ObjectOut out = new ObjectOut();
        out.array("rooms", page, view -> RoomJson.room(out.raw(), view));
        out.bool("more", page.size() == limit);
        if (page.size() == limit) {
            out.string("next", page.getLast().room().id().id());
        }
        return Reply.ok(out);
    }

    private static Reply get(Call call) throws RefusedException {
        return Reply.ok(write(Call.orRefuse(call.core().rooms().find(room(call)))));
    }

    private void edit(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        call.core().roomChanges().edit(room(call), system(call), rooms.change(call.body()), replying(200, answer));
    }

    private static void dismiss(Call call, Consumer<Reply> answer) throws RefusedException {
        call.core().roomChanges().dismiss(room(call), system(call), replying(200, answer));
    }

    private void set(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        ConversationId.Room room = room(call);
        RoomBodies.Attributes asked = rooms.attributes(call.body());
        List<String> failed = new ArrayList<>();
        call.core()
                .roomChanges()
                .set(
                        room,
                        new UserKey(room.app(), asked.from()),
                        asked.attributes(),
                        asked.how(),
                        failed::addAll,
                        outcome -> answer.accept(
                                switch (outcome) {
                                    case Outcome.Ok<RoomView>(var view) -> {
                                        ObjectOut out = write(view);
                                        yield Reply.ok(out.array("failed", failed, name -> out.raw()
                                                .string(name)));
                                    }
                                    case Outcome.Refused<RoomView>(var refusal) -> ErrorReplies.of(refusal);
                                }));
    }

    private static Reply members(Call call) throws RefusedException {
        ConversationId.Room room = room(call);
        RoomView view = Call.orRefuse(call.core().rooms().find(room));
        int limit = call.limit(LIST_DEFAULT, call.core().limits().usersPageMax());
        ObjectOut out = new ObjectOut();
        out.number("count", view.members()).array("members", call.core().rooms().sample(room, limit), user -> out.raw()
                .string(user.value()));
        return Reply.ok(out);
    }

    private static void kick(Call call, Consumer<Reply> answer) throws RefusedException {
        UserId user = UserId.parse(call.part("user"));
        call.core().roomChanges().kick(room(call), system(call), List.of(user), "", replying(200, answer));
    }

    private void send(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        ConversationId.Room room = room(call);
        Bodies.RoomSend asked = bodies.roomSend(call.body());
        call.core().messages().send(sending(asked, room), outcome -> answer.accept(MessageRoutes.sent(outcome)));
    }

    private static Sending sending(Bodies.RoomSend asked, ConversationId.Room room) {
        Bodies.Send message = asked.message();
        return new Sending(
                new UserKey(room.app(), message.from()),
                room,
                message.clientId(),
                message.kind(),
                message.content(),
                message.ext(),
                message.mentions(),
                message.quote(),
                message.counts(),
                message.notifies(),
                true,
                0,
                asked.priority());
    }

    /// To every room where somebody may be. Answers how many took it.
    private void sendToAll(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        AppId app = call.app().id();
        Bodies.RoomSend asked = bodies.roomSend(call.body());
        List<ConversationId.Room> alive = call.core().rooms().alive(app);
        // One more than there are rooms, so that the answer comes once, also when there is none.
        AtomicInteger left = new AtomicInteger(alive.size() + 1);
        AtomicInteger taken = new AtomicInteger();
        Runnable done = () -> {
            if (left.decrementAndGet() == 0) {
                answer.accept(Reply.ok(new ObjectOut().number("rooms", taken.get())));
            }
        };
        for (ConversationId.Room room : alive) {
            call.core().messages().send(sending(asked, room), outcome -> {
                if (outcome instanceof Outcome.Ok<Sent>) {
                    taken.incrementAndGet();
                }
                done.run();
            });
        }
        done.run();
    }
}
