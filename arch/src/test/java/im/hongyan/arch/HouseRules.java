package im.hongyan.arch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What every source file must keep to, whatever it does. Pure: a path and a text in, complaints out.
record HouseRules(Set<String> longFilesAllowed) {

    static final int FILE_LINES_MAX = 400;

    private static final Pattern NAMELESS_PACKAGE =
            Pattern.compile("/src/[^/]+/java/.*/(utils?|commons?|managers?|impl|helpers?)/");
    private static final Pattern CONSOLE = Pattern.compile("\\bSystem\\.(out|err)\\b|\\.printStackTrace\\(\\)");
    private static final Pattern CONSOLE_ALLOWED = Pattern.compile("^(server|bench|conformance)/src/main/");
    private static final Pattern SLEEP = Pattern.compile("\\bThread\\.sleep\\(");
    private static final Pattern TEST_CODE = Pattern.compile("(^|/)src/test/|^testkit/");
    // The words are put together here so that this file does not break its own rule.
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.$}~/:-])/(work|root|tmp|farm|home/\\w+)/|/jvm/te" + "murin");
    private static final Pattern REGISTRY =
            Pattern.compile("registry\\.npm" + "js\\.org|repo1?\\.ma" + "ven\\.(org|apache\\.org)");

    List<String> complaints(Path file, String text) {
        String path = file.toString().replace('\\', '/');
        List<String> found = new ArrayList<>();
        long lines = text.lines().count();
        if (isCode(path) && lines > FILE_LINES_MAX && !longFilesAllowed.contains(path)) {
            found.add("%s: %d lines, %d allowed; split it by meaning".formatted(path, lines, FILE_LINES_MAX));
        }
        Matcher nameless = NAMELESS_PACKAGE.matcher("/" + path);
        if (nameless.find()) {
            found.add("%s: a package called '%s' says nothing; name the feature".formatted(path, nameless.group(1)));
        }
        if (path.endsWith(".java") && !CONSOLE_ALLOWED.matcher(path).find() && !isProgramOfATest(path, text)) {
            report(found, path, text, CONSOLE, "libraries and tests do not print");
        }
        if (path.endsWith(".java") && TEST_CODE.matcher(path).find()) {
            report(found, path, text, SLEEP, "a test waits for an event, not for a time");
        }
        report(found, path, text, UNFINISHED, "finish it or leave it out");
        report(found, path, text, MACHINE_PATH, "a path of one machine");
        report(found, path, text, REGISTRY, "a registry's host belongs to the reader's own settings");
        return found;
    }

    /// A test that starts another process talks to it through its output.
    private static boolean isProgramOfATest(String path, String text) {
        return path.contains("/src/test/") && text.contains("static void main(");
    }

    private static boolean isCode(String path) {
        return path.matches(".*\\.(java|js|mjs|css|html|wxml|wxss|wxs|sh)");
    }

    private static void report(List<String> found, String path, String text, Pattern pattern, String why) {
        Matcher hit = pattern.matcher(text);
        while (hit.find()) {
            long line =
                    text.substring(0, hit.start()).lines().count() + (text.startsWith("\n", hit.start() - 1) ? 1 : 0);
            found.add("%s:%d: %s: %s"
                    .formatted(path, Math.max(line, 1), hit.group().strip(), why));
        }
    }
}
