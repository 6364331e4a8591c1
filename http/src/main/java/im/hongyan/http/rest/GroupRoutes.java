package im.hongyan.http.rest;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.Group;
import im.hongyan.core.group.GroupLists;
import im.hongyan.core.group.Groups;
import im.hongyan.core.log.ConversationId;
import im.hongyan.dialect.entry.GroupJson;
import im.hongyan.dialect.json.JsonException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Groups for a back-end, which may do everything that a group's rules allow somebody to do.
final class GroupRoutes {
    private static final String GROUPS = "/api/v1/apps/{app}/groups";
    private static final String GROUP = GROUPS + "/{group}";

    private final GroupBodies bodies;

    GroupRoutes(Bodies bodies) {
        this.bodies = new GroupBodies(bodies);
    }

    List<Route> all() {
        return List.of(
                Route.later(GROUPS, this::create),
                Route.get(GROUP, GroupRoutes::read),
                Route.laterPatch(GROUP, this::edit),
                Route.laterDelete(GROUP, GroupRoutes::dismiss),
                Route.get("/api/v1/apps/{app}/users/{user}/groups", GroupRoutes::ofUser),
                Route.laterDelete(GROUP + "/bans/{user}", GroupRoutes::unban),
                Route.get(GROUP + "/bans", call -> list(call, GroupLists.Kind.BANS)),
                Route.later(GROUP + "/bans", this::ban),
                Route.get(GROUP + "/speakers", call -> list(call, GroupLists.Kind.SPEAKERS)),
                Route.later(GROUP + "/speakers", this::allow),
                Route.laterDelete(GROUP + "/speakers/{user}", GroupRoutes::disallow),
                Route.get(GROUP + "/applications", call -> list(call, GroupLists.Kind.APPLICATIONS)),
                Route.later(GROUP + "/applications/{user}", this::handle),
                Route.get(GROUP + "/counters", GroupRoutes::counters),
                Route.later(GROUP + "/counters", this::count));
    }

    static ConversationId.Group id(Call call) throws RefusedException {
        String id = call.part("group");
        if (!Groups.isId(id)) {
            throw new RefusedException(Refusal.of(ErrorCode.GROUP_UNKNOWN));
        }
        return new ConversationId.Group(call.app().id(), id);
    }

    /// The back-end itself: what a rule allows to somebody is allowed to it.
    static Groups.Actor system(ConversationId.Group group) {
        return new Groups.Actor(new UserKey(group.app(), UserId.SYSTEM), null);
    }

    static Consumer<Outcome<Group>> answer(Consumer<Reply> answer) {
        return answer(answer, false);
    }

    private static Consumer<Outcome<Group>> answer(Consumer<Reply> answer, boolean created) {
        return outcome -> answer.accept(
                switch (outcome) {
                    case Outcome.Ok<Group>(var group) -> Reply.made(created, whole(group));
                    case Outcome.Refused<Group>(var refusal) -> ErrorReplies.of(refusal);
                });
    }

    private static ObjectOut whole(Group group) {
        ObjectOut out = new ObjectOut();
        GroupJson.group(out.value("group"), group);
        return out;
    }

    private void create(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        GroupBodies.NewGroup asked = bodies.newGroup(call.body());
        String id = asked.group() == null ? call.core().groups().newId() : asked.group();
        ConversationId.Group group = new ConversationId.Group(call.app().id(), id);
        call.core()
                .groups()
                .create(
                        group,
                        system(group),
                        asked.owner(),
                        asked.change(),
                        asked.rules(),
                        asked.members(),
                        answer(answer, true));
    }

    private static Reply read(Call call) throws RefusedException {
        ConversationId.Group id = id(call);
        return Reply.ok(
                whole(Call.orRefuse(call.core().groups().find(id, system(id).user()))));
    }

    private void edit(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        ConversationId.Group id = id(call);
        call.core().groups().edit(id, system(id), bodies.change(call.body()), answer(answer));
    }

    private static void dismiss(Call call, Consumer<Reply> answer) throws RefusedException {
        ConversationId.Group id = id(call);
        call.core().groups().dismiss(id, system(id), answer(answer));
    }

    private static Reply ofUser(Call call) throws RefusedException {
        List<Group> groups = call.core().groups().of(call.user().key());
        ObjectOut out = new ObjectOut();
        return Reply.ok(out.array("groups", groups, group -> GroupJson.group(out.raw(), group)));
    }

    private void ban(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        ConversationId.Group id = id(call);
        GroupBodies.Ban asked = bodies.ban(call.body());
        call.core().membership().ban(id, system(id), asked.user(), asked.untilMs(), answer(answer));
    }

    private static void unban(Call call, Consumer<Reply> answer) throws RefusedException {
        ConversationId.Group id = id(call);
        call.core().membership().unban(id, system(id), call.userKey().user(), answer(answer));
    }

    private void allow(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        ConversationId.Group id = id(call);
        call.core().discipline().speakers(id, system(id), bodies.users(call.body()), true, answer(answer));
    }

    private static void disallow(Call call, Consumer<Reply> answer) throws RefusedException {
        ConversationId.Group id = id(call);
        List<UserId> one = List.of(call.userKey().user());
        call.core().discipline().speakers(id, system(id), one, false, answer(answer));
    }

    private void handle(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        ConversationId.Group id = id(call);
        GroupBodies.Verdict asked = bodies.verdict(call.body());
        call.core()
                .membership()
                .handle(id, system(id), call.userKey().user(), asked.accept(), asked.reason(), answer(answer));
    }

    private static Reply list(Call call, GroupLists.Kind kind) throws RefusedException {
        ConversationId.Group id = id(call);
        Window window = Window.of(call);
        List<GroupLists.Row> rows = Call.orRefuse(
                call.core().groups().lists().page(id, system(id).user(), kind, window.after(), window.limit()));
        ObjectOut out = new ObjectOut();
        return Reply.ok(out.array(kind.word(), rows, row -> GroupJson.row(out.raw(), kind, row)));
    }

    private static Reply counters(Call call) throws RefusedException {
        ConversationId.Group id = id(call);
        return Reply.ok(write(
                Call.orRefuse(call.core().groups().counters().of(id, system(id).user()))));
    }

    private void count(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        ConversationId.Group id = id(call);
        GroupBodies.Count asked = bodies.count(call.body());
        call.core()
                .groups()
                .counters()
                .change(
                        id,
                        system(id),
                        asked.add(),
                        asked.counters(),
                        outcome -> answer.accept(
                                switch (outcome) {
                                    case Outcome.Ok<Map<String, Long>>(var all) -> Reply.ok(write(all));
                                    case Outcome.Refused<Map<String, Long>>(var refusal) -> ErrorReplies.of(refusal);
                                }));
    }

    private static ObjectOut write(Map<String, Long> counters) {
        ObjectOut out = new ObjectOut();
        GroupJson.counters(out.raw(), counters);
        return out;
    }

    /// Which page.
    record Window(String after, int limit) {
        static Window of(Call call) throws RefusedException {
            @Nullable String after = call.query().text("after");
            int max = call.core().limits().usersPageMax();
            return new Window(after == null ? "" : after, call.limit(max, max));
        }
    }
}
