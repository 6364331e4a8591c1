package im.hongyan.dialects.mobileimsdk;

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
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.LogUnavailableException;
import im.hongyan.core.port.Helpers;
import im.hongyan.dialect.Endpoint;
import im.hongyan.dialects.mobileimsdk.plugin.MobileImPlugin;
import im.hongyan.testkit.account.HandClock;
import im.hongyan.testkit.account.InMemoryAccounts;
import im.hongyan.testkit.log.MemoryMessageLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

final class World implements AutoCloseable {
    static final AppId APP = new AppId("demo");
    static final Endpoint TCP = new Endpoint.Tcp(0, 6_144);
    static final Endpoint UDP = new Endpoint.Udp(0, 2_048, 0);
    static final Endpoint WEBSOCKET = new Endpoint.WebSocket("/websocket", 65_536);
    private static final long BEGIN_MS = 1_795_187_062_363L;

    final HandClock clock = new HandClock(BEGIN_MS);
    final MemoryMessageLog log = new MemoryMessageLog();
    final AtomicReference<Throwable> fault = new AtomicReference<>();
    final AtomicReference<Throwable> pluginFault = new AtomicReference<>();
    final InMemoryAccounts accounts = InMemoryAccounts.open(clock, 42);
    final Core core;
    final MobileImDialect dialect;
    private final AtomicLong ids = new AtomicLong();

    World(boolean openHouse, MobileImPlugin... plugins) {
        accounts.apps().create(new App(APP, "Demo", true, AppSettings.DEFAULT, BEGIN_MS));
        core = Core.of(new Core.Ports(
                Limits.DEFAULT,
                clock,
                log,
                accounts.apps(),
                accounts.users(),
                accounts.tokens(),
                Runnable::run,
                1,
                () -> "secret-" + ids.incrementAndGet(),
                Helpers.NONE,
                (_, e) -> fault.set(e)));
        dialect = new MobileImDialect(
                core,
                MobileImSettings.of(APP, openHouse, SenseMode.MODE_15S, false, 0, 0),
                List.of(plugins),
                Runnable::run,
                () -> "id-" + ids.incrementAndGet(),
                pluginFault::set);
        dialect.start();
    }

    String token(String user, long lifetimeMs) {
        return switch (accounts.tokens().issue(new UserKey(APP, new UserId(user)), lifetimeMs)) {
            case Outcome.Ok<Tokens.Issued>(var issued) -> issued.token();
            case Outcome.Refused<Tokens.Issued>(var refusal) -> throw new AssertionError(refusal);
        };
    }

    RecordingConnection connect(Endpoint endpoint) {
        return RecordingConnection.open(dialect, endpoint);
    }

    /// A client that is in.
    RecordingConnection login(Endpoint endpoint, String user) {
        RecordingConnection connection = connect(endpoint);
        connection.say(loginFrame(user, "any", 0));
        Packet answer = connection.next();
        if (answer.type() != Packet.LOGIN_RESPONSE || !answer.to().equals(user)) {
            throw new AssertionError(answer);
        }
        return connection;
    }

    static String loginFrame(String user, String token, long firstLoginTime) {
        return "{\"type\":0,\"dataContent\":\"{\\\"loginUserId\\\":\\\"" + user + "\\\",\\\"loginToken\\\":\\\"" + token
                + "\\\",\\\"firstLoginTime\\\":" + firstLoginTime + "}\"}";
    }

    static String data(String to, String text, String fp) {
        return "{\"type\":2,\"dataContent\":\"" + text + "\",\"to\":\"" + to + "\",\"fp\":\"" + fp
                + "\",\"QoS\":true,\"typeu\":-1,\"sm\":-1}";
    }

    static String received(String fp) {
        return "{\"type\":4,\"dataContent\":\"" + fp + "\",\"typeu\":-1,\"sm\":-1}";
    }

    /// Returns when everything committed before this call has been handed to the sessions.
    void everybodyTold() {
        CompletableFuture<Boolean> behind = new CompletableFuture<>();
        core.committer().submit(new Commit() {
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
                behind.completeExceptionally(reason);
            }
        });
        try {
            behind.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// Time passes for the clients.
    void pass(long ms, RecordingConnection... connections) {
        clock.forward(ms);
        for (RecordingConnection connection : connections) {
            connection.tick(clock.millis());
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
}
