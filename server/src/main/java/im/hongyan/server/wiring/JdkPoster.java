package im.hongyan.server.wiring;

import im.hongyan.dialects.wafer.business.Poster;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Posts by the JDK's client, which follows no redirect: only the addresses that were allowed are ever called.
final class JdkPoster implements Poster {
    /// Largest answer that is looked at.
    private static final int ANSWER_BYTES_MAX = 65_536;

    private final HttpClient client;

    JdkPoster(HttpClient client) {
        this.client = client;
    }

    @Override
    public Answer post(String url, byte[] body, long timeoutMs) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofMillis(timeoutMs))
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                return new Answer(response.statusCode(), in.readNBytes(ANSWER_BYTES_MAX));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
