package im.hongyan.bench.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one workload found: rounds as they come, then a summary, whose line of JSON is the last that is printed.
public final class Report {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss").withZone(ZoneOffset.UTC);

    private final String workload;
    private final PrintStream out;
    private final Path folder;
    private final Clock clock;
    private final Map<String, Object> setting = new LinkedHashMap<>();
    private final List<Map<String, Object>> rounds = new ArrayList<>();

    /// @param folder where the raw results are kept
    /// @param machine what it ran on
    public Report(String workload, PrintStream out, Path folder, Clock clock, Map<String, Object> machine) {
        this.workload = workload;
        this.out = out;
        this.folder = folder;
        this.clock = clock;
        setting.put("workload", workload);
        setting.put("at", clock.instant().toString());
        setting.putAll(machine);
    }

    /// Notes how it was run.
    public void setting(String name, Object value) {
        setting.put(name, value);
    }

    /// Says something to the person who waits.
    public void say(String text) {
        out.println("  " + text);
    }

    /// Adds a round, and shows it at once.
    public void round(Map<String, Object> row) {
        rounds.add(row);
        List<String> lines = Table.lines(rounds);
        boolean newHead =
                rounds.size() == 1 || !rounds.get(rounds.size() - 2).keySet().equals(row.keySet());
        if (newHead) {
            out.println(lines.getFirst());
        }
        out.println(lines.getLast());
    }

    public List<Map<String, Object>> rounds() {
        return rounds;
    }

    /// Keeps everything in a file of its own and prints the summary.
    public void finish(Map<String, Object> summary) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("workload", workload);
        line.putAll(summary);
        Files.createDirectories(folder);
        Path file = folder.resolve(STAMP.format(clock.instant()) + "-" + workload + ".json");
        Map<String, Object> all = new LinkedHashMap<>(setting);
        all.put("rounds", rounds);
        all.put("summary", line);
        Files.writeString(
                file,
                Json.line(all).replace("{\"round\"", "\n  {\"round\"").replace("],\"summary\"", "\n],\n\"summary\"")
                        + "\n");
        out.println();
        summary.forEach((name, value) -> {
            if (!(value instanceof Iterable<?>) && !(value instanceof Map<?, ?>)) {
                out.printf("  %-22s %s%n", name, Table.cell(value));
            }
        });
        out.println("  raw results            " + file);
        out.println(Json.line(line));
        out.flush();
    }
}
