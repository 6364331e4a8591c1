package im.hongyan.bench;

import im.hongyan.bench.load.Pace;
import im.hongyan.bench.process.Jcmd;
import im.hongyan.bench.process.RelayProcess;
import im.hongyan.bench.process.Server;
import im.hongyan.bench.report.Report;
import java.util.List;
import java.util.Map;

/// A room of which everybody hears everything, beside a relay that writes the same bytes to as many sockets; and
/// what a member costs.
final class RoomTalk implements Workload {
    private static final int HEARERS = 5_000;
    private static final int IN_FLIGHT = 4;
    private static final long SETTLE_MS = 3_000;
    private static final String ENTER = "\"op\":\"room\",\"do\":\"enter\",\"conv\":\"r:arena\"";

    @Override
    public boolean run(Bench bench) throws Exception {
        int hearers = bench.options.sessions(HEARERS);
        int inFlight = bench.options.inFlight > 0 ? bench.options.inFlight : IN_FLIGHT;
        Report report = bench.report("room");
        try (RelayProcess relay = bench.relay();
                Server server = bench.server(report)) {
            Bench.Crowd served = bench.crowd(server, hearers);
            Bench.Crowd relayed = bench.crowd(relay, hearers);
            server.post("/api/v1/apps/demo/rooms", "{\"room\":\"arena\"}");
            bench.each(List.of(served.sender()), ENTER);
            double bytes = bytesPerMember(bench, server, served);
            bench.each(relayed.hearers(), ENTER);
            bench.startProfile(server);
            Broadcast broadcast = Broadcast.run(
                    bench,
                    report,
                    relay,
                    bench.crowded("r:arena", relayed),
                    server,
                    bench.crowded("r:arena", served),
                    new Pace.Closed(inFlight));
            bench.endProfile(server, "room");
            Map<String, Object> summary = broadcast.summary();
            summary.put("online", hearers);
            summary.put("in_flight", inFlight);
            summary.put("bytes_per_member", bytes);
            report.finish(summary);
            return broadcast.errors() == 0;
        }
    }

    /// What the live heap grows by when everybody enters. They have entered once before, so that what the server
    /// learns by it is there already.
    private static double bytesPerMember(Bench bench, Server server, Bench.Crowd crowd) throws Exception {
        bench.each(crowd.hearers(), ENTER);
        bench.each(crowd.hearers(), "\"op\":\"room\",\"do\":\"leave\",\"conv\":\"r:arena\"");
        Thread.sleep(SETTLE_MS);
        long before = Jcmd.liveHeapBytes(server.pid());
        bench.each(crowd.hearers(), ENTER);
        Thread.sleep(SETTLE_MS);
        long after = Jcmd.liveHeapBytes(server.pid());
        return (after - before) / (double) crowd.hearers().size();
    }
}
