package im.hongyan.server.wiring;

import im.hongyan.core.Core;
import im.hongyan.core.account.AppId;
import im.hongyan.dialect.entry.ConversationName;
import im.hongyan.dialects.wafer.BridgeSettings;
import im.hongyan.dialects.wafer.SessionStore;
import im.hongyan.dialects.wafer.WaferDialect;
import im.hongyan.dialects.wafer.WaferSettings;
import im.hongyan.dialects.wafer.WeChat;
import im.hongyan.dialects.wafer.business.ChatRoom;
import im.hongyan.dialects.wafer.business.TunnelHandler;
import im.hongyan.dialects.wafer.business.TunnelService;
import im.hongyan.directory.LoginKey;
import im.hongyan.directory.LoginKeys;
import im.hongyan.server.config.ConfigException;
import im.hongyan.server.config.ServerConfig;
import im.hongyan.server.config.WaferConfig;
import im.hongyan.server.config.WaferSecrets;
import im.hongyan.wechat.Code2Session;
import im.hongyan.wechat.CodeAnswer;
import im.hongyan.wechat.DevelopmentCodes;
import im.hongyan.wechat.EncryptedData;
import im.hongyan.wechat.LoginCodes;
import im.hongyan.wechat.WeChatApp;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wafer's dialect with what it needs of WeChat and of the directory, as configured.
final class WaferWiring {
    private static final Logger LOG = LoggerFactory.getLogger(WaferWiring.class);
    /// How long a login waits for WeChat.
    private static final Duration WECHAT_PATIENCE = Duration.ofSeconds(5);
    /// How long a connection to a business server may take to come about.
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);

    private WaferWiring() {}

    static WaferDialect dialect(ServerConfig config, Core core, LoginKeys keys) throws IOException {
        WaferConfig wanted = config.wafer();
        WaferSecrets secrets;
        try {
            secrets = WaferSecrets.read(wanted.secrets());
        } catch (ConfigException e) {
            throw new IOException("wafer.secrets: " + e.getMessage(), e);
        }
        AppId app = new AppId(wanted.app());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_PATIENCE)
                .executor(threads)
                .build();
        WaferDialect.Ports ports = new WaferDialect.Ports(
                core,
                wechat(config, secrets, client),
                new DirectorySessions(app, keys),
                secrets.backEnds(),
                new JdkPoster(client),
                threads,
                new SecureRandom(),
                failure -> LOG.error("Business code behind a Wafer tunnel failed", failure));
        return new WaferDialect(ports, settings(config, app), bridge(config), tunnels -> business(config, tunnels));
    }

    private static WaferSettings settings(ServerConfig config, AppId app) {
        WaferConfig wanted = config.wafer();
        boolean development = config.mode() == ServerConfig.Mode.DEVELOPMENT;
        WaferSettings usual =
                WaferSettings.of(app, wanted.takesGuests(config.mode()), development, wanted.publicUrl(), !development);
        return new WaferSettings(
                app,
                usual.guests(),
                usual.conformance(),
                usual.publicUrl(),
                usual.secure(),
                wanted.heartbeatMs(),
                wanted.sessionMs(),
                wanted.sessionIdleMs(),
                usual.sessionRenewMs(),
                wanted.sessionsPerUserMax(),
                usual.connectMs(),
                usual.pendingMax(),
                usual.pendingPerUserMax(),
                usual.frameBytesMax(),
                usual.waitingMax(),
                usual.waitingBytesMax(),
                usual.requestsMax(),
                usual.callbackMs(),
                usual.callbacksMax());
    }

    private static @Nullable BridgeSettings bridge(ServerConfig config) {
        ConversationName to = ConversationName.parse(config.wafer().bridgeTo());
        return to == null
                ? null
                : new BridgeSettings(
                        to, config.wafer().bridgeEvent(), config.wafer().bridgeField());
    }

    /// Whoever brings business code has it here; else there is the sample, in development mode.
    private static @Nullable TunnelHandler business(ServerConfig config, TunnelService tunnels) {
        Optional<TunnelHandler> own = ServiceLoader.load(TunnelHandler.class).findFirst();
        own.ifPresent(handler ->
                LOG.info("Behind /wafer/tunnel: {}", handler.getClass().getName()));
        if (own.isPresent()) {
            return own.get();
        }
        return config.mode() == ServerConfig.Mode.DEVELOPMENT ? new ChatRoom(tunnels) : null;
    }

    private static WeChat wechat(ServerConfig config, WaferSecrets secrets, HttpClient client) {
        String appid = config.wafer().wechatAppid();
        LoginCodes real = appid.isEmpty() || secrets.wechatSecret().isEmpty()
                ? _ -> new CodeAnswer.NotConfigured()
                : new Code2Session(
                        client,
                        config.wafer().wechatUrl(),
                        new WeChatApp(appid, secrets.wechatSecret()),
                        WECHAT_PATIENCE);
        LoginCodes codes = config.mode() == ServerConfig.Mode.DEVELOPMENT ? new DevelopmentCodes(real) : real;
        return new WeChat() {
            @Override
            public Answer exchange(String code) {
                return switch (codes.exchange(code)) {
                    case CodeAnswer.Known(var openid, var sessionKey, var _) -> new Answer.Known(openid, sessionKey);
                    case CodeAnswer.Refused(int number, var text) -> new Answer.Refused(number, text);
                    case CodeAnswer.Unreachable(var why) -> new Answer.Unreachable(why);
                    case CodeAnswer.Unusable(var why) -> new Answer.Unusable(why);
                    case CodeAnswer.NotConfigured() -> new Answer.NotConfigured();
                };
            }

            @Override
            public Optional<String> decrypt(String sessionKey, String encryptedData, @Nullable String iv) {
                return EncryptedData.open(sessionKey, encryptedData, iv, appid.isEmpty() ? null : appid);
            }
        };
    }

    /// The dialect's sessions as the directory's login keys.
    private record DirectorySessions(AppId app, LoginKeys keys) implements SessionStore {
        @Override
        public boolean add(Row row, int perUserMax) {
            return keys.add(key(row), perUserMax);
        }

        @Override
        public Optional<Row> find(byte[] hash) {
            return keys.find(app, WaferDialect.NAME, hash)
                    .map(key -> new Row(
                            key.user(),
                            key.hash(),
                            key.about(),
                            key.sealed(),
                            key.createdAtMs(),
                            key.usedAtMs(),
                            key.expiresAtMs()));
        }

        @Override
        public boolean renew(Row row) {
            return keys.renew(key(row));
        }

        private static LoginKey key(Row row) {
            return new LoginKey(
                    row.user(),
                    WaferDialect.NAME,
                    row.hash(),
                    row.about(),
                    row.sealed(),
                    row.createdAtMs(),
                    row.usedAtMs(),
                    row.expiresAtMs());
        }
    }

    /// What `/metrics` says of the dialect.
    static String metrics(@Nullable WaferDialect dialect) {
        if (dialect == null) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        out.append("# HELP hongyan_wafer_tunnels_open Open tunnels.\n");
        out.append("# TYPE hongyan_wafer_tunnels_open gauge\n");
        out.append("hongyan_wafer_tunnels_open ").append(dialect.open()).append('\n');
        dialect.counts().forEach((name, count) -> {
            out.append("# HELP hongyan_wafer_").append(name).append(" See dialects/wafer/README.md.\n");
            out.append("# TYPE hongyan_wafer_").append(name).append(" counter\n");
            out.append("hongyan_wafer_").append(name).append(' ').append(count).append('\n');
        });
        return out.toString();
    }
}
