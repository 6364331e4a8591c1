package im.hongyan.conformance.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Scenarios that are known not to pass, each with its reason: lines `name: reason`. Every other scenario must
/// pass, and one that is listed and passes is a mistake in the list.
public record KnownGaps(Map<String, String> reasons) {
    public KnownGaps {
        reasons = Map.copyOf(reasons);
    }

    public static KnownGaps read(Path file) throws IOException {
        var reasons = new LinkedHashMap<String, String>();
        for (String raw : Files.readAllLines(file)) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 0 || line.substring(colon + 1).isBlank()) {
                throw new IllegalArgumentException(file + ": a gap needs a reason: " + line);
            }
            reasons.put(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return new KnownGaps(reasons);
    }

    String reason(String scenario) {
        return reasons.getOrDefault(scenario, "");
    }

    boolean holds(String scenario) {
        return reasons.containsKey(scenario);
    }
}
