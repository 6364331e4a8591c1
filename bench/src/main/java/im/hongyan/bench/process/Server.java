package im.hongyan.bench.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A Hongyan server, started by the launcher as a user would, on a data folder of the measurement.
public final class Server implements Target {
    private static final Duration READY_MAX = Duration.ofSeconds(60);
    private static final long READY_POLL_MS = 2;
    private static final int ANSWER_MAX_MS = 5_000;

    private final Children children;
    private final Process process;
    private final InetSocketAddress address;
    private final Path data;
    private final double readySeconds;
    private final Credentials credentials;

    private Server(Children children, Process process, int port, Path data, double readySeconds) {
        this.children = children;
        this.process = process;
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.data = data;
        this.readySeconds = readySeconds;
        this.credentials = new Credentials(URI.create("http://127.0.0.1:" + port), data);
    }

    /// How a server is started.
    ///
    /// @param launcher the `hongyan` script
    /// @param data its data folder; created when absent
    /// @param config keys that differ from the defaults
    /// @param javaOptions appended to the launcher's JVM flags
    public record Setup(Path launcher, Path data, Map<String, String> config, String javaOptions) {}

    /// Starts it through the launcher and waits until it is ready.
    public static Server start(Children children, Setup setup) throws IOException {
        Files.createDirectories(setup.data());
        Path config = setup.data().resolveSibling(setup.data().getFileName() + ".conf");
        List<String> lines = new ArrayList<>();
        setup.config().forEach((key, value) -> lines.add(key + " = " + value));
        Files.write(config, lines);
        List<String> command = new ArrayList<>(List.of(setup.launcher().toString(), "serve"));
        command.addAll(List.of("--data", setup.data().toString(), "--config", config.toString()));
        return run(children, command, setup.data(), Map.of("HONGYAN_JAVA_OPTS", setup.javaOptions()));
    }

    /// Starts the very process that `like` is, without the launcher, on the same folder.
    public static Server again(Children children, List<String> commandLine, Path data) throws IOException {
        List<String> command = new ArrayList<>(commandLine);
        int port = command.indexOf("--port");
        command.subList(port, port + 2).clear();
        return run(children, command, data, Map.of());
    }

    private static Server run(Children children, List<String> command, Path data, Map<String, String> environment)
            throws IOException {
        int port = freePort();
        command.addAll(List.of("--port", Integer.toString(port)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling(data.getFileName() + ".log").toFile());
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        Process process = children.adopt(builder.start());
        awaitReady(process, port, data);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Server(children, process, port, data, seconds);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitReady(Process process, int port, Path data) throws IOException {
        URL ready = URI.create("http://127.0.0.1:" + port + "/health/ready").toURL();
        long deadline = System.nanoTime() + READY_MAX.toNanos();
        try {
            while (System.nanoTime() < deadline && process.isAlive()) {
                if (isReady(ready)) {
                    return;
                }
                Thread.sleep(READY_POLL_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        Path log = data.resolveSibling(data.getFileName() + ".log");
        throw new IOException("the server did not become ready; it said:\n" + Files.readString(log));
    }

    private static boolean isReady(URL ready) {
        try {
            HttpURLConnection connection = (HttpURLConnection) ready.openConnection();
            connection.setConnectTimeout(ANSWER_MAX_MS);
            connection.setReadTimeout(ANSWER_MAX_MS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException _) {
            return false; // not listening yet
        }
    }

    /// From the start of the process to the first 200 of `/health/ready`.
    public double readySeconds() {
        return readySeconds;
    }

    public Path data() {
        return data;
    }

    /// The command line as the kernel knows it: the JVM's, since the launcher has replaced itself.
    public List<String> commandLine() {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(pid()), "cmdline"), StandardCharsets.UTF_8);
            return Arrays.asList(line.split("\0"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The JVM's flags.
    public List<String> flags() {
        return commandLine().stream()
                .skip(1)
                .takeWhile(word -> !word.equals("-cp"))
                .toList();
    }

    @Override
    public String name() {
        return "hongyan";
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    /// Where clients of MobileIMSDK's protocol connect by TCP.
    public InetSocketAddress packetAddress() throws IOException {
        String line = "hongyan_mobileimsdk_port{transport=\"tcp\"} ";
        URL metrics =
                URI.create("http://127.0.0.1:" + address.getPort() + "/metrics").toURL();
        try (InputStream in = metrics.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(each -> each.startsWith(line))
                    .map(each -> new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), Integer.parseInt(each.substring(line.length()))))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the server has no port for packets over TCP"));
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public String token(String user) {
        return credentials.token(user);
    }

    /// Asks something of the back-end's surface, and passes over the answer.
    public void post(String path, String json) {
        credentials.post(path, json);
    }

    /// Stops it cleanly.
    public boolean stop() {
        return children.stop(process);
    }

    /// Ends it as a power cut would.
    public void kill() {
        children.kill(process);
    }

    @Override
    public void close() {
        children.stop(process);
    }
}
