package im.hongyan.conformance.scenario;

import im.hongyan.conformance.RunFolder;
import im.hongyan.conformance.ServerCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;

/// Plays every scenario, or those whose names are given.
@CommandLine.Command(
        name = "scenarios",
        mixinStandardHelpOptions = true,
        description = "Plays the scenario dialogues against the real server.")
public final class ScenariosCommand implements Callable<Integer> {
    private final Clock clock;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Parameters(paramLabel = "NAME", description = "Scenarios to play; default: all.")
    private List<String> names = List.of();

    @CommandLine.Option(names = "--dialect", defaultValue = "", description = "Folder of scenarios; default: all.")
    private String dialect;

    @CommandLine.Option(names = "--phrases", description = "Print the sentences that a scenario may use, and end.")
    private boolean phrases;

    @SuppressWarnings("NullAway.Init") // picocli fills in the rest
    public ScenariosCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (phrases) {
            Phrasebook.all().forEach(phrase -> out.println(phrase.form()));
            return 0;
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (String each : dialect.isEmpty() ? dialects() : List.of(dialect)) {
            play(each, out, verdicts);
        }
        return sum(out, verdicts);
    }

    private void play(String dialect, PrintWriter out, List<Verdict> verdicts)
            throws IOException, InterruptedException {
        Path folder = folder(dialect);
        KnownGaps gaps = KnownGaps.read(folder.resolveSibling(dialect + ".known-gaps"));
        Path home = RunFolder.fresh("scenarios-" + dialect);
        try (var playhouse = new Playhouse(ServerCommand.find(), home, clock, gaps, Patience.USUAL)) {
            for (Path file : files(folder)) {
                Scenario scenario = Scenario.read(file);
                if (names.isEmpty() || names.contains(scenario.name())) {
                    verdicts.add(tell(out, playhouse.play(scenario)));
                }
            }
        }
    }

    /// Every folder of scenarios, by name.
    static List<String> dialects() throws IOException {
        try (Stream<Path> folders = Files.list(folder(""))) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static Verdict tell(PrintWriter out, Verdict verdict) {
        switch (verdict) {
            case Verdict.Passed(String name, var took) -> out.printf("ok    %-44s %5d ms%n", name, took.toMillis());
            case Verdict.Gap(String name, String reason) -> out.printf("gap   %-44s %s%n", name, reason);
            case Verdict.Failed(String name, String why) -> out.printf("FAIL  %s%n      %s%n", name, why);
        }
        out.flush();
        return verdict;
    }

    /// The last line is read by the launcher.
    private static int sum(PrintWriter out, List<Verdict> verdicts) {
        long failed = verdicts.stream().filter(Verdict.Failed.class::isInstance).count();
        long gaps = verdicts.stream().filter(Verdict.Gap.class::isInstance).count();
        if (verdicts.isEmpty()) {
            out.println("no scenario of that name");
        }
        if (gaps > 0) {
            out.println(gaps + " known gaps");
        }
        out.println((verdicts.size() - failed - gaps) + " passed, " + failed + " failed");
        out.flush();
        return failed > 0 || verdicts.isEmpty() ? 1 : 0;
    }

    static Path folder(String dialect) {
        return ServerCommand.repository().resolve("conformance/scenarios").resolve(dialect);
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".scenario"))
                    .sorted()
                    .toList();
        }
    }
}
