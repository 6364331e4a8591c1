package im.hongyan.testkit.core;

import static im.hongyan.testkit.core.MemoryWorld.APP;
import static im.hongyan.testkit.core.MemoryWorld.key;
import static im.hongyan.testkit.core.MemoryWorld.value;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.AppChange;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.group.Authority;
import im.hongyan.core.group.Group;
import im.hongyan.core.group.GroupChange;
import im.hongyan.core.group.GroupLists;
import im.hongyan.core.group.GroupOperation;
import im.hongyan.core.group.GroupRole;
import im.hongyan.core.group.GroupRules;
import im.hongyan.core.group.Groups.Actor;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The table of authority and what really happens are the same: every deed, by every role, upon every role, in
/// every type of group; and from another tenant none of them does anything.
class GroupAuthorityTest {
    /// What is no deed that changes a group: reading, speaking, one's own card, and what is done with messages.
    private static final Set<GroupOperation> ELSEWHERE = EnumSet.of(
            GroupOperation.READ,
            GroupOperation.SPEAK,
            GroupOperation.EDIT_OWN_CARD,
            GroupOperation.RECALL,
            GroupOperation.EDIT_MESSAGE,
            GroupOperation.REACT,
            GroupOperation.PIN_MESSAGE,
            GroupOperation.READERS);

    private static final Actor SYSTEM = new Actor(new UserKey(APP, UserId.SYSTEM), null);

    private final MemoryWorld world = new MemoryWorld();
    private int groups;

    @AfterEach
    void nothingBroke() {
        assertThat(world.faults()).isEmpty();
        world.close();
    }

    private static Actor actor(GroupRole role) {
        return role == GroupRole.SYSTEM ? SYSTEM : new Actor(key(role.word()), null);
    }

    /// A group with somebody of each role, the target in its role, and somebody who waits at the door.
    private ConversationId.Group group(GroupRules rules, GroupRole target) {
        ConversationId.Group id = new ConversationId.Group(APP, "g" + ++groups);
        boolean owned = target == GroupRole.OWNER;
        UserId owner = owned ? GroupDeeds.TARGET : new UserId("owner");
        List<UserId> members = List.of(new UserId("member"), new UserId("admin"), GroupDeeds.TARGET);
        value(MemoryWorld.<Group>await(
                reply -> world.core().groups().create(id, SYSTEM, owner, GroupChange.NONE, rules, members, reply)));
        admin(id, new UserId("admin"));
        if (target == GroupRole.ADMIN) {
            admin(id, GroupDeeds.TARGET);
        }
        GroupChange door =
                new GroupChange(null, null, null, null, GroupRules.Join.APPROVAL, null, null, null, null, Map.of());
        value(MemoryWorld.<Group>await(reply -> world.core().groups().edit(id, SYSTEM, door, reply)));
        Actor applicant = new Actor(new UserKey(APP, GroupDeeds.APPLICANT), null);
        value(MemoryWorld.<Group>await(reply -> world.core().membership().join(id, applicant, "", reply)));
        return id;
    }

    private void admin(ConversationId.Group id, UserId user) {
        value(MemoryWorld.<Group>await(
                reply -> world.core().discipline().role(id, SYSTEM, user, GroupRole.ADMIN, reply)));
    }

    private void people(AppId app) {
        for (String user : List.of("nobody", "member", "admin", "owner", "target", "stranger", "applicant")) {
            world.core().accounts().create(new UserKey(app, new UserId(user)), "", "", Map.of());
        }
    }

    private List<Entry> log(ConversationId.Group id) {
        return world.log().readForward(id, 1, 1_000, Integer.MAX_VALUE);
    }

    private Outcome<?> run(GroupDeeds deed, ConversationId.Group id, Actor actor) {
        CompletableFuture<Outcome<?>> done = new CompletableFuture<>();
        deed.deed().run(world.core(), id, actor, new GroupDeeds.Reply() {
            @Override
            public <T> void accept(Outcome<T> outcome) {
                done.complete(outcome);
            }
        });
        Outcome<?> outcome = MemoryWorld.get(done);
        world.settle();
        return outcome;
    }

    @Test
    void everyOperationOfTheTableIsADeed() {
        Set<GroupOperation> done = EnumSet.noneOf(GroupOperation.class);
        GroupDeeds.ALL.forEach(deed -> done.add(deed.operation()));
        assertThat(done).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(ELSEWHERE)));
    }

    @Test
    void theTableAndTheDeedsAgree() {
        people(APP);
        int tried = 0;
        for (GroupRules rules : GroupRules.ALL) {
            for (GroupDeeds deed : GroupDeeds.ALL) {
                for (GroupRole target : List.of(GroupRole.MEMBER, GroupRole.ADMIN, GroupRole.OWNER)) {
                    for (GroupRole role : GroupRole.values()) {
                        boolean twoOwners = target == GroupRole.OWNER && role == GroupRole.OWNER;
                        if (!twoOwners && (deed.upon() || target == GroupRole.MEMBER)) {
                            agrees(rules, deed, target, role);
                            tried++;
                        }
                    }
                }
            }
        }
        assertThat(tried).isGreaterThan(400);
    }

    private void agrees(GroupRules rules, GroupDeeds deed, GroupRole target, GroupRole role) {
        ConversationId.Group id = group(rules, target);
        Group before = value(world.core().groups().find(id, SYSTEM.user()));
        boolean granted =
                Authority.check(deed.operation(), before, role, deed.upon() ? target : GroupRole.NOBODY) == null;
        if (role == GroupRole.SYSTEM) {
            // A back-end is in no group that it could leave; and an owner's role ends only by a transfer.
            granted &= deed.operation() != GroupOperation.LEAVE;
            granted &= !(deed.operation() == GroupOperation.SET_ROLE && target == GroupRole.OWNER);
        }
        int head = log(id).size();
        Outcome<?> outcome = run(deed, id, actor(role));
        String what = "%s by %s upon %s in %s".formatted(deed.name(), role, target, rules.type());
        switch (outcome) {
            case Outcome.Ok<?> _ -> assertThat(granted).as(what).isTrue();
            case Outcome.Refused<?>(var refusal) -> {
                assertThat(granted).as(what + ": " + refusal).isFalse();
                assertThat(refusal.code()).as(what).isIn(ErrorCode.NOT_A_MEMBER, ErrorCode.GROUP_NOT_PERMITTED);
                assertThat(log(id)).as(what).hasSize(head);
            }
        }
    }

    @Test
    void fromAnotherTenantEveryDeedFailsAndNothingIsSeen() {
        AppId other = new AppId("other");
        value(world.core().accounts().createApp(other, new AppChange(null, null, AppChange.Settings.NONE)));
        people(APP);
        people(other);
        for (GroupRules rules : GroupRules.ALL) {
            ConversationId.Group id = group(rules, GroupRole.MEMBER);
            Group before = value(world.core().groups().find(id, SYSTEM.user()));
            int head = log(id).size();
            // The same ids live over there, the owner's and the back-end's too.
            for (String user : List.of("owner", "admin", "member", "applicant", UserId.SYSTEM.value())) {
                Actor stranger = new Actor(new UserKey(other, new UserId(user)), null);
                for (GroupDeeds deed : GroupDeeds.ALL) {
                    assertThat(code(run(deed, id, stranger)))
                            .as(deed.name() + " by " + user)
                            .isEqualTo(ErrorCode.GROUP_UNKNOWN);
                }
                assertThat(code(MemoryWorld.<Group>await(
                                reply -> world.core().membership().join(id, stranger, "", reply))))
                        .isEqualTo(ErrorCode.GROUP_UNKNOWN);
                assertThat(code(MemoryWorld.<Group>await(
                                reply -> world.core().membership().answer(id, stranger, true, "", reply))))
                        .isEqualTo(ErrorCode.GROUP_UNKNOWN);
                reads(id, stranger);
            }
            assertThat(value(world.core().groups().find(id, SYSTEM.user()))).isEqualTo(before);
            assertThat(log(id)).hasSize(head);
        }
    }

    private void reads(ConversationId.Group id, Actor stranger) {
        assertThat(code(world.core().groups().find(id, stranger.user()))).isEqualTo(ErrorCode.GROUP_UNKNOWN);
        assertThat(code(world.core().groups().members(id, stranger.user(), "", 10)))
                .isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(code(world.core().groups().counters().of(id, stranger.user())))
                .isEqualTo(ErrorCode.GROUP_UNKNOWN);
        for (GroupLists.Kind kind : GroupLists.Kind.values()) {
            assertThat(code(world.core().groups().lists().page(id, stranger.user(), kind, "", 10)))
                    .isEqualTo(ErrorCode.GROUP_UNKNOWN);
        }
        assertThat(world.core().groups().of(stranger.user())).isEmpty();
    }

    private static ErrorCode code(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Refused<?>(var refusal) -> refusal.code();
            case Outcome.Ok<?>(var value) -> throw new AssertionError("accepted: " + value);
        };
    }
}
