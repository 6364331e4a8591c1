package im.hongyan.http.site;

import im.hongyan.core.limit.Limits;
import im.hongyan.gateway.Gateway;
import im.hongyan.gateway.GatewaySettings;
import im.hongyan.http.HttpPort;
import im.hongyan.http.HttpSettings;
import im.hongyan.http.rest.Description;
import im.hongyan.testkit.core.MemoryWorld;
import im.hongyan.testkit.wire.RawSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// A site on a real port, and a reader.
final class SiteWorld implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final MemoryWorld core = new MemoryWorld();
    final HttpPort port;
    private final Gateway gateway;
    private final HttpClient client = HttpClient.newHttpClient();

    SiteWorld(SiteSource source) throws IOException, InterruptedException {
        gateway = new Gateway(GatewaySettings.of(Limits.DEFAULT), List.of(), System::nanoTime, InstantSource.system());
        Site site = new Site(source, Description.json());
        port = HttpPort.open(
                HttpSettings.of("127.0.0.1", 0, Limits.DEFAULT),
                gateway,
                System::nanoTime,
                () -> true,
                () -> "",
                router -> {
                    site.mount(router);
                    new DevelopmentCredentials(core.core().tokens()).mount(router);
                });
    }

    /// @param headers names and values
    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return ask("GET", path, headers);
    }

    HttpResponse<String> ask(String method, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /// The status line and headers that come back for a head written by hand.
    String raw(String... lines) throws IOException {
        try (RawSocket socket = new RawSocket(port.port())) {
            socket.send((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return socket.head();
        }
    }

    @Override
    public void close() throws InterruptedException {
        client.close();
        gateway.stop(PATIENCE);
        port.close();
        core.close();
    }
}
