package im.hongyan.bench;

import im.hongyan.bench.load.Pace;
import im.hongyan.bench.load.Traffic;
import im.hongyan.bench.process.Target;
import im.hongyan.bench.report.Numbers;
import im.hongyan.bench.report.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// One sender and many hearers: as fast as it goes beside the relay, and then at half of that.
record Broadcast(Comparison full, List<Round> half, int halfRate) {
    private static final double FIRST_SECONDS = 5;

    /// @param pace of the rounds in which everything is asked of both
    static Broadcast run(
            Bench bench, Report report, Target relay, Traffic relayed, Target server, Traffic served, Pace pace)
            throws InterruptedException {
        Comparison full = new Comparison(new ArrayList<>(), new ArrayList<>());
        Round.run(relay, relayed, pace, FIRST_SECONDS);
        Round.run(server, served, pace, FIRST_SECONDS);
        for (int i = 1; i <= bench.options.rounds; i++) {
            Round upper = Round.run(relay, relayed, pace, bench.options.seconds);
            full.relay().add(upper);
            report.round(upper.row(i));
            Round own = Round.run(server, served, pace, bench.options.seconds);
            full.server().add(own);
            report.round(own.row(i));
        }
        int halfRate = (int) Math.max(1, full.server(Round::rate) / 2);
        List<Round> half = new ArrayList<>();
        for (int i = 1; i <= bench.options.rounds; i++) {
            Round round = Round.run(server, served, new Pace.Open(halfRate), bench.options.seconds);
            half.add(round);
            report.round(round.row(i));
        }
        return new Broadcast(full, half, halfRate);
    }

    double half(ToDoubleFunction<Round> value) {
        return Numbers.median(half.stream().mapToDouble(value).boxed().toList());
    }

    long errors() {
        return full.errors() + half.getLast().counted().errors();
    }

    /// What both workloads say.
    Map<String, Object> summary() throws Exception {
        Map<String, Object> summary = new LinkedHashMap<>(full.summary());
        summary.put("rate", full.server(Round::deliveryRate));
        summary.put("unit", "deliveries/s");
        summary.put("ratio", full.ratio(Round::deliveryRate));
        summary.put("relay_rate", full.relay(Round::deliveryRate));
        summary.put("messages_rate", full.server(Round::rate));
        summary.put("half_messages_rate", halfRate);
        summary.put("half_last_p50_ms", half(round -> round.lastMs(50)));
        summary.put("half_last_p99_ms", half(round -> round.lastMs(99)));
        summary.put("errors", errors());
        if (errors() > 0) {
            List<String> faults = new ArrayList<>(full.faults());
            faults.addAll(half.getLast().counted().faults());
            summary.put("faults", faults);
        }
        return summary;
    }
}
