package im.hongyan.dialects.wafer;

import im.hongyan.core.account.UserKey;
import im.hongyan.dialect.web.WebReply;
import im.hongyan.dialect.web.WebRequest;
import im.hongyan.dialects.wafer.business.ChatRoom;
import im.hongyan.dialects.wafer.business.Poster;
import im.hongyan.dialects.wafer.business.TunnelHandler;
import im.hongyan.dialects.wafer.business.TunnelService;
import im.hongyan.testkit.core.MemoryWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The dialect over a whole core in memory, asked as the HTTP port would ask it.
final class World implements AutoCloseable {
    static final BackEnd SHOP =
            BackEnd.of("shop", "shop.example", "test key", java.util.Set.of("http://shop.example/tunnel"), false);
    static final BackEnd BANK =
            BackEnd.of("bank", "bank.example", "other key", java.util.Set.of("http://bank.example/tunnel"), true);

    final MemoryWorld memory = new MemoryWorld();
    final Map<String, SessionStore.Row> rows = new LinkedHashMap<>();
    final List<Throwable> faults = new ArrayList<>();
    final Map<String, Poster> businessServers = new ConcurrentHashMap<>();
    final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Phone> phones = new ArrayList<>();
    WeChat.Answer wechatSays;
    WaferDialect dialect;

    World() {
        this(settings -> settings, null, ChatRoom::new);
    }

    World(
            UnaryOperator<WaferSettings> change,
            BridgeSettings bridge,
            Function<TunnelService, @Nullable TunnelHandler> business) {
        WaferSettings settings = change.apply(WaferSettings.of(MemoryWorld.APP, true, true, "", false));
        dialect = new WaferDialect(ports(), settings, bridge, business);
    }

    private WaferDialect.Ports ports() {
        return new WaferDialect.Ports(
                memory.core(),
                new FakeWeChat(),
                new Rows(),
                List.of(SHOP, BANK),
                (url, body, timeoutMs) -> {
                    Poster server = businessServers.get(url);
                    if (server == null) {
                        throw new IOException("nobody is at " + url);
                    }
                    return server.post(url, body, timeoutMs);
                },
                threads,
                new SecureRandom(),
                failure -> {
                    synchronized (faults) {
                        faults.add(failure);
                    }
                });
    }

    // --- asking

    WebReply ask(String method, String path, byte[] body, String... headers) {
        Map<String, String> all = new HashMap<>(Map.of("host", "chat.example:8080"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i].toLowerCase(Locale.ROOT), headers[i + 1]);
        }
        CompletableFuture<WebReply> reply = new CompletableFuture<>();
        dialect.routes().stream()
                .filter(route -> route.path().equals(path))
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(new WebRequest(method, path, all, body), reply::complete);
        try {
            return reply.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException
                | java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    String get(String path, String... headers) {
        return text(ask("GET", path, new byte[0], headers));
    }

    String post(String path, String body) {
        return text(ask("POST", path, body.getBytes(StandardCharsets.UTF_8)));
    }

    /// A way to the dialect's own back-end paths, for business servers in tests.
    Poster poster() {
        return (url, body, _) -> {
            WebReply reply = ask("POST", url.replaceFirst("^http://[^/]+", ""), body);
            return new Poster.Answer(reply.status(), reply.body());
        };
    }

    static String text(WebReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    /// The first string of that name in a body.
    static String field(String body, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(body);
        if (!found.find()) {
            throw new AssertionError("no " + name + " in " + body);
        }
        return found.group(1);
    }

    /// Logs in and answers the session's key.
    String login(String openid) {
        return field(get("/wafer/login", "X-WX-Code", openid), "skey");
    }

    Phone tunnel(String... headers) {
        return open(field(get("/wafer/tunnel", headers), "url"));
    }

    Phone tunnelOf(String openid) {
        return tunnel("X-WX-Skey", login(openid));
    }

    Phone open(String url) {
        Phone phone = Phone.open(dialect, url);
        phones.add(phone);
        return phone;
    }

    @Override
    public void close() {
        phones.forEach(Phone::close);
        threads.close();
        memory.close();
        if (!faults.isEmpty()) {
            throw new AssertionError("business code failed", faults.getFirst());
        }
    }

    /// Takes the code for the openid; encrypted data is taken for genuine when it begins with a brace.
    private final class FakeWeChat implements WeChat {
        @Override
        public Answer exchange(String code) {
            return wechatSays == null ? new Answer.Known(code, "key of " + code) : wechatSays;
        }

        @Override
        public Optional<String> decrypt(String sessionKey, String encryptedData, String iv) {
            return encryptedData.startsWith("{")
                    ? Optional.of(encryptedData.replace("KEY", sessionKey))
                    : Optional.empty();
        }
    }

    private final class Rows implements SessionStore {
        @Override
        public synchronized boolean add(Row row, int perUserMax) {
            boolean others = !of(row.user()).isEmpty();
            rows.put(HexFormat.of().formatHex(row.hash()), row);
            List<Row> own = of(row.user());
            for (int i = 0; i < own.size() - perUserMax; i++) {
                rows.remove(HexFormat.of().formatHex(own.get(i).hash()));
            }
            return others;
        }

        private List<Row> of(UserKey user) {
            return rows.values().stream()
                    .filter(row -> row.user().equals(user))
                    .sorted(Comparator.comparingLong(Row::createdAtMs))
                    .toList();
        }

        @Override
        public synchronized Optional<Row> find(byte[] hash) {
            return Optional.ofNullable(rows.get(HexFormat.of().formatHex(hash)));
        }

        @Override
        public synchronized boolean renew(Row row) {
            return rows.replace(HexFormat.of().formatHex(row.hash()), row) != null;
        }
    }
}
