package im.hongyan.dialects.mobileimsdk;

import im.hongyan.core.Core;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.log.ConversationId;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.Dialect;
import im.hongyan.dialect.DialectSession;
import im.hongyan.dialect.Endpoint;
import im.hongyan.dialects.mobileimsdk.plugin.MobileImPlugin;
import im.hongyan.dialects.mobileimsdk.plugin.MobileImServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// MobileIMSDK's protocol over its three transports, with a store behind it: what the original forgets when a
/// receiver is away is kept here and delivered at the next login.
public final class MobileImDialect implements Dialect {
    public static final String NAME = "mobileimsdk";
    public static final String PATH = "/websocket";

    private final Core core;
    private final MobileImSettings settings;
    private final Plugins plugins;
    private final Supplier<String> ids;
    private final Online online = new Online();
    private final Held held;
    private final Counters counters = new Counters();
    private final ThreadLocal<Scratch> scratch;

    /// What a thread needs to read and write packets; the sessions of an event loop share it.
    record Scratch(MobileImCodec codec, MobileImWriter writer, Stored stored) {}

    /// @param plugins asked in this order
    /// @param threads runs calls of plug-ins, which may block
    /// @param ids makes names that no two messages share
    /// @param faults told of what plug-ins throw One dialect lives as long as its server, so nothing is left behind
    ///     in the threads of others.
    @SuppressWarnings("ThreadLocalUsage")
    public MobileImDialect(
            Core core,
            MobileImSettings settings,
            List<MobileImPlugin> plugins,
            Executor threads,
            Supplier<String> ids,
            Consumer<Throwable> faults) {
        this.core = core;
        this.settings = settings;
        this.plugins = new Plugins(plugins, threads, faults);
        this.ids = ids;
        this.held = new Held(settings.heldUsersMax());
        this.scratch = ThreadLocal.withInitial(() -> new Scratch(
                new MobileImCodec(core.limits().jsonDepthMax()),
                new MobileImWriter(settings.serverTimestamp() ? core.clock() : null),
                new Stored()));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.add(new Endpoint.WebSocket(
                PATH, settings.webSocketFrameBytesMax(), settings.senseMode().idleMs(), false));
        if (settings.tcpPort() >= 0) {
            endpoints.add(new Endpoint.Tcp(
                    settings.tcpPort(),
                    settings.tcpFrameBytesMax(),
                    settings.senseMode().idleMs()));
        }
        if (settings.udpPort() >= 0) {
            endpoints.add(new Endpoint.Udp(
                    settings.udpPort(),
                    settings.datagramBytesMax(),
                    settings.senseMode().datagramIdleMs()));
        }
        return List.copyOf(endpoints);
    }

    @Override
    public DialectSession open(Connection connection) {
        throw new IllegalStateException("this dialect must know the endpoint");
    }

    @Override
    public DialectSession open(Connection connection, Endpoint endpoint) {
        return new MobileImSession(this, connection, MobileImTransport.of(endpoint));
    }

    /// Tells the plug-ins that the server starts.
    public void start() {
        plugins.start(new Services());
    }

    /// What has been counted, by the names of `/metrics` without their common beginning.
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("too_large_total", counters.tooLarge.sum());
        counts.put("resent_total", counters.resent.sum());
        counts.put("unacknowledged_total", counters.unacknowledged.sum());
        counts.put("refused_total", counters.refused.sum());
        return counts;
    }

    /// Users with a session of this dialect.
    public int online() {
        return online.count();
    }

    /// What plug-ins may ask for.
    private final class Services implements MobileImServer {
        @Override
        public void sendData(
                String toUserId, String dataContent, int typeu, @Nullable String fp, Consumer<Boolean> stored) {
            var receiver = UserNames.receiver(toUserId);
            if (receiver == null || receiver.isReserved()) {
                stored.accept(false);
                return;
            }
            UserKey system = new UserKey(settings.app(), im.hongyan.core.account.UserId.SYSTEM);
            Packet packet = new Packet(false, Packet.DATA, dataContent, null, null, fp, true, typeu, Packet.UNSET);
            String clientId = fp == null ? MobileImRequests.MADE_UP + ids.get() : Fingerprints.clientId(fp);
            var conversation = ConversationId.single(settings.app(), system.user(), receiver);
            core.messages()
                    .send(
                            new Stored().sending(system, conversation, packet, clientId, true, 0),
                            outcome -> stored.accept(outcome instanceof Outcome.Ok<?>));
        }

        @Override
        public boolean kickout(String userId, int code, @Nullable String reason) {
            var user = UserNames.receiver(userId);
            MobileImSession session = user == null ? null : online.of(user);
            if (session != null) {
                session.kick(code, reason);
            }
            return session != null;
        }

        @Override
        public boolean isOnline(String userId) {
            var user = UserNames.receiver(userId);
            return user != null && online.of(user) != null;
        }
    }

    Core core() {
        return core;
    }

    MobileImSettings settings() {
        return settings;
    }

    Plugins plugins() {
        return plugins;
    }

    Online table() {
        return online;
    }

    Held held() {
        return held;
    }

    Counters counters() {
        return counters;
    }

    String newId() {
        return ids.get();
    }

    Scratch scratch() {
        return scratch.get();
    }
}
