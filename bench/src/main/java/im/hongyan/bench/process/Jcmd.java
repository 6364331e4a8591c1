package im.hongyan.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks another JVM about itself.
public final class Jcmd {
    private static final long TIMEOUT_SECONDS = 120;
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private Jcmd() {}

    /// Runs one command and returns what it prints.
    public static String run(long pid, String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(pid));
        command.addAll(Arrays.asList(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + text);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return text;
    }

    /// Bytes of the objects that are alive: a full collection precedes.
    public static long liveHeapBytes(long pid) throws IOException {
        Matcher total = TOTAL.matcher(run(pid, "GC.class_histogram"));
        if (!total.find()) {
            throw new IOException("no total in the class histogram");
        }
        return Long.parseLong(total.group(1));
    }
}
