package im.hongyan.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Rows with named cells as columns that a person can read.
public final class Table {
    private Table() {}

    /// The lines of the table, its head first.
    public static List<String> lines(List<Map<String, Object>> rows) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.keySet()));
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.copyOf(names));
        for (Map<String, Object> row : rows) {
            cells.add(
                    names.stream().map(name -> cell(row.getOrDefault(name, ""))).toList());
        }
        int[] widths = new int[names.size()];
        for (List<String> row : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return cells.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append("  ").repeat(" ", widths[i] - row.get(i).length()).append(row.get(i));
        }
        return line.toString();
    }

    static String cell(Object value) {
        return switch (value) {
            case Double number when Math.abs(number) >= 100 -> String.format(Locale.ROOT, "%,.0f", number);
            case Double number -> String.format(Locale.ROOT, "%.3f", number);
            case Number number -> String.format(Locale.ROOT, "%,d", number.longValue());
            default -> value.toString();
        };
    }
}
