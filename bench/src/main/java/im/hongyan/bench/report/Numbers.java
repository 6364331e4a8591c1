package im.hongyan.bench.report;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// Small sums over rounds.
public final class Numbers {
    private static final double US_PER_MS = 1000.0;

    private Numbers() {}

    /// The middle value; of an even count, the mean of the two in the middle.
    public static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /// A number of a row.
    public static double of(Map<String, Object> row, String name) {
        return row.get(name) instanceof Double number ? number : Double.NaN;
    }

    /// A percentile of a histogram of microseconds, in milliseconds.
    public static double ms(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / US_PER_MS;
    }
}
