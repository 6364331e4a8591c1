package im.hongyan.bench;

import im.hongyan.bench.load.Client;
import im.hongyan.bench.load.Fleet;
import im.hongyan.bench.load.Logins;
import im.hongyan.bench.process.ProcessUsage;
import im.hongyan.bench.process.Server;
import im.hongyan.bench.process.Target;
import im.hongyan.bench.report.Numbers;
import im.hongyan.bench.report.Report;
import im.hongyan.bench.wire.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Everybody has lost the connection, has been written to meanwhile, and comes back at the same moment: connect,
/// resume, sync. In the last round the server has been restarted, so that all must log in.
final class Storm implements Workload {
    private static final int SESSIONS = 10_000;
    private static final int SENDERS = 50;
    private static final int MESSAGES_EACH = 2;
    private static final int SENDS_AT_ONCE = 1_000;
    private static final int TRIES_MAX = 8;
    private static final long RETRY_MS = 1_000;
    private static final long SESSION = Fields.key("session");
    private static final long CURSOR = Fields.key("cursor");
    private static final long MORE = Fields.key("more");
    private static final long NEXT = Fields.key("next");

    @Override
    public boolean run(Bench bench) throws Exception {
        int sessions = bench.options.sessions(SESSIONS);
        Report report = bench.report("storm");
        Server server = bench.server(report);
        Crowd crowd = new Crowd(bench.fleet, server, sessions);
        crowd.comeBack("first login");
        List<Double> seconds = new ArrayList<>();
        List<Double> p50 = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        for (int round = 1; round <= bench.options.rounds; round++) {
            boolean restart = round == bench.options.rounds;
            crowd.leave();
            crowd.write(round);
            if (restart) {
                List<String> command = server.commandLine();
                server.stop();
                server = Server.again(bench.children, command, server.data());
                crowd.restarted(server);
            }
            Map<String, Object> row = crowd.comeBack(restart ? "after restart" : "resume");
            report.round(row);
            seconds.add(Numbers.of(row, "seconds"));
            p50.add(Numbers.of(row, "p50_ms"));
            p99.add(Numbers.of(row, "p99_ms"));
        }
        server.close();
        double worst = seconds.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rate", sessions / Numbers.median(seconds));
        summary.put("unit", "clients/s");
        summary.put("p50_ms", Numbers.median(p50));
        summary.put("p99_ms", Numbers.median(p99));
        summary.put("seconds", Numbers.median(seconds));
        summary.put("worst_seconds", worst);
        summary.put("sessions", sessions);
        summary.put("messages_each", MESSAGES_EACH);
        summary.put("retries", crowd.retries);
        summary.put("errors", crowd.errors);
        report.finish(summary);
        return crowd.errors == 0;
    }

    /// The users of the storm and what their devices keep while they are away.
    private static final class Crowd {
        private final Fleet fleet;
        private final List<Logins.Device> devices;
        private final Client[] clients;
        private final String[] sessions;
        private final long[] cursors;
        private final boolean[] resumable;
        private Target target;
        private final Map<String, String> tokens;
        private int expected;
        private long retries;
        private long errors;
        private Histogram back = new Histogram(3);

        Crowd(Fleet fleet, Target target, int count) {
            this.fleet = fleet;
            this.target = target;
            this.devices = IntStream.range(0, count)
                    .mapToObj(i -> Logins.Device.of("u" + i))
                    .toList();
            this.tokens = Logins.tokens(target, devices);
            this.clients = new Client[count];
            this.sessions = new String[count];
            this.cursors = new long[count];
            this.resumable = new boolean[count];
        }

        void leave() {
            fleet.call(() -> {
                for (Client client : clients) {
                    client.drop();
                }
                return true;
            });
        }

        /// Others write to each while they are away.
        void write(int round) {
            List<Client> senders = Logins.all(
                    fleet,
                    target,
                    IntStream.range(0, SENDERS)
                            .mapToObj(i -> Logins.Device.of("w" + i))
                            .toList());
            Fleet.await(fleet.each(devices.size() * MESSAGES_EACH, SENDS_AT_ONCE, k -> {
                int to = k % devices.size();
                return senders.get(to % SENDERS)
                        .ask(
                                "\"op\":\"send\",\"to\":\"s:u%d\",\"cid\":\"storm-%d-%d\",\"type\":\"text\",\"content\":{\"text\":\"hello\"}"
                                        .formatted(to, round, k));
            }));
            fleet.call(() -> {
                senders.forEach(Client::drop);
                return true;
            });
            expected = MESSAGES_EACH;
        }

        void restarted(Server again) {
            target = again;
            Arrays.fill(resumable, false);
        }

        /// Everybody at once; a row of the table.
        Map<String, Object> comeBack(String kind) {
            back = new Histogram(3);
            ProcessUsage before = ProcessUsage.of(target.pid());
            boolean first = clients[0] == null;
            long start = System.nanoTime();
            Fleet.await(fleet.each(devices.size(), first ? 64 : devices.size(), i -> one(i, start, 1)));
            double seconds = (System.nanoTime() - start) / 1e9;
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("round", kind);
            row.put("seconds", seconds);
            row.put("p50_ms", Numbers.ms(back, 50));
            row.put("p99_ms", Numbers.ms(back, 99));
            row.put("server_cpu_s", (ProcessUsage.of(target.pid()).cpuMs() - before.cpuMs()) / 1000.0);
            row.put("server_rss_mib", ProcessUsage.of(target.pid()).rssKiB() / 1024.0);
            row.put("retries", retries);
            row.put("errors", errors);
            return row;
        }

        /// One client until it is back and has synced. A connection that fails is tried again as a client would.
        private CompletableFuture<Boolean> one(int i, long start, int attempt) {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            CompletableFuture<Void> _ = fleet.connect(target.address())
                    .thenCompose(client -> {
                        clients[i] = client;
                        return enter(client, i);
                    })
                    .thenCompose(_ -> sync(i, null, 0))
                    .handle((_, failure) -> {
                        if (failure == null) {
                            back.recordValue((System.nanoTime() - start) / 1000);
                            done.complete(true);
                        } else if (attempt < TRIES_MAX) {
                            retries++;
                            fleet.loop()
                                    .schedule(() -> again(i, start, attempt, done), RETRY_MS, TimeUnit.MILLISECONDS);
                        } else {
                            done.completeExceptionally(failure);
                        }
                        return null;
                    });
            return done;
        }

        private void again(int i, long start, int attempt, CompletableFuture<Boolean> done) {
            CompletableFuture<Boolean> _ = one(i, start, attempt + 1).whenComplete((result, failure) -> {
                if (failure == null) {
                    done.complete(result);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        }

        private CompletableFuture<Boolean> enter(Client client, int i) {
            CompletableFuture<byte[]> reply = resumable[i]
                    ? client.ask("\"op\":\"resume\",\"v\":1,\"app\":\"demo\",\"session\":\"" + sessions[i] + "\"")
                    : Logins.login(
                            client,
                            devices.get(i),
                            tokens.getOrDefault(devices.get(i).user(), ""));
            return reply.thenApply(json -> {
                Fields fields = new Fields();
                fields.on(json, 0, json.length);
                while (fields.next()) {
                    if (fields.is(SESSION)) {
                        sessions[i] = fields.text();
                        resumable[i] = true;
                    }
                }
                return true;
            });
        }

        private CompletableFuture<Boolean> sync(int i, @Nullable String next, int found) {
            String page = next == null ? "" : ",\"next\":\"" + next + "\"";
            return clients[i]
                    .ask("\"op\":\"sync\",\"cursor\":" + cursors[i] + page)
                    .thenCompose(json -> synced(i, json, found));
        }

        private CompletableFuture<Boolean> synced(int i, byte[] json, int before) {
            int found = before + occurrences(json, "\"cid\":\"storm-");
            Fields fields = new Fields();
            fields.on(json, 0, json.length);
            boolean more = false;
            String next = "";
            long cursor = cursors[i];
            while (fields.next()) {
                if (fields.is(MORE)) {
                    more = fields.text().equals("true");
                } else if (fields.is(NEXT)) {
                    next = fields.text();
                } else if (fields.is(CURSOR)) {
                    cursor = fields.number();
                }
            }
            if (more) {
                return sync(i, next, found);
            }
            // Each message shows twice: among the entries, and the newest as the conversation's last.
            if (found < expected) {
                errors++;
            }
            cursors[i] = cursor;
            return CompletableFuture.completedFuture(true);
        }

        private static int occurrences(byte[] json, String part) {
            String text = new String(json, StandardCharsets.ISO_8859_1);
            int count = 0;
            for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
                count++;
            }
            return count;
        }
    }
}
