package im.hongyan.http.rest;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.friend.BookPage;
import im.hongyan.core.friend.Friends.Changed;
import im.hongyan.dialect.entry.FriendJson;
import im.hongyan.dialect.json.JsonException;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.function.Consumer;

/// What users keep about others: friends, requests, lists, blocks. A back-end does it in a user's name.
final class FriendRoutes {
    private static final String FRIENDS = "/api/v1/apps/{app}/users/{user}/friends";
    private static final String FRIEND = FRIENDS + "/{peer}";
    private static final String REQUEST = "/api/v1/apps/{app}/users/{user}/friend-requests/{peer}";
    private static final String BLOCKS = "/api/v1/apps/{app}/users/{user}/blocks";
    private static final String BLOCK = BLOCKS + "/{peer}";

    private final FriendBodies bodies;

    FriendRoutes(Bodies bodies) {
        this.bodies = new FriendBodies(bodies);
    }

    List<Route> all() {
        return List.of(
                Route.get(FRIENDS, FriendRoutes::list),
                Route.later(FRIENDS, this::add),
                new Route(HttpMethod.PATCH, Template.of(FRIEND), true, this::edit),
                new Route(HttpMethod.DELETE, Template.of(FRIEND), false, FriendRoutes::delete),
                Route.later(REQUEST, this::answer),
                new Route(HttpMethod.DELETE, Template.of(REQUEST), false, FriendRoutes::forget),
                Route.later(BLOCKS, this::block),
                new Route(HttpMethod.DELETE, Template.of(BLOCK), false, FriendRoutes::unblock));
    }

    private static Reply list(Call call) throws RefusedException {
        int max = call.core().limits().friendsPageMax();
        String after = call.query().text("after");
        BookPage page = Call.orRefuse(
                call.core().friends().page(call.user().key(), after == null ? "" : after, call.limit(max, max)));
        ObjectOut out = new ObjectOut().string("user", call.userKey().user().value());
        FriendJson.page(out.raw(), page);
        return Reply.ok(out);
    }

    private void add(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        UserKey owner = call.user().key();
        FriendBodies.Added added = bodies.added(call.body());
        if (added.ask()) {
            call.core()
                    .friendRequests()
                    .request(owner, owner.user(), added.user(), added.asked(), reply(owner, answer));
        } else {
            call.core().friendRequests().add(owner, UserId.SYSTEM, added.user(), added.asked(), reply(owner, answer));
        }
    }

    private void edit(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        UserKey owner = call.user().key();
        FriendBodies.Edited edited = bodies.edited(call.body());
        call.core()
                .friends()
                .edit(
                        owner,
                        UserId.SYSTEM,
                        peer(call),
                        edited.remark(),
                        edited.lists(),
                        edited.attributes(),
                        reply(owner, answer));
    }

    private static void delete(Call call, Consumer<Reply> answer) throws RefusedException {
        UserKey owner = call.user().key();
        boolean both = "true".equals(call.query().text("both"));
        call.core().friends().delete(owner, UserId.SYSTEM, peer(call), both, reply(owner, answer));
    }

    private void answer(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        UserKey owner = call.user().key();
        FriendBodies.Answered answered = bodies.answered(call.body());
        if (answered.accept()) {
            call.core()
                    .friendRequests()
                    .accept(owner, owner.user(), peer(call), true, answered.asked(), reply(owner, answer));
        } else {
            call.core()
                    .friendRequests()
                    .refuse(owner, owner.user(), peer(call), answered.reason(), reply(owner, answer));
        }
    }

    private static void forget(Call call, Consumer<Reply> answer) throws RefusedException {
        UserKey owner = call.user().key();
        call.core().friendRequests().forget(owner, UserId.SYSTEM, peer(call), reply(owner, answer));
    }

    private void block(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        UserKey owner = call.user().key();
        FriendBodies.Blocked blocked = bodies.blocked(call.body());
        call.core()
                .blocks()
                .block(owner, UserId.SYSTEM, blocked.user(), blocked.both(), blocked.unfriend(), reply(owner, answer));
    }

    private static void unblock(Call call, Consumer<Reply> answer) throws RefusedException {
        UserKey owner = call.user().key();
        call.core().blocks().unblock(owner, UserId.SYSTEM, peer(call), reply(owner, answer));
    }

    private static UserId peer(Call call) throws RefusedException {
        return UserId.parse(call.part("peer"));
    }

    private static Consumer<Outcome<Changed>> reply(UserKey owner, Consumer<Reply> answer) {
        return outcome -> answer.accept(
                switch (outcome) {
                    case Outcome.Ok<Changed>(var changed) ->
                        Reply.ok(new ObjectOut()
                                .string("user", owner.user().value())
                                .string("peer", changed.relation().user().value())
                                .string("relation", changed.relation().word().word())
                                .bool("blocked", changed.relation().blocked())
                                .number("version", changed.version()));
                    case Outcome.Refused<Changed>(var refusal) -> ErrorReplies.of(refusal);
                });
    }
}
