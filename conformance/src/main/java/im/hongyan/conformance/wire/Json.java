package im.hongyan.conformance.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A JSON value. Scenario templates hold [Hole]s where a value is to be filled in or matched; nothing that was read
/// from the wire does.
public sealed interface Json {
    /// An object; the order of its fields is the order in which they were written.
    record Obj(Map<String, Json> fields) implements Json {
        public Obj {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        public static final Obj EMPTY = new Obj(Map.of());

        /// The field, or [Null] where there is none: leaving out is the same as null in the native protocol.
        public Json get(String name) {
            return fields.getOrDefault(name, Null.NULL);
        }

        public boolean has(String name) {
            return get(name) != Null.NULL;
        }

        /// The text of a field, or "" where there is none.
        public String text(String name) {
            return get(name) instanceof Text(String value) ? value : "";
        }

        /// The whole number in a field, or 0 where there is none.
        public long number(String name) {
            return get(name) instanceof Num(BigDecimal value) ? value.longValueExact() : 0;
        }

        public Obj object(String name) {
            return get(name) instanceof Obj object ? object : EMPTY;
        }

        public List<Json> list(String name) {
            return get(name) instanceof Arr(List<Json> items) ? items : List.of();
        }

        /// The objects in a list field.
        public List<Obj> objects(String name) {
            return list(name).stream()
                    .filter(Obj.class::isInstance)
                    .map(Obj.class::cast)
                    .toList();
        }

        public Obj with(String name, Json value) {
            var copy = new LinkedHashMap<>(fields);
            copy.put(name, value);
            return new Obj(copy);
        }

        public Obj with(String name, String value) {
            return with(name, new Text(value));
        }

        public Obj with(String name, long value) {
            return with(name, Num.of(value));
        }

        public Obj with(String name, boolean value) {
            return with(name, new Bool(value));
        }

        /// These fields, and those of `over`, which win.
        public Obj and(Obj over) {
            var copy = new LinkedHashMap<>(fields);
            copy.putAll(over.fields);
            return new Obj(copy);
        }

        @Override
        public String toString() {
            return fields.entrySet().stream()
                    .map(field -> quote(field.getKey()) + ":" + field.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }
    }

    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return items.stream().map(Json::toString).collect(Collectors.joining(",", "[", "]"));
        }
    }

    record Text(String value) implements Json {
        @Override
        public String toString() {
            return quote(value);
        }
    }

    /// A number; `1`, `1.0` and `1e0` are the same.
    record Num(BigDecimal value) implements Json {
        public Num {
            value = value.stripTrailingZeros();
        }

        public static Num of(long value) {
            return new Num(BigDecimal.valueOf(value));
        }

        @Override
        public String toString() {
            return value.toPlainString();
        }
    }

    record Bool(boolean value) implements Json {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    enum Null implements Json {
        NULL;

        @Override
        public String toString() {
            return "null";
        }
    }

    /// A place in a scenario's template: `$name`, `*`, `absent`, `...`, `>5`, `token(bob)`.
    record Hole(String word) implements Json {
        @Override
        public String toString() {
            return word;
        }
    }

    /// Reads one strict JSON value, as it came from the wire.
    static Json read(String text) {
        try (JsonParser parser = Reading.FACTORY.createParser(text)) {
            parser.nextToken();
            Json value = Reading.value(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("more than one JSON value: " + text);
            }
            return value;
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }

    private static String quote(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /// The recursive part of [#read].
    final class Reading {
        private static final JsonFactory FACTORY = new JsonFactory();

        private Reading() {}

        private static Json value(JsonParser parser) throws IOException {
            JsonToken token = parser.currentToken();
            if (token == null) {
                throw new UncheckedIOException(new IOException("no JSON value"));
            }
            return switch (token) {
                case START_OBJECT -> object(parser);
                case START_ARRAY -> array(parser);
                case VALUE_STRING -> new Text(parser.getText());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(parser.getDecimalValue());
                case VALUE_TRUE -> new Bool(true);
                case VALUE_FALSE -> new Bool(false);
                case VALUE_NULL -> Null.NULL;
                case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw new IOException("unexpected " + token);
            };
        }

        private static Obj object(JsonParser parser) throws IOException {
            var fields = new LinkedHashMap<String, Json>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (fields.put(name, value(parser)) != null) {
                    throw new IOException("field twice: " + name);
                }
            }
            return new Obj(fields);
        }

        private static Arr array(JsonParser parser) throws IOException {
            var items = new ArrayList<Json>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser));
            }
            return new Arr(items);
        }
    }
}
