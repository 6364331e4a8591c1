package im.hongyan.conformance.scenario;

import im.hongyan.conformance.wire.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares what came with what a scenario expects. Fields that the pattern does not mention are free; arrays must
/// have the same items unless the pattern says `...`.
final class Match {
    private Match() {}

    /// Empty when `actual` fits; else where and why it does not. Names are bound only when the whole fits.
    static Optional<String> difference(Json pattern, Json actual, Bindings bindings) {
        Bindings trial = bindings.copy();
        Optional<String> wrong = compare("", pattern, actual, trial);
        if (wrong.isEmpty()) {
            bindings.adopt(trial);
        }
        return wrong;
    }

    private static Optional<String> compare(String where, Json pattern, Json actual, Bindings bindings) {
        return switch (pattern) {
            case Json.Hole(String word) -> hole(where, word, actual, bindings);
            case Json.Obj(Map<String, Json> fields) -> {
                if (!(actual instanceof Json.Obj object)) {
                    yield differs(where, "an object", actual);
                }
                for (var field : fields.entrySet()) {
                    Optional<String> wrong = compare(
                            where + "." + field.getKey(), field.getValue(), object.get(field.getKey()), bindings);
                    if (wrong.isPresent()) {
                        yield wrong;
                    }
                }
                yield Optional.empty();
            }
            case Json.Arr(List<Json> items) ->
                actual instanceof Json.Arr(List<Json> others)
                        ? array(where, items, others, bindings)
                        : differs(where, "an array", actual);
            case Json.Text _, Json.Num _, Json.Bool _, Json.Null _ ->
                pattern.equals(actual) ? Optional.empty() : differs(where, pattern.toString(), actual);
        };
    }

    private static Optional<String> hole(String where, String word, Json actual, Bindings bindings) {
        if (word.startsWith("$")) {
            Json known = bindings.get(word);
            if (known == null && actual != Json.Null.NULL) {
                bindings.put(word, actual);
                return Optional.empty();
            }
            return actual.equals(known)
                    ? Optional.empty()
                    : differs(where, word + " = " + (known == null ? "something" : known), actual);
        }
        boolean fits =
                switch (word) {
                    case "*" -> actual != Json.Null.NULL;
                    case "absent" -> actual == Json.Null.NULL;
                    default -> actual instanceof Json.Num(BigDecimal value) && inRange(word, value);
                };
        return fits ? Optional.empty() : differs(where, word, actual);
    }

    private static boolean inRange(String word, BigDecimal value) {
        boolean orEqual = word.startsWith("=", 1);
        int order = value.compareTo(new BigDecimal(word.substring(orEqual ? 2 : 1)));
        return (orEqual && order == 0) || (word.charAt(0) == '>' ? order > 0 : order < 0);
    }

    private static Optional<String> array(String where, List<Json> pattern, List<Json> actual, Bindings bindings) {
        if (pattern.stream().anyMatch(Match::isRest)) {
            return globs(pattern, actual, bindings)
                    ? Optional.empty()
                    : differs(where, new Json.Arr(pattern).toString(), new Json.Arr(actual));
        }
        for (int i = 0; i < Math.min(pattern.size(), actual.size()); i++) {
            Optional<String> wrong = compare(where + "[" + i + "]", pattern.get(i), actual.get(i), bindings);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return pattern.size() == actual.size()
                ? Optional.empty()
                : differs(where, pattern.size() + " items", new Json.Arr(actual));
    }

    /// Whether the items fit, where `...` stands for any number of them.
    private static boolean globs(List<Json> pattern, List<Json> actual, Bindings bindings) {
        if (pattern.isEmpty()) {
            return actual.isEmpty();
        }
        List<Json> rest = pattern.subList(1, pattern.size());
        if (isRest(pattern.getFirst())) {
            for (int skip = 0; skip <= actual.size(); skip++) {
                Bindings trial = bindings.copy();
                if (globs(rest, actual.subList(skip, actual.size()), trial)) {
                    bindings.adopt(trial);
                    return true;
                }
            }
            return false;
        }
        return !actual.isEmpty()
                && compare("", pattern.getFirst(), actual.getFirst(), bindings).isEmpty()
                && globs(rest, actual.subList(1, actual.size()), bindings);
    }

    private static boolean isRest(Json item) {
        return item instanceof Json.Hole(String word) && word.equals("...");
    }

    private static Optional<String> differs(String where, String expected, Json actual) {
        return Optional.of(
                (where.isEmpty() ? "it" : where.substring(1)) + " should be " + expected + " and is " + actual);
    }
}
