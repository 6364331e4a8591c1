package im.hongyan.conformance.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One sentence that scenarios may use: its form, and what it does.
///
/// @param form words, places in capitals (`ACTOR`, `JSON` …), and optional parts in brackets
record Phrase(String form, Pattern pattern, List<String> places, Action action) {
    private static final Pattern PLACE = Pattern.compile("[A-Z]{2,}");

    private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*\"";

    private static final Map<String, String> SHAPES = Map.of(
            "ACTOR", "[a-z][a-z0-9]*(?:@[a-z0-9]+)?",
            "OTHER", "[a-z][a-z0-9]*(?:@[a-z0-9]+)?",
            "JSON", "\\{.*\\}",
            "EXTRA", "\\{.*\\}",
            "STRING", QUOTED,
            "WORDS", QUOTED,
            "NUMBER", "\\d+",
            "SIZE", "\\d+",
            "CODE", "\\d+");

    /// What a sentence does.
    @FunctionalInterface
    interface Action {
        void play(Stage stage, Words words, Expectation expect) throws Exception;
    }

    static Phrase of(String form, Action action) {
        var places = new ArrayList<String>();
        var regex = new StringBuilder();
        Matcher place = PLACE.matcher(form);
        int from = 0;
        while (place.find()) {
            regex.append(literal(form.substring(from, place.start())));
            regex.append('(').append(SHAPES.getOrDefault(place.group(), "\\S+")).append(')');
            places.add(place.group());
            from = place.end();
        }
        regex.append(literal(form.substring(from)));
        return new Phrase(form, Pattern.compile(regex.toString()), List.copyOf(places), action);
    }

    /// `[with` opens an optional part together with the blank before it.
    private static String literal(String text) {
        return text.replace(" [", "(?: ").replace("]", ")?").replace("'", "\\'");
    }

    /// The words of a sentence of this form.
    Optional<Words> read(String sentence) {
        Matcher matcher = pattern.matcher(sentence);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        MatchResult result = matcher.toMatchResult();
        var values = new HashMap<String, String>();
        for (int i = 0; i < places.size(); i++) {
            String value = result.group(i + 1);
            if (value != null) {
                values.put(places.get(i), value);
            }
        }
        return Optional.of(new Words(Map.copyOf(values)));
    }
}
