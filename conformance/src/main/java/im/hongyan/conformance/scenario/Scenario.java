package im.hongyan.conformance.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A scenario as it is written: who plays, on what server, and the lines.
///
/// @param cast the users
/// @param ownServer whether it needs a server of its own, since it kills or configures it
/// @param settings of that server, by the dotted keys of the configuration
/// @param announcedErrors a regular expression for lines of the server's log that this scenario provokes
public record Scenario(
        String name,
        String why,
        Set<String> cast,
        boolean ownServer,
        Map<String, String> settings,
        Optional<String> announcedErrors,
        List<Line> lines) {

    /// One sentence.
    ///
    /// @param number in its file, from 1
    /// @param expect what stands behind `->`, or ""
    public record Line(int number, String sentence, String expect) {}

    /// Reads a file.
    public static Scenario read(Path file) throws IOException {
        String name = file.getFileName().toString().replaceFirst("\\.scenario$", "");
        return parse(name, Files.readString(file));
    }

    static Scenario parse(String name, String text) {
        var parts = new Parts();
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.startsWith("#")) {
                parts.comment(line);
            } else if (!line.isEmpty()) {
                parts.line(number, line);
            }
        }
        return parts.scenario(name);
    }

    private static final class Parts {
        private final StringBuilder why = new StringBuilder();
        private final Set<String> cast = new LinkedHashSet<>();
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final List<Line> lines = new ArrayList<>();
        private boolean ownServer;
        private Optional<String> announced = Optional.empty();

        /// The comment at the head is the reason why the scenario exists.
        private void comment(String line) {
            if (lines.isEmpty() && cast.isEmpty()) {
                why.append(why.isEmpty() ? "" : " ").append(line.substring(1).strip());
            }
        }

        private void line(int number, String line) {
            if (line.startsWith("cast:")) {
                for (String user : rest(line).split(",", -1)) {
                    cast.add(user.strip());
                }
            } else if (line.equals("server: own")) {
                ownServer = true;
            } else if (line.startsWith("setting:")) {
                ownServer = true;
                String[] pair = rest(line).split("=", 2);
                settings.put(pair[0].strip(), pair[1].strip());
            } else if (line.startsWith("announced error:")) {
                announced = Optional.of(rest(line));
            } else {
                int arrow = line.lastIndexOf(" -> ");
                lines.add(
                        arrow < 0
                                ? new Line(number, line, "")
                                : new Line(
                                        number,
                                        line.substring(0, arrow).strip(),
                                        line.substring(arrow + 4).strip()));
            }
        }

        private static String rest(String line) {
            return line.substring(line.indexOf(':') + 1).strip();
        }

        private Scenario scenario(String name) {
            if (why.isEmpty()) {
                throw new IllegalArgumentException(name + ": it does not begin with a comment that says why");
            }
            if (cast.isEmpty() || lines.isEmpty()) {
                throw new IllegalArgumentException(name + ": a cast and at least one line are needed");
            }
            return new Scenario(
                    name,
                    why.toString(),
                    Set.copyOf(cast),
                    ownServer,
                    Map.copyOf(settings),
                    announced,
                    List.copyOf(lines));
        }
    }
}
