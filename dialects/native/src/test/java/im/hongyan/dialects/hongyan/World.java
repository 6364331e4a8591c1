package im.hongyan.dialects.hongyan;

import im.hongyan.core.Core;
import im.hongyan.core.account.App;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.AppSettings;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.port.Helpers;
import im.hongyan.testkit.account.InMemoryAccounts;
import im.hongyan.testkit.log.MemoryMessageLog;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// A whole core in memory with the native dialect on it, and a clock moved by hand.
final class World implements AutoCloseable {
    static final AppId APP = new AppId("demo");
    static final long BEGIN_MS = 1_795_187_062_363L;

    final AtomicLong nowMs = new AtomicLong(BEGIN_MS);
    final MemoryMessageLog log = new MemoryMessageLog();
    final AtomicReference<Throwable> fault = new AtomicReference<>();
    final InMemoryAccounts accounts;
    final Core core;
    final NativeDialect dialect;
    /// The first, `secret-0`, is the core's own; sessions get `secret-1` and so on.
    private final AtomicLong secrets = new AtomicLong(-1);
    /// Where storage work goes; tests may put their own here.
    Executor storage = Runnable::run;

    World() {
        this(AppSettings.DEFAULT);
    }

    World(AppSettings settings) {
        Clock clock = new HandClock(nowMs);
        accounts = InMemoryAccounts.open(clock, 42);
        accounts.apps().create(new App(APP, "Demo", true, settings, BEGIN_MS));
        core = Core.of(new Core.Ports(
                Limits.DEFAULT,
                clock,
                log,
                accounts.apps(),
                accounts.users(),
                accounts.tokens(),
                task -> storage.execute(task),
                2,
                () -> "secret-" + secrets.incrementAndGet(),
                Helpers.NONE,
                (_, e) -> fault.set(e)));
        dialect = new NativeDialect(core, 1);
    }

    String token(String user) {
        return token(user, 3_600_000);
    }

    String token(String user, long lifetimeMs) {
        return switch (accounts.tokens().issue(new UserKey(APP, new UserId(user)), lifetimeMs)) {
            case Outcome.Ok<Tokens.Issued>(var issued) -> issued.token();
            case Outcome.Refused<Tokens.Issued>(var refusal) -> throw new AssertionError(refusal);
        };
    }

    RecordingConnection connect() {
        return RecordingConnection.open(dialect);
    }

    /// A client that is in.
    RecordingConnection login(String user) {
        return login(user, user + "-device");
    }

    RecordingConnection login(String user, String device) {
        RecordingConnection connection = connect();
        Map<String, Object> reply = connection.ask(loginFrame(user, device));
        if (!user.equals(reply.get("user"))) {
            throw new AssertionError(reply);
        }
        return connection;
    }

    String loginFrame(String user, String device) {
        return "{'op':'login','id':1,'v':1,'app':'demo','token':'" + token(user) + "','device':'" + device + "'}";
    }

    /// Waits until everybody has been told of what is in the log: a sender hears first.
    void everybodyTold() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (core.fanout().reached() < log.position()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the fan-out did not come after the log");
            }
            Thread.onSpinWait();
        }
    }

    /// Time passes for the client.
    void pass(long ms, RecordingConnection... connections) {
        long now = nowMs.addAndGet(ms);
        for (RecordingConnection connection : connections) {
            connection.session().onTick(now);
        }
    }

    @Override
    public void close() {
        core.stop();
        log.close();
        if (fault.get() != null) {
            throw new AssertionError("the log's writer thread was given an exception", fault.get());
        }
    }

    private static final class HandClock extends Clock {
        private final AtomicLong nowMs;

        HandClock(AtomicLong nowMs) {
            this.nowMs = nowMs;
        }

        @Override
        public long millis() {
            return nowMs.get();
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(nowMs.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
