package im.hongyan.bench;

import im.hongyan.bench.load.Pace;
import im.hongyan.bench.load.Traffic;
import im.hongyan.bench.process.RelayProcess;
import im.hongyan.bench.process.Server;
import im.hongyan.bench.report.Machine;
import im.hongyan.bench.report.Numbers;
import im.hongyan.bench.report.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// The server and the relay under the same load, in turns, so that what else the machine does hits both.
record Comparison(List<Round> server, List<Round> relay) {
    private static final double FIRST_SECONDS = 5;
    private static final int WARM_IN_FLIGHT = 8;

    /// Runs it: a round of each to warm up, then the rounds that count.
    static Comparison run(Bench bench, Report report, int pairs, int devices, Pace pace, String profile)
            throws Exception {
        Comparison comparison = new Comparison(new ArrayList<>(), new ArrayList<>());
        try (RelayProcess relay = bench.relay();
                Server server = bench.server(report)) {
            Traffic relayTraffic = bench.traffic(relay, pairs, devices);
            Traffic serverTraffic = bench.traffic(server, pairs, devices);
            Round.run(relay, relayTraffic, warmUp(pace), FIRST_SECONDS);
            Round.run(server, serverTraffic, warmUp(pace), FIRST_SECONDS);
            bench.startProfile(server);
            for (int i = 1; i <= bench.options.rounds; i++) {
                Round upper = Round.run(relay, relayTraffic, pace, bench.options.seconds);
                comparison.relay.add(upper);
                report.round(upper.row(i));
                Round own = Round.run(server, serverTraffic, pace, bench.options.seconds);
                comparison.server.add(own);
                report.round(own.row(i));
            }
            bench.endProfile(server, profile);
        }
        return comparison;
    }

    /// At an offered rate the compiler would work through the rounds that count: it is given its fill before.
    private static Pace warmUp(Pace pace) {
        return pace instanceof Pace.Open ? new Pace.Closed(WARM_IN_FLIGHT) : pace;
    }

    /// The middle of the server's rounds.
    double server(ToDoubleFunction<Round> value) {
        return median(server, value);
    }

    /// The middle of the relay's rounds.
    double relay(ToDoubleFunction<Round> value) {
        return median(relay, value);
    }

    /// The server's rate over the relay's, round by round, in the middle.
    double ratio(ToDoubleFunction<Round> value) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < server.size(); i++) {
            ratios.add(value.applyAsDouble(server.get(i)) / value.applyAsDouble(relay.get(i)));
        }
        return Numbers.median(ratios);
    }

    long errors() {
        return server.getLast().counted().errors() + relay.getLast().counted().errors();
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>(server.getLast().counted().faults());
        faults.addAll(relay.getLast().counted().faults());
        return faults;
    }

    /// What every comparison says of the server.
    Map<String, Object> summary() throws Exception {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rate", server(Round::rate));
        summary.put("unit", "messages/s");
        summary.put("p50_ms", server(round -> round.ackMs(50)));
        summary.put("p99_ms", server(round -> round.ackMs(99)));
        summary.put("delivered_p50_ms", server(round -> round.deliveredMs(50)));
        summary.put("delivered_p99_ms", server(round -> round.deliveredMs(99)));
        summary.put("ratio", ratio(Round::rate));
        summary.put("ratio_to", "relay");
        summary.put("relay_rate", relay(Round::rate));
        summary.put("server_us", server(Round::serverCpuUs));
        summary.put("relay_us", relay(Round::serverCpuUs));
        summary.put("load_us", server(Round::loadCpuUs));
        summary.put("load_after", Machine.load());
        return summary;
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        return Numbers.median(rounds.stream().mapToDouble(value).boxed().toList());
    }
}
