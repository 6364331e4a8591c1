package im.hongyan.testkit.core;

import static im.hongyan.testkit.core.MemoryWorld.APP;
import static im.hongyan.testkit.core.MemoryWorld.await;
import static im.hongyan.testkit.core.MemoryWorld.key;
import static im.hongyan.testkit.core.MemoryWorld.single;
import static im.hongyan.testkit.core.MemoryWorld.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import im.hongyan.core.account.UserId;
import im.hongyan.core.conversation.Removals;
import im.hongyan.core.conversation.Summary;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.group.Group;
import im.hongyan.core.group.GroupChange;
import im.hongyan.core.group.GroupRole;
import im.hongyan.core.group.GroupRules;
import im.hongyan.core.group.Groups.Actor;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.log.Reaction;
import im.hongyan.core.message.Edits;
import im.hongyan.core.message.History.Direction;
import im.hongyan.core.message.Pins;
import im.hongyan.core.message.Reactions;
import im.hongyan.core.message.Readers;
import im.hongyan.core.message.Sending;
import im.hongyan.core.message.Sent;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageLifeTest {
    private static final ConversationId.Group CLUB = new ConversationId.Group(APP, "club");
    private static final ConversationId.Single TALK = single("alice", "bob");
    private final MemoryWorld world = new MemoryWorld();
    private final RecordingLink aliceLink = world.link();
    private final RecordingLink bobLink = world.link();
    private final Session alice = world.login("alice", aliceLink);
    private final Session bob = world.login("bob", bobLink);
    private final Session carol = world.login("carol", world.link());
    private int sends;

    @BeforeEach
    void club() {
        value(MemoryWorld.<Group>await(reply -> world.core()
                .groups()
                .create(
                        CLUB,
                        actor(alice),
                        null,
                        GroupChange.NONE,
                        GroupRules.MEETING,
                        List.of(new UserId("bob"), new UserId("carol")),
                        reply)));
    }

    @AfterEach
    void nothingBroke() {
        assertThat(world.faults()).isEmpty();
        world.close();
    }

    private static Actor actor(Session session) {
        return new Actor(session.user(), session.id());
    }

    private static Actor system() {
        return Actor.system(APP);
    }

    private long send(Session from, ConversationId to, String text, long quote, String... mentions) {
        Sending sending = new Sending(
                from.user(),
                to,
                "c" + sends++,
                ContentKind.TEXT,
                RawJson.of("{\"text\":\"" + text + "\"}"),
                null,
                List.of(mentions),
                quote,
                true,
                true,
                false,
                0);
        return value(world.send(from, sending)).number();
    }

    private static Edits.Edit edit(String clientId, String text, int seen, boolean retry) {
        return new Edits.Edit(
                clientId, ContentKind.TEXT, RawJson.of("{\"text\":\"" + text + "\"}"), null, null, seen, retry);
    }

    private Outcome<Edits.Changed> edit(Actor by, ConversationId in, long number, Edits.Edit edit) {
        return await(reply -> world.core().edits().edit(by, in, number, edit, reply));
    }

    private Outcome<Reactions.Reacted> react(Actor by, ConversationId in, long number, String key, boolean on) {
        return await(reply -> world.core().reactions().react(by, in, number, key, on, reply));
    }

    private Outcome<Pins.Place> pin(Actor by, ConversationId in, long number, boolean on) {
        return await(reply -> world.core().pins().pin(by, in, number, on, reply));
    }

    private static <T> ErrorCode code(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Ok<T>(var fine) -> throw new AssertionError("not refused: " + fine);
            case Outcome.Refused<T>(var refusal) -> refusal.code();
        };
    }

    private Entry seen(Session by, ConversationId in, long number) {
        return value(world.core().history().read(by.user(), in, number, 1, Direction.FORWARD))
                .entries()
                .getFirst();
    }

    private Message message(Session by, ConversationId in, long number) {
        return (Message) seen(by, in, number).payload();
    }

    private Summary summary(Session of, ConversationId in) {
        return Objects.requireNonNull(world.core().conversations().summary(of.user(), in));
    }

    @Test
    void anEditIsToldStoredAndAnsweredTheSameAgain() {
        long number = send(alice, TALK, "helo", 0);
        Edits.Changed first = value(edit(actor(alice), TALK, number, edit("e1", "hello", -1, true)));
        world.settle();
        assertThat(message(bob, TALK, number).content().toString()).contains("hello");
        assertThat(message(bob, TALK, number).story().edits()).isEqualTo(1);
        Fate.Edited told = (Fate.Edited) seen(bob, TALK, first.at().number()).payload();
        assertThat(told.now()).isEqualTo(message(bob, TALK, number));
        assertThat(bobLink.entries().getLast().payload()).isEqualTo(told);
        assertThat(value(edit(actor(alice), TALK, number, edit("e1", "hello", -1, true))))
                .isEqualTo(first);
        assertThat(summary(bob, TALK).unread()).isEqualTo(1);
        Entry last = summary(bob, TALK).last();
        assertThat(last).isNotNull().extracting(Entry::number).isEqualTo(number);
    }

    @Test
    void editsAreRefusedWhereTheyMayNotBe() {
        long number = send(alice, TALK, "one", 0);
        assertThat(code(edit(actor(bob), TALK, number, edit("e", "x", -1, false))))
                .isEqualTo(ErrorCode.EDIT_NOT_ALLOWED);
        assertThat(code(edit(actor(carol), TALK, number, edit("e", "x", -1, false))))
                .isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(code(edit(actor(alice), TALK, 99, edit("e", "x", -1, false))))
                .isEqualTo(ErrorCode.MESSAGE_UNKNOWN);
        value(edit(actor(alice), TALK, number, edit("e1", "two", 0, false)));
        assertThat(code(edit(actor(alice), TALK, number, edit("e2", "three", 0, false))))
                .isEqualTo(ErrorCode.MESSAGE_CHANGED);
        world.clock().forward(Limits.DEFAULT.editWindowMs() + 1);
        assertThat(code(edit(actor(alice), TALK, number, edit("e3", "x", -1, false))))
                .isEqualTo(ErrorCode.EDIT_TOO_LATE);
        value(edit(system(), TALK, number, edit("b1", "by the back-end", -1, false)));
        value(MemoryWorld.<Sent>await(reply -> world.core().recalls().recall(system(), TALK, number, reply)));
        assertThat(code(edit(system(), TALK, number, edit("b2", "x", -1, false))))
                .isEqualTo(ErrorCode.MESSAGE_RECALLED);
        for (Entry entry : world.log().readForward(TALK, 1, 99, Integer.MAX_VALUE)) {
            assertThat(entry.payload()).isNotInstanceOf(Message.class);
            assertThat(entry.toString()).doesNotContain("back-end");
        }
    }

    @Test
    void inAGroupTheTableSaysWhoEdits() {
        long number = send(carol, CLUB, "rude", 0);
        assertThat(code(edit(actor(bob), CLUB, number, edit("e", "x", -1, false))))
                .isEqualTo(ErrorCode.EDIT_NOT_ALLOWED);
        value(MemoryWorld.<Group>await(reply ->
                world.core().discipline().role(CLUB, actor(alice), new UserId("bob"), GroupRole.ADMIN, reply)));
        value(edit(actor(bob), CLUB, number, edit("e", "polite", -1, false)));
        assertThat(message(carol, CLUB, number).sender()).isEqualTo(new UserId("carol"));
        long owners = send(alice, CLUB, "mine", 0);
        assertThat(code(edit(actor(bob), CLUB, owners, edit("e", "x", -1, false))))
                .isEqualTo(ErrorCode.EDIT_NOT_ALLOWED);
        value(MemoryWorld.<Group>await(reply ->
                world.core().discipline().mute(CLUB, actor(alice), new UserId("carol"), Long.MAX_VALUE / 2, reply)));
        assertThat(code(edit(actor(carol), CLUB, number, edit("e4", "again", -1, false))))
                .isEqualTo(ErrorCode.MUTED);
    }

    @Test
    void ofTwoEditsAtOnceBothAreInTheLogAndTheLaterStays() {
        long number = send(alice, TALK, "zero", 0);
        CompletableFuture<Outcome<Edits.Changed>> one = new CompletableFuture<>();
        CompletableFuture<Outcome<Edits.Changed>> two = new CompletableFuture<>();
        world.core().edits().edit(actor(alice), TALK, number, edit("e1", "one", 0, false), one::complete);
        world.core().edits().edit(actor(alice), TALK, number, edit("e2", "two", 0, false), two::complete);
        List<Outcome<Edits.Changed>> both = List.of(MemoryWorld.get(one), MemoryWorld.get(two));
        assertThat(both).filteredOn(outcome -> outcome instanceof Outcome.Ok).hasSize(1);
        assertThat(message(bob, TALK, number).story().edits()).isEqualTo(1);
    }

    @Test
    void anEditAgainstARecallEndsInOneHistory() {
        for (int i = 0; i < 20; i++) {
            long number = send(alice, TALK, "m" + i, 0);
            CompletableFuture<Outcome<Edits.Changed>> edited = new CompletableFuture<>();
            CompletableFuture<Outcome<Sent>> recalled = new CompletableFuture<>();
            world.core().edits().edit(actor(alice), TALK, number, edit("e" + i, "x", -1, false), edited::complete);
            world.core().recalls().recall(alice, TALK, number, recalled::complete);
            MemoryWorld.get(edited);
            value(MemoryWorld.get(recalled));
            assertThat(seen(bob, TALK, number).payload()).isInstanceOf(Payload.Recalled.class);
        }
        assertThat(summary(bob, TALK).unread()).isZero();
    }

    @Test
    void reactionsAreCountedNamedAndTakenBack() {
        long number = send(alice, CLUB, "hi", 0);
        value(react(actor(bob), CLUB, number, "👍", true));
        value(react(actor(carol), CLUB, number, "👍", true));
        Reactions.Reacted twice = value(react(actor(carol), CLUB, number, "👍", true));
        assertThat(twice.at()).isNull();
        List<UserId> both = List.of(new UserId("bob"), new UserId("carol"));
        assertThat(message(alice, CLUB, number).story().reactions()).containsExactly(new Reaction(1, "👍", 2, both));
        value(react(actor(bob), CLUB, number, "👍", false));
        value(react(actor(bob), CLUB, number, "❤", true));
        assertThat(message(alice, CLUB, number).story().reactions())
                .extracting(Reaction::key, Reaction::count)
                .containsExactly(tuple("👍", 1L), tuple("❤", 1L));
        assertThat(value(world.core().reactions().users(actor(alice), CLUB, number, "👍", "", 10)))
                .containsExactly(new UserId("carol"));
        assertThat(code(react(actor(bob), CLUB, number, "", true))).isEqualTo(ErrorCode.BAD_REACTION);
        assertThat(message(alice, CLUB, number).story().revision()).isEqualTo(4);
    }

    @Test
    void kindsAreLimitedAndOnesOwnIsAlwaysNamed() {
        long number = send(alice, CLUB, "hi", 0);
        for (int i = 0; i < Limits.DEFAULT.reactionKindsMax(); i++) {
            value(react(actor(bob), CLUB, number, "k" + i, true));
        }
        assertThat(code(react(actor(bob), CLUB, number, "more", true))).isEqualTo(ErrorCode.REACTIONS_TOO_MANY);
        List<UserId> many = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String name = "u" + (char) ('a' + i);
            world.core().accounts().create(key(name), "", "", Map.of());
            many.add(new UserId(name));
        }
        value(MemoryWorld.<Group>await(reply -> world.core().membership().invite(CLUB, system(), many, reply)));
        for (UserId user : many) {
            value(react(new Actor(key(user.value()), null), CLUB, number, "k0", true));
        }
        Reaction named = message(alice, CLUB, number).story().reactions().getFirst();
        assertThat(named.count()).isEqualTo(13);
        assertThat(named.users()).hasSize(Limits.DEFAULT.reactionUsersNamedMax());
        UserId late = many.getLast();
        assertThat(named.users()).doesNotContain(late);
        Entry own = value(world.core().history().read(key(late.value()), CLUB, number, 1, Direction.FORWARD))
                .entries()
                .getFirst();
        assertThat(((Message) own.payload()).story().reactions().getFirst().users())
                .hasSize(Limits.DEFAULT.reactionUsersNamedMax())
                .contains(late);
        value(react(actor(bob), CLUB, number, "k0", false));
        assertThat(message(alice, CLUB, number).story().reactions().getFirst().users())
                .hasSize(Limits.DEFAULT.reactionUsersNamedMax())
                .doesNotContain(new UserId("bob"));
    }

    @Test
    void whatIRemoveIsGoneForMeAndTheUnreadIsRight() {
        long one = send(alice, TALK, "one", 0);
        long two = send(alice, TALK, "two", 0);
        long three = send(alice, TALK, "three", 0);
        assertThat(summary(bob, TALK).unread()).isEqualTo(3);
        Removals.Removed removed = value(MemoryWorld.<Removals.Removed>await(
                reply -> world.core().removals().remove(bob, TALK, List.of(three, two, 77L, two), reply)));
        assertThat(removed).isEqualTo(new Removals.Removed(List.of(two, three), List.of(two, three)));
        Summary after = summary(bob, TALK);
        assertThat(after.unread()).isEqualTo(1);
        assertThat(after.except()).containsExactly(two, three);
        assertThat(after.last()).isNotNull().extracting(Entry::number).isEqualTo(one);
        assertThat(seen(bob, TALK, two).payload()).isInstanceOf(Fate.Hidden.class);
        assertThat(seen(alice, TALK, two).payload()).isInstanceOf(Message.class);
        value(MemoryWorld.<Sent>await(reply -> world.core().recalls().recall(alice, TALK, two, reply)));
        assertThat(summary(bob, TALK).unread()).isEqualTo(1);
        assertThat(summary(bob, TALK).exceptCount()).isEqualTo(2);
        world.restart();
        assertThat(summary(bob, TALK).unread()).isEqualTo(1);
        Entry told = world.log()
                .readBack(ConversationId.feed(bob.user()), Long.MAX_VALUE, 1, 1_000)
                .getFirst();
        assertThat(told.payload())
                .isEqualTo(new Fate.Removed(bob.user().user(), TALK, List.of(two, three), List.of(two, three)));
    }

    @Test
    void pinsAreListedByAuthorityAndGoWithARecall() {
        long number = send(bob, CLUB, "rules", 0);
        assertThat(code(pin(actor(bob), CLUB, number, true))).isEqualTo(ErrorCode.GROUP_NOT_PERMITTED);
        assertThat(value(pin(actor(alice), CLUB, number, true)).at()).isNotNull();
        assertThat(value(pin(actor(alice), CLUB, number, true)).at()).isNull();
        assertThat(value(world.core().pins().list(actor(carol), CLUB)))
                .extracting(pin -> pin.entry().number(), Pins.Pin::by)
                .containsExactly(tuple(number, new UserId("alice")));
        value(MemoryWorld.<Sent>await(reply -> world.core().recalls().recall(alice, CLUB, number, reply)));
        assertThat(value(world.core().pins().list(actor(carol), CLUB))).isEmpty();
    }

    @Test
    void mentionsStayUntilRead() {
        long one = send(alice, CLUB, "@bob", 0, "bob");
        send(alice, CLUB, "plain", 0);
        long all = send(alice, CLUB, "@all", 0, "*");
        long gone = send(alice, CLUB, "@bob oops", 0, "bob");
        value(MemoryWorld.<Sent>await(reply -> world.core().recalls().recall(alice, CLUB, gone, reply)));
        assertThat(summary(bob, CLUB).mentions()).containsExactly(one, all);
        assertThat(summary(carol, CLUB).mentions()).containsExactly(all);
        assertThat(summary(alice, CLUB).mentions()).isEmpty();
        Edits.Edit other = new Edits.Edit(
                "e", ContentKind.TEXT, RawJson.of("{\"text\":\"@carol\"}"), null, List.of("carol"), -1, false);
        value(edit(actor(alice), CLUB, one, other));
        world.restart();
        assertThat(summary(bob, CLUB).mentions()).containsExactly(all);
        assertThat(summary(carol, CLUB).mentions()).containsExactly(one, all);
        value(MemoryWorld.<Mark>await(reply -> world.core().marks().read(carol, CLUB, one, reply)));
        assertThat(summary(carol, CLUB).mentions()).containsExactly(all);
        value(MemoryWorld.<Mark>await(reply -> world.core().marks().read(carol, CLUB, all, reply)));
        assertThat(summary(carol, CLUB).mentions()).isEmpty();
    }

    @Test
    void repliesOfAThreadAreReadInPages() {
        long root = send(alice, CLUB, "root", 0);
        long first = send(bob, CLUB, "first", root);
        send(bob, CLUB, "elsewhere", 0);
        long second = send(carol, CLUB, "second", first);
        var page = value(world.core().threads().replies(actor(carol), CLUB, root, 0, 1));
        assertThat(page.entries()).extracting(Entry::number).containsExactly(first);
        assertThat(page.more()).isTrue();
        var next = value(world.core().threads().replies(actor(carol), CLUB, second, first, 9));
        assertThat(next.root()).isEqualTo(root);
        assertThat(next.entries()).extracting(Entry::number).containsExactly(second);
        assertThat(next.more()).isFalse();
    }

    @Test
    void readersAreCountedAndNamed() {
        long number = send(alice, CLUB, "read me", 0);
        assertThat(value(world.core().readers().count(actor(alice), CLUB, List.of(number))))
                .containsExactly(new Readers.Count(number, 0, 2));
        value(MemoryWorld.<Mark>await(reply -> world.core().marks().read(bob, CLUB, number, reply)));
        world.core().accounts().create(key("late"), "", "", Map.of());
        value(MemoryWorld.<Group>await(
                reply -> world.core().membership().invite(CLUB, actor(alice), List.of(new UserId("late")), reply)));
        assertThat(value(world.core().readers().count(actor(alice), CLUB, List.of(number))))
                .containsExactly(new Readers.Count(number, 1, 2));
        assertThat(value(world.core().readers().page(actor(alice), CLUB, number, true, "", 9))
                        .users())
                .containsExactly(new UserId("bob"));
        assertThat(value(world.core().readers().page(actor(alice), CLUB, number, false, "", 9))
                        .users())
                .containsExactly(new UserId("carol"));
        long answer = send(carol, CLUB, "answering is reading", 0);
        assertThat(value(world.core().readers().count(actor(alice), CLUB, List.of(number))))
                .containsExactly(new Readers.Count(number, 2, 2));
        assertThat(code(world.core().readers().count(actor(bob), CLUB, List.of(answer))))
                .isEqualTo(ErrorCode.READERS_NOT_ALLOWED);
        assertThat(value(world.core().readers().count(actor(alice), CLUB, List.of(answer))))
                .containsExactly(new Readers.Count(answer, 0, 3));
        world.core().readers().flush();
        assertThat(aliceLink.signals()).contains(new Signal.Readers(CLUB, number));
    }
}
