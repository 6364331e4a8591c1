package im.hongyan.conformance.crash;

import im.hongyan.conformance.Credentials;
import im.hongyan.conformance.Moment;
import im.hongyan.conformance.ServerProcess;
import im.hongyan.conformance.wire.LostException;
import im.hongyan.conformance.wire.PacketClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Pairs of users write to each other while the server is killed and started again; in the end everybody reads
/// everything, and the checker compares. One seed decides when the server dies and what the clients do.
final class CrashRun {
    /// After work has begun again, the server lives for up to this long.
    private static final int ALIVE_MAX_MS = 1500;
    /// One kill in so many hits a server that is only just starting.
    private static final int EARLY_ONE_IN = 6;

    private static final int START_MAX_MS = 1000;
    private static final Duration WORK_MAX = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ServerProcess server;
    private final List<LoadClient> clients = new ArrayList<>();
    private final List<PacketLoad> packets = new ArrayList<>();
    private final List<CrowdLoad> crowds = new ArrayList<>();
    private final List<Duration> restarts = new ArrayList<>();
    private final AtomicBoolean finish = new AtomicBoolean();
    private final CountDownLatch everybody;
    private final Random random;
    private final Plan plan;
    private final PrintWriter out;
    private int pauses;
    private int early;

    /// @param kills how often the server is killed
    /// @param pairs pairs of users
    /// @param packetPairs pairs of users of the MobileIMSDK dialect besides, on its transports in turn
    /// @param crowds groups and rooms with one who writes and two who hear, besides
    /// @param pauses whether it is also frozen now and then
    record Plan(int kills, int pairs, int packetPairs, int crowds, boolean pauses, long seed) {}

    /// What a run found.
    ///
    /// @param broken rules that did not hold
    /// @param idle whether it did too little to prove anything
    record Result(Set<Rule> broken, boolean idle) {}

    CrashRun(ServerProcess server, Credentials credentials, Plan plan, PrintWriter out) {
        this.server = server;
        this.plan = plan;
        this.out = out;
        this.random = new Random(plan.seed());
        this.everybody = new CountDownLatch(2 * plan.pairs());
        for (int i = 0; i < plan.pairs(); i++) {
            String one = "one" + i;
            String other = "other" + i;
            clients.add(client(one, other, credentials));
            clients.add(client(other, one, credentials));
        }
        for (int i = 0; i < plan.crowds(); i++) {
            crowds.add(new CrowdLoad(server, credentials, i, finish));
        }
        for (int i = 0; i < plan.packetPairs(); i++) {
            var transports = PacketClient.Transport.values();
            packets.add(new PacketLoad(server, transports[i % transports.length], i, finish));
        }
    }

    private LoadClient client(String user, String partner, Credentials credentials) {
        return new LoadClient(
                user, partner, server.address(), credentials, new Random(random.nextLong()), everybody, finish);
    }

    /// Runs, and tells what it found; the histories of broken conversations go to the folder.
    Result run(Path folder) throws IOException, InterruptedException, LostException {
        int mark = server.log().mark();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            clients.forEach(client -> running.add(threads.submit(client)));
            packets.forEach(pair -> running.add(threads.submit(pair)));
            crowds.forEach(crowd -> running.add(threads.submit(crowd)));
            try {
                torment();
                finish.set(true);
            } catch (IOException | InterruptedException | RuntimeException e) {
                threads.shutdownNow(); // Nobody waits for a server that will not come back.
                throw e;
            }
        }
        if (firstBroken() != null) {
            throw new IOException("a client broke", firstBroken());
        }
        List<String> errors = server.log().errorsSince(mark);
        errors.stream().limit(5).forEach(line -> out.println("  the server logged: " + line));
        Result result = judge(folder);
        return new Result(result.broken(), result.idle() || !errors.isEmpty());
    }

    private void torment() throws IOException, InterruptedException {
        everybody.await();
        for (int i = 0; i < plan.kills(); i++) {
            alive();
            if (plan.pauses() && random.nextInt(3) == 0) {
                server.pause();
                Moment.pass(PAUSE);
                server.resume();
                pauses++;
                alive();
            }
            server.kill9();
            if (random.nextInt(EARLY_ONE_IN) == 0) {
                server.startWithoutWaiting();
                Moment.pass(Duration.ofMillis(random.nextInt(START_MAX_MS)));
                server.kill9();
                early++;
            }
            restarts.add(server.restart());
        }
        alive();
    }

    /// Until every pair, on average, was acknowledged something, so that each kill hits work; and some time longer.
    private void alive() throws IOException, InterruptedException {
        int enough = sum(Notes::ackedCount) + plan.pairs();
        long until = System.nanoTime() + WORK_MAX.toNanos();
        while (sum(Notes::ackedCount) < enough) {
            if (System.nanoTime() > until || clients.stream().anyMatch(client -> client.broken() != null)) {
                throw new IOException("nothing is acknowledged any more", firstBroken());
            }
            Moment.pass(POLL);
        }
        Moment.pass(Duration.ofMillis(random.nextInt(ALIVE_MAX_MS)));
    }

    private @Nullable Exception firstBroken() {
        return Stream.concat(
                        clients.stream().map(LoadClient::broken),
                        Stream.concat(
                                packets.stream().map(PacketLoad::broken),
                                crowds.stream().map(CrowdLoad::broken)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private Result judge(Path folder) throws IOException, LostException, InterruptedException {
        Set<Rule> broken = EnumSet.noneOf(Rule.class);
        int violations = 0;
        int entries = 0;
        for (int i = 0; i < clients.size(); i += 2) {
            Testimony one = clients.get(i).testify();
            Testimony other = clients.get(i + 1).testify();
            List<Violation> found = HistoryChecker.check(one, other);
            entries += one.history().size();
            violations += found.size();
            if (!found.isEmpty()) {
                found.forEach(violation -> broken.add(violation.rule()));
                tell(folder.resolve("violations-" + one.user() + ".txt"), one, other, found);
            }
        }
        int acked = sum(Notes::ackedCount);
        out.printf(
                "%d kills and %d more while starting, %d pauses, seed %d; ready again after %s%n",
                restarts.size(), early, pauses, plan.seed(), restartTimes());
        out.printf(
                "%d messages acknowledged to %d users; %d retries, %d duplicates answered, %d recalls, %d read marks%n",
                acked,
                clients.size(),
                sum(Notes::retryCount),
                sum(Notes::duplicateCount),
                sum(Notes::recallCount),
                sum(Notes::markCount));
        out.printf(
                "%d entries of %d conversations and %d pushes checked; %d violations%n",
                entries, plan.pairs(), sum(Notes::pushCount), violations);
        for (PacketLoad pair : packets) {
            List<String> found = pair.violations();
            found.stream().limit(3).forEach(violation -> out.println("  VIOLATION " + violation));
            if (!found.isEmpty()) {
                broken.add(Rule.LOST);
            }
        }
        int packetsAcked =
                packets.stream().mapToInt(PacketLoad::acknowledgedCount).sum();
        if (!packets.isEmpty()) {
            out.printf(
                    "%d messages of %d pairs of MobileIMSDK's clients, %d repeated%n",
                    packetsAcked,
                    packets.size(),
                    packets.stream().mapToInt(PacketLoad::repeatedCount).sum());
        }
        int crowdsAcked = judgeCrowds(broken);
        boolean idle = (crowdsAcked == 0 && !crowds.isEmpty())
                || (packetsAcked == 0 && !packets.isEmpty())
                || acked == 0
                || (plan.kills() > 0 && sum(Notes::retryCount) == 0);
        return new Result(broken, idle);
    }

    /// Returns how many messages to groups and rooms were acknowledged.
    private int judgeCrowds(Set<Rule> broken) {
        int acked = 0;
        int heard = 0;
        for (CrowdLoad crowd : crowds) {
            List<String> found = crowd.violations();
            found.stream().limit(3).forEach(violation -> out.println("  VIOLATION " + violation));
            if (!found.isEmpty()) {
                broken.add(Rule.LOST);
            }
            acked += crowd.acknowledgedCount();
            heard += crowd.heardCount();
        }
        if (!crowds.isEmpty()) {
            out.printf(
                    "%d messages of %d groups and as many rooms, %d heard, %d repeated%n",
                    acked,
                    crowds.size(),
                    heard,
                    crowds.stream().mapToInt(CrowdLoad::repeatedCount).sum());
        }
        return acked;
    }

    private int sum(java.util.function.ToIntFunction<Notes> count) {
        return clients.stream()
                .mapToInt(client -> count.applyAsInt(client.notes()))
                .sum();
    }

    private String restartTimes() {
        if (restarts.isEmpty()) {
            return "-";
        }
        List<Duration> sorted = restarts.stream().sorted().toList();
        return sorted.get(sorted.size() / 2).toMillis() + " ms (median), "
                + sorted.getLast().toMillis() + " ms (longest)";
    }

    private void tell(Path file, Testimony one, Testimony other, List<Violation> found) throws IOException {
        found.stream().limit(3).forEach(violation -> out.println("  VIOLATION " + violation));
        out.println("  all " + found.size() + ", and the history: " + file);
        var lines = new ArrayList<String>();
        found.forEach(violation -> lines.add(violation.toString()));
        for (Testimony user : List.of(one, other)) {
            lines.add("");
            lines.add("== " + user.user() + " " + user.summary());
            lines.add("-- sends");
            user.sends().forEach(sent -> lines.add(sent.toString()));
            lines.add("-- recalls " + user.recalls());
            lines.add("-- marks " + user.marks());
            lines.add("-- receipts " + user.receipts());
            lines.add("-- pushes");
            user.pushes().forEach(push -> lines.add(push.toString()));
            lines.add("-- history");
            user.history().forEach(row -> lines.add(row.toString()));
        }
        Files.write(file, lines);
    }
}
