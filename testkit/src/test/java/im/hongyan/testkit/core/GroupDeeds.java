package im.hongyan.testkit.core;

import im.hongyan.core.Core;
import im.hongyan.core.account.UserId;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.group.GroupChange;
import im.hongyan.core.group.GroupOperation;
import im.hongyan.core.group.GroupRole;
import im.hongyan.core.group.Groups.Actor;
import im.hongyan.core.log.ConversationId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every deed that can be done with a group that is there, and what of the table of authority it needs.
///
/// @param operation null = nothing of the table: what lies upon the user alone decides
/// @param upon whether it is done to the member `target`
record GroupDeeds(String name, @Nullable GroupOperation operation, boolean upon, Deed deed) {
    /// Does it.
    interface Deed {
        void run(Core core, ConversationId.Group id, Actor actor, Reply reply);
    }

    /// Takes the answer, whatever it holds.
    interface Reply {
        <T> void accept(Outcome<T> outcome);
    }

    static final UserId TARGET = new UserId("target");
    static final UserId STRANGER = new UserId("stranger");
    static final UserId APPLICANT = new UserId("applicant");

    private static GroupDeeds of(String name, GroupOperation operation, Deed deed) {
        return new GroupDeeds(name, operation, false, deed);
    }

    private static GroupDeeds upon(String name, GroupOperation operation, Deed deed) {
        return new GroupDeeds(name, operation, true, deed);
    }

    private static GroupChange change(@Nullable String name, @Nullable Boolean muted) {
        return new GroupChange(name, null, null, null, null, null, null, null, muted, Map.of());
    }

    static final List<GroupDeeds> ALL = List.of(
            of("edit", GroupOperation.EDIT, (core, id, actor, reply) -> core.groups()
                    .edit(id, actor, change("another", null), reply::accept)),
            of("rules", GroupOperation.RULES, (core, id, actor, reply) -> core.groups()
                    .edit(id, actor, change(null, true), reply::accept)),
            of("dismiss", GroupOperation.DISMISS, (core, id, actor, reply) -> core.groups()
                    .dismiss(id, actor, reply::accept)),
            of("transfer", GroupOperation.TRANSFER, (core, id, actor, reply) -> core.groups()
                    .transfer(id, actor, TARGET, reply::accept)),
            of("leave", GroupOperation.LEAVE, (core, id, actor, reply) -> core.membership()
                    .leave(id, actor, reply::accept)),
            of("invite", GroupOperation.INVITE, (core, id, actor, reply) -> core.membership()
                    .invite(id, actor, List.of(STRANGER), reply::accept)),
            upon("kick", GroupOperation.KICK, (core, id, actor, reply) -> core.membership()
                    .kick(id, actor, List.of(TARGET), "", reply::accept)),
            of("handle", GroupOperation.HANDLE, (core, id, actor, reply) -> core.membership()
                    .handle(id, actor, APPLICANT, true, "", reply::accept)),
            of("ban", GroupOperation.BAN, (core, id, actor, reply) -> core.membership()
                    .ban(id, actor, STRANGER, 0, reply::accept)),
            of("unban", GroupOperation.BAN, (core, id, actor, reply) -> core.membership()
                    .unban(id, actor, STRANGER, reply::accept)),
            upon("role", GroupOperation.SET_ROLE, (core, id, actor, reply) -> core.discipline()
                    .role(id, actor, TARGET, GroupRole.ADMIN, reply::accept)),
            upon("mute", GroupOperation.MUTE, (core, id, actor, reply) -> core.discipline()
                    .mute(id, actor, TARGET, 1, reply::accept)),
            of("speakers", GroupOperation.MUTE_ALL, (core, id, actor, reply) -> core.discipline()
                    .speakers(id, actor, List.of(TARGET), true, reply::accept)),
            upon("card", GroupOperation.EDIT_CARD, (core, id, actor, reply) -> core.discipline()
                    .card(id, actor, TARGET, "card", Map.of(), reply::accept)),
            of("count", GroupOperation.COUNT, (core, id, actor, reply) -> core.groups()
                    .counters()
                    .change(id, actor, true, Map.of("likes", 1L), reply::accept)));
}
