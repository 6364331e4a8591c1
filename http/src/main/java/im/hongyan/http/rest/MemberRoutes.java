package im.hongyan.http.rest;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.Group;
import im.hongyan.core.group.GroupMember;
import im.hongyan.core.group.GroupRole;
import im.hongyan.core.log.ConversationId;
import im.hongyan.dialect.entry.GroupJson;
import im.hongyan.dialect.json.JsonException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// Who is in a group, for a back-end.
final class MemberRoutes {
    private static final String MEMBERS = "/api/v1/apps/{app}/groups/{group}/members";
    private static final String MEMBER = MEMBERS + "/{user}";

    private final GroupBodies bodies;

    MemberRoutes(Bodies bodies) {
        this.bodies = new GroupBodies(bodies);
    }

    List<Route> all() {
        return List.of(
                Route.get(MEMBERS, MemberRoutes::list),
                Route.later(MEMBERS, this::add),
                Route.get(MEMBER, MemberRoutes::read),
                Route.laterPatch(MEMBER, this::change),
                Route.laterDelete(MEMBER, MemberRoutes::remove));
    }

    private static Reply list(Call call) throws RefusedException {
        ConversationId.Group id = GroupRoutes.id(call);
        GroupRoutes.Window window = GroupRoutes.Window.of(call);
        Call.orRefuse(call.core().groups().find(id, GroupRoutes.system(id).user()));
        List<GroupMember> page = Call.orRefuse(
                call.core().groups().members(id, GroupRoutes.system(id).user(), window.after(), window.limit()));
        ObjectOut out = new ObjectOut();
        return Reply.ok(out.array("members", page, member -> GroupJson.member(out.raw(), member)));
    }

    private void add(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        ConversationId.Group id = GroupRoutes.id(call);
        List<UserId> users = bodies.users(call.body());
        call.core().membership().invite(id, GroupRoutes.system(id), users, GroupRoutes.answer(answer));
    }

    private static Reply read(Call call) throws RefusedException {
        ConversationId.Group id = GroupRoutes.id(call);
        Call.orRefuse(call.core().groups().find(id, GroupRoutes.system(id).user()));
        return Reply.ok(write(member(call, id)));
    }

    private static GroupMember member(Call call, ConversationId.Group id) throws RefusedException {
        GroupMember member = call.core().groups().member(id, call.userKey().user());
        if (member == null) {
            throw new RefusedException(Refusal.of(ErrorCode.MEMBER_UNKNOWN));
        }
        return member;
    }

    private static ObjectOut write(GroupMember member) {
        ObjectOut out = new ObjectOut();
        GroupJson.member(out.value("member"), member);
        return out;
    }

    /// One change after the other, as far as none is refused; each is an event of its own.
    private interface Step {
        void take(Consumer<Outcome<Group>> reply);
    }

    private void change(Call call, Consumer<Reply> answer) throws RefusedException, JsonException {
        ConversationId.Group id = GroupRoutes.id(call);
        UserId user = call.userKey().user();
        GroupBodies.MemberChange asked = bodies.memberChange(call.body());
        Call.orRefuse(call.core().groups().find(id, GroupRoutes.system(id).user()));
        Deque<Step> steps = new ArrayDeque<>();
        if (asked.role() == GroupRole.OWNER) {
            steps.add(reply -> call.core().groups().transfer(id, GroupRoutes.system(id), user, reply));
        } else if (asked.role() != null) {
            GroupRole role = asked.role();
            steps.add(reply -> call.core().discipline().role(id, GroupRoutes.system(id), user, role, reply));
        }
        if (asked.card() != null || !asked.attributes().isEmpty()) {
            steps.add(reply -> call.core()
                    .discipline()
                    .card(id, GroupRoutes.system(id), user, asked.card(), asked.attributes(), reply));
        }
        if (asked.mutedUntilMs() != null) {
            long until = asked.mutedUntilMs();
            steps.add(reply -> call.core().discipline().mute(id, GroupRoutes.system(id), user, until, reply));
        }
        take(call, id, steps, answer);
    }

    private static void take(Call call, ConversationId.Group id, Deque<Step> steps, Consumer<Reply> answer) {
        Step step = steps.poll();
        if (step == null) {
            try {
                answer.accept(Reply.ok(write(member(call, id))));
            } catch (RefusedException gone) {
                answer.accept(ErrorReplies.of(gone.refusal()));
            }
            return;
        }
        step.take(outcome -> {
            switch (outcome) {
                // Replies come on the log's writer: what is read next is read elsewhere.
                case Outcome.Ok<Group> _ -> call.core().storage().execute(() -> take(call, id, steps, answer));
                case Outcome.Refused<Group>(var refusal) -> answer.accept(ErrorReplies.of(refusal));
            }
        });
    }

    private static void remove(Call call, Consumer<Reply> answer) throws RefusedException {
        ConversationId.Group id = GroupRoutes.id(call);
        List<UserId> one = List.of(call.userKey().user());
        call.core().membership().kick(id, GroupRoutes.system(id), one, "", GroupRoutes.answer(answer));
    }
}
