package im.hongyan.testkit.core;

import static im.hongyan.testkit.core.MemoryWorld.APP;
import static im.hongyan.testkit.core.MemoryWorld.await;
import static im.hongyan.testkit.core.MemoryWorld.key;
import static im.hongyan.testkit.core.MemoryWorld.value;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.UserId;
import im.hongyan.core.conversation.Summary;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.group.Group;
import im.hongyan.core.group.GroupChange;
import im.hongyan.core.group.GroupMember;
import im.hongyan.core.group.GroupRole;
import im.hongyan.core.group.GroupRules;
import im.hongyan.core.group.Groups.Actor;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.GroupAction;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.message.History.Direction;
import im.hongyan.core.message.Sending;
import im.hongyan.core.message.Sent;
import im.hongyan.core.session.Session;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupsTest {
    private static final ConversationId.Group CLUB = new ConversationId.Group(APP, "club");
    private final MemoryWorld world = new MemoryWorld();
    private final RecordingLink aliceLink = world.link();
    private final RecordingLink bobLink = world.link();
    private final RecordingLink carolLink = world.link();
    private Session alice = world.login("alice", aliceLink);
    private Session bob = world.login("bob", bobLink);
    private Session carol = world.login("carol", carolLink);
    private int sends;

    @BeforeEach
    void dave() {
        world.core().accounts().create(key("dave"), "", "", Map.of());
    }

    @AfterEach
    void nothingBroke() {
        assertThat(world.faults()).isEmpty();
        world.close();
    }

    private static Actor actor(String user) {
        return new Actor(key(user), null);
    }

    private static UserId id(String user) {
        return new UserId(user);
    }

    private Outcome<Group> change(Consumer<Consumer<Outcome<Group>>> call) {
        Outcome<Group> outcome = await(call);
        world.settle();
        return outcome;
    }

    private Group create(GroupRules rules, String... members) {
        List<UserId> users = List.of(members).stream().map(UserId::new).toList();
        return value(change(reply ->
                world.core().groups().create(CLUB, actor("alice"), null, GroupChange.NONE, rules, users, reply)));
    }

    private Outcome<Sent> say(Session session, String text) {
        Sending sending = new Sending(
                session.user(),
                CLUB,
                "c" + ++sends,
                ContentKind.TEXT,
                RawJson.of("{\"text\":\"" + text + "\"}"),
                null,
                List.of(),
                0,
                true,
                true,
                false,
                0);
        return world.send(session, sending);
    }

    private static ErrorCode code(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Refused<?>(var refusal) -> refusal.code();
            case Outcome.Ok<?>(var value) -> throw new AssertionError("accepted: " + value);
        };
    }

    private long unread(String user) {
        Summary summary = world.core().conversations().summary(key(user), CLUB);
        assertThat(summary).isNotNull();
        return summary == null ? -1 : summary.unread();
    }

    private static List<GroupAction> actions(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.payload() instanceof Payload.GroupEvent)
                .map(entry -> ((Payload.GroupEvent) entry.payload()).action())
                .toList();
    }

    private GroupRole role(String user) {
        GroupMember member = world.core().groups().member(CLUB, id(user));
        return member == null ? GroupRole.NOBODY : member.role();
    }

    @Test
    void membersHearEachOtherAndOthersDoNot() {
        Group club = create(GroupRules.WORK, "bob");
        assertThat(club.members()).isEqualTo(2);
        assertThat(actions(bobLink.entries())).containsExactly(GroupAction.CREATED);
        Sent sent = value(say(alice, "hi"));
        assertThat(sent.number()).isEqualTo(2);
        assertThat(bobLink.entries()).extracting(Entry::number).containsExactly(1L, 2L);
        assertThat(aliceLink.entries()).extracting(Entry::number).containsExactly(1L);
        assertThat(carolLink.entries()).isEmpty();
        assertThat(code(say(carol, "me too"))).isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(unread("bob")).isEqualTo(1);
        assertThat(unread("alice")).isZero();
        value(say(bob, "answer"));
        assertThat(unread("bob")).isZero();
        assertThat(unread("alice")).isEqualTo(1);
    }

    @Test
    void whoWasAwayFindsTheGroupAndItsMessages() {
        create(GroupRules.WORK, "bob", "dave");
        value(say(alice, "one"));
        value(say(bob, "two"));
        assertThat(unread("dave")).isEqualTo(2);
        var page = value(world.core().conversations().sync(key("dave"), 0, 10, 10, null));
        assertThat(page.summaries()).extracting(Summary::conversation).contains(CLUB);
        RecordingLink daveLink = world.link();
        world.login("dave", daveLink);
        value(say(bob, "three"));
        assertThat(daveLink.entries()).extracting(Entry::number).containsExactly(4L);
    }

    @Test
    void afterARestartTheGroupIsWhatItWas() {
        create(GroupRules.PUBLIC, "bob");
        value(change(reply -> world.core().discipline().role(CLUB, actor("alice"), id("bob"), GroupRole.ADMIN, reply)));
        world.restart();
        alice = world.login("alice", aliceLink);
        bob = world.login("bob", bobLink);
        assertThat(role("alice")).isEqualTo(GroupRole.OWNER);
        assertThat(role("bob")).isEqualTo(GroupRole.ADMIN);
        value(say(bob, "still here"));
    }

    @Test
    void aNewcomerSeesWhatTheTypeAllows() {
        create(GroupRules.WORK);
        value(say(alice, "before"));
        value(change(reply -> world.core().membership().invite(CLUB, actor("alice"), List.of(id("bob")), reply)));
        value(say(alice, "after"));
        var page = value(world.core().history().read(key("bob"), CLUB, 0, 10, Direction.BACK));
        assertThat(page.entries()).extracting(Entry::number).containsExactly(3L, 4L);
        assertThat(unread("bob")).isEqualTo(1);
    }

    @Test
    void whoIsPutOutHearsOfItAndNothingMore() {
        create(GroupRules.PUBLIC, "bob", "carol");
        value(change(reply -> world.core().membership().kick(CLUB, actor("alice"), List.of(id("bob")), "rude", reply)));
        assertThat(role("bob")).isEqualTo(GroupRole.NOBODY);
        int before = bobLink.entries().size();
        assertThat(actions(bobLink.entries())).contains(GroupAction.KICKED);
        value(say(alice, "he is gone"));
        assertThat(bobLink.entries()).hasSize(before);
        assertThat(code(say(bob, "hello?"))).isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(code(world.core().history().read(key("bob"), CLUB, 0, 10, Direction.BACK)))
                .isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(actions(carolLink.entries())).contains(GroupAction.KICKED);
    }

    @Test
    void anApplicationIsHandledOnce() {
        create(GroupRules.PUBLIC);
        value(change(reply -> world.core().membership().join(CLUB, actor("bob"), "let me in", reply)));
        assertThat(role("bob")).isEqualTo(GroupRole.NOBODY);
        assertThat(actions(aliceLink.entries())).contains(GroupAction.APPLIED);
        assertThat(code(change(
                        reply -> world.core().membership().handle(CLUB, actor("carol"), id("bob"), true, "", reply))))
                .isEqualTo(ErrorCode.NOT_A_MEMBER);
        value(change(reply -> world.core().membership().handle(CLUB, actor("alice"), id("bob"), true, "", reply)));
        assertThat(role("bob")).isEqualTo(GroupRole.MEMBER);
        assertThat(actions(bobLink.entries())).contains(GroupAction.JOINED, GroupAction.HANDLED);
        assertThat(code(change(
                        reply -> world.core().membership().handle(CLUB, actor("alice"), id("bob"), true, "", reply))))
                .isEqualTo(ErrorCode.APPLICATION_UNKNOWN);
    }

    @Test
    void theMutedAndTheBannedAreRefused() {
        create(GroupRules.MEETING, "bob");
        long until = world.clock().millis() + 60_000;
        value(change(reply -> world.core().discipline().mute(CLUB, actor("alice"), id("bob"), until, reply)));
        assertThat(code(say(bob, "x"))).isEqualTo(ErrorCode.MUTED);
        world.clock().forward(60_001);
        value(say(bob, "again"));
        GroupChange muted = new GroupChange(null, null, null, null, null, null, null, null, true, Map.of());
        value(change(reply -> world.core().groups().edit(CLUB, actor("alice"), muted, reply)));
        assertThat(code(say(bob, "x"))).isEqualTo(ErrorCode.MUTED);
        value(say(alice, "I may"));
        value(change(reply -> world.core().membership().ban(CLUB, actor("alice"), id("bob"), 0, reply)));
        assertThat(code(change(reply -> world.core().membership().join(CLUB, actor("bob"), "", reply))))
                .isEqualTo(ErrorCode.GROUP_BANNED);
        value(change(reply -> world.core().membership().unban(CLUB, actor("alice"), id("bob"), reply)));
        value(change(reply -> world.core().membership().join(CLUB, actor("bob"), "", reply)));
        assertThat(role("bob")).isEqualTo(GroupRole.MEMBER);
    }

    @Test
    void theOwnerHandsOverAndLeaves() {
        create(GroupRules.PUBLIC, "bob");
        assertThat(code(change(reply -> world.core().membership().leave(CLUB, actor("alice"), reply))))
                .isEqualTo(ErrorCode.GROUP_NOT_PERMITTED);
        value(change(reply -> world.core().groups().transfer(CLUB, actor("alice"), id("bob"), reply)));
        assertThat(role("bob")).isEqualTo(GroupRole.OWNER);
        assertThat(role("alice")).isEqualTo(GroupRole.MEMBER);
        value(change(reply -> world.core().membership().leave(CLUB, actor("alice"), reply)));
        assertThat(role("alice")).isEqualTo(GroupRole.NOBODY);
        value(change(reply -> world.core().groups().dismiss(CLUB, actor("bob"), reply)));
        assertThat(code(say(bob, "x"))).isEqualTo(ErrorCode.GROUP_DISMISSED);
        assertThat(code(change(reply -> world.core().membership().join(CLUB, actor("carol"), "", reply))))
                .isEqualTo(ErrorCode.GROUP_DISMISSED);
        assertThat(value(world.core().history().read(key("bob"), CLUB, 0, 50, Direction.BACK))
                        .entries())
                .isNotEmpty();
    }

    @Test
    void anAdministratorTakesBackAMembersMessageButNotTheOwners() {
        create(GroupRules.PUBLIC, "bob", "carol");
        value(change(reply -> world.core().discipline().role(CLUB, actor("alice"), id("bob"), GroupRole.ADMIN, reply)));
        long carols = value(say(carol, "x")).number();
        long alices = value(say(alice, "y")).number();
        Outcome<Sent> done = await(reply -> world.core().recalls().recall(bob, CLUB, carols, reply));
        value(done);
        Outcome<Sent> refused = await(reply -> world.core().recalls().recall(bob, CLUB, alices, reply));
        assertThat(code(refused)).isEqualTo(ErrorCode.RECALL_NOT_ALLOWED);
        Outcome<Sent> byCarol = await(reply -> world.core().recalls().recall(carol, CLUB, alices, reply));
        assertThat(code(byCarol)).isEqualTo(ErrorCode.RECALL_NOT_ALLOWED);
    }

    @Test
    void aTransferAndADismissalAtOnceEndInOneHistory() {
        create(GroupRules.PUBLIC, "bob", "carol");
        Outcome<Group> one = change(reply -> world.core().groups().transfer(CLUB, actor("alice"), id("bob"), reply));
        Outcome<Group> two = change(reply -> world.core().groups().transfer(CLUB, actor("alice"), id("carol"), reply));
        value(one);
        assertThat(code(two)).isEqualTo(ErrorCode.GROUP_NOT_PERMITTED);
        assertThat(role("bob")).isEqualTo(GroupRole.OWNER);
    }
}
