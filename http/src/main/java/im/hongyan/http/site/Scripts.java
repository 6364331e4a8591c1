package im.hongyan.http.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Scripts in the shapes that a browser wants. Packing is what `sdk/pack.js` does, byte for byte; a test of the SDK
/// compares them.
final class Scripts {
    private static final Pattern IMPORT =
            Pattern.compile("^const \\{([^}]*)\\} = require\\('(\\.[^']*)'\\);\\n", Pattern.MULTILINE);
    private static final Pattern EXPORT = Pattern.compile("^module\\.exports = (\\{[^}]*\\});\\n", Pattern.MULTILINE);
    private static final Pattern COMMENT = Pattern.compile("/\\*[\\s\\S]*?\\*/");
    private static final String STRICT = "'use strict';\n";

    private final SiteSource source;

    Scripts(SiteSource source) {
        this.source = source;
    }

    /// The script as the body of a function. What comes before it stands in its first line, so that line numbers in
    /// error messages are those of the file.
    static byte[] wrap(SitePath.Wrapped place, byte[] script) {
        String text = new String(script, StandardCharsets.UTF_8);
        return ("define(\"" + place.id() + "\", function (" + place.parameters() + ") {" + text + "\n});\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// An SDK with all it requires as one CommonJS file, or null if there is none of this name.
    byte @Nullable [] pack(String name) throws IOException {
        String entry = "sdk/" + name + "/index.js";
        if (source.read(entry) == null) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        add(entry, entry, new LinkedHashSet<>(), parts);
        return (STRICT + String.join("\n", parts)).getBytes(StandardCharsets.UTF_8);
    }

    private void add(String file, String entry, Set<String> done, List<String> parts) throws IOException {
        if (!done.add(file)) {
            return;
        }
        byte[] bytes = source.read(file);
        if (bytes == null) {
            throw new IOException(file + " is required and is not there");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.startsWith(STRICT)) {
            text = text.substring(STRICT.length());
        }
        Matcher imports = IMPORT.matcher(text);
        while (imports.find()) {
            add(resolve(file, imports.group(2)), entry, done, parts);
        }
        text = imports.replaceAll("");
        if (COMMENT.matcher(text).replaceAll("").contains("require(")) {
            throw new IOException(file + ": an import of another shape than const { a } = require(…)");
        }
        Matcher export = EXPORT.matcher(text);
        if (!export.find()) {
            throw new IOException(file + ": no module.exports = { … } of one shape");
        }
        String body = file.equals(entry) ? text : export.replaceFirst("");
        parts.add("// ---- " + file.substring("sdk/".length()) + "\n" + body.strip() + "\n");
    }

    /// Imports name a file without its ending, beside the one that imports or in the folder next to it.
    private static String resolve(String from, String to) {
        List<String> names = new ArrayList<>(List.of(from.split("/", -1)));
        names.removeLast();
        for (String step : to.split("/", -1)) {
            switch (step) {
                case "." -> {}
                case ".." -> names.removeLast();
                default -> names.add(step);
            }
        }
        return String.join("/", names) + ".js";
    }
}
