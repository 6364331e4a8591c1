package im.hongyan.bench.load;

import im.hongyan.bench.process.Target;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Brings many users in.
public final class Logins {
    /// So many connect and log in at once, unless a measurement says otherwise.
    private static final int AT_ONCE = 64;
    private static final int TOKENS_AT_ONCE = 16;

    private Logins() {}

    /// One device of one user.
    public record Device(String user, String device, String platform) {
        /// The only device of a user.
        public static Device of(String user) {
            return new Device(user, "d-" + user, "other");
        }
    }

    /// Connects and logs in every device; the clients come in the same order.
    public static List<Client> all(Fleet fleet, Target target, List<Device> devices) {
        Map<String, String> tokens = tokens(target, devices);
        Client[] clients = new Client[devices.size()];
        Fleet.await(fleet.each(devices.size(), AT_ONCE, i -> {
            Device device = devices.get(i);
            return fleet.connect(target.address()).thenCompose(client -> {
                clients[i] = client;
                return login(client, device, tokens.getOrDefault(device.user(), ""));
            });
        }));
        return Arrays.asList(clients);
    }

    /// Logs in on an open connection; completes with the reply.
    public static CompletableFuture<byte[]> login(Client client, Device device, String token) {
        return client.ask(
                "\"op\":\"login\",\"v\":1,\"app\":\"demo\",\"token\":\"%s\",\"device\":\"%s\",\"platform\":\"%s\",\"sdk\":\"bench\""
                        .formatted(token, device.device(), device.platform()));
    }

    /// Connects and logs in users of MobileIMSDK's protocol; the clients come in the same order.
    public static List<Client> packets(
            Fleet fleet, InetSocketAddress address, Client.Speech speech, List<String> users) {
        Client[] clients = new Client[users.size()];
        Fleet.await(fleet.each(
                users.size(), AT_ONCE, i -> fleet.connect(address, speech).thenCompose(client -> {
                    clients[i] = client;
                    return enter(client, users.get(i));
                })));
        return Arrays.asList(clients);
    }

    private static CompletableFuture<Boolean> enter(Client client, String user) {
        CompletableFuture<Boolean> in = new CompletableFuture<>();
        client.listener(new Client.Listener() {
            @Override
            public void said(Client from, byte[] bytes, int start, int end) {
                String answer = new String(bytes, start, end - start, StandardCharsets.UTF_8);
                if (answer.contains("\\\"code\\\":0,")) {
                    in.complete(true);
                } else {
                    in.completeExceptionally(new IllegalStateException(answer));
                }
            }

            @Override
            public void gone(Client from) {
                in.completeExceptionally(new IllegalStateException("the server closed the connection"));
            }
        });
        client.send("{\"bridge\":false,\"type\":0,\"dataContent\":\"{\\\"loginUserId\\\":\\\"" + user
                + "\\\",\\\"loginToken\\\":\\\"any\\\",\\\"firstLoginTime\\\":0}\",\"from\":\"" + user
                + "\",\"to\":\"0\",\"QoS\":false,\"typeu\":-1,\"sm\":-1}");
        return in;
    }

    /// A token for each user.
    public static Map<String, String> tokens(Target target, List<Device> devices) {
        Map<String, String> tokens = new ConcurrentHashMap<>();
        Semaphore room = new Semaphore(TOKENS_AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> all = devices.stream()
                    .map(Device::user)
                    .distinct()
                    .map(user -> CompletableFuture.runAsync(
                            () -> {
                                room.acquireUninterruptibly();
                                try {
                                    tokens.put(user, target.token(user));
                                } finally {
                                    room.release();
                                }
                            },
                            threads))
                    .toList();
            Fleet.await(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
        }
        return tokens;
    }
}
