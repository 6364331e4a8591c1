package im.hongyan.bench.process;

import im.hongyan.bench.wire.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Tokens of users, asked for as a business back-end does. Each user's is kept and used again.
final class Credentials {
    private static final long TOKEN = Fields.key("token");
    private static final String KEY_LINE = "admin-key = ";

    private final URI server;
    private final Path data;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    Credentials(URI server, Path data) {
        this.server = server;
        this.data = data;
    }

    String token(String user) {
        return tokens.computeIfAbsent(user, this::issue);
    }

    private String issue(String user) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/v1/apps/demo/tokens"))
                .header("Authorization", "Bearer " + adminKey())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"user\":\"" + user + "\"}"))
                .build();
        try {
            HttpResponse<byte[]> reply = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            Fields fields = new Fields();
            fields.on(reply.body(), 0, reply.body().length);
            while (reply.statusCode() / 100 == 2 && fields.next()) {
                if (fields.is(TOKEN)) {
                    return fields.text();
                }
            }
            throw new IOException(
                    "no token: " + reply.statusCode() + " " + new String(reply.body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    void post(String path, String json) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + adminKey())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            HttpResponse<String> reply = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() / 100 != 2) {
                throw new IOException(path + ": " + reply.statusCode() + " " + reply.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private String adminKey() {
        try {
            return Files.readAllLines(data.resolve("credentials")).stream()
                    .filter(line -> line.startsWith(KEY_LINE))
                    .map(line -> line.substring(KEY_LINE.length()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no administrator's key in " + data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
