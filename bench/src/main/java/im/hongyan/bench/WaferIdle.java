package im.hongyan.bench;

import im.hongyan.bench.process.ProcessUsage;
import im.hongyan.bench.process.Server;
import im.hongyan.bench.report.Report;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a tunnel of Wafer's protocol costs that is open and only pings: each user has logged in by a code, asked for
/// a tunnel and opened it, and is in the room of the business behind it. Everything the process has grown by is
/// charged to the tunnels.
final class WaferIdle implements Workload {
    private static final int TUNNELS = 5_000;
    private static final int AT_ONCE = 64;
    private static final long SETTLE_MS = 4_000;
    /// The vendors' clients ping so often.
    private static final long PING_MS = 15_000;

    private static final double BYTES_PER_KIB = 1024;
    private static final Pattern SKEY = Pattern.compile("\"skey\":\"([^\"]+)\"");
    private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]+)\"");

    @Override
    public boolean run(Bench bench) throws Exception {
        int tunnels = bench.options.sessions(TUNNELS);
        Report report = bench.report("wafer-idle");
        try (Server server = bench.server(report);
                HttpClient http = HttpClient.newHttpClient();
                ScheduledExecutorService pinger = Executors.newSingleThreadScheduledExecutor()) {
            Thread.sleep(SETTLE_MS);
            Idle.Memory before = Idle.Memory.of(server.pid());
            report.round(before.row("empty"));
            long start = System.nanoTime();
            List<WebSocket> open = open(http, server.address(), tunnels);
            double seconds = (System.nanoTime() - start) / 1e9;
            Future<?> pings = pinger.scheduleAtFixedRate(
                    () -> open.forEach(socket -> socket.sendText("ping", true)), 0, PING_MS, TimeUnit.MILLISECONDS);
            Thread.sleep(SETTLE_MS);
            Idle.Memory after = Idle.Memory.of(server.pid());
            report.round(after.row("open"));
            Thread.sleep(SETTLE_MS);
            long collected = ProcessUsage.of(server.pid()).rssKiB();
            long closed = open.stream().filter(WebSocket::isInputClosed).count();
            pings.cancel(false);
            open.forEach(WebSocket::abort);
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("rate", (after.rssKiB() - before.rssKiB()) / (double) tunnels);
            summary.put("unit", "KiB RSS/tunnel");
            summary.put("p50_ms", Double.NaN);
            summary.put("p99_ms", Double.NaN);
            summary.put("heap_kib_per_tunnel", (after.heapBytes() - before.heapBytes()) / BYTES_PER_KIB / tunnels);
            summary.put("rss_collected_kib_per_tunnel", (collected - before.rssKiB()) / (double) tunnels);
            summary.put("tunnels", tunnels);
            summary.put("logins_and_openings_per_s", tunnels / seconds);
            summary.put("errors", closed);
            report.finish(summary);
            return closed == 0;
        }
    }

    private static List<WebSocket> open(HttpClient http, InetSocketAddress address, int count) throws Exception {
        String base = "http://" + address.getHostString() + ":" + address.getPort();
        Semaphore places = new Semaphore(AT_ONCE);
        List<Future<WebSocket>> opening = new ArrayList<>(count);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                String user = "openid-" + i;
                opening.add(threads.submit(() -> {
                    places.acquire();
                    try {
                        return open(http, base, user);
                    } finally {
                        places.release();
                    }
                }));
            }
        }
        List<WebSocket> open = new ArrayList<>(count);
        for (Future<WebSocket> one : opening) {
            open.add(one.get());
        }
        return open;
    }

    private static WebSocket open(HttpClient http, String base, String user) throws IOException, InterruptedException {
        // A development server takes this for WeChat's answer.
        String code = "dev:" + user + ":AAECAwQFBgcICQoLDA0ODw%3D%3D";
        String skey = part(SKEY, get(http, base + "/wafer/login", "X-WX-Code", code));
        String url = part(URL, get(http, base + "/wafer/tunnel", "X-WX-Skey", skey));
        return http.newWebSocketBuilder()
                .buildAsync(URI.create(url), new WebSocket.Listener() {})
                .join();
    }

    private static String get(HttpClient http, String url, String header, String value)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).header(header, value).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String part(Pattern pattern, String body) {
        Matcher matcher = pattern.matcher(body);
        if (!matcher.find()) {
            throw new IllegalStateException("the server answered " + body);
        }
        return matcher.group(1);
    }
}
