package im.hongyan.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/// Reads where a recorded JVM spent its CPU time (`jdk.CPUTimeSample`) and what it allocated.
public final class Profile {
    private static final int ROWS_MAX = 45;

    private final Map<String, Long> threads = new HashMap<>();
    private final Map<String, Long> self = new HashMap<>();
    private final Map<String, Long> inclusive = new HashMap<>();
    private final Map<String, Long> allocated = new HashMap<>();
    private long samples;
    private long allocatedBytes;

    private Profile() {}

    /// The profile as lines of text.
    public static List<String> of(Path recording) throws IOException {
        Profile profile = new Profile();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                switch (event.getEventType().getName()) {
                    case "jdk.CPUTimeSample" -> profile.cpu(event);
                    case "jdk.ObjectAllocationSample" -> profile.allocation(event);
                    default -> {}
                }
            }
        }
        return profile.lines();
    }

    private void cpu(RecordedEvent event) {
        samples++;
        RecordedThread thread = event.getThread("eventThread");
        threads.merge(
                thread == null ? "?" : String.valueOf(thread.getJavaName()).replaceAll("\\d+$", "N"), 1L, Long::sum);
        if (event.getStackTrace() == null) {
            self.merge("(no stack)", 1L, Long::sum);
            return;
        }
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        self.merge(name(frames.getFirst()), 1L, Long::sum);
        Set<String> seen = new HashSet<>();
        for (RecordedFrame frame : frames) {
            String name = name(frame);
            if (seen.add(name)) {
                inclusive.merge(name, 1L, Long::sum);
            }
        }
    }

    private void allocation(RecordedEvent event) {
        long weight = event.getLong("weight");
        allocatedBytes += weight;
        String where = event.getStackTrace() == null
                ? "?"
                : event.getStackTrace().getFrames().stream()
                        .map(Profile::name)
                        .filter(name -> name.startsWith("im.hongyan"))
                        .findFirst()
                        .orElse("(not ours)");
        allocated.merge(event.getClass("objectClass").getName() + "  in  " + where, weight, Long::sum);
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("CPU time: " + samples + " samples");
        section(lines, "by thread", threads, samples);
        section(lines, "in the method itself", self, samples);
        section(lines, "in the method and what it calls", inclusive, samples);
        section(lines, "allocated bytes, by the innermost of our methods", allocated, allocatedBytes);
        return lines;
    }

    private static void section(List<String> lines, String title, Map<String, Long> counts, long total) {
        lines.add("");
        lines.add(title);
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(ROWS_MAX)
                .forEach(entry -> lines.add(String.format(
                        Locale.ROOT, "  %5.1f %%  %s", 100.0 * entry.getValue() / Math.max(1, total), entry.getKey())));
    }
}
