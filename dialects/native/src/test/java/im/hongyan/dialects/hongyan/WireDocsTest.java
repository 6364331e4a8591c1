package im.hongyan.dialects.hongyan;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.error.Band;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.limit.Limits;
import im.hongyan.dialect.json.JsonScanner;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/wire/errors.md` and `docs/wire/limits.md` are printed from the code, and this test compares. After a
/// change of a catalogue: run with `-Ddocs.write=true`.
class WireDocsTest {
    private static final Path DOCS = Path.of("../../docs/wire");
    private static final Path LIMITS_SOURCE = Path.of("../../core/src/main/java/im/hongyan/core/limit/Limits.java");
    private static final Pattern PARAM = Pattern.compile("/// @param (\\w+) ((?:.*)(?:\\n///     .*)*)");
    private static final boolean WRITE = Boolean.getBoolean("docs.write");

    @Test
    void theCataloguesOfRepliesAndCloses() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Replies and closes

                Printed from `ErrorCode` and `CloseCode`; do not edit. Numbers and names are stable for ever. What to do is said by
                the band: `fix` the request, try `later`, `login` again, or `never` try again.

                ## Refusals: `err` of a reply

                1xxx: the frame; 2xxx: who you are; 3xxx: what you asked for; 5xxx: the server.

                | code | name | band | text | zh |
                |---|---|---|---|---|
                """);
        for (ErrorCode code : ErrorCode.values()) {
            row(page, code.number(), code.word(), code.band(), code.english(), code.chinese());
        }
        page.append("""

                ## Closes: `bye`, and the WebSocket close code after it

                4000–4199: reconnect with back-off; 4200–4299: get a new token first; 4300–4399: stay away. `bye` 4306 is followed by
                WebSocket close 1009.

                | code | name | band | text | zh |
                |---|---|---|---|---|
                """);
        for (CloseCode code : CloseCode.values()) {
            row(page, code.number(), code.word(), code.band(), code.english(), code.chinese());
        }
        compare("errors.md", page.toString());
    }

    private static void row(StringBuilder page, int number, String word, Band band, String english, String chinese) {
        page.append("| %d | `%s` | %s | %s | %s |%n".formatted(number, word, band.word(), english, chinese));
    }

    @Test
    void theLimits() throws IOException, ReflectiveOperationException {
        StringBuilder page = new StringBuilder("""
                # Limits

                Printed from `Limits`; do not edit. A name ends in its unit: `_bytes_max` and `_bytes` in bytes, `_ms` in milliseconds, others
                are counts. In the configuration they stand under `limits:`, with `-` for `_`.

                | name | default | meaning |
                |---|---|---|
                """);
        Matcher param = PARAM.matcher(Files.readString(LIMITS_SOURCE));
        for (RecordComponent component : Limits.class.getRecordComponents()) {
            assertThat(param.find())
                    .as("a sentence about %s", component.getName())
                    .isTrue();
            assertThat(param.group(1)).isEqualTo(component.getName());
            Object value = component.getAccessor().invoke(Limits.DEFAULT);
            String meaning = param.group(2).replaceAll("\\n///\\s+", " ").strip();
            page.append("| `%s` | %s | %s |%n"
                    .formatted(
                            snake(component.getName()),
                            String.format(Locale.ROOT, "%,d", ((Number) value).longValue()),
                            meaning));
        }
        page.append("\nNot configurable: a number in JSON has at most ")
                .append(JsonScanner.NUMBER_CHARS_MAX)
                .append(" characters.\n");
        compare("limits.md", page.toString());
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static void compare(String file, String page) throws IOException {
        Path path = DOCS.resolve(file);
        if (WRITE) {
            Files.writeString(path, page);
        }
        assertThat(path).hasContent(page);
    }
}
