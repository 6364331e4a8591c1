package im.hongyan.bench;

import im.hongyan.bench.load.Client;
import im.hongyan.bench.load.Logins;
import im.hongyan.bench.process.ProcessUsage;
import im.hongyan.bench.process.Server;
import im.hongyan.bench.report.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What a TCP session of MobileIMSDK's protocol costs that is logged in and says nothing.
final class MobileImIdle implements Workload {
    private static final int SESSIONS = 10_000;
    private static final long SETTLE_MS = 4_000;
    private static final double BYTES_PER_KIB = 1024;

    @Override
    public boolean run(Bench bench) throws Exception {
        int sessions = bench.options.sessions(SESSIONS);
        Report report = bench.report("mobileimsdk-idle");
        try (Server server = bench.server(report)) {
            Thread.sleep(SETTLE_MS);
            Idle.Memory before = Idle.Memory.of(server.pid());
            report.round(before.row("empty"));
            long start = System.nanoTime();
            List<Client> clients = Logins.packets(
                    bench.fleet,
                    server.packetAddress(),
                    Client.Speech.PACKETS_ON_TCP,
                    IntStream.range(0, sessions).mapToObj(i -> "u" + i).toList());
            double seconds = (System.nanoTime() - start) / 1e9;
            Thread.sleep(SETTLE_MS);
            Idle.Memory after = Idle.Memory.of(server.pid());
            report.round(after.row("logged in"));
            Thread.sleep(SETTLE_MS);
            long collected = ProcessUsage.of(server.pid()).rssKiB();
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("rate", (after.rssKiB() - before.rssKiB()) / (double) sessions);
            summary.put("unit", "KiB RSS/session");
            summary.put("p50_ms", Double.NaN);
            summary.put("p99_ms", Double.NaN);
            summary.put("heap_kib_per_session", (after.heapBytes() - before.heapBytes()) / BYTES_PER_KIB / sessions);
            summary.put("rss_collected_kib_per_session", (collected - before.rssKiB()) / (double) sessions);
            summary.put("sessions", clients.size());
            summary.put("logins_per_s", sessions / seconds);
            summary.put("errors", 0);
            report.finish(summary);
        }
        return true;
    }
}
