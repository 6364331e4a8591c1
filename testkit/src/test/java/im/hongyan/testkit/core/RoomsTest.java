package im.hongyan.testkit.core;

import static im.hongyan.testkit.core.MemoryWorld.APP;
import static im.hongyan.testkit.core.MemoryWorld.await;
import static im.hongyan.testkit.core.MemoryWorld.key;
import static im.hongyan.testkit.core.MemoryWorld.value;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.AppSettings;
import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.Priority;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.log.RoomAction;
import im.hongyan.core.message.History.Direction;
import im.hongyan.core.message.Sending;
import im.hongyan.core.message.Sent;
import im.hongyan.core.room.RoomChange;
import im.hongyan.core.room.RoomChanges.Setting;
import im.hongyan.core.room.RoomView;
import im.hongyan.core.session.DeviceId;
import im.hongyan.core.session.Logins;
import im.hongyan.core.session.Platform;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final long DEADLINE_NS = 10_000_000_000L;
    private static final ConversationId.Room LOBBY = new ConversationId.Room(APP, "lobby");
    private static final ConversationId.Room HALL = new ConversationId.Room(APP, "hall");
    private static final RoomChange WITH_HISTORY = new RoomChange(null, null, true, null);
    private static final Setting MINE = new Setting(false, false, false);
    private static final Setting LEAVES = new Setting(false, true, false);
    private static final Setting FORCE = new Setting(true, false, false);

    private final MemoryWorld world = new MemoryWorld();
    private final RecordingLink aliceLink = world.link();
    private final RecordingLink bobLink = world.link();
    private final Session alice = world.login("alice", aliceLink);
    private final Session bob = world.login("bob", bobLink);
    private int sends;

    @AfterEach
    void nothingBroke() {
        assertThat(world.faults()).isEmpty();
        world.close();
    }

    private Outcome<RoomView> change(Consumer<Consumer<Outcome<RoomView>>> call) {
        Outcome<RoomView> outcome = await(call);
        world.settle();
        return outcome;
    }

    private RoomView create(ConversationId.Room id, RoomChange change) {
        return value(change(
                reply -> world.core().roomChanges().create(id, key("$system"), new UserId("alice"), change, reply)));
    }

    private Outcome<RoomView> enter(Session session, ConversationId.Room id, ConversationId.Room... leaving) {
        return await(
                reply -> session.link().run(() -> world.core().rooms().enter(session, id, Set.of(leaving), reply)));
    }

    private Outcome<RoomView> set(String user, Setting how, List<String> failed, String... attributes) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            map.put(attributes[i], attributes[i + 1]);
        }
        return change(reply -> world.core().roomChanges().set(LOBBY, key(user), map, how, failed::addAll, reply));
    }

    private Outcome<Sent> say(Session session, ConversationId.Room id, Priority priority) {
        Sending sending = new Sending(
                session.user(),
                id,
                "c" + ++sends,
                ContentKind.TEXT,
                RawJson.of("{\"text\":\"hi\"}"),
                null,
                List.of(),
                0,
                true,
                true,
                false,
                0,
                priority);
        return world.send(session, sending);
    }

    private static ErrorCode code(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Refused<?>(var refusal) -> refusal.code();
            case Outcome.Ok<?>(var value) -> throw new AssertionError("accepted: " + value);
        };
    }

    private static List<Entry> said(RecordingLink link) {
        List<Entry> entries = new ArrayList<>();
        for (Signal signal : link.signals()) {
            if (signal instanceof Signal.InRoom in) {
                entries.add(in.entry());
            }
        }
        return entries;
    }

    private static List<Signal.Pulse> pulses(RecordingLink link) {
        List<Signal.Pulse> pulses = new ArrayList<>();
        for (Signal signal : link.signals()) {
            if (signal instanceof Signal.RoomPulse pulse) {
                pulses.add(pulse.pulse());
            }
        }
        return pulses;
    }

    private static List<RoomAction> actions(RecordingLink link) {
        return said(link).stream()
                .filter(entry -> entry.payload() instanceof Payload.RoomEvent)
                .map(entry -> ((Payload.RoomEvent) entry.payload()).action())
                .toList();
    }

    @Test
    void whoIsThereHearsAndWhoIsNotDoesNot() {
        create(LOBBY, RoomChange.NONE);
        assertThat(code(say(alice, LOBBY, Priority.NORMAL))).isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(value(enter(alice, LOBBY)).members()).isEqualTo(1);
        assertThat(value(say(alice, LOBBY, Priority.NORMAL)).number()).isEqualTo(1);
        assertThat(value(enter(bob, LOBBY)).number()).isEqualTo(1);
        assertThat(value(say(alice, LOBBY, Priority.NORMAL)).number()).isEqualTo(2);
        assertThat(said(bobLink)).extracting(Entry::number).containsExactly(2L);
        assertThat(said(aliceLink)).as("the sender learns of it by the reply").isEmpty();
        world.core().rooms().leave(bob, LOBBY);
        value(say(alice, LOBBY, Priority.NORMAL));
        assertThat(said(bobLink)).hasSize(1);
        assertThat(world.core().rooms().count(LOBBY)).isEqualTo(1);
        assertThat(code(enter(bob, new ConversationId.Room(APP, "nowhere")))).isEqualTo(ErrorCode.ROOM_UNKNOWN);
    }

    @Test
    void historyIsKeptWhereItWasAskedFor() {
        create(HALL, WITH_HISTORY);
        value(enter(alice, HALL));
        value(say(alice, HALL, Priority.NORMAL));
        Sent second = value(say(alice, HALL, Priority.NORMAL));
        assertThat(second.number()).isEqualTo(2);
        assertThat(second.position()).isPositive();
        value(enter(bob, HALL));
        var page = value(world.core().history().read(key("bob"), HALL, 0, 10, Direction.BACK));
        assertThat(page.entries()).extracting(Entry::number).containsExactly(1L, 2L);
        assertThat(code(world.core().history().read(key("carol"), HALL, 0, 10, Direction.BACK)))
                .isEqualTo(ErrorCode.NOT_A_MEMBER);
        value(say(bob, HALL, Priority.LOW));
        assertThat(said(aliceLink)).extracting(Entry::number).containsExactly(3L);
    }

    @Test
    void arrivalsAreMergedInABusyRoom() {
        create(LOBBY, RoomChange.NONE);
        value(enter(alice, LOBBY));
        assertThat(pulses(aliceLink)).extracting(Signal.Pulse::members).containsExactly(1);
        List<Session> crowd = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            crowd.add(world.login("u" + i, world.link()));
            value(enter(crowd.getLast(), LOBBY));
        }
        world.core().rooms().leave(crowd.getFirst(), LOBBY);
        world.core().tick();
        assertThat(pulses(aliceLink)).as("not yet").hasSize(1);
        world.clock().forward(Limits.DEFAULT.roomPulseMs());
        world.core().tick();
        Signal.Pulse merged = pulses(aliceLink).getLast();
        assertThat(pulses(aliceLink)).hasSize(2);
        assertThat(merged.members()).isEqualTo(50);
        assertThat(merged.entered()).isEqualTo(50);
        assertThat(merged.left()).isEqualTo(1);
        assertThat(merged.in()).hasSize(Limits.DEFAULT.roomPulseUsersMax());
        assertThat(merged.out()).containsExactly(new UserId("u0"));
        assertThat(world.core().rooms().sample(LOBBY, 10)).hasSize(10).doesNotHaveDuplicates();
        assertThat(world.core().rooms().sample(LOBBY, 100)).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void aLostSessionKeepsItsSeatForItsResumeWindow() {
        create(LOBBY, RoomChange.NONE);
        value(enter(alice, LOBBY));
        value(enter(bob, LOBBY));
        String secret = bob.secret();
        world.core().sessions().lost(bob, bobLink, world.clock().millis());
        value(say(alice, LOBBY, Priority.NORMAL));
        assertThat(said(bobLink)).isEmpty();
        assertThat(world.core().rooms().count(LOBBY)).isEqualTo(2);
        RecordingLink again = world.link();
        Logins.Entered back = value(world.core().logins().resume(APP, secret, again));
        value(say(alice, LOBBY, Priority.NORMAL));
        assertThat(said(again)).as("the gap shows").extracting(Entry::number).containsExactly(2L);
        world.core().sessions().lost(back.session(), again, world.clock().millis());
        world.clock().forward(Limits.DEFAULT.resumeWindowMs() + 1);
        world.core().tick();
        assertThat(world.core().rooms().count(LOBBY)).isEqualTo(1);
    }

    @Test
    void attributesBelongToWhoSetThem() {
        create(LOBBY, RoomChange.NONE);
        Session carol = world.login("carol", world.link());
        List<String> failed = new ArrayList<>();
        assertThat(code(set("bob", MINE, failed, "topic", "geese"))).isEqualTo(ErrorCode.NOT_A_MEMBER);
        value(enter(bob, LOBBY));
        value(enter(carol, LOBBY));
        value(set("bob", MINE, failed, "topic", "geese"));
        value(set("carol", MINE, failed, "topic", "ducks", "mine", "1"));
        assertThat(failed).containsExactly("topic");
        RoomView view = value(set("carol", FORCE, failed, "topic", "swans"));
        assertThat(view.attributes().get("topic").value()).isEqualTo("swans");
        assertThat(view.attributes().get("topic").owner().value()).isEqualTo("carol");
        value(set("carol", LEAVES, failed, "hand", "up"));
        assertThat(actions(bobLink)).hasSize(4).containsOnly(RoomAction.ATTRIBUTES);
        world.core().rooms().leave(carol, LOBBY);
        world.settle();
        // What goes with its owner goes in the background: the last view is what counts.
        long deadline = System.nanoTime() + DEADLINE_NS;
        while (value(world.core().rooms().find(LOBBY)).attributes().containsKey("hand")
                && System.nanoTime() < deadline) {
            world.settle();
        }
        assertThat(value(world.core().rooms().find(LOBBY)).attributes()).containsOnlyKeys("topic", "mine");
        assertThat(code(set("bob", MINE, failed, "x".repeat(121), "1"))).isEqualTo(ErrorCode.TOO_LONG);
        assertThat(code(set("bob", MINE, failed, "x", "y".repeat(4_097)))).isEqualTo(ErrorCode.TOO_LONG);
    }

    @Test
    void aRestartKeepsTheRoomAndForgetsWhoWasThere() {
        create(LOBBY, RoomChange.NONE);
        value(enter(bob, LOBBY));
        List<String> failed = new ArrayList<>();
        value(set("bob", MINE, failed, "topic", "geese"));
        value(set("bob", LEAVES, failed, "hand", "up"));
        world.restart();
        Session again = world.login("bob", world.link());
        RoomView view = value(enter(again, LOBBY));
        assertThat(view.members()).isEqualTo(1);
        assertThat(view.attributes()).containsOnlyKeys("topic");
        value(set("bob", MINE, failed, "topic", "ducks")); // behind the sweeping
        assertThat(world.log().fact(LOBBY, "a/hand")).isEmpty();
    }

    @Test
    void whatIsDismissedIsOver() {
        create(LOBBY, RoomChange.NONE);
        value(enter(bob, LOBBY));
        assertThat(code(change(reply -> world.core().roomChanges().dismiss(LOBBY, key("bob"), reply))))
                .isEqualTo(ErrorCode.ROOM_NOT_PERMITTED);
        value(change(reply -> world.core().roomChanges().dismiss(LOBBY, key("alice"), reply)));
        assertThat(actions(bobLink)).containsExactly(RoomAction.DISMISSED);
        assertThat(world.core().rooms().in(bob)).isEmpty();
        assertThat(code(enter(bob, LOBBY))).isEqualTo(ErrorCode.ROOM_DISMISSED);
        assertThat(world.core().rooms().list(APP, "", 10)).isEmpty();
        world.restart();
        assertThat(code(enter(world.login("bob", world.link()), LOBBY))).isEqualTo(ErrorCode.ROOM_DISMISSED);
    }

    @Test
    void anEmptyRoomThatDoesNotLingerLeavesNothing() {
        create(LOBBY, new RoomChange(null, null, null, 5_000L));
        value(enter(bob, LOBBY));
        value(set("bob", MINE, new ArrayList<>(), "topic", "geese"));
        world.core().rooms().leave(bob, LOBBY);
        world.clock().forward(4_999);
        world.core().tick();
        world.settle();
        assertThat(world.core().rooms().list(APP, "", 10)).hasSize(1);
        world.clock().forward(1);
        world.core().tick();
        // The lane runs on a storage thread of its own: what is asked in the lane comes after it.
        assertThat(code(change(reply -> world.core().roomChanges().dismiss(LOBBY, key("alice"), reply))))
                .isEqualTo(ErrorCode.ROOM_UNKNOWN);
        assertThat(create(LOBBY, RoomChange.NONE).attributes()).isEmpty();
    }

    @Test
    void lowPriorityGivesWayAndEverybodyIsTold() {
        create(LOBBY, RoomChange.NONE);
        value(enter(alice, LOBBY));
        value(enter(bob, LOBBY));
        int max = Limits.DEFAULT.roomMessagesPerSecond();
        int low = 0;
        for (int i = 0; i < max; i++) {
            low += say(alice, LOBBY, Priority.LOW) instanceof Outcome.Ok<Sent> ? 1 : 0;
        }
        assertThat(low).isEqualTo(max / 2);
        assertThat(code(say(alice, LOBBY, Priority.LOW))).isEqualTo(ErrorCode.ROOM_BUSY);
        value(say(alice, LOBBY, Priority.HIGH));
        world.clock().forward(Limits.DEFAULT.roomPulseMs());
        world.core().tick();
        assertThat(pulses(bobLink).getLast().shed()).isEqualTo(max - max / 2 + 1);
        assertThat(said(bobLink)).extracting(Entry::number).last().isEqualTo((long) low + 1);
    }

    @Test
    void usersMakeRoomsOnlyWhereTheirAppSaysSo() {
        assertThat(code(change(reply -> world.core()
                        .roomChanges()
                        .create(LOBBY, key("bob"), new UserId("bob"), RoomChange.NONE, reply))))
                .isEqualTo(ErrorCode.ROOM_NOT_PERMITTED);
        AppSettings usual = AppSettings.DEFAULT;
        AppSettings open = new AppSettings(
                usual.sessionsPerPlatformMax(),
                usual.sessionsPerUserMax(),
                usual.onTooManySessions(),
                usual.recallWindowMs(),
                usual.createUserAtLogin(),
                true);
        try (MemoryWorld other = new MemoryWorld(Limits.DEFAULT, open)) {
            other.login("bob", other.link());
            RoomView made = value(MemoryWorld.<RoomView>await(reply ->
                    other.core().roomChanges().create(LOBBY, key("bob"), new UserId("bob"), RoomChange.NONE, reply)));
            assertThat(made.room().owner()).isEqualTo(new UserId("bob"));
        }
    }

    @Test
    void aSessionIsInSoManyRoomsAndSwitches() {
        for (int i = 0; i <= Limits.DEFAULT.roomsPerSessionMax(); i++) {
            create(new ConversationId.Room(APP, "r" + i), RoomChange.NONE);
        }
        for (int i = 0; i < Limits.DEFAULT.roomsPerSessionMax(); i++) {
            value(enter(bob, new ConversationId.Room(APP, "r" + i)));
        }
        ConversationId.Room last = new ConversationId.Room(APP, "r" + Limits.DEFAULT.roomsPerSessionMax());
        assertThat(code(enter(bob, last))).isEqualTo(ErrorCode.ROOMS_TOO_MANY);
        value(enter(bob, last, new ConversationId.Room(APP, "r0")));
        assertThat(world.core().rooms().count(new ConversationId.Room(APP, "r0")))
                .isZero();
        assertThat(world.core().rooms().in(bob)).hasSize(Limits.DEFAULT.roomsPerSessionMax());
    }

    /// Users with several devices come, go, lose connections and return, in any order: the room's members are
    /// always those of a plain model.
    @Test
    void membershipIsRightUnderRandomHistories() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        create(LOBBY, RoomChange.NONE);
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String device = "d" + i % 3;
            Logins.Entered entered =
                    value(world.login("m" + i / 3, device, Platform.of(i % 3 == 0 ? "wechat" : "h5"), world.link()));
            assertThat(entered.session().device()).isEqualTo(new DeviceId(device));
            sessions.add(entered.session());
        }
        Set<Session> there = new java.util.LinkedHashSet<>();
        for (int step = 0; step < 2_000; step++) {
            Session session = sessions.get(random.nextInt(sessions.size()));
            if (random.nextInt(5) < 3) {
                value(enter(session, LOBBY));
                there.add(session);
            } else {
                world.core().rooms().leave(session, LOBBY);
                there.remove(session);
            }
            Set<String> users = new TreeSet<>();
            there.forEach(one -> users.add(one.user().user().value()));
            Set<String> sampled = new TreeSet<>();
            world.core().rooms().sample(LOBBY, 1_000).forEach(user -> sampled.add(user.value()));
            assertThat(sampled).as("seed %d, step %d", seed, step).isEqualTo(users);
            assertThat(world.core().rooms().count(LOBBY)).as("seed %d", seed).isEqualTo(users.size());
        }
    }
}
