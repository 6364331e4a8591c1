package im.hongyan.core.group;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.Groups.Actor;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.GroupAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who is in a group: coming, going, and those who wait at the door.
public final class Membership {
    private static final String APPLICATION = GroupLists.Kind.APPLICATIONS.prefix();
    private static final String BAN = GroupLists.Kind.BANS.prefix();
    private static final String INVITATION = "i/";
    private static final String AT = "at";
    private static final String BY = "by";
    private static final String REASON = "reason";
    private static final String UNTIL = "until";

    private final Groups groups;

    public Membership(Groups groups) {
        this.groups = groups;
    }

    /// Comes in by oneself, or applies where the group wants that: then the answer is the group, and one is not in
    /// it.
    ///
    /// @param reason shown to who decides
    public void join(ConversationId.Group id, Actor actor, String reason, Consumer<Outcome<Group>> reply) {
        groups.change(
                id,
                actor,
                work -> {
                    UserId user = actor.user().user();
                    if (work.own != null) {
                        return; // in it already
                    }
                    Groups.refuse(checkReason(reason));
                    Groups.refuse(banned(work, user));
                    switch (work.plan.group().join()) {
                        case FREE -> bringIn(groups.limits(), work, List.of(user), null, GroupAction.JOINED);
                        case APPROVAL -> apply(work, user, reason);
                        case CLOSED -> throw new RefusedException(Refusal.of(ErrorCode.GROUP_CLOSED));
                    }
                },
                reply);
    }

    private static @Nullable Refusal banned(Groups.Work work, UserId user) {
        Map<String, String> ban = work.fact(BAN + user.value());
        if (ban.isEmpty()) {
            return null;
        }
        long until = Long.parseLong(ban.getOrDefault(UNTIL, "0"));
        return until == 0 || until > work.nowMs() ? Refusal.of(ErrorCode.GROUP_BANNED) : null;
    }

    private static void apply(Groups.Work work, UserId user, String reason) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(AT, Long.toString(work.nowMs()));
        fields.put(REASON, reason);
        work.plan.fact(APPLICATION + user.value(), fields);
        for (UserId handler : work.atLeast(GroupRole.ADMIN)) {
            work.plan.tell(handler, GroupAction.APPLIED, List.of(user), Groups.of(REASON, reason));
        }
    }

    /// Decides about an application.
    public void handle(
            ConversationId.Group id,
            Actor actor,
            UserId applicant,
            boolean accepted,
            String reason,
            Consumer<Outcome<Group>> reply) {
        groups.change(
                id,
                actor,
                work -> {
                    work.require(GroupOperation.HANDLE);
                    Groups.refuse(checkReason(reason));
                    if (work.fact(APPLICATION + applicant.value()).isEmpty()) {
                        throw new RefusedException(Refusal.of(ErrorCode.APPLICATION_UNKNOWN));
                    }
                    work.plan.fact(APPLICATION + applicant.value(), Map.of());
                    if (accepted && work.member(applicant) == null) {
                        bringIn(groups.limits(), work, List.of(applicant), null, GroupAction.JOINED);
                    }
                    Map<String, String> fields = new LinkedHashMap<>();
                    fields.put("accepted", Boolean.toString(accepted));
                    fields.put(REASON, reason);
                    work.plan.tell(applicant, GroupAction.HANDLED, List.of(applicant), fields);
                    for (UserId handler : work.atLeast(GroupRole.ADMIN)) {
                        work.plan.tell(handler, GroupAction.HANDLED, List.of(applicant), fields);
                    }
                },
                reply);
    }

    /// Brings others in. Those who are in it already are passed over.
    public void invite(ConversationId.Group id, Actor actor, List<UserId> users, Consumer<Outcome<Group>> reply) {
        groups.change(
                id,
                actor,
                work -> {
                    work.require(GroupOperation.INVITE);
                    List<UserId> wanted = new ArrayList<>();
                    for (UserId user : users) {
                        if (!wanted.contains(user) && work.member(user) == null) {
                            Groups.refuse(banned(work, user));
                            wanted.add(user);
                        }
                    }
                    if (work.plan.group().confirm() && !actor.isSystem()) {
                        ask(groups.limits(), work, wanted);
                        return;
                    }
                    UserId by = actor.isSystem() ? null : actor.user().user();
                    bringIn(groups.limits(), work, wanted, by, GroupAction.JOINED);
                },
                reply);
    }

    /// Asks users whether they want to come in; each decides by [#answer].
    static void ask(Limits limits, Groups.Work work, List<UserId> users) throws RefusedException {
        Groups.refuse(checkUsers(limits, work, users));
        UserId by = work.actor.user().user();
        for (UserId user : users) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put(AT, Long.toString(work.nowMs()));
            fields.put(BY, by.value());
            work.plan.fact(INVITATION + user.value(), fields);
            work.plan.tell(user, GroupAction.INVITED, List.of(user), Groups.of(BY, by.value()));
        }
    }

    /// What an invited user says to it.
    public void answer(
            ConversationId.Group id, Actor actor, boolean accepted, String reason, Consumer<Outcome<Group>> reply) {
        groups.change(
                id,
                actor,
                work -> {
                    UserId user = actor.user().user();
                    Map<String, String> invitation = work.fact(INVITATION + user.value());
                    String by = invitation.get(BY);
                    if (by == null) {
                        throw new RefusedException(Refusal.of(ErrorCode.APPLICATION_UNKNOWN));
                    }
                    Groups.refuse(checkReason(reason));
                    work.plan.fact(INVITATION + user.value(), Map.of());
                    if (accepted && work.own == null) {
                        Groups.refuse(banned(work, user));
                        bringIn(groups.limits(), work, List.of(user), new UserId(by), GroupAction.JOINED);
                    }
                    Map<String, String> fields = new LinkedHashMap<>();
                    fields.put("accepted", Boolean.toString(accepted));
                    fields.put("invited", "true");
                    fields.put(REASON, reason);
                    work.plan.tell(new UserId(by), GroupAction.HANDLED, List.of(user), fields);
                },
                reply);
    }

    private @Nullable Refusal checkReason(String reason) {
        int bytesMax = groups.limits().groupTextBytesMax();
        return GroupChange.tooLong(reason, bytesMax)
                ? Refusal.field(ErrorCode.TOO_LONG, REASON, "reason is longer than " + bytesMax + " bytes")
                : null;
    }

    /// Brings users in and writes the event.
    ///
    /// @param by who brought them in; of a new group its owner; null = they came by themselves
    static void bringIn(Limits limits, Groups.Work work, List<UserId> users, @Nullable UserId by, GroupAction action)
            throws RefusedException {
        Groups.refuse(checkUsers(limits, work, users));
        if (work.plan.group().members() + users.size() > work.plan.group().membersMax()) {
            throw new RefusedException(Refusal.detail(
                    ErrorCode.GROUP_FULL,
                    "The group has at most " + work.plan.group().membersMax() + " members."));
        }
        for (UserId user : users) {
            boolean owner = action == GroupAction.CREATED && user.equals(by);
            work.plan.join(GroupMember.of(
                    user, owner ? GroupRole.OWNER : GroupRole.MEMBER, work.nowMs(), user.equals(by) ? null : by));
        }
        if (action == GroupAction.CREATED || !users.isEmpty()) {
            work.plan.event(action, users, Groups.of("how", by == null ? "join" : "invite"));
        }
    }

    private static @Nullable Refusal checkUsers(Limits limits, Groups.Work work, List<UserId> users) {
        if (users.size() > limits.groupUsersPerChangeMax()) {
            return Refusal.field(
                    ErrorCode.TOO_MANY, "users", "at most " + limits.groupUsersPerChangeMax() + " users at once");
        }
        for (UserId user : users) {
            if (user.isReserved() || !work.exists(user)) {
                return Refusal.field(ErrorCode.USER_UNKNOWN, "users", "There is no user " + user + ".");
            }
            if (work.groupsOf(user) >= limits.groupsPerUserMax()) {
                return Refusal.field(
                        ErrorCode.GROUPS_TOO_MANY,
                        "users",
                        user + " is in " + limits.groupsPerUserMax() + " groups, which is the most.");
            }
        }
        return null;
    }

    /// Leaves.
    public void leave(ConversationId.Group id, Actor actor, Consumer<Outcome<Group>> reply) {
        groups.change(
                id,
                actor,
                work -> {
                    work.require(GroupOperation.LEAVE);
                    if (work.own == null) {
                        throw new RefusedException(Refusal.of(ErrorCode.NOT_A_MEMBER)); // a back-end is in no group
                    }
                    UserId user = actor.user().user();
                    go(work, user, GroupAction.LEFT, Map.of());
                    if (user.equals(work.plan.group().owner())) {
                        work.plan.group(work.plan.group().withOwner(null));
                    }
                },
                reply);
    }

    /// Puts members out.
    public void kick(
            ConversationId.Group id, Actor actor, List<UserId> users, String reason, Consumer<Outcome<Group>> reply) {
        groups.change(
                id,
                actor,
                work -> {
                    if (users.size() > groups.limits().groupUsersPerChangeMax()) {
                        throw new RefusedException(Refusal.field(
                                ErrorCode.TOO_MANY,
                                "users",
                                "at most " + groups.limits().groupUsersPerChangeMax() + " users at once"));
                    }
                    Groups.refuse(checkReason(reason));
                    for (UserId user : users.stream().distinct().toList()) {
                        work.require(GroupOperation.KICK, user);
                        go(work, user, GroupAction.KICKED, Groups.of(REASON, reason));
                        if (user.equals(work.plan.group().owner())) {
                            work.plan.group(work.plan.group().withOwner(null));
                        }
                    }
                },
                reply);
    }

    private static void go(Groups.Work work, UserId user, GroupAction action, Map<String, String> fields) {
        GroupMember member = work.member(user);
        if (member != null && member.speaks()) {
            work.plan.fact(GroupLists.Kind.SPEAKERS.prefix() + user.value(), Map.of());
        }
        work.plan.leave(user);
        work.plan.event(action, List.of(user), fields);
        work.plan.tell(user, action, List.of(user), fields);
    }

    /// Keeps users out; those who are in it are put out.
    ///
    /// @param untilMs epoch milliseconds; 0 = for good
    public void ban(ConversationId.Group id, Actor actor, UserId user, long untilMs, Consumer<Outcome<Group>> reply) {
        groups.change(
                id,
                actor,
                work -> {
                    work.require(GroupOperation.BAN);
                    if (work.member(user) != null) {
                        work.require(GroupOperation.KICK, user);
                        go(work, user, GroupAction.KICKED, Groups.of(REASON, ""));
                    }
                    Map<String, String> fields = Groups.of(UNTIL, Long.toString(untilMs));
                    fields.put(AT, Long.toString(work.nowMs()));
                    work.plan.fact(BAN + user.value(), fields);
                    work.plan.event(GroupAction.BANNED, List.of(user), Groups.of(UNTIL, Long.toString(untilMs)));
                },
                reply);
    }

    /// Lets a user come back.
    public void unban(ConversationId.Group id, Actor actor, UserId user, Consumer<Outcome<Group>> reply) {
        groups.change(
                id,
                actor,
                work -> {
                    work.require(GroupOperation.BAN);
                    if (!work.fact(BAN + user.value()).isEmpty()) {
                        work.plan.fact(BAN + user.value(), Map.of());
                        work.plan.event(GroupAction.UNBANNED, List.of(user), Map.of());
                    }
                },
                reply);
    }
}
