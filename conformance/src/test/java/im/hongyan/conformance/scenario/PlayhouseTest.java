package im.hongyan.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.conformance.FakeServer;
import im.hongyan.conformance.FakeServer.Fault;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The runner passes what is good and, above all, fails what is not.
final class PlayhouseTest {
    private static final String HEAD = "# A test of the runner.\ncast: alice, bob\n";
    private static final Patience SHORT = new Patience(Duration.ofSeconds(3), Duration.ofMillis(100));

    @TempDir
    private Path home;

    private Verdict play(Fault fault, KnownGaps gaps, String lines) throws InterruptedException {
        try (var house = new Playhouse(FakeServer.command(fault), home, Clock.systemUTC(), gaps, SHORT)) {
            return house.play(Scenario.parse("test", HEAD + lines));
        }
    }

    private Verdict play(Fault fault, String lines) throws InterruptedException {
        return play(fault, new KnownGaps(Map.of()), lines);
    }

    private void fails(Fault fault, String lines, String why) throws InterruptedException {
        assertThat(play(fault, lines)).isInstanceOfSatisfying(Verdict.Failed.class, failed -> assertThat(failed.why())
                .contains(why));
    }

    @Test
    void whatHoldsPasses() throws InterruptedException {
        assertThat(play(Fault.NONE, """
                alice logs in
                bob logs in -> {user: bob}
                alice sends "hi" to bob as c1 -> {n: 1, mid: $m}
                alice retries c1 -> the same answer
                bob hears "hi" from alice {n: 1, mid: $m}
                bob hears nothing more
                bob asks fly -> refused 1002 unknown_operation
                bob asks history {conv: s:alice} -> {entries: [{cid: c1}]}
                alice and bob hold the same 1 entries
                """)).isInstanceOf(Verdict.Passed.class);
    }

    @Test
    void aServerOfItsOwnCanBeKilled() throws InterruptedException {
        assertThat(play(Fault.NONE, """
                server: own
                alice logs in
                alice sends 20 texts to bob as c
                server is killed
                alice is cut off
                server starts again
                alice logs in
                bob logs in
                alice and bob hold the same 20 entries
                server is paused
                server goes on
                alice asks ping
                """)).isInstanceOf(Verdict.Passed.class);
    }

    @Test
    void aWrongAnswerFails() throws InterruptedException {
        fails(Fault.NONE, "alice logs in\nalice sends \"hi\" to bob as c1 -> {n: 2}", "n should be 2 and is 1");
        fails(Fault.NONE, "alice logs in\nalice asks ping -> refused 1002 unknown_operation", "err should be");
        fails(Fault.NONE, "alice logs in\nalice asks fly", "err should be absent");
        fails(Fault.NONE, "alice logs in\nalice asks fly -> refused 1003 too_deep", "err.code should be 1003");
    }

    @Test
    void aPushThatDoesNotComeFails() throws InterruptedException {
        fails(Fault.SILENT, """
                alice logs in
                bob logs in
                alice sends "hi" to bob as c1
                bob hears "hi" from alice
                """, "waited in vain");
    }

    @Test
    void aPushThatMustNotComeFails() throws InterruptedException {
        fails(Fault.NONE, """
                alice logs in
                bob logs in
                alice sends "hi" to bob as c1
                bob hears nothing more
                """, "should hear nothing");
    }

    @Test
    void aSecondStoringFails() throws InterruptedException {
        fails(Fault.REPEATS, """
                alice logs in
                alice sends "hi" to bob as c1
                alice retries c1
                """, "was answered");
    }

    @Test
    void aForgottenMessageFails() throws InterruptedException {
        fails(Fault.FORGETS, """
                alice logs in
                bob logs in
                alice sends 20 texts to bob as c
                alice and bob hold the same 20 entries
                """, "entries");
    }

    @Test
    void anErrorInTheLogFailsUnlessAnnounced() throws InterruptedException {
        fails(Fault.LOGS_ERROR, "alice logs in", "logged errors");
        assertThat(play(Fault.LOGS_ERROR, "announced error: something broke\nalice logs in"))
                .isInstanceOf(Verdict.Passed.class);
    }

    @Test
    void aKnownGapIsAGapUntilItPasses() throws InterruptedException {
        var gaps = new KnownGaps(Map.of("test", "not built yet"));
        assertThat(play(Fault.NONE, gaps, "alice logs in\nalice asks fly"))
                .isEqualTo(new Verdict.Gap("test", "not built yet"));
        assertThat(play(Fault.NONE, gaps, "alice logs in")).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void anUnknownSentenceOrActorFails() throws InterruptedException {
        fails(Fault.NONE, "alice dances", "no known sentence");
        fails(Fault.NONE, "eve logs in", "not in the cast");
    }
}
