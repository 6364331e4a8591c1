package im.hongyan.bench;

import im.hongyan.bench.load.Client;
import im.hongyan.bench.load.Pace;
import im.hongyan.bench.load.Traffic;
import im.hongyan.bench.process.Server;
import im.hongyan.bench.report.Numbers;
import im.hongyan.bench.report.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// A message between two users of MobileIMSDK's protocol, durable before it is acknowledged or delivered, over TCP
/// and over WebSocket, in turns with the same between native users on the same server.
final class MobileIm implements Workload {
    private static final double FIRST_SECONDS = 5;

    /// One kind of client under load.
    private record Side(String name, Traffic traffic, List<Round> rounds) {
        void play(Server server, Pace pace, double seconds, Report report, int number) throws Exception {
            Round round = Round.run(server, traffic, pace, seconds);
            if (number > 0) {
                rounds.add(round);
                Map<String, Object> row = round.row(number);
                row.put("target", name);
                report.round(row);
            }
        }

        double median(ToDoubleFunction<Round> value) {
            return Numbers.median(rounds.stream().mapToDouble(value).boxed().toList());
        }

        long errors() {
            return rounds.getLast().counted().errors();
        }
    }

    @Override
    public boolean run(Bench bench) throws Exception {
        Options options = bench.options;
        Report report = bench.report("mobileimsdk");
        Pace pace = new Pace.Closed(options.inFlight());
        int pairs = options.pairs();
        List<Side> sides = new ArrayList<>();
        try (Server server = bench.server(report)) {
            sides.add(new Side("native", bench.traffic(server, pairs, 1), new ArrayList<>()));
            sides.add(new Side(
                    "mobileimsdk tcp",
                    bench.packets(server.packetAddress(), Client.Speech.PACKETS_ON_TCP, "t", pairs),
                    new ArrayList<>()));
            sides.add(new Side(
                    "mobileimsdk websocket",
                    bench.packets(server.address(), Client.Speech.PACKETS_ON_WEBSOCKET, "w", pairs),
                    new ArrayList<>()));
            for (Side side : sides) {
                side.play(server, pace, FIRST_SECONDS, report, 0);
            }
            bench.startProfile(server);
            for (int i = 1; i <= options.rounds; i++) {
                for (Side side : sides) {
                    side.play(server, pace, options.seconds, report, i);
                }
            }
            bench.endProfile(server, "mobileimsdk");
        }
        report.finish(summary(options, sides));
        return sides.stream().allMatch(side -> side.errors() == 0);
    }

    private static Map<String, Object> summary(Options options, List<Side> sides) {
        Side own = sides.getFirst();
        Side tcp = sides.get(1);
        Side webSocket = sides.get(2);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rate", tcp.median(Round::rate));
        summary.put("unit", "messages/s");
        summary.put("p50_ms", tcp.median(round -> round.ackMs(50)));
        summary.put("p99_ms", tcp.median(round -> round.ackMs(99)));
        summary.put("ratio", ratio(tcp, own));
        summary.put("ratio_to", "native");
        summary.put("websocket_rate", webSocket.median(Round::rate));
        summary.put("websocket_ratio", ratio(webSocket, own));
        summary.put("native_rate", own.median(Round::rate));
        summary.put("server_us", tcp.median(Round::serverCpuUs));
        summary.put("websocket_us", webSocket.median(Round::serverCpuUs));
        summary.put("native_us", own.median(Round::serverCpuUs));
        summary.put("pattern", options.pattern.name().toLowerCase(Locale.ROOT));
        summary.put("pairs", options.pairs());
        summary.put("in_flight", options.inFlight());
        summary.put("rounds", options.rounds);
        summary.put("seconds", options.seconds);
        summary.put("errors", sides.stream().mapToLong(Side::errors).sum());
        List<String> faults = new ArrayList<>();
        sides.forEach(side -> faults.addAll(side.rounds().getLast().counted().faults()));
        if (!faults.isEmpty()) {
            summary.put("faults", faults);
        }
        return summary;
    }

    /// Round by round, in the middle.
    private static double ratio(Side side, Side own) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < own.rounds().size(); i++) {
            ratios.add(side.rounds().get(i).rate() / own.rounds().get(i).rate());
        }
        return Numbers.median(ratios);
    }
}
