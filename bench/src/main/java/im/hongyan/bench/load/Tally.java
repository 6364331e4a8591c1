package im.hongyan.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// What happened in one round, and everything that went wrong. Used on the fleet's event loop only.
public final class Tally {
    /// So many faults are kept in words; the others are counted.
    private static final int FAULTS_KEPT_MAX = 10;
    private static final long LATENCY_MAX_US = TimeUnit.SECONDS.toMicros(600);
    private static final int DIGITS = 3;

    private Histogram ack = histogram();
    private Histogram delivered = histogram();
    private Histogram everywhere = histogram();
    private long messages;
    private long deliveries;
    private long errors;
    private final List<String> faults = new ArrayList<>();

    private static Histogram histogram() {
        return new Histogram(LATENCY_MAX_US, DIGITS);
    }

    /// What one round counted.
    ///
    /// @param messages messages that were acknowledged and delivered everywhere they should
    /// @param everywhere how long each message took until the last of its receivers had it
    public record Counted(
            long messages,
            long deliveries,
            Histogram ack,
            Histogram delivered,
            Histogram everywhere,
            long errors,
            List<String> faults) {}

    /// Forgets what was counted, except faults.
    public void begin() {
        ack = histogram();
        delivered = histogram();
        everywhere = histogram();
        messages = 0;
        deliveries = 0;
    }

    /// What was counted since [#begin].
    public Counted counted() {
        return new Counted(messages, deliveries, ack, delivered, everywhere, errors, List.copyOf(faults));
    }

    void acknowledged(long ns) {
        ack.recordValue(micros(ns));
    }

    void delivered(long ns) {
        deliveries++;
        delivered.recordValue(micros(ns));
    }

    void everywhere(long ns) {
        everywhere.recordValue(micros(ns));
    }

    void completed() {
        messages++;
    }

    /// Notes that the server, or this program, is wrong.
    public void fault(String what) {
        errors++;
        if (faults.size() < FAULTS_KEPT_MAX) {
            faults.add(what);
        }
    }

    private static long micros(long ns) {
        return Math.clamp(TimeUnit.NANOSECONDS.toMicros(ns), 0, LATENCY_MAX_US);
    }
}
