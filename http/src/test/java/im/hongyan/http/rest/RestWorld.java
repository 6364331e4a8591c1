package im.hongyan.http.rest;

import im.hongyan.core.account.AppSettings;
import im.hongyan.core.account.UserId;
import im.hongyan.core.file.FileAddresses;
import im.hongyan.core.file.FileId;
import im.hongyan.core.file.Files;
import im.hongyan.core.group.Group;
import im.hongyan.core.group.GroupChange;
import im.hongyan.core.group.GroupRules;
import im.hongyan.core.group.Groups;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ConversationId;
import im.hongyan.gateway.Gateway;
import im.hongyan.gateway.GatewaySettings;
import im.hongyan.http.HttpPort;
import im.hongyan.http.HttpSettings;
import im.hongyan.testkit.core.MemoryWorld;
import im.hongyan.testkit.file.MemoryBlobs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A core in memory behind a real port, and a back-end that asks it things.
final class RestWorld implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final MemoryWorld core;
    final MemoryBlobs blobs = new MemoryBlobs();
    private final Random random = new Random(5);
    private final Limits limits;
    Rest rest;
    HttpPort port;
    private Gateway gateway;
    private final HttpClient client = HttpClient.newHttpClient();

    RestWorld() {
        this(Limits.DEFAULT);
    }

    RestWorld(Limits limits) {
        this.limits = limits;
        core = new MemoryWorld(limits, AppSettings.DEFAULT);
        open();
    }

    private void open() {
        rest = new Rest(core.core());
        FileAddresses addresses = new FileAddresses(new byte[32], core.clock(), limits.fileUrlMs());
        FileRoutes files = new FileRoutes(
                core.core(), new Files(limits, core.clock(), blobs, addresses, () -> FileId.random(random)));
        gateway = new Gateway(GatewaySettings.of(limits), List.of(), System::nanoTime, InstantSource.system());
        try {
            port = HttpPort.open(
                    HttpSettings.of("127.0.0.1", 0, limits),
                    gateway,
                    System::nanoTime,
                    () -> true,
                    () -> "",
                    router -> {
                        rest.mount(router);
                        files.mount(router);
                    });
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A new server over what the old one stored.
    void restart() {
        shut();
        core.restart();
        open();
    }

    private void shut() {
        try {
            gateway.stop(PATIENCE);
            port.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Makes users who exist.
    RestWorld users(String... ids) {
        for (String id : ids) {
            core.core().accounts().create(MemoryWorld.key(id), "", "", Map.of());
        }
        return this;
    }

    /// Makes the group `club`: its owner, a member, and somebody who has asked to come in.
    RestWorld club(String owner, String member, String applicant) {
        ConversationId.Group id =
                new ConversationId.Group(MemoryWorld.key(owner).app(), "club");
        Groups.Actor actor = new Groups.Actor(MemoryWorld.key(owner), null);
        MemoryWorld.value(MemoryWorld.<Group>await(reply -> core.core()
                .groups()
                .create(id, actor, null, GroupChange.NONE, GroupRules.PUBLIC, List.of(new UserId(member)), reply)));
        return applies(applicant);
    }

    /// Somebody asks to come into `club`.
    RestWorld applies(String applicant) {
        Groups.Actor stranger = new Groups.Actor(MemoryWorld.key(applicant), null);
        ConversationId.Group id = new ConversationId.Group(stranger.user().app(), "club");
        MemoryWorld.value(
                MemoryWorld.<Group>await(reply -> core.core().membership().join(id, stranger, "me too", reply)));
        return this;
    }

    String adminKey() {
        return core.accounts().adminKey();
    }

    /// What came back.
    record Answer(int status, HttpResponse<byte[]> response) {
        JsonObject json() {
            return new JsonObject(text());
        }

        JsonObject err() {
            return json().getJsonObject("err");
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, JsonObject body) {
        return call("POST", path, body.encode());
    }

    Answer patch(String path, JsonObject body) {
        return call("PATCH", path, body.encode());
    }

    Answer call(String method, String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /// A request with the administrator's key.
    HttpRequest.Builder request(String path) {
        return stranger(path).header("Authorization", "Bearer " + adminKey());
    }

    HttpRequest.Builder stranger(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + path))
                .timeout(PATIENCE);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        shut();
        core.close();
    }
}
