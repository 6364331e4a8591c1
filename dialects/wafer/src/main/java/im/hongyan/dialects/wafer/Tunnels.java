package im.hongyan.dialects.wafer;

import im.hongyan.dialect.Connection;
import im.hongyan.dialect.OutFrame;
import im.hongyan.dialects.wafer.business.Tunnel;
import im.hongyan.dialects.wafer.business.TunnelMessage;
import im.hongyan.dialects.wafer.business.TunnelService;
import im.hongyan.dialects.wafer.business.UserInfo;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All tunnels: those that were asked for, by the secret in their connect url, and those that are open, by their
/// id. Thread-safe; nothing here blocks.
final class Tunnels implements TunnelService {
    private static final int ID_BYTES = 16;
    /// Of the connect url. With 24 bytes nobody finds one by trying.
    private static final int SECRET_BYTES = 24;

    private final WaferSettings settings;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Executor threads;
    private final Consumer<Throwable> faults;
    private final Map<String, Line> open = new ConcurrentHashMap<>();
    /// By secret, oldest first.
    private final LinkedHashMap<String, Line> pending = new LinkedHashMap<>();
    private final Map<String, AtomicInteger> pendingOf = new ConcurrentHashMap<>();
    final LongAdder issued = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder cut = new LongAdder();

    /// @param threads run business code, which may block
    /// @param faults told of what it throws
    Tunnels(
            WaferSettings settings,
            InstantSource clock,
            SecureRandom random,
            Executor threads,
            Consumer<Throwable> faults) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.threads = threads;
        this.faults = faults;
    }

    /// A tunnel that can be opened, once.
    ///
    /// @param secret what the connect url ends with
    record Issued(Tunnel tunnel, String secret) {
        @Override
        public String toString() {
            return "Issued[" + tunnel.id() + "]"; // not the secret
        }
    }

    /// Makes a tunnel; null if too many wait to be opened.
    ///
    /// @param owner who may push to it; empty for business code in this process
    /// @param bearer whose it is; null for a guest, and where only the business knows
    @Nullable
    Issued issue(Business business, String owner, WaferSessions.@Nullable Bearer bearer) {
        String payer = bearer == null ? owner : bearer.id();
        int perPayer = bearer == null ? settings.pendingMax() : settings.pendingPerUserMax();
        UserInfo user = bearer == null ? null : bearer.info();
        Tunnel tunnel = new Tunnel(random(ID_BYTES), this, user);
        String secret = random(SECRET_BYTES);
        Line line = new Line(tunnel, business, owner, bearer, clock.millis(), lane());
        synchronized (pending) {
            forgetOld();
            AtomicInteger own = pendingOf.computeIfAbsent(payer, _ -> new AtomicInteger());
            if (pending.size() >= settings.pendingMax() || own.get() >= perPayer) {
                refused.increment();
                return null;
            }
            own.incrementAndGet();
            pending.put(secret, line);
        }
        issued.increment();
        return new Issued(tunnel, secret);
    }

    /// A lane with a tunnel's limits.
    Lane lane() {
        return new Lane(threads, faults, settings.waitingMax(), settings.waitingBytesMax());
    }

    /// A name that no two things share.
    String newId() {
        return random(ID_BYTES);
    }

    private void forgetOld() {
        long before = clock.millis() - settings.connectMs();
        var oldest = pending.values().iterator();
        while (oldest.hasNext()) {
            Line line = oldest.next();
            if (line.askedAtMs() > before) {
                return;
            }
            oldest.remove();
            paid(line);
        }
    }

    private void paid(Line line) {
        WaferSessions.Bearer bearer = line.bearer();
        String payer = bearer == null ? line.owner() : bearer.id();
        AtomicInteger own = pendingOf.get(payer);
        if (own != null && own.decrementAndGet() == 0) {
            pendingOf.remove(payer);
        }
    }

    /// Opens the tunnel of a connect url; null if there is none such, or it was used, or it is too old.
    @Nullable
    Line open(String secret, Connection connection) {
        Line line;
        synchronized (pending) {
            forgetOld();
            line = pending.remove(secret);
            if (line != null) {
                paid(line);
            }
        }
        if (line == null) {
            refused.increment();
            return null;
        }
        open.put(line.id(), line);
        line.opened(connection);
        return line;
    }

    /// Forgets a tunnel whose connection has ended.
    void gone(Line line) {
        if (open.remove(line.id(), line)) {
            line.gone();
        }
    }

    /// Open tunnels.
    int count() {
        return open.size();
    }

    // --- for business code in this process

    @Override
    public List<String> emit(Collection<String> tunnelIds, String type, @Nullable String content) {
        return send("", tunnelIds, WaferCodec.message(TunnelMessage.write(type, content)));
    }

    @Override
    public List<String> close(Collection<String> tunnelIds) {
        return close("", tunnelIds);
    }

    // --- for any owner

    /// @return the ids at which the owner has no open tunnel
    List<String> send(String owner, Collection<String> tunnelIds, OutFrame frame) {
        return each(owner, tunnelIds, line -> line.send(frame));
    }

    /// @return the ids at which the owner had no open tunnel
    List<String> close(String owner, Collection<String> tunnelIds) {
        return each(owner, tunnelIds, Line::close);
    }

    private List<String> each(String owner, Collection<String> tunnelIds, Predicate<Line> what) {
        List<String> invalid = new ArrayList<>(0);
        for (String id : tunnelIds) {
            Line line = open.get(id);
            if (line == null || !line.owner().equals(owner) || !what.test(line)) {
                invalid.add(id);
            }
        }
        return invalid;
    }

    /// Cuts a tunnel's connection: its client comes back with another.
    void cut(String tunnelId) {
        Line line = open.get(tunnelId);
        if (line != null) {
            cut.increment();
            line.cut();
        }
    }

    private String random(int bytes) {
        byte[] bits = new byte[bytes];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }
}
