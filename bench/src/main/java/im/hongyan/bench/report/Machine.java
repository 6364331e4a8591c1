package im.hongyan.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a measurement ran on. Without it a number says nothing.
public final class Machine {
    private Machine() {}

    /// The machine, the JVM and the commit of the checkout in `home`.
    public static Map<String, Object> describe(Path home) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("commit", git(home, "rev-parse", "--short=12", "HEAD"));
        facts.put(
                "changed",
                !git(home, "status", "--porcelain", "--untracked-files=no").isEmpty());
        facts.put("cpu", line(Path.of("/proc/cpuinfo"), "model name"));
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put("memory", line(Path.of("/proc/meminfo"), "MemTotal"));
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("load_before", load());
        return facts;
    }

    /// What else runs here: the load average of the last minute.
    public static String load() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return Files.exists(file) ? Files.readString(file).split(" ", 2)[0] : "";
    }

    private static String line(Path file, String name) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private static String git(Path home, String... words) throws IOException {
        List<String> command = Stream.concat(Stream.of("git", "-C", home.toString()), Stream.of(words))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
