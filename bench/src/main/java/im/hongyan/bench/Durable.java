package im.hongyan.bench;

import im.hongyan.bench.load.Pace;
import im.hongyan.bench.load.Traffic;
import im.hongyan.bench.process.Disk;
import im.hongyan.bench.process.Server;
import im.hongyan.bench.report.Numbers;
import im.hongyan.bench.report.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// A message between two users: durable before it is acknowledged or delivered.
final class Durable implements Workload {
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int SYNCS = 200;
    private static final double FIRST_SECONDS = 5;

    @Override
    public boolean run(Bench bench) throws Exception {
        return bench.options.alone ? alone(bench) : crowd(bench);
    }

    private static boolean crowd(Bench bench) throws Exception {
        Options options = bench.options;
        Report report = bench.report("durable-1to1");
        String pattern =
                options.offered > 0 ? "offered" : options.pattern.name().toLowerCase(Locale.ROOT);
        Pace pace = options.offered > 0 ? new Pace.Open(options.offered) : new Pace.Closed(options.inFlight());
        Comparison comparison = Comparison.run(bench, report, options.pairs(), 1, pace, "durable-" + pattern);
        Map<String, Object> summary = comparison.summary();
        summary.put("pattern", pattern);
        summary.put("pairs", options.pairs());
        summary.put(
                options.offered > 0 ? "offered" : "in_flight",
                options.offered > 0 ? options.offered : options.inFlight());
        summary.put("rounds", options.rounds);
        summary.put("seconds", options.seconds);
        summary.put("errors", comparison.errors());
        if (comparison.errors() > 0) {
            summary.put("faults", comparison.faults());
        }
        report.finish(summary);
        return comparison.errors() == 0;
    }

    /// One message at a time on a server that has nothing else to do, and the disk's sync in turns with it.
    private static boolean alone(Bench bench) throws Exception {
        Report report = bench.report("durable-1to1");
        List<Double> acks = new ArrayList<>();
        List<Double> acksP99 = new ArrayList<>();
        List<Double> syncs = new ArrayList<>();
        List<Double> bounds = new ArrayList<>();
        long errors = 0;
        try (Server server = bench.server(report)) {
            Traffic traffic = bench.traffic(server, 1, 1);
            Pace pace = new Pace.Alone(PAUSE);
            Round.run(server, traffic, new Pace.Closed(1), FIRST_SECONDS);
            for (int i = 1; i <= bench.options.rounds; i++) {
                Histogram sync = Disk.syncs(bench.folder, SYNCS, PAUSE.toMillis());
                Round round = Round.run(server, traffic, pace, bench.options.seconds);
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("round", i);
                row.put("sync_p50_ms", Numbers.ms(sync, 50));
                row.put("sync_p99_ms", Numbers.ms(sync, 99));
                row.putAll(round.row(i));
                report.round(row);
                syncs.add(Numbers.ms(sync, 50));
                acks.add(round.ackMs(50));
                acksP99.add(round.ackMs(99));
                bounds.add(round.ackMs(50) - 2 * Numbers.ms(sync, 50));
                errors = round.counted().errors();
            }
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rate", 1000 / (Numbers.median(acks) + PAUSE.toMillis()));
        summary.put("unit", "messages/s");
        summary.put("p50_ms", Numbers.median(acks));
        summary.put("p99_ms", Numbers.median(acksP99));
        summary.put("ratio", Numbers.median(acks) / Numbers.median(syncs));
        summary.put("ratio_to", "disk sync");
        summary.put("sync_p50_ms", Numbers.median(syncs));
        summary.put("over_two_syncs_ms", Numbers.median(bounds));
        summary.put("pattern", "alone");
        summary.put("errors", errors);
        report.finish(summary);
        return errors == 0;
    }
}
