package im.hongyan.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.conformance.DataFolder;
import im.hongyan.conformance.FakeServer;
import im.hongyan.conformance.FakeServer.Fault;
import im.hongyan.conformance.ServerProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The crash run finds nothing where nothing is wrong, and finds what is wrong. The seed is fixed, but processes
/// and threads have their own time: a failure prints all that the run said.
final class CrashRunTest {
    private static final long SEED = 42;

    @TempDir
    private Path home;

    private final StringWriter said = new StringWriter();

    private CrashRun.Result run(Fault fault, int kills) throws Exception {
        try (ServerProcess server = ServerProcess.start(FakeServer.command(fault), home, List.of())) {
            var credentials = new DataFolder(server.data()).credentials(Clock.systemUTC());
            var plan = new CrashRun.Plan(kills, 8, 0, 0, true, SEED);
            return new CrashRun(server, credentials, plan, new PrintWriter(said)).run(home);
        }
    }

    @Test
    void anHonestServerIsFoundHonest() throws Exception {
        // This server answers at once: a kill may find nothing under way, but hardly all of them do.
        CrashRun.Result result = run(Fault.NONE, 5);
        assertThat(result.broken()).as(said.toString()).isEmpty();
        assertThat(result.idle()).as(said.toString()).isFalse();
    }

    @Test
    void lossIsFound() throws Exception {
        assertThat(run(Fault.FORGETS, 1).broken()).as(said.toString()).contains(Rule.LOST);
        assertThat(home.toFile().list()).anyMatch(name -> name.startsWith("violations-"));
    }

    @Test
    void repetitionIsFound() throws Exception {
        assertThat(run(Fault.REPEATS, 1).broken()).as(said.toString()).contains(Rule.TWICE, Rule.ANSWER);
    }
}
