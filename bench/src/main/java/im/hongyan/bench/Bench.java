package im.hongyan.bench;

import im.hongyan.bench.load.Client;
import im.hongyan.bench.load.Fleet;
import im.hongyan.bench.load.Logins;
import im.hongyan.bench.load.Pace;
import im.hongyan.bench.load.Traffic;
import im.hongyan.bench.process.Children;
import im.hongyan.bench.process.Jcmd;
import im.hongyan.bench.process.RelayProcess;
import im.hongyan.bench.process.Server;
import im.hongyan.bench.process.Target;
import im.hongyan.bench.report.Machine;
import im.hongyan.bench.report.Profile;
import im.hongyan.bench.report.Report;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What every workload needs: the options, the load's event loop, and the processes it starts.
final class Bench implements AutoCloseable {
    /// Both sides of a comparison have as many event loops as there are processors, as the server does by default.
    private static final int LOOPS = Runtime.getRuntime().availableProcessors();

    private static final int FILL_IN_FLIGHT = 32;
    private static final long FILL_POLL_MS = 20;
    private static final Duration FILL_STALL_MAX = Duration.ofSeconds(30);
    private static final String MANY = "1000000000";

    final Options options;
    final Path home;
    final Path folder;
    final Children children;
    final Fleet fleet;
    private final String run;
    private int crews;

    private Bench(Options options, Path home, Path folder) {
        this.options = options;
        this.home = home;
        this.folder = folder;
        this.children = new Children();
        this.fleet = new Fleet(options.seed);
        this.run = Long.toString(Clock.systemUTC().millis(), Character.MAX_RADIX);
    }

    static Bench open(Options options) throws IOException {
        String home = System.getProperty("hongyan.home");
        if (home == null) {
            throw new IllegalStateException("start it as ./hongyan bench");
        }
        Path folder = options.data;
        if (folder == null) {
            folder = Files.createTempDirectory("hongyan-bench-");
        } else {
            Files.createDirectories(folder);
        }
        return new Bench(options, Path.of(home), folder);
    }

    /// The report of one workload, with what it ran on.
    Report report(String workload) throws IOException {
        Path results = home.resolve("bench").resolve("results");
        Report report = new Report(
                workload,
                System.out,
                options.keep ? results : results.resolve("local"),
                Clock.systemUTC(),
                Machine.describe(home));
        report.setting("text_bytes", options.textBytes);
        report.setting("seed", options.seed);
        return report;
    }

    /// A server on the data folder of this measurement, without the limits that hold back one address or session.
    Server server(Report report) throws IOException {
        return server(report, Map.of());
    }

    /// @param more configuration than a measurement has anyway; its names are reported, not its values
    Server server(Report report, Map<String, String> more) throws IOException {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("limits.session-frames-per-second", MANY);
        config.put("limits.session-frames-burst", MANY);
        config.put("limits.address-connections-per-second", MANY);
        config.put("limits.address-connections-burst", MANY);
        config.put("limits.room-messages-per-second", MANY);
        report.setting("config", config);
        report.setting("more_config", List.copyOf(more.keySet()));
        Map<String, String> all = new LinkedHashMap<>(config);
        all.putAll(more);
        Server.Setup setup =
                new Server.Setup(home.resolve("hongyan"), folder.resolve("data"), all, options.serverJavaOptions);
        Server server = Server.start(children, setup);
        report.setting("flags", server.flags());
        return server;
    }

    RelayProcess relay() throws IOException {
        return RelayProcess.start(children, LOOPS);
    }

    /// Traffic between `pairs` pairs, each receiver on as many devices as told.
    Traffic traffic(Target target, int pairs, int devices) {
        return crew(target, pairs, devices).traffic();
    }

    /// Users who are logged in, and the traffic they can make.
    record Crew(Traffic traffic, List<Client> senders, List<Client> receivers) {}

    /// Logs in the pairs `s0` and `r0`, `s1` and `r1` and so on.
    Crew crew(Target target, int pairs, int devices) {
        Traffic traffic = new Traffic(fleet, run + "-" + ++crews, options.textBytes);
        List<Client> senders = Logins.all(
                fleet,
                target,
                IntStream.range(0, pairs)
                        .mapToObj(i -> Logins.Device.of("s" + i))
                        .toList());
        List<Client> receivers = Logins.all(fleet, target, receivers(pairs, devices));
        fleet.call(() -> {
            for (int i = 0; i < pairs; i++) {
                List<Client> own = List.copyOf(receivers.subList(i * devices, (i + 1) * devices));
                traffic.pair("s" + i, senders.get(i), "r" + i, own);
            }
            return true;
        });
        return new Crew(traffic, senders, receivers);
    }

    /// One sender and many hearers who are logged in.
    record Crowd(Client sender, List<Client> hearers) {}

    /// Logs in a sender and the hearers `h0`, `h1` and so on, each with one device.
    Crowd crowd(Target target, int hearers) {
        List<Client> all = Logins.all(
                fleet,
                target,
                Stream.concat(
                                Stream.of(Logins.Device.of("speaker")),
                                IntStream.range(0, hearers).mapToObj(i -> Logins.Device.of("h" + i)))
                        .toList());
        return new Crowd(all.getFirst(), List.copyOf(all.subList(1, all.size())));
    }

    /// Everybody asks the same thing, and gets an answer.
    void each(List<Client> clients, String fields) {
        Fleet.await(
                fleet.each(clients.size(), FILL_IN_FLIGHT, i -> clients.get(i).ask(fields)));
    }

    /// Traffic from one to a crowd, in a group or a room.
    Traffic crowded(String place, Crowd crowd) {
        Traffic traffic = new Traffic(fleet, run + "-" + ++crews, options.textBytes);
        fleet.call(() -> {
            traffic.crowd(place, crowd.sender(), crowd.hearers());
            return true;
        });
        return traffic;
    }

    /// Logs in pairs of MobileIMSDK's users, and gives the traffic they can make.
    ///
    /// @param prefix of their names
    Traffic packets(InetSocketAddress address, Client.Speech speech, String prefix, int pairs) {
        Traffic traffic = new Traffic(fleet, run + "-" + ++crews, options.textBytes);
        List<String> users = IntStream.range(0, 2 * pairs)
                .mapToObj(i -> prefix + (i % 2 == 0 ? "s" : "r") + i / 2)
                .toList();
        List<Client> clients = Logins.packets(fleet, address, speech, users);
        fleet.call(() -> {
            for (int i = 0; i < 2 * pairs; i += 2) {
                traffic.packets(users.get(i), clients.get(i), users.get(i + 1), clients.get(i + 1));
            }
            return true;
        });
        return traffic;
    }

    private static List<Logins.Device> receivers(int pairs, int devices) {
        // A user may have three sessions on one platform.
        List<String> platforms = List.of("other", "wechat", "h5", "ios", "android", "windows", "mac", "linux");
        List<Logins.Device> all = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            for (int j = 0; j < devices; j++) {
                all.add(new Logins.Device("r" + i, "d" + j, platforms.get(j % platforms.size())));
            }
        }
        return all;
    }

    /// Lets the pairs talk until about so many more messages are stored.
    static void fill(Traffic traffic, long messages) throws InterruptedException {
        traffic.begin();
        traffic.start(new Pace.Closed(FILL_IN_FLIGHT));
        long stored = 0;
        long movedNs = System.nanoTime();
        while (stored < messages && traffic.counted().errors() == 0) {
            Thread.sleep(FILL_POLL_MS);
            long now = traffic.counted().messages();
            if (now > stored) {
                stored = now;
                movedNs = System.nanoTime();
            } else if (System.nanoTime() - movedNs > FILL_STALL_MAX.toNanos()) {
                traffic.fault("nothing was stored for " + FILL_STALL_MAX.toSeconds() + " s");
            }
        }
        traffic.stop();
    }

    /// Begins recording the server's CPU time, if that was asked for.
    void startProfile(Server server) throws IOException {
        if (options.profile) {
            Jcmd.run(
                    server.pid(),
                    "JFR.start",
                    "name=bench",
                    "settings=profile",
                    "jdk.CPUTimeSample#enabled=true",
                    "jdk.CPUTimeSample#throttle=5ms");
        }
    }

    /// Ends the recording and writes its summary.
    void endProfile(Server server, String name) throws IOException {
        if (options.profile) {
            Path recording = home.resolve("bench/results/local").resolve(name + ".jfr");
            Files.createDirectories(recording.getParent());
            Jcmd.run(server.pid(), "JFR.stop", "name=bench", "filename=" + recording);
            Path text = recording.resolveSibling(name + ".profile.txt");
            Files.write(text, Profile.of(recording));
            System.out.println("  profile                " + text);
        }
    }

    @Override
    public void close() throws IOException {
        fleet.close();
        children.close();
        if (options.data == null) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
