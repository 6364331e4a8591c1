package im.hongyan.bench;

import im.hongyan.bench.load.Pace;
import im.hongyan.bench.report.Report;
import java.util.LinkedHashMap;
import java.util.Map;

/// A message whose receiver is logged in on many devices: encoded once, written to each.
final class Fanout implements Workload {
    private static final int PAIRS = 100;
    private static final int DEVICES = 10;
    private static final int IN_FLIGHT = 4;

    @Override
    public boolean run(Bench bench) throws Exception {
        Options options = bench.options;
        int pairs = options.pairs > 0 ? options.pairs : PAIRS;
        int inFlight = options.inFlight > 0 ? options.inFlight : IN_FLIGHT;
        int devices = options.sessions(DEVICES);
        Report report = bench.report("fanout");
        Comparison comparison = Comparison.run(bench, report, pairs, devices, new Pace.Closed(inFlight), "fanout");
        Map<String, Object> summary = new LinkedHashMap<>(comparison.summary());
        summary.put("rate", comparison.server(Round::deliveryRate));
        summary.put("unit", "deliveries/s");
        summary.put("ratio", comparison.ratio(Round::deliveryRate));
        summary.put("relay_rate", comparison.relay(Round::deliveryRate));
        summary.put("messages_rate", comparison.server(Round::rate));
        summary.put("pairs", pairs);
        summary.put("devices", devices);
        summary.put("in_flight", inFlight);
        summary.put("errors", comparison.errors());
        if (comparison.errors() > 0) {
            summary.put("faults", comparison.faults());
        }
        report.finish(summary);
        return comparison.errors() == 0;
    }
}
