package im.hongyan.http;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.Dialect;
import im.hongyan.dialect.DialectSession;
import im.hongyan.dialect.Endpoint;
import im.hongyan.dialect.OutFrame;
import im.hongyan.gateway.Gateway;
import im.hongyan.gateway.GatewaySettings;
import im.hongyan.testkit.wire.RawSocket;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an idle connection costs: a server that logs its memory per connection, in one process, and its clients in
/// another: `serve PORT COUNT` beside `connect PORT COUNT`.
public final class IdleMemory {
    private static final Logger log = LoggerFactory.getLogger(IdleMemory.class);

    /// Connections that are there before anything is measured.
    private static final int WARM = 500;

    private IdleMemory() {}

    public static void main(String[] args) throws Exception {
        if (args[0].equals("serve")) {
            serve(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        } else {
            connect(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        }
    }

    /// A session that holds as little as one can, so that the figures are those of the edge.
    private static final class Blank implements Dialect {
        @Override
        public String name() {
            return "blank";
        }

        @Override
        public List<Endpoint> endpoints() {
            return List.of(new Endpoint.WebSocket("/link", 65_536));
        }

        @Override
        public DialectSession open(Connection connection) {
            return new BlankSession(connection);
        }
    }

    private record BlankSession(Connection connection) implements DialectSession {
        @Override
        public void onFrame(byte[] bytes, int offset, int length, boolean text) {
            connection.loggedIn();
            connection.send(OutFrame.text(Arrays.copyOfRange(bytes, offset, offset + length), length));
        }

        @Override
        public void onSignal(Signal signal) {}

        @Override
        public void onTick(long nowMs) {}

        @Override
        public void onClosing(CloseCode code) {}

        @Override
        public void onGone() {}
    }

    private static void serve(int at, int count) throws Exception {
        Gateway gateway = new Gateway(
                GatewaySettings.of(Limits.DEFAULT), List.of(new Blank()), System::nanoTime, InstantSource.system());
        HttpPort port = HttpPort.open(
                HttpSettings.of("127.0.0.1", at, Limits.DEFAULT),
                gateway,
                System::nanoTime,
                () -> true,
                () -> "",
                _ -> {});
        await(gateway, WARM);
        long heapBefore = liveHeap();
        long rssBefore = rssKb();
        await(gateway, WARM + count);
        long rss = rssKb();
        long heap = liveHeap();
        log.info(
                "{} connections: live heap {} bytes each; RSS {} KB each before collecting, {} KB after",
                count,
                (heap - heapBefore) / count,
                (rss - rssBefore) * 1.0 / count,
                (rssKb() - rssBefore) * 1.0 / count);
        log.info("RSS in all {} MB\n{}", rssKb() / 1024, histogram());
        port.stop(Duration.ofSeconds(5));
        port.close();
    }

    private static void await(Gateway gateway, int loggedIn) {
        while (gateway.metrics().open() - gateway.metrics().anonymous() < loggedIn) {
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static void connect(int port, int count) throws IOException {
        List<RawSocket> clients = new ArrayList<>();
        for (int i = 0; i < WARM + count; i++) {
            if (i == WARM) {
                LockSupport.parkNanos(5_000_000_000L); // the server measures what it needs without the rest
            }
            RawSocket client = RawSocket.webSocket(port, "/link");
            client.text("login");
            client.frame();
            clients.add(client);
        }
        log.info("{} connected; waiting for the server to end", clients.size());
        for (RawSocket client : clients) {
            client.rest();
        }
    }

    private static long liveHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long rssKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static String histogram() throws Exception {
        String all = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return String.join("\n", all.lines().limit(45).toList());
    }
}
