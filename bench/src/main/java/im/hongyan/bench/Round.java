package im.hongyan.bench;

import im.hongyan.bench.load.Pace;
import im.hongyan.bench.load.Tally;
import im.hongyan.bench.load.Traffic;
import im.hongyan.bench.process.ProcessUsage;
import im.hongyan.bench.process.Target;
import im.hongyan.bench.report.Numbers;
import java.util.LinkedHashMap;
import java.util.Map;

/// One round of traffic with one server, and what both sides spent on it.
record Round(String target, double seconds, Tally.Counted counted, double serverCpuUs, double loadCpuUs) {
    private static final double WARM_SECONDS = 1;

    /// Runs it: a second to get going, then as long as told, then until everything has arrived.
    static Round run(Target target, Traffic traffic, Pace pace, double seconds) throws InterruptedException {
        traffic.start(pace);
        sleep(WARM_SECONDS);
        traffic.begin();
        long start = System.nanoTime();
        ProcessUsage server = ProcessUsage.of(target.pid());
        ProcessUsage load = ProcessUsage.own();
        sleep(seconds);
        Tally.Counted counted = traffic.counted();
        double took = (System.nanoTime() - start) / 1e9;
        double serverMs = ProcessUsage.of(target.pid()).cpuMs() - server.cpuMs();
        double loadMs = ProcessUsage.own().cpuMs() - load.cpuMs();
        traffic.stop();
        Tally.Counted end = traffic.counted();
        counted = new Tally.Counted(
                counted.messages(),
                counted.deliveries(),
                counted.ack(),
                counted.delivered(),
                counted.everywhere(),
                end.errors(),
                end.faults());
        double messages = Math.max(1, counted.messages());
        return new Round(target.name(), took, counted, serverMs * 1000 / messages, loadMs * 1000 / messages);
    }

    private static void sleep(double seconds) throws InterruptedException {
        Thread.sleep((long) (seconds * 1000));
    }

    double rate() {
        return counted.messages() / seconds;
    }

    double deliveryRate() {
        return counted.deliveries() / seconds;
    }

    double ackMs(double percentile) {
        return Numbers.ms(counted.ack(), percentile);
    }

    double deliveredMs(double percentile) {
        return Numbers.ms(counted.delivered(), percentile);
    }

    /// Until the last receiver of a message had it.
    double lastMs(double percentile) {
        return Numbers.ms(counted.everywhere(), percentile);
    }

    /// As a row of the table.
    Map<String, Object> row(int number) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("round", number);
        row.put("target", target);
        row.put("rate", rate());
        row.put("ack_p50_ms", ackMs(50));
        row.put("ack_p99_ms", ackMs(99));
        row.put("delivered_p50_ms", deliveredMs(50));
        row.put("delivered_p99_ms", deliveredMs(99));
        row.put("last_p99_ms", lastMs(99));
        row.put("server_us", serverCpuUs);
        row.put("load_us", loadCpuUs);
        row.put("messages", counted.messages());
        row.put("errors", counted.errors());
        return row;
    }
}
