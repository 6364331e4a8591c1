package im.hongyan.bench;

import im.hongyan.bench.load.Pace;
import im.hongyan.bench.load.Traffic;
import im.hongyan.bench.process.RelayProcess;
import im.hongyan.bench.report.Numbers;
import im.hongyan.bench.report.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The ceiling by itself.
final class RelayAlone implements Workload {
    private static final double FIRST_SECONDS = 5;

    @Override
    public boolean run(Bench bench) throws Exception {
        Options options = bench.options;
        Report report = bench.report("relay");
        Pace pace = options.offered > 0 ? new Pace.Open(options.offered) : new Pace.Closed(options.inFlight());
        List<Round> rounds = new ArrayList<>();
        try (RelayProcess relay = bench.relay()) {
            Traffic traffic = bench.traffic(relay, options.pairs(), 1);
            Round.run(relay, traffic, pace, FIRST_SECONDS);
            for (int i = 1; i <= options.rounds; i++) {
                Round round = Round.run(relay, traffic, pace, options.seconds);
                rounds.add(round);
                report.round(round.row(i));
            }
        }
        long errors = rounds.getLast().counted().errors();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rate", Numbers.median(rounds.stream().map(Round::rate).toList()));
        summary.put("unit", "messages/s");
        summary.put(
                "p50_ms",
                Numbers.median(rounds.stream().map(round -> round.ackMs(50)).toList()));
        summary.put(
                "p99_ms",
                Numbers.median(rounds.stream().map(round -> round.ackMs(99)).toList()));
        summary.put("pattern", options.pattern.name().toLowerCase(Locale.ROOT));
        summary.put("pairs", options.pairs());
        summary.put("in_flight", options.inFlight());
        summary.put("errors", errors);
        if (errors > 0) {
            summary.put("faults", rounds.getLast().counted().faults());
        }
        report.finish(summary);
        return errors == 0;
    }
}
