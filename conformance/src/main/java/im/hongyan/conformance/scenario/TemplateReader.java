package im.hongyan.conformance.scenario;

import im.hongyan.conformance.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the JSON of scenarios, which is written for people: names and simple words need no quotes, and holes are
/// allowed. `{conv: s:bob, n: $last, text: "hi there", ext: absent}`.
///
/// Holes: `$name` (binds, later compares), `*` (anything that is there), `absent`, `...` (any items of an array),
/// `>5` `>=5` `<5`, `token(…)`, `soon(500)`. Generated values: `letters(40000)`, `times(101, bob)`.
final class TemplateReader {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern HOLE =
            Pattern.compile("\\$[a-z][A-Za-z0-9]*|\\*|absent|\\.\\.\\.|[<>]=?-?\\d+|token\\(.*\\)|soon\\(\\d+\\)");
    private static final Pattern LETTERS = Pattern.compile("letters\\((\\d+)\\)");
    private static final Pattern TIMES = Pattern.compile("times\\((\\d+), *(.*)\\)");

    private final String text;
    private int at;

    private TemplateReader(String text) {
        this.text = text;
    }

    /// Reads a whole template.
    static Json read(String text) {
        var reader = new TemplateReader(text);
        Json value = reader.value();
        reader.blanks();
        if (reader.at != text.length()) {
            throw reader.wrong("something after the end");
        }
        return value;
    }

    /// Reads a template that must be an object.
    static Json.Obj readObject(String text) {
        if (read(text) instanceof Json.Obj object) {
            return object;
        }
        throw new IllegalArgumentException("an object in braces is needed: " + text);
    }

    /// Reads a quoted string.
    static String readString(String text) {
        if (read(text) instanceof Json.Text(String value)) {
            return value;
        }
        throw new IllegalArgumentException("a string is needed: " + text);
    }

    private Json value() {
        blanks();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new Json.Text(string());
            default -> word(bare());
        };
    }

    private Json object() {
        var fields = new LinkedHashMap<String, Json>();
        at++;
        for (blanks(); peek() != '}'; blanks()) {
            String name = peek() == '"' ? string() : name();
            blanks();
            expect(':');
            fields.put(name, value());
            blanks();
            if (peek() != '}') {
                expect(',');
            }
        }
        at++;
        return new Json.Obj(fields);
    }

    private Json array() {
        var items = new ArrayList<Json>();
        at++;
        for (blanks(); peek() != ']'; blanks()) {
            items.add(value());
            blanks();
            if (peek() != ']') {
                expect(',');
            }
        }
        at++;
        return new Json.Arr(items);
    }

    private String name() {
        int begin = at;
        while (peek() != ':' && peek() != '}') {
            at++;
        }
        return text.substring(begin, at).trim();
    }

    /// A word runs to the next blank, comma or closing bracket; inside parentheses to their end.
    private String bare() {
        int begin = at;
        int deep = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (deep == 0 && (Character.isWhitespace(c) || c == ',' || c == '}' || c == ']')) {
                break;
            }
            deep += c == '(' ? 1 : c == ')' ? -1 : 0;
            at++;
        }
        if (begin == at) {
            throw wrong("a value is missing");
        }
        return text.substring(begin, at);
    }

    private static Json word(String word) {
        if (HOLE.matcher(word).matches()) {
            return new Json.Hole(word);
        }
        if (NUMBER.matcher(word).matches()) {
            return new Json.Num(new BigDecimal(word));
        }
        Matcher letters = LETTERS.matcher(word);
        if (letters.matches()) {
            return new Json.Text("x".repeat(Integer.parseInt(letters.group(1))));
        }
        Matcher times = TIMES.matcher(word);
        if (times.matches()) {
            return new Json.Arr(Collections.nCopies(Integer.parseInt(times.group(1)), read(times.group(2))));
        }
        return switch (word) {
            case "true" -> new Json.Bool(true);
            case "false" -> new Json.Bool(false);
            case "null" -> Json.Null.NULL;
            default -> new Json.Text(word);
        };
    }

    private String string() {
        int begin = at++;
        while (peek() != '"') {
            at += peek() == '\\' ? 2 : 1;
        }
        at++;
        return Json.read(text.substring(begin, at)) instanceof Json.Text(String value) ? value : "";
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("it ends too early");
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong("'" + c + "' is expected");
        }
        at++;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + " at column " + (at + 1) + " of: " + text);
    }
}
