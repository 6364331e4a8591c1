package im.hongyan.dialects.hongyan;

import im.hongyan.core.Core;
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
import im.hongyan.core.session.Session;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What a client asks of groups: each deed becomes one use case of the core.
final class GroupRequests {
    private final Core core;
    private final UserKey user;
    private final Groups.Actor actor;

    GroupRequests(Core core, Session session) {
        this.core = core;
        this.user = session.user();
        this.actor = new Groups.Actor(user, session.id());
    }

    /// Carries out a deed that changes something. The reply comes on any thread.
    void change(Request.Group request, Consumer<Outcome<Group>> reply) {
        try {
            if (request.deed().equals("create")) {
                create(request, reply);
            } else {
                change(request, id(request), reply);
            }
        } catch (RefusedException refused) {
            reply.accept(Outcome.refused(refused.refusal()));
        }
    }

    ConversationId.Group id(Request.Group request) throws RefusedException {
        String id = request.group();
        if (id == null) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.BAD_CONVERSATION, "conv", "`conv` must name a group: g:ID"));
        }
        return new ConversationId.Group(user.app(), id);
    }

    /// A page of one of the lists beside the members.
    Outcome<List<GroupLists.Row>> page(Request.Group request, GroupLists.Kind kind) {
        try {
            return core.groups().lists().page(id(request), user, kind, request.after(), request.limit());
        } catch (RefusedException refused) {
            return Outcome.refused(refused.refusal());
        }
    }

    Outcome<Map<String, Long>> counters(Request.Group request) {
        try {
            return core.groups().counters().of(id(request), user);
        } catch (RefusedException refused) {
            return Outcome.refused(refused.refusal());
        }
    }

    /// Sets counters, or adds to them. The reply comes on any thread.
    void count(Request.Group request, Consumer<Outcome<Map<String, Long>>> reply) {
        try {
            GroupReader read = request.read();
            boolean add =
                    switch (read.text("how")) {
                        case "add" -> true;
                        case "set" -> false;
                        default ->
                            throw new RefusedException(
                                    Refusal.field(ErrorCode.BAD_FRAME, "data.how", "`data.how` must be set or add"));
                    };
            core.groups().counters().change(id(request), actor, add, read.counters(), reply);
        } catch (RefusedException refused) {
            reply.accept(Outcome.refused(refused.refusal()));
        }
    }

    private void create(Request.Group request, Consumer<Outcome<Group>> reply) throws RefusedException {
        GroupReader read = request.read();
        String id = request.group() == null ? core.groups().newId() : request.group();
        core.groups()
                .create(
                        new ConversationId.Group(user.app(), id),
                        actor,
                        null,
                        read.change(),
                        read.rules(),
                        request.users(),
                        reply);
    }

    private void change(Request.Group request, ConversationId.Group id, Consumer<Outcome<Group>> reply)
            throws RefusedException {
        GroupReader read = request.read();
        List<UserId> users = request.users();
        switch (request.deed()) {
            case "edit" -> core.groups().edit(id, actor, read.change(), reply);
            case "dismiss" -> core.groups().dismiss(id, actor, reply);
            case "transfer" -> core.groups().transfer(id, actor, GroupReader.only(users), reply);
            case "join" -> core.membership().join(id, actor, read.text("reason"), reply);
            case "answer" -> core.membership().answer(id, actor, read.truth("accept"), read.text("reason"), reply);
            case "allow" -> core.discipline().speakers(id, actor, users, true, reply);
            case "disallow" -> core.discipline().speakers(id, actor, users, false, reply);
            case "leave" -> core.membership().leave(id, actor, reply);
            case "invite" -> core.membership().invite(id, actor, users, reply);
            case "kick" -> core.membership().kick(id, actor, users, read.text("reason"), reply);
            case "handle" ->
                core.membership()
                        .handle(id, actor, GroupReader.only(users), read.truth("accept"), read.text("reason"), reply);
            case "ban" -> core.membership().ban(id, actor, GroupReader.only(users), read.number("until", 0), reply);
            case "unban" -> core.membership().unban(id, actor, GroupReader.only(users), reply);
            case "role" -> core.discipline().role(id, actor, GroupReader.only(users), read.role(), reply);
            case "mute" -> core.discipline().mute(id, actor, GroupReader.only(users), read.number("until", 0), reply);
            case "card" ->
                core.discipline()
                        .card(
                                id,
                                actor,
                                users.isEmpty() ? user.user() : GroupReader.only(users),
                                read.textOrNull("card"),
                                read.attributes(),
                                reply);
            default ->
                throw new RefusedException(
                        Refusal.field(ErrorCode.UNKNOWN_OPERATION, "do", "There is no such thing to do with a group."));
        }
    }
}
