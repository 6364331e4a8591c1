package im.hongyan.core.group;

import im.hongyan.core.account.Accounts;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.Text;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.delivery.Fanout;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Committer;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.GroupAction;
import im.hongyan.core.log.Lanes;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Undertaking;
import im.hongyan.core.session.SessionId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What can be done with groups. One change of a group at a time; each is one commit of facts and events. Replies
/// come on any thread. Operations are shared over three classes by what they touch: the group itself (here), who is
/// in it ([Membership]), what members may ([Discipline]).
public final class Groups {
    private final MessageLog log;
    private final Committer committer;
    private final Fanout fanout;
    private final Lanes lanes;
    private final Rosters rosters;
    private final Accounts accounts;
    private final Limits limits;
    private final Clock clock;
    private final Supplier<String> ids;

    /// @param ids makes unguessable ids for groups that are created without one
    public Groups(
            MessageLog log,
            Committer committer,
            Fanout fanout,
            Lanes lanes,
            Rosters rosters,
            Accounts accounts,
            Limits limits,
            Clock clock,
            Supplier<String> ids) {
        this.ids = ids;
        this.log = log;
        this.committer = committer;
        this.fanout = fanout;
        this.lanes = lanes;
        this.rosters = rosters;
        this.accounts = accounts;
        this.limits = limits;
        this.clock = clock;
    }

    /// Who does it.
    ///
    /// @param user in whose name
    /// @param origin the session that learns of it by its reply, or null
    /// @param isSystem whether a back-end does it, which may do everything
    public record Actor(UserKey user, @Nullable SessionId origin, boolean isSystem) {
        public Actor(UserKey user, @Nullable SessionId origin) {
            this(user, origin, user.user().equals(UserId.SYSTEM));
        }

        /// A back-end of the app.
        public static Actor system(AppId app) {
            return new Actor(new UserKey(app, UserId.SYSTEM), null);
        }

        /// A back-end of the app in a user's name: in a conversation of two everything is from one of the two.
        public static Actor systemAs(UserKey user) {
            return new Actor(user, null, true);
        }
    }

    /// One operation under way: what it reads, and the plan that it fills.
    final class Work {
        final ConversationId.Group id;
        final Actor actor;
        final GroupPlan plan;
        final GroupRole role;
        final @Nullable GroupMember own;

        Work(Group group, Actor actor) {
            this.id = group.id();
            this.actor = actor;
            this.plan = new GroupPlan(group, actor.user().user(), clock.millis());
            this.own = actor.isSystem() ? null : member(actor.user().user());
            this.role = actor.isSystem() ? GroupRole.SYSTEM : own == null ? GroupRole.NOBODY : own.role();
        }

        @Nullable
        GroupMember member(UserId user) {
            return GroupMember.of(user, log.fact(id, GroupMember.fact(user)));
        }

        Map<String, String> fact(String key) {
            return log.fact(id, key);
        }

        void require(GroupOperation operation) throws RefusedException {
            refuse(Authority.check(operation, plan.group(), role, GroupRole.NOBODY));
        }

        /// The member that the operation is done to.
        GroupMember require(GroupOperation operation, UserId user) throws RefusedException {
            GroupMember target = member(user);
            // Who may not do it at all learns nothing of who is a member.
            refuse(Authority.check(operation, plan.group(), role, target == null ? GroupRole.NOBODY : target.role()));
            if (target == null) {
                throw new RefusedException(Refusal.field(ErrorCode.MEMBER_UNKNOWN, "users", user + " is not a member"));
            }
            return target;
        }

        long nowMs() {
            return clock.millis();
        }

        boolean exists(UserId user) {
            return accounts.exists(new UserKey(id.app(), user));
        }

        int groupsOf(UserId user) {
            return (int) log.memberships(new UserKey(id.app(), user)).stream()
                    .filter(row -> row.conversation() instanceof ConversationId.Group)
                    .count();
        }

        /// Members whose role is at least this.
        List<UserId> atLeast(GroupRole least) {
            List<UserId> found = new ArrayList<>();
            String after = "";
            while (true) {
                List<MessageLog.Fact> page = log.facts(id, GroupMember.FACTS, after, PAGE);
                for (MessageLog.Fact fact : page) {
                    UserId user = new UserId(fact.key().substring(GroupMember.FACTS.length()));
                    GroupMember member = GroupMember.of(user, fact.fields());
                    if (member != null && member.role().isAtLeast(least)) {
                        found.add(user);
                    }
                    after = fact.key();
                }
                if (page.size() < PAGE) {
                    return found;
                }
            }
        }
    }

    private static final int PAGE = 500;

    /// Fills the plan, or refuses.
    interface Operation {
        void plan(Work work) throws RefusedException;
    }

    static void refuse(@Nullable Refusal refusal) throws RefusedException {
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
    }

    /// Carries out an operation on a group that is there.
    void change(ConversationId.Group id, Actor actor, Operation operation, Consumer<Outcome<Group>> reply) {
        inLane(id, reply, () -> {
            if (!actor.user().app().equals(id.app())) {
                throw new RefusedException(Refusal.of(ErrorCode.GROUP_UNKNOWN));
            }
            Group group = rosters.load(id);
            if (group == null) {
                throw new RefusedException(Refusal.of(ErrorCode.GROUP_UNKNOWN));
            }
            if (group.dismissed()) {
                throw new RefusedException(Refusal.of(ErrorCode.GROUP_DISMISSED));
            }
            Work work = new Work(group, actor);
            operation.plan(work);
            return work;
        });
    }

    private interface Planning {
        Work plan() throws RefusedException;
    }

    private void inLane(ConversationId.Group id, Consumer<Outcome<Group>> reply, Planning planning) {
        lanes.submit(id, new Undertaking<>(committer, () -> plan(planning.plan().plan), reply));
    }

    private Undertaking.Plan<Group> plan(GroupPlan plan) {
        if (plan.isEmpty()) {
            return new Undertaking.Plan.Nothing<>(plan.group());
        }
        return new Undertaking.Plan.Write<>(
                plan.changes(),
                _ -> {
                    plan.arrive(rosters);
                    return plan.group();
                },
                // The one who did it hears of it too: its reply holds the group, not the entries.
                entries -> entries.forEach(entry -> fanout.committed(entry, null)));
    }

    /// Creates a group whose owner is the actor (or `owner`, when a back-end creates it), with its first members.
    ///
    /// @param id the group's id; unique in the app
    public void create(
            ConversationId.Group id,
            Actor actor,
            @Nullable UserId owner,
            GroupChange change,
            GroupRules rules,
            List<UserId> members,
            Consumer<Outcome<Group>> reply) {
        inLane(id, reply, () -> {
            refuse(change.check(limits));
            UserId owned = actor.isSystem() ? owner : actor.user().user();
            if (rosters.load(id) != null) {
                throw new RefusedException(Refusal.of(ErrorCode.GROUP_EXISTS));
            }
            Group empty = new Group(
                    id,
                    rules,
                    "",
                    "",
                    "",
                    "",
                    owned,
                    clock.millis(),
                    rules.membersMax(),
                    rules.join(),
                    rules.invite(),
                    false,
                    0,
                    false,
                    false,
                    Map.of());
            Work work = new Work(change.apply(empty), actor);
            work.plan.group(work.plan.group());
            List<UserId> all = new ArrayList<>();
            if (owned != null) {
                all.add(owned);
            }
            List<UserId> others = members.stream()
                    .filter(user -> !all.contains(user))
                    .distinct()
                    .toList();
            boolean asks = work.plan.group().confirm() && !actor.isSystem();
            if (!asks) {
                all.addAll(others);
            }
            Membership.bringIn(limits, work, all, owned, GroupAction.CREATED);
            if (asks) {
                Membership.ask(limits, work, others);
            }
            return work;
        });
    }

    /// Changes what the group shows and its rules; what is null in the change stays.
    public void edit(ConversationId.Group id, Actor actor, GroupChange change, Consumer<Outcome<Group>> reply) {
        change(
                id,
                actor,
                work -> {
                    refuse(change.check(limits));
                    work.require(change.isOfRules() ? GroupOperation.RULES : GroupOperation.EDIT);
                    Group after = change.apply(work.plan.group());
                    if (!after.equals(work.plan.group())) {
                        work.plan.group(after);
                        work.plan.event(GroupAction.UPDATED, List.of(), change.fields());
                    }
                },
                reply);
    }

    /// Makes an end of the group. Its history stays readable for those who were in it.
    public void dismiss(ConversationId.Group id, Actor actor, Consumer<Outcome<Group>> reply) {
        change(
                id,
                actor,
                work -> {
                    work.require(GroupOperation.DISMISS);
                    work.plan.group(work.plan.group().asDismissed());
                    work.plan.event(GroupAction.DISMISSED, List.of(), Map.of());
                },
                reply);
    }

    /// Gives the group to another member; the owner before becomes a member.
    public void transfer(ConversationId.Group id, Actor actor, UserId to, Consumer<Outcome<Group>> reply) {
        change(
                id,
                actor,
                work -> {
                    work.require(GroupOperation.TRANSFER);
                    GroupMember heir = work.member(to);
                    if (heir == null) {
                        throw new RefusedException(
                                Refusal.field(ErrorCode.MEMBER_UNKNOWN, "user", to + " is not a member"));
                    }
                    UserId before = work.plan.group().owner();
                    if (to.equals(before)) {
                        return;
                    }
                    GroupMember old = before == null ? null : work.member(before);
                    if (old != null) {
                        work.plan.row(old.withRole(GroupRole.MEMBER));
                    }
                    work.plan.row(heir.withRole(GroupRole.OWNER).withMutedUntil(0));
                    work.plan.group(work.plan.group().withOwner(to));
                    work.plan.event(GroupAction.OWNER, List.of(to), Map.of());
                },
                reply);
    }

    /// A group as its members see it; for others what a list of groups would show. Blocks on the log.
    public Outcome<Group> find(ConversationId.Group id, UserKey asker) {
        Group group = id.app().equals(asker.app()) ? rosters.load(id) : null;
        return group == null ? Outcome.refused(ErrorCode.GROUP_UNKNOWN) : Outcome.ok(group);
    }

    /// A page of members in order of their ids. Blocks on the log.
    ///
    /// @param after the last id of the page before, or ""
    public Outcome<List<GroupMember>> members(ConversationId.Group id, UserKey asker, String after, int limit) {
        boolean system = asker.user().equals(UserId.SYSTEM) && asker.app().equals(id.app());
        if (!system && (!asker.app().equals(id.app()) || log.member(id, asker.user()) == null)) {
            return Outcome.refused(ErrorCode.NOT_A_MEMBER);
        }
        String from = after.isEmpty() ? "" : GroupMember.FACTS + after;
        int count = Math.max(1, Math.min(limit, limits.usersPageMax()));
        List<GroupMember> members = new ArrayList<>();
        for (MessageLog.Fact fact : log.facts(id, GroupMember.FACTS, from, count)) {
            GroupMember member =
                    GroupMember.of(new UserId(fact.key().substring(GroupMember.FACTS.length())), fact.fields());
            if (member != null) {
                members.add(member);
            }
        }
        return Outcome.ok(members);
    }

    /// Ids of members in their order. Blocks on the log.
    ///
    /// @param after the last one of the page before, or ""
    public List<UserId> memberIds(ConversationId.Group id, String after, int limit) {
        String from = after.isEmpty() ? "" : GroupMember.FACTS + after;
        return log.facts(id, GroupMember.FACTS, from, limit).stream()
                .map(fact -> new UserId(fact.key().substring(GroupMember.FACTS.length())))
                .toList();
    }

    /// One member, or null. Blocks on the log.
    public @Nullable GroupMember member(ConversationId.Group id, UserId user) {
        return GroupMember.of(user, log.fact(id, GroupMember.fact(user)));
    }

    /// The groups that the user is in, in no promised order. Blocks on the log.
    public List<Group> of(UserKey user) {
        List<Group> groups = new ArrayList<>();
        for (MessageLog.Membership row : log.memberships(user)) {
            if (row.conversation() instanceof ConversationId.Group id) {
                Group group = rosters.load(id);
                if (group != null) {
                    groups.add(group);
                }
            }
        }
        return groups;
    }

    /// The lists that groups keep beside their members.
    public GroupLists lists() {
        return new GroupLists(this, rosters, log);
    }

    /// The counters of groups.
    public Counters counters() {
        return new Counters(this, rosters, log);
    }

    /// An id for a group that is created without one.
    public String newId() {
        return ids.get();
    }

    Limits limits() {
        return limits;
    }

    /// Whether `id` can name a group.
    public static boolean isId(String id) {
        return Text.isId(id, UserId.BYTES_MAX);
    }

    static Map<String, String> of(String name, String value) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(name, value);
        return fields;
    }
}
