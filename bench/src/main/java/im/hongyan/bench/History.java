package im.hongyan.bench;

import im.hongyan.bench.load.Fleet;
import im.hongyan.bench.process.ProcessUsage;
import im.hongyan.bench.process.Server;
import im.hongyan.bench.report.Numbers;
import im.hongyan.bench.report.Report;
import im.hongyan.bench.wire.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/// A page of 20 messages at a random place of a random conversation, while ever more is stored.
final class History implements Workload {
    private static final int PAIRS = 1_000;
    private static final int PAGE = 20;
    private static final int AT_ONCE = 4;
    private static final int WARM_PAGES = 5_000;
    private static final int PAGES = 20_000;
    private static final Duration SETTLE_MAX = Duration.ofSeconds(60);
    private static final long WINDOW_MS = 500;
    private static final int QUIET_WINDOWS = 3;
    private static final long HEAD = Fields.key("head");
    private static final String ENTRY = "\"cid\":\"";

    @Override
    public boolean run(Bench bench) throws Exception {
        Options options = bench.options;
        int pairs = options.pairs > 0 ? options.pairs : PAIRS;
        List<Long> sizes = new ArrayList<>(List.of(100_000L, 1_000_000L));
        if (options.full) {
            sizes.add(10_000_000L);
        }
        Report report = bench.report("history");
        List<Map<String, Object>> rows = new ArrayList<>();
        AtomicLong errors = new AtomicLong();
        try (Server server = bench.server(report)) {
            Bench.Crew crew = bench.crew(server, pairs, 1);
            SplittableRandom random = new SplittableRandom(options.seed);
            long stored = 0;
            for (long size : sizes) {
                long start = System.nanoTime();
                Bench.fill(crew.traffic(), size - stored);
                double filled = (size - stored) / ((System.nanoTime() - start) / 1e9);
                stored = size;
                settle(server);
                pages(bench, crew, random, WARM_PAGES, errors);
                Map<String, Object> row = measured(bench, server, crew, random, errors);
                row.put("fill_rate", filled);
                row.put("stored", stored);
                rows.add(row);
                report.round(row);
            }
            errors.addAndGet(crew.traffic().counted().errors());
        }
        Map<String, Object> summary = new LinkedHashMap<>(rows.getLast());
        summary.remove("round");
        double first = Numbers.of(rows.getFirst(), "p99_ms");
        summary.put("ratio", Numbers.of(rows.getLast(), "p99_ms") / first);
        summary.put("ratio_to", "p99_ms at 100,000 stored");
        summary.put("errors", errors.get());
        report.finish(summary);
        return errors.get() == 0;
    }

    /// Waits until the server has tidied up after the filling (the log merges its files), which takes a processor
    /// of its own for a while: what is measured is reading.
    private static void settle(Server server) throws InterruptedException {
        long deadline = System.nanoTime() + SETTLE_MAX.toNanos();
        int quiet = 0;
        while (quiet < QUIET_WINDOWS && System.nanoTime() < deadline) {
            long before = ProcessUsage.of(server.pid()).cpuMs();
            Thread.sleep(WINDOW_MS);
            boolean busy = ProcessUsage.of(server.pid()).cpuMs() - before > WINDOW_MS / 10;
            quiet = busy ? 0 : quiet + 1;
        }
    }

    private static Map<String, Object> measured(
            Bench bench, Server server, Bench.Crew crew, SplittableRandom random, AtomicLong errors) {
        ProcessUsage before = ProcessUsage.of(server.pid());
        long start = System.nanoTime();
        Histogram latency = pages(bench, crew, random, PAGES, errors);
        double seconds = (System.nanoTime() - start) / 1e9;
        ProcessUsage after = ProcessUsage.of(server.pid());
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("round", "page of " + PAGE);
        row.put("rate", PAGES / seconds);
        row.put("unit", "pages/s");
        row.put("p50_ms", Numbers.ms(latency, 50));
        row.put("p99_ms", Numbers.ms(latency, 99));
        row.put("p999_ms", Numbers.ms(latency, 99.9));
        row.put("max_ms", Numbers.ms(latency, 100));
        row.put("server_us", (after.cpuMs() - before.cpuMs()) * 1000.0 / PAGES);
        row.put("server_rss_mib", after.rssKiB() / 1024.0);
        return row;
    }

    private static Histogram pages(
            Bench bench, Bench.Crew crew, SplittableRandom random, int count, AtomicLong errors) {
        Histogram latency = new Histogram(3);
        long[] heads = new long[crew.receivers().size()];
        Fleet.await(bench.fleet.each(heads.length, AT_ONCE, i -> page(crew, i, Long.MAX_VALUE >> 11)
                .thenAccept(json -> heads[i] = head(json))));
        Fleet.await(bench.fleet.each(count, AT_ONCE, _ -> {
            int pair = random.nextInt(heads.length);
            long from = random.nextLong(1, heads[pair] + 1);
            long start = System.nanoTime();
            return page(crew, pair, from).thenAccept(json -> {
                latency.recordValue((System.nanoTime() - start) / 1000);
                if (entries(json) != Math.min(PAGE, from)) {
                    errors.incrementAndGet();
                }
            });
        }));
        return latency;
    }

    private static CompletableFuture<byte[]> page(Bench.Crew crew, int pair, long from) {
        return crew.receivers()
                .get(pair)
                .ask("\"op\":\"history\",\"conv\":\"s:s" + pair + "\",\"from\":" + from + ",\"limit\":" + PAGE);
    }

    private static long head(byte[] json) {
        Fields fields = new Fields();
        fields.on(json, 0, json.length);
        while (fields.next()) {
            if (fields.is(HEAD)) {
                return fields.number();
            }
        }
        throw new IllegalStateException("no head in " + new String(json, StandardCharsets.UTF_8));
    }

    private static int entries(byte[] json) {
        String text = new String(json, StandardCharsets.ISO_8859_1);
        int count = 0;
        for (int at = text.indexOf(ENTRY); at >= 0; at = text.indexOf(ENTRY, at + 1)) {
            count++;
        }
        return count;
    }
}
