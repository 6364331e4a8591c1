package im.hongyan.testkit.core;

import static im.hongyan.testkit.core.MemoryWorld.await;
import static im.hongyan.testkit.core.MemoryWorld.key;
import static im.hongyan.testkit.core.MemoryWorld.single;
import static im.hongyan.testkit.core.MemoryWorld.text;
import static im.hongyan.testkit.core.MemoryWorld.value;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.conversation.Removals;
import im.hongyan.core.conversation.Summary;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.group.Groups;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.Priority;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.log.Special;
import im.hongyan.core.message.Edits;
import im.hongyan.core.message.Reactions;
import im.hongyan.core.message.Sending;
import im.hongyan.core.message.Sent;
import im.hongyan.core.session.Session;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// The formula against plain counting, over random histories of two users who send, read, clear, recall, remove for
/// themselves, edit and react, of messages that expire and burn.
class UnreadPropertyTest {
    /// @param who 0 = alice, 1 = bob
    record Step(Kind kind, int who, int at) {}

    enum Kind {
        SEND,
        SEND_UNCOUNTED,
        /// A message whose life ends at the next [#PASS].
        SEND_EXPIRING,
        /// One that burns at the first [#PASS] after the other has read it.
        SEND_BURNING,
        PASS,
        READ,
        CLEAR,
        RECALL,
        REMOVE,
        EDIT,
        REACT
    }

    private static final String[] USERS = {"alice", "bob"};
    private static final long LIFE_MS = 1_000;
    private static final ConversationId.Single TALK = single("alice", "bob");

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(Kind.SEND)),
                Tuple.of(1, Arbitraries.just(Kind.SEND_UNCOUNTED)),
                Tuple.of(2, Arbitraries.just(Kind.SEND_EXPIRING)),
                Tuple.of(2, Arbitraries.just(Kind.SEND_BURNING)),
                Tuple.of(1, Arbitraries.just(Kind.PASS)),
                Tuple.of(2, Arbitraries.just(Kind.READ)),
                Tuple.of(1, Arbitraries.just(Kind.CLEAR)),
                Tuple.of(2, Arbitraries.just(Kind.RECALL)),
                Tuple.of(2, Arbitraries.just(Kind.REMOVE)),
                Tuple.of(1, Arbitraries.just(Kind.EDIT)),
                Tuple.of(1, Arbitraries.just(Kind.REACT)));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(1, 30))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 150)
    void theFormulaCountsWhatAPersonWouldCount(@ForAll("histories") List<Step> history) {
        try (MemoryWorld world = new MemoryWorld()) {
            Session[] sessions = {world.login("alice", world.link()), world.login("bob", world.link())};
            Counting counting = new Counting();
            int sent = 0;
            for (Step step : history) {
                Session session = sessions[step.who()];
                switch (step.kind()) {
                    case SEND, SEND_UNCOUNTED, SEND_EXPIRING, SEND_BURNING -> {
                        boolean counts = step.kind() != Kind.SEND_UNCOUNTED;
                        Special special = new Special(
                                List.of(),
                                Priority.NORMAL,
                                step.kind() == Kind.SEND_EXPIRING ? LIFE_MS : 0,
                                step.kind() == Kind.SEND_BURNING ? LIFE_MS : 0,
                                false);
                        Sending sending = message(step.who(), sent++, counts).with(special);
                        Sent answer = value(world.send(session, sending));
                        counting.sent(answer.number(), step.who(), counts);
                        if (step.kind() == Kind.SEND_EXPIRING) {
                            counting.ending.add(answer.number());
                        }
                        if (step.kind() == Kind.SEND_BURNING) {
                            counting.burning.put(answer.number(), step.who());
                        }
                    }
                    case PASS -> {
                        world.pass(LIFE_MS);
                        counting.passed();
                    }
                    case READ -> counting.read(step.who(), read(world, session, step.at()));
                    case CLEAR -> counting.cleared(step.who(), clear(world, session, step.at()));
                    case RECALL -> {
                        Outcome<Sent> answer =
                                await(reply -> world.core().recalls().recall(session, TALK, step.at(), reply));
                        if (answer instanceof Outcome.Ok<Sent>) {
                            counting.recalled(step.at());
                        }
                    }
                    case REMOVE -> {
                        Outcome<Removals.Removed> answer = await(reply ->
                                world.core().removals().remove(session, TALK, List.of((long) step.at()), reply));
                        if (answer instanceof Outcome.Ok<Removals.Removed>(var removed)
                                && !removed.numbers().isEmpty()) {
                            counting.removed(step.who(), step.at());
                        }
                    }
                    case EDIT -> edit(world, session, step.at());
                    case REACT -> {
                        Outcome<Reactions.Reacted> _ = await(reply ->
                                world.core().reactions().react(actor(session), TALK, step.at(), "+", true, reply));
                    }
                }
                for (int who = 0; who < 2; who++) {
                    Summary summary = world.core().conversations().summary(key(USERS[who]), TALK);
                    long unread = summary == null ? 0 : summary.unread();
                    assertThat(unread).as("%s after %s", USERS[who], step).isEqualTo(counting.unread(who));
                }
            }
            assertThat(world.faults()).isEmpty();
            numbersHaveNoHoles(world);
        }
    }

    private static Groups.Actor actor(Session session) {
        return new Groups.Actor(session.user(), session.id());
    }

    private static void edit(MemoryWorld world, Session session, long at) {
        Edits.Edit edit =
                new Edits.Edit("e" + at, ContentKind.TEXT, RawJson.of("{\"text\":\"new\"}"), null, null, -1, false);
        Outcome<Edits.Changed> _ = await(reply -> world.core().edits().edit(actor(session), TALK, at, edit, reply));
    }

    private static Sending message(int who, int index, boolean counts) {
        var plain = text(USERS[who], USERS[1 - who], "c" + index, "m" + index);
        return new Sending(
                plain.from(),
                plain.to(),
                plain.clientId(),
                plain.kind(),
                plain.content(),
                null,
                List.of(),
                0,
                counts,
                true,
                false,
                0);
    }

    private static long read(MemoryWorld world, Session session, long at) {
        Outcome<Mark> answer = await(reply -> world.core().marks().read(session, TALK, at, reply));
        return answer instanceof Outcome.Ok<Mark>(var mark) ? mark.number() : 0;
    }

    private static long clear(MemoryWorld world, Session session, long at) {
        Outcome<Member> answer = await(reply -> world.core().marks().clear(session, TALK, at, reply));
        return answer instanceof Outcome.Ok<Member>(var member)
                ? member.cleared().number()
                : 0;
    }

    private static void numbersHaveNoHoles(MemoryWorld world) {
        long expected = 1;
        for (Entry entry : world.log().readForward(TALK, 1, 10_000, Integer.MAX_VALUE)) {
            assertThat(entry.number()).isEqualTo(expected++);
        }
    }

    /// What a person would count: messages of the other that count, were not recalled, and come after everything
    /// that the user has read, cleared or answered.
    private static final class Counting {
        private final TreeMap<Long, Integer> counted = new TreeMap<>();
        private final long[] mark = new long[2];
        final Set<Long> ending = new HashSet<>();
        final Map<Long, Integer> burning = new HashMap<>();
        private final long[] read = new long[2];
        private final List<Set<Long>> removed = List.of(new HashSet<>(), new HashSet<>());

        void removed(int who, long number) {
            removed.get(who).add(number);
        }

        void sent(long number, int who, boolean counts) {
            if (counts) {
                counted.put(number, who);
            }
            mark[who] = Math.max(mark[who], number);
        }

        void passed() {
            ending.forEach(counted::remove);
            ending.clear();
            burning.entrySet().removeIf(one -> {
                boolean burnt = read[1 - one.getValue()] >= one.getKey();
                if (burnt) {
                    counted.remove(one.getKey());
                }
                return burnt;
            });
        }

        void read(int who, long number) {
            read[who] = Math.max(read[who], number);
            mark[who] = Math.max(mark[who], number);
        }

        void cleared(int who, long number) {
            mark[who] = Math.max(mark[who], number);
        }

        void recalled(long number) {
            ending.remove(number);
            counted.remove(number);
        }

        long unread(int who) {
            return counted.tailMap(mark[who], false).entrySet().stream()
                    .filter(message -> !Objects.equals(message.getValue(), who))
                    .filter(message -> !removed.get(who).contains(message.getKey()))
                    .count();
        }
    }
}
