package im.hongyan.bench;

import im.hongyan.bench.process.ProcessUsage;
import im.hongyan.bench.process.Server;
import im.hongyan.bench.report.Numbers;
import im.hongyan.bench.report.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// From the start of the process to the first 200 of `/health/ready`, on a data folder with messages in it, and the
/// memory of a server that nobody uses.
final class Start implements Workload {
    private static final int PAIRS = 200;
    private static final long SETTLE_MS = 3_000;
    private static final double KIB_PER_MIB = 1024;

    @Override
    public boolean run(Bench bench) throws Exception {
        Report report = bench.report("start");
        List<Double> ready = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        boolean clean = true;
        Server server = bench.server(report);
        List<String> command = server.commandLine();
        Bench.fill(bench.traffic(server, PAIRS, 1), bench.options.messages);
        clean &= server.stop();
        for (int i = 1; i <= bench.options.rounds; i++) {
            server = Server.again(bench.children, command, server.data());
            ready.add(server.readySeconds() * 1000);
            memory.add(row(report, "after a clean stop", server));
            clean &= server.stop();
        }
        server = bench.server(report);
        row(report, "by the launcher", server);
        Bench.fill(bench.traffic(server, PAIRS, 1), bench.options.messages);
        server.kill();
        server = Server.again(bench.children, command, server.data());
        double recovered = server.readySeconds() * 1000;
        row(report, "after kill -9", server);
        clean &= server.stop();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rate", Numbers.median(ready));
        summary.put("unit", "ms to ready");
        summary.put("p50_ms", Numbers.median(ready));
        summary.put(
                "p99_ms", ready.stream().mapToDouble(Double::doubleValue).max().orElse(0));
        summary.put("after_kill_ms", recovered);
        summary.put("rss_idle_mib", Numbers.median(memory));
        summary.put("messages", bench.options.messages);
        summary.put("errors", clean ? 0 : 1);
        report.finish(summary);
        return clean;
    }

    private static double row(Report report, String kind, Server server) throws InterruptedException {
        Thread.sleep(SETTLE_MS);
        double rss = ProcessUsage.of(server.pid()).rssKiB() / KIB_PER_MIB;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("round", kind);
        row.put("ready_ms", server.readySeconds() * 1000);
        row.put("rss_mib", rss);
        report.round(row);
        return rss;
    }
}
