package im.hongyan.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    private Path folder;

    @Test
    void theLastLineIsTheSummaryAsJson() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Clock clock = Clock.fixed(Instant.parse("2026-11-21T10:20:30Z"), ZoneOffset.UTC);
        Report report = new Report(
                "relay",
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                folder,
                clock,
                Map.of("processors", 2));
        report.round(row(1, 1000.0));
        report.round(row(2, 3000.0));

        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rate", Numbers.median(List.of(1000.0, 3000.0)));
        summary.put("unit", "messages/s");
        summary.put("p50_ms", 0.12345);
        summary.put("p99_ms", Double.NaN);
        report.finish(summary);

        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines.getLast())
                .isEqualTo(
                        "{\"workload\":\"relay\",\"rate\":2000,\"unit\":\"messages/s\",\"p50_ms\":0.1235,\"p99_ms\":null}");
        assertThat(lines.getFirst()).contains("round").contains("rate");
        String kept = Files.readString(folder.resolve("2026-11-21-102030-relay.json"));
        assertThat(kept)
                .contains("\"processors\":2")
                .contains("{\"round\":1,\"rate\":1000}")
                .contains("{\"round\":2,\"rate\":3000}")
                .contains("\"summary\":" + lines.getLast());
    }

    @Test
    void theMedianOfAnOddCountIsItsMiddle() {
        assertThat(Numbers.median(List.of(9.0, 1.0, 4.0))).isEqualTo(4.0);
        assertThat(Numbers.median(List.of())).isNaN();
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(Table.lines(List.of(row(1, 12.3456), row(22, 1234567.0))))
                .containsExactly("  round       rate", "      1     12.346", "     22  1,234,567");
    }

    private static Map<String, Object> row(int round, double rate) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("round", round);
        row.put("rate", rate);
        return row;
    }
}
