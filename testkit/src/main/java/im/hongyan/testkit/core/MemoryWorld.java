package im.hongyan.testkit.core;

import im.hongyan.core.Core;
import im.hongyan.core.account.App;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.AppSettings;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.Commit;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.LogUnavailableException;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.message.Sending;
import im.hongyan.core.message.Sent;
import im.hongyan.core.port.Helpers;
import im.hongyan.core.session.DeviceId;
import im.hongyan.core.session.Logins;
import im.hongyan.core.session.Platform;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.SessionLink;
import im.hongyan.testkit.account.HandClock;
import im.hongyan.testkit.account.InMemoryAccounts;
import im.hongyan.testkit.log.MemoryMessageLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A whole core over in-memory stores and a clock moved by hand, with one app, `demo`. [#restart] keeps what was
/// stored and forgets the rest, as a restart of the server does.
public final class MemoryWorld implements AutoCloseable {
    public static final AppId APP = new AppId("demo");
    private static final long START_MS = 1_800_000_000_000L;
    private static final long TOKEN_MS = 3_600_000;

    private final HandClock clock = new HandClock(START_MS);
    private final MemoryMessageLog log = new MemoryMessageLog();
    private final InMemoryAccounts accounts;
    private final Limits limits;
    /// The first, `secret-0`, is the core's own; sessions get `secret-1` and so on.
    private final AtomicLong secrets = new AtomicLong(-1);
    private final List<Throwable> faults = new ArrayList<>();
    private final List<RecordingLink> links = new ArrayList<>();
    private ExecutorService storage;
    private Core core;

    public MemoryWorld(Limits limits, AppSettings settings) {
        this.limits = limits;
        this.accounts = InMemoryAccounts.open(clock, 1);
        accounts.apps().create(new App(APP, "Demo", true, settings, clock.millis()));
        this.storage = Executors.newVirtualThreadPerTaskExecutor();
        this.core = build();
    }

    public MemoryWorld() {
        this(Limits.DEFAULT, AppSettings.DEFAULT);
    }

    private Core build() {
        return Core.of(new Core.Ports(
                limits,
                clock,
                log,
                accounts.apps(),
                accounts.users(),
                accounts.tokens(),
                storage,
                1,
                () -> "secret-" + secrets.incrementAndGet(),
                Helpers.NONE,
                (thread, failure) -> {
                    synchronized (faults) {
                        faults.add(failure);
                    }
                }));
    }

    /// Stops the core and makes a new one over the same stores.
    public void restart() {
        core.stop();
        storage.close();
        storage = Executors.newVirtualThreadPerTaskExecutor();
        core = build();
    }

    public Core core() {
        return core;
    }

    public HandClock clock() {
        return clock;
    }

    public MemoryMessageLog log() {
        return log;
    }

    public InMemoryAccounts accounts() {
        return accounts;
    }

    /// What was thrown on the log's writer thread.
    public List<Throwable> faults() {
        synchronized (faults) {
            return List.copyOf(faults);
        }
    }

    /// A connection; closed with the world.
    public RecordingLink link() {
        RecordingLink link = new RecordingLink();
        links.add(link);
        return link;
    }

    public static UserKey key(String user) {
        return new UserKey(APP, new UserId(user));
    }

    public static ConversationId.Single single(String one, String other) {
        return ConversationId.single(APP, new UserId(one), new UserId(other));
    }

    public Outcome<Logins.Entered> login(String user, String device, Platform platform, SessionLink link) {
        Tokens.Issued token = value(accounts.tokens().issue(key(user), TOKEN_MS));
        return await(reply -> core.logins()
                .login(new Logins.Login(APP, token.token(), new DeviceId(device), platform, "test", link), reply));
    }

    /// Logs in a user's only device.
    public Session login(String user, SessionLink link) {
        return value(login(user, "device-of-" + user, Platform.OTHER, link)).session();
    }

    public static Sending text(String from, String to, String clientId, String text) {
        return text(from, to, clientId, text, false);
    }

    public static Sending text(String from, String to, String clientId, String text, boolean retry) {
        return new Sending(
                key(from),
                single(from, to),
                clientId,
                ContentKind.TEXT,
                RawJson.of("{\"text\":\"" + text + "\"}"),
                null,
                List.of(),
                0,
                true,
                true,
                retry,
                0);
    }

    /// Sends on the session's own thread and waits for the answer, and until everybody was told.
    public Outcome<Sent> send(Session session, Sending sending) {
        Outcome<Sent> answer =
                await(reply -> session.link().run(() -> core.messages().send(session, sending, reply)));
        settle();
        return answer;
    }

    /// Returns when everything committed before this call has been handed to the sessions. A sender is answered
    /// before the others are told.
    public void settle() {
        CompletableFuture<Boolean> behind = new CompletableFuture<>();
        boolean taken = core.committer().submit(new Commit() {
            @Override
            public List<Change> changes() {
                return List.of();
            }

            @Override
            public void committed(List<Entry> entries) {
                behind.complete(true);
            }

            @Override
            public void failed(LogUnavailableException reason) {
                behind.complete(false);
            }
        });
        if (taken) {
            get(behind);
        }
    }

    /// Moves the clock, and returns when everything that is due then has been done.
    public void pass(long ms) {
        clock.forward(ms);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        do {
            core.agenda().tick(clock.millis());
            settle();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("what is due is not done");
            }
        } while (core.agenda().underWay() > 0);
    }

    /// Waits for a reply.
    public static <T> Outcome<T> await(Consumer<Consumer<Outcome<T>>> call) {
        CompletableFuture<Outcome<T>> future = new CompletableFuture<>();
        call.accept(future::complete);
        return get(future);
    }

    public static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("no reply", e);
        }
    }

    public static <T> T value(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Ok<T>(var value) -> value;
            case Outcome.Refused<T>(var refusal) -> throw new AssertionError("refused: " + refusal);
        };
    }

    @Override
    public void close() {
        core.stop();
        storage.close();
        links.forEach(RecordingLink::close);
    }
}
