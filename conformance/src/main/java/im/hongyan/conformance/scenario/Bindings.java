package im.hongyan.conformance.scenario;

import im.hongyan.conformance.wire.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a scenario remembers: the values of its `$names`.
final class Bindings {
    private final Map<String, Json> values;

    Bindings() {
        this(new HashMap<>());
    }

    private Bindings(Map<String, Json> values) {
        this.values = values;
    }

    @Nullable
    Json get(String name) {
        return values.get(name);
    }

    void put(String name, Json value) {
        values.put(name, value);
    }

    Bindings copy() {
        return new Bindings(new HashMap<>(values));
    }

    void adopt(Bindings other) {
        values.putAll(other.values);
    }

    /// The template with its `$names` filled in, every other hole and string passed to `rest`.
    Json fill(Json template, Function<Json, Json> rest) {
        return switch (template) {
            case Json.Obj(Map<String, Json> fields) -> {
                var filled = new LinkedHashMap<String, Json>();
                fields.forEach((name, value) -> filled.put(name(name, rest), fill(value, rest)));
                yield new Json.Obj(filled);
            }
            case Json.Arr(var items) ->
                new Json.Arr(items.stream().map(item -> fill(item, rest)).toList());
            case Json.Hole(String word)
            when word.startsWith("$") -> {
                Json value = values.get(word);
                if (value == null) {
                    throw new IllegalArgumentException(word + " has no value yet");
                }
                yield value;
            }
            case Json.Hole _, Json.Text _ -> rest.apply(template);
            case Json.Num _, Json.Bool _, Json.Null _ -> template;
        };
    }

    private static String name(String name, Function<Json, Json> rest) {
        return rest.apply(new Json.Text(name)) instanceof Json.Text(String value) ? value : name;
    }
}
