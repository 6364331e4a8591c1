package im.hongyan.conformance;

import im.hongyan.conformance.wire.PacketClient;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The real server as a process of its own on a data folder of its own. It can be stopped, killed, paused and
/// started again on the same data and port. One thread drives it.
public final class ServerProcess implements AutoCloseable {
    /// Counted in looks and not by the clock: a machine that was suspended has not waited.
    private static final int LOOKS_MAX = 4_500;

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int PORT_MIN = 20_000;
    private static final int PORTS = 12_000;
    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    private final ServerCommand server;
    private final List<String> command;
    private final int port;
    private final Path data;
    private final ServerLog log;
    private Process process;
    private Thread follower;

    private ServerProcess(ServerCommand server, List<String> options, int port, Path data, ServerLog log)
            throws IOException {
        this.server = server;
        List<String> serve = List.of("serve", "--port", Integer.toString(port), "--data", data.toString());
        this.command = new ServerCommand(server.with(serve)).with(options);
        this.port = port;
        this.data = data;
        this.log = log;
        this.process = spawn();
        this.follower = follow(process);
    }

    /// Starts a server and waits until it is ready.
    ///
    /// @param home an empty or new folder; the log and, unless the options say otherwise, the data live in it
    /// @param options appended to `serve --port … --data …`
    public static ServerProcess start(ServerCommand server, Path home, List<String> options)
            throws IOException, InterruptedException {
        return start(server, home, home.resolve("data"), options);
    }

    /// As above, with the data folder elsewhere.
    public static ServerProcess start(ServerCommand server, Path home, Path data, List<String> options)
            throws IOException, InterruptedException {
        Files.createDirectories(home);
        var started = new ServerProcess(server, options, freePort(), data, new ServerLog(home.resolve("server.log")));
        started.awaitReady();
        return started;
    }

    /// Below the range from which clients get theirs: a client that dials a dead server's port again and again is
    /// given that very port one day, connects to itself, and the server can no longer listen on it.
    private static int freePort() throws IOException {
        int first = (int) (ProcessHandle.current().pid() % PORTS);
        for (int i = 0; i < PORTS; i++) {
            int port = PORT_MIN + (first + i) % PORTS;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port from " + PORT_MIN + " on");
    }

    private static boolean isFree(int port) throws IOException {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (BindException _) {
            return false;
        }
    }

    private Process spawn() throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private Thread follow(Process of) {
        return Thread.ofVirtual().name("server-log").start(() -> log.follow(of.getInputStream()));
    }

    private void awaitReady() throws IOException, InterruptedException {
        int looks = 0;
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!isReady(http, request)) {
                // The end of the process is the event that ends waiting early; its absence paces the polling.
                if (process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    follower.join();
                    throw new IOException("the server ended with " + process.exitValue() + ": " + tail());
                }
                if (++looks > LOOKS_MAX) {
                    kill9();
                    throw new IOException("the server is not ready after " + looks + " looks: " + tail());
                }
            }
        }
    }

    private static boolean isReady(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false; // Nobody listens yet.
        }
    }

    private String tail() {
        List<String> lines = log.since(0);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    /// How a command of the server's program ended.
    public record Ended(int code, String said) {}

    /// Runs another command of the same program, one that ends by itself.
    public Ended runAnother(List<String> words) throws IOException, InterruptedException {
        Path said = Files.createTempFile(log.file().getParent(), "another", ".log");
        Process another = new ProcessBuilder(server.with(words))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        int looks = 0;
        while (!another.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            if (++looks > LOOKS_MAX) {
                another.destroyForcibly();
                throw new IOException("still running: " + words + "\n" + Files.readString(said));
            }
        }
        return new Ended(another.exitValue(), Files.readString(said));
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// Where clients of the MobileIMSDK dialect connect now; the ports may be others after a restart.
    public InetSocketAddress address(PacketClient.Transport transport) throws IOException, InterruptedException {
        return switch (transport) {
            case WEBSOCKET -> address();
            case TCP -> dialectPort("tcp");
            case UDP -> dialectPort("udp");
        };
    }

    private InetSocketAddress dialectPort(String transport) throws IOException, InterruptedException {
        String line = "hongyan_mobileimsdk_port{transport=\"" + transport + "\"} ";
        var request = HttpRequest.newBuilder(http("/metrics"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String metrics =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return metrics.lines()
                    .filter(each -> each.startsWith(line))
                    .map(each -> new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), Integer.parseInt(each.substring(line.length()))))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the server has no port for " + transport));
        }
    }

    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public Path data() {
        return data;
    }

    public ServerLog log() {
        return log;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Asks the server to stop, as an operator would, and waits for it. Returns its exit code.
    public int stop() throws InterruptedException {
        // Through the handle: Process.destroy would close the pipe, and with it the server's last words.
        signalled(process.toHandle().destroy());
        if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
            kill9();
            throw new IllegalStateException("the server did not stop within " + STOP_MAX);
        }
        follower.join();
        return process.exitValue();
    }

    /// `kill -9`: no shutdown hook, no flush, no goodbye.
    public void kill9() throws InterruptedException {
        signalled(process.toHandle().destroyForcibly());
        process.waitFor();
        follower.join();
    }

    private void signalled(boolean done) {
        if (!done && process.isAlive()) {
            throw new IllegalStateException("the process could not be signalled");
        }
    }

    /// Freezes the process: it neither answers nor dies.
    public void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    public void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill " + name + " failed with " + code);
        }
    }

    /// Starts again on the same data and port; the process must have ended. Returns how long it took to be ready.
    public Duration restart() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        startWithoutWaiting();
        awaitReady();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /// Starts again without waiting: for whoever wants to disturb the start itself.
    public void startWithoutWaiting() throws IOException {
        if (process.isAlive()) {
            throw new IllegalStateException("still running");
        }
        process = spawn();
        follower = follow(process);
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            stop();
        }
    }
}
