package im.hongyan.directory;

import com.sun.management.OperatingSystemMXBean;
import im.hongyan.core.account.App;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.AppSettings;
import im.hongyan.core.account.Tokens.Issued;
import im.hongyan.core.account.User;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.Outcome;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteDataSource;

/// Measures what the record of this decision states. Not a test: run its `main` with a folder as argument. The
/// start is the first thing measured, so that each run of the program is one cold start.
final class DirectoryFigures {
    private static final AppId DEMO = new AppId("demo");
    private static final int USERS = 50_000;
    private static final int THREADS = 50;

    private DirectoryFigures() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        boolean existing = Files.exists(folder.resolve(Directory.FILE_NAME));
        long begun = System.nanoTime();
        try (Directory directory = Directory.open(folder, Clock.systemUTC(), new SecureRandom())) {
            print(existing ? "open, current database" : "open, new database", ms(begun), "ms");
            print("  of CPU, with what the JVM itself took until here", processCpuMs(), "ms");
            if (!existing) {
                directory.createAdminKey();
                directory.apps().create(new App(DEMO, "Demo", true, AppSettings.DEFAULT, 1));
            }
            String round = Long.toString(System.nanoTime(), 36);
            long creating = System.nanoTime();
            inParallel((_, i) -> directory.users().create(user(round + i)));
            print("creates from " + THREADS + " threads", USERS / ms(creating) * 1_000, "per second");
            long cached = System.nanoTime();
            inParallel((_, i) -> directory.users().find(user(round + i).key()));
            print("finds, cached where they fit", USERS / ms(cached) * 1_000, "per second");
            single(directory, round);
            verify(directory);
        }
        reread(folder);
        flyway(folder);
    }

    private static void single(Directory directory, String round) {
        double[] micros = new double[500];
        for (int i = 0; i < micros.length; i++) {
            long begun = System.nanoTime();
            directory.users().create(user(round + "-alone-" + i));
            micros[i] = ms(begun) * 1_000;
        }
        Arrays.sort(micros);
        print("one create alone, p50", micros[micros.length / 2], "µs");
        print("one create alone, p99", micros[micros.length * 99 / 100], "µs");
    }

    private static void verify(Directory directory) {
        String token = ((Outcome.Ok<Issued>)
                        directory.tokens().issue(user("alice").key(), 86_400_000))
                .value()
                .token();
        for (int round = 0; round < 5; round++) {
            int count = round == 0 ? 1 : 50_000;
            long begun = System.nanoTime();
            long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            int valid = 0;
            for (int i = 0; i < count; i++) {
                valid += directory.tokens().verify(DEMO, token) instanceof Outcome.Ok ? 1 : 0;
            }
            print("verify, round " + round + ", " + valid + " valid", ms(begun) * 1_000 / count, "µs each");
            double used = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e3;
            print("  of CPU", used / count, "µs each");
        }
    }

    /// A restart followed by everyone's return: every row is read from the database once.
    private static void reread(Path folder) throws Exception {
        try (Directory directory = Directory.open(folder, Clock.systemUTC(), new SecureRandom())) {
            var users = directory.users().list(DEMO, "", 10_000);
            long begun = System.nanoTime();
            inParallel(
                    (_, i) -> directory.users().find(users.get(i % users.size()).key()));
            print(USERS + " finds of 10,000 users after a restart", USERS / ms(begun) * 1_000, "per second");
        }
    }

    private static void flyway(Path folder) {
        var source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + folder.resolve(Directory.FILE_NAME));
        long begun = System.nanoTime();
        Flyway.configure()
                .dataSource(source)
                .locations(Schema.LOCATION)
                .table("schema_history")
                .loggers("slf4j")
                .load()
                .migrate();
        print("Flyway's own look at a current database, classes of SQLite warm", ms(begun), "ms");
    }

    private interface Step {
        void run(int thread, int i);
    }

    private static void inParallel(Step step) throws Exception {
        try (var pool = Executors.newFixedThreadPool(THREADS)) {
            var parts = new ArrayList<Future<?>>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                parts.add(pool.submit(() -> {
                    for (int i = thread; i < USERS; i += THREADS) {
                        step.run(thread, i);
                    }
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        }
    }

    private static User user(String id) {
        return new User(new UserKey(DEMO, new UserId(id)), "Name of " + id, "", Map.of(), true, 1);
    }

    private static double processCpuMs() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e6;
    }

    private static double ms(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void print(String what, double value, String unit) {
        System.out.printf("%-66s %,12.1f %s%n", what, value, unit);
    }
}
