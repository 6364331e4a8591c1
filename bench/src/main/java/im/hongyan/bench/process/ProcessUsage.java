package im.hongyan.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process has cost so far, as the kernel counts it.
///
/// @param cpuMs user and system time of all its threads
/// @param rssKiB resident memory
public record ProcessUsage(long cpuMs, long rssKiB) {
    /// The kernel counts in hundredths of a second on every Linux we know.
    private static final long MS_PER_TICK = 10;

    private static final int USER_FIELD = 11;
    private static final int SYSTEM_FIELD = 12;

    /// Of the process with this id; zeroes where there is no `/proc`.
    public static ProcessUsage of(long pid) {
        Path folder = Path.of("/proc", Long.toString(pid));
        if (!Files.isDirectory(folder)) {
            return new ProcessUsage(0, 0);
        }
        try {
            String stat = Files.readString(folder.resolve("stat"));
            // The second field is the program's name in brackets, which may hold anything.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = Long.parseLong(fields[USER_FIELD]) + Long.parseLong(fields[SYSTEM_FIELD]);
            long rss = Files.readAllLines(folder.resolve("status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
            return new ProcessUsage(ticks * MS_PER_TICK, rss);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of this process.
    public static ProcessUsage own() {
        return of(ProcessHandle.current().pid());
    }
}
