package im.hongyan.conformance.scenario;

import im.hongyan.conformance.DataFolder;
import im.hongyan.conformance.ServerCommand;
import im.hongyan.conformance.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Plays scenarios against real server processes: one that most of them share, and one for each that kills or
/// configures its own. A scenario fails, too, when the server logs an error that it did not announce.
public final class Playhouse implements AutoCloseable {
    private final ServerCommand command;
    private final Path home;
    private final Clock clock;
    private final KnownGaps gaps;
    private final Patience patience;
    private @Nullable ServerProcess shared;
    private int playings;

    /// @param home where the servers' folders go; empty or new
    public Playhouse(ServerCommand command, Path home, Clock clock, KnownGaps gaps, Patience patience) {
        this.command = command;
        this.home = home;
        this.clock = clock;
        this.gaps = gaps;
        this.patience = patience;
    }

    /// Plays one scenario.
    public Verdict play(Scenario scenario) throws InterruptedException {
        long begin = System.nanoTime();
        Verdict verdict = perform(scenario, begin);
        if (!gaps.holds(scenario.name())) {
            return verdict;
        }
        return switch (verdict) {
            case Verdict.Passed _ ->
                new Verdict.Failed(scenario.name(), "it passes, and the list of known gaps says that it does not");
            case Verdict.Failed _ -> new Verdict.Gap(scenario.name(), gaps.reason(scenario.name()));
            case Verdict.Gap gap -> gap;
        };
    }

    private Verdict perform(Scenario scenario, long begin) throws InterruptedException {
        try {
            if (scenario.ownServer()) {
                try (ServerProcess own = start(scenario)) {
                    perform(scenario, own);
                }
            } else {
                perform(scenario, shared(scenario));
            }
            return new Verdict.Passed(scenario.name(), Duration.ofNanos(System.nanoTime() - begin));
        } catch (ScenarioFailure e) {
            return new Verdict.Failed(scenario.name(), e.getMessage() == null ? "" : e.getMessage());
        } catch (IOException e) {
            return new Verdict.Failed(scenario.name(), "the server could not be started: " + e.getMessage());
        }
    }

    private ServerProcess start(Scenario scenario) throws IOException, InterruptedException {
        Path folder = home.resolve(scenario.name());
        return ServerProcess.start(command, folder, DataFolder.configure(folder, scenario.settings()));
    }

    private ServerProcess shared(Scenario scenario) throws IOException, InterruptedException {
        ServerProcess server = shared;
        if (server == null || !server.isAlive()) {
            server = ServerProcess.start(command, home.resolve("shared-before-" + scenario.name()), List.of());
            shared = server;
        }
        return server;
    }

    private void perform(Scenario scenario, ServerProcess server)
            throws ScenarioFailure, IOException, InterruptedException {
        int mark = server.log().mark();
        var folder = new DataFolder(server.data());
        var venue = new Venue(server, folder.credentials(clock), folder.adminToken(), patience);
        // Short and unlike anything a scenario writes: it is cut out of all that is received.
        String suffix = "~" + Integer.toString(++playings, 36) + "~";
        try (var stage = new Stage(venue, scenario.cast(), suffix)) {
            for (Scenario.Line line : scenario.lines()) {
                perform(line, stage);
            }
        }
        judgeLog(scenario, server, mark);
    }

    private static void perform(Scenario.Line line, Stage stage) throws ScenarioFailure, InterruptedException {
        try {
            Phrasebook.Meaning meaning = Phrasebook.understand(line);
            meaning.phrase().action().play(stage, meaning.words(), meaning.expect());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            var report = new ArrayList<String>();
            report.add("line " + line.number() + ": " + line.sentence()
                    + (line.expect().isEmpty() ? "" : " -> " + line.expect()));
            report.add("      " + (e instanceof ScenarioFailure ? e.getMessage() : e.toString()));
            report.addAll(stage.transcript());
            throw new ScenarioFailure(String.join("\n", report), e);
        }
    }

    private static void judgeLog(Scenario scenario, ServerProcess server, int mark) throws ScenarioFailure {
        List<String> errors = server.log().errorsSince(mark).stream()
                .filter(line -> scenario.announcedErrors().isEmpty()
                        || !Pattern.compile(scenario.announcedErrors().get())
                                .matcher(line)
                                .find())
                .toList();
        if (!errors.isEmpty()) {
            throw new ScenarioFailure(
                    "the server logged errors (" + server.log().file() + "):\n      "
                            + String.join("\n      ", errors.subList(0, Math.min(5, errors.size()))));
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (shared != null) {
            shared.close();
        }
    }
}
