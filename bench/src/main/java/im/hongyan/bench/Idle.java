package im.hongyan.bench;

import im.hongyan.bench.load.Client;
import im.hongyan.bench.load.Logins;
import im.hongyan.bench.process.Jcmd;
import im.hongyan.bench.process.ProcessUsage;
import im.hongyan.bench.process.Server;
import im.hongyan.bench.report.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What a session costs that is logged in, has synced, and says nothing. Everything the process has grown by is
/// charged to the sessions, what it learnt and compiled meanwhile too.
final class Idle implements Workload {
    private static final int SESSIONS = 10_000;
    private static final long SETTLE_MS = 4_000;
    private static final double BYTES_PER_KIB = 1024;

    @Override
    public boolean run(Bench bench) throws Exception {
        int sessions = bench.options.sessions(SESSIONS);
        Report report = bench.report("idle");
        try (Server server = bench.server(report)) {
            Thread.sleep(SETTLE_MS);
            Memory before = Memory.of(server.pid());
            report.round(before.row("empty"));
            long start = System.nanoTime();
            List<Client> clients = Logins.all(
                    bench.fleet,
                    server,
                    IntStream.range(0, sessions)
                            .mapToObj(i -> Logins.Device.of("u" + i))
                            .toList());
            double seconds = (System.nanoTime() - start) / 1e9;
            bench.fleet
                    .each(sessions, 64, i -> clients.get(i).ask("\"op\":\"sync\",\"cursor\":0"))
                    .join();
            Thread.sleep(SETTLE_MS);
            Memory after = Memory.of(server.pid());
            report.round(after.row("logged in"));
            Thread.sleep(SETTLE_MS);
            long collected = ProcessUsage.of(server.pid()).rssKiB();
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("rate", (after.rssKiB - before.rssKiB) / (double) sessions);
            summary.put("unit", "KiB RSS/session");
            summary.put("p50_ms", Double.NaN);
            summary.put("p99_ms", Double.NaN);
            summary.put("heap_kib_per_session", (after.heapBytes - before.heapBytes) / BYTES_PER_KIB / sessions);
            summary.put("rss_collected_kib_per_session", (collected - before.rssKiB) / (double) sessions);
            summary.put("sessions", sessions);
            summary.put("rss_empty_mib", before.rssKiB / BYTES_PER_KIB);
            summary.put("rss_mib", after.rssKiB / BYTES_PER_KIB);
            summary.put("logins_per_s", sessions / seconds);
            summary.put("errors", 0);
            report.finish(summary);
        }
        return true;
    }

    /// Resident memory first: reading the live heap makes the server collect.
    record Memory(long rssKiB, long heapBytes) {
        static Memory of(long pid) throws Exception {
            long rss = ProcessUsage.of(pid).rssKiB();
            return new Memory(rss, Jcmd.liveHeapBytes(pid));
        }

        Map<String, Object> row(String state) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("round", state);
            row.put("rss_kib", rssKiB);
            row.put("heap_kib", heapBytes / BYTES_PER_KIB);
            return row;
        }
    }
}
