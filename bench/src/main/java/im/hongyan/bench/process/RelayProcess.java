package im.hongyan.bench.process;

import im.hongyan.bench.relay.RelayMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The relay, in a JVM with the flags that the server's has.
public final class RelayProcess implements Target {
    private static final String READY = "ready ";

    private final Children children;
    private final Process process;
    private final InetSocketAddress address;

    private RelayProcess(Children children, Process process, int port) {
        this.children = children;
        this.process = process;
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public static RelayProcess start(Children children, int loops) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseG1GC",
                "-Xms64m",
                "-Xmx1g",
                "-XX:MaxDirectMemorySize=512m",
                "-cp",
                System.getProperty("java.class.path"),
                RelayMain.class.getName(),
                Integer.toString(loops)));
        Process process = children.adopt(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.startsWith(READY)) {
            throw new IOException("the relay did not start: " + line);
        }
        return new RelayProcess(children, process, Integer.parseInt(line.substring(READY.length())));
    }

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public String token(String user) {
        return user;
    }

    @Override
    public void close() {
        children.stop(process);
    }
}
