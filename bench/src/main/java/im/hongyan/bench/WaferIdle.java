package im.hongyan.bench;

import com.sun.net.httpserver.HttpServer;
import im.hongyan.bench.process.ProcessUsage;
import im.hongyan.bench.process.Server;
import im.hongyan.bench.report.Report;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a tunnel of Wafer's protocol costs that is open and only pings. All users log in by a code first: sessions are
/// rows of the directory. Then a business server, which is the measurement itself, asks for a tunnel for each and hears
/// that it is open. The rate is what the process grows by for each tunnel; beside it stands what a tunnel costs with
/// its login and with everything that the process has learnt and compiled since it was empty.
final class WaferIdle implements Workload {
    private static final int TUNNELS = 5_000;
    private static final int AT_ONCE = 64;
    private static final long SETTLE_MS = 4_000;
    /// The vendors' clients ping so often.
    private static final long PING_MS = 15_000;

    private static final String KEY = "a key of the measurement";
    private static final double BYTES_PER_KIB = 1024;
    private static final Pattern SKEY = Pattern.compile("\"skey\":\"([^\"]+)\"");
    private static final Pattern URL = Pattern.compile("\\\\\"connectUrl\\\\\":\\\\\"([^\"\\\\]+)");

    @Override
    public boolean run(Bench bench) throws Exception {
        int tunnels = bench.options.sessions(TUNNELS);
        Report report = bench.report("wafer-idle");
        AtomicInteger heard = new AtomicInteger();
        HttpServer business = business(heard);
        String host = "127.0.0.1:" + business.getAddress().getPort();
        Path secrets = Files.createTempFile("wafer", ".secrets");
        Files.writeString(secrets, """
                back-end.bench.server-host = %s
                back-end.bench.key = %s
                back-end.bench.receive-urls = http://%s/tunnel
                """.formatted(host, KEY, host));
        try (Server server = bench.server(report, Map.of("wafer.secrets", secrets.toString()));
                HttpClient http = HttpClient.newHttpClient();
                ScheduledExecutorService pinger = Executors.newSingleThreadScheduledExecutor()) {
            Thread.sleep(SETTLE_MS);
            Idle.Memory empty = Idle.Memory.of(server.pid());
            report.round(empty.row("empty"));
            List<WebSocket> open = new ArrayList<>(tunnels);
            Future<?> pings = pinger.scheduleAtFixedRate(
                    () -> {
                        synchronized (open) {
                            open.forEach(socket -> socket.sendText("ping", true));
                        }
                    },
                    PING_MS,
                    PING_MS,
                    TimeUnit.MILLISECONDS);
            String base = "http://" + server.address().getHostString() + ":"
                    + server.address().getPort();
            all(tunnels, i -> login(http, base, "openid-" + i));
            Thread.sleep(SETTLE_MS);
            Idle.Memory before = Idle.Memory.of(server.pid());
            report.round(before.row("logged in"));
            long start = System.nanoTime();
            all(tunnels, _ -> {
                WebSocket socket = open(http, base, host);
                synchronized (open) {
                    return open.add(socket);
                }
            });
            double seconds = (System.nanoTime() - start) / 1e9;
            Thread.sleep(SETTLE_MS);
            Idle.Memory after = Idle.Memory.of(server.pid());
            report.round(after.row("open"));
            Thread.sleep(SETTLE_MS);
            long collected = ProcessUsage.of(server.pid()).rssKiB();
            pings.cancel(false);
            int told = heard.get();
            long closed = open.stream().filter(WebSocket::isInputClosed).count();
            open.forEach(WebSocket::abort);
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("rate", (after.rssKiB() - before.rssKiB()) / (double) tunnels);
            summary.put("unit", "KiB RSS/tunnel");
            summary.put("p50_ms", Double.NaN);
            summary.put("p99_ms", Double.NaN);
            summary.put("heap_kib_per_tunnel", (after.heapBytes() - before.heapBytes()) / BYTES_PER_KIB / tunnels);
            summary.put("rss_of_all_kib_per_tunnel", (after.rssKiB() - empty.rssKiB()) / (double) tunnels);
            summary.put("rss_collected_of_all_kib_per_tunnel", (collected - empty.rssKiB()) / (double) tunnels);
            summary.put("tunnels", tunnels);
            summary.put("business_heard", told);
            summary.put("openings_per_s", tunnels / seconds);
            summary.put("errors", closed + Math.max(0, tunnels - told));
            report.finish(summary);
            return closed == 0 && told == tunnels;
        } finally {
            business.stop(0);
            Files.delete(secrets);
        }
    }

    /// Says yes to everything it is told.
    private static HttpServer business(AtomicInteger heard) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/tunnel", exchange -> {
            exchange.getRequestBody().readAllBytes();
            heard.incrementAndGet();
            byte[] yes = "{\"code\":0,\"message\":\"OK\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, yes.length);
            exchange.getResponseBody().write(yes);
            exchange.close();
        });
        server.start();
        return server;
    }

    /// Does it for each number, some at once.
    private static void all(int count, Step step) throws Exception {
        Semaphore places = new Semaphore(AT_ONCE);
        List<Future<?>> doing = new ArrayList<>(count);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int number = i;
                doing.add(threads.submit(() -> {
                    places.acquire();
                    try {
                        return step.run(number);
                    } finally {
                        places.release();
                    }
                }));
            }
        }
        for (Future<?> one : doing) {
            one.get();
        }
    }

    private interface Step {
        Object run(int number) throws Exception;
    }

    private static String login(HttpClient http, String base, String user) throws Exception {
        // A development server takes this for WeChat's answer.
        String code = "dev:" + user + ":AAECAwQFBgcICQoLDA0ODw%3D%3D";
        HttpRequest login = HttpRequest.newBuilder(URI.create(base + "/wafer/login"))
                .header("X-WX-Code", code)
                .build();
        return part(SKEY, http.send(login, HttpResponse.BodyHandlers.ofString()).body());
    }

    private static WebSocket open(HttpClient http, String base, String business) throws Exception {
        String data = "{\"receiveUrl\":\"http://" + business + "/tunnel\",\"protocolType\":\"ws\"}";
        String body = "{\"data\":\"" + data.replace("\"", "\\\"") + "\",\"tcId\":\"" + hex("MD5", business)
                + "\",\"signature\":\"" + hex("SHA-1", data + KEY) + "\"}";
        HttpRequest wish = HttpRequest.newBuilder(URI.create(base + "/get/wsurl"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        String url =
                part(URL, http.send(wish, HttpResponse.BodyHandlers.ofString()).body());
        return http.newWebSocketBuilder()
                .buildAsync(URI.create(url), new WebSocket.Listener() {})
                .join();
    }

    private static String hex(String algorithm, String text) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    private static String part(Pattern pattern, String body) {
        Matcher matcher = pattern.matcher(body);
        if (!matcher.find()) {
            throw new IllegalStateException("the server answered " + body);
        }
        return matcher.group(1);
    }
}
