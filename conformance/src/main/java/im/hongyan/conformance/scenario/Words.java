package im.hongyan.conformance.scenario;

import im.hongyan.conformance.wire.Json;
import java.util.Map;

/// The places of a sentence's form, filled: `ACTOR`, `CID` …
record Words(Map<String, String> values) {
    /// The word at a place, or "" where an optional part is missing.
    String get(String place) {
        return values.getOrDefault(place, "");
    }

    int number(String place) {
        return Integer.parseInt(get(place));
    }

    Json.Obj json(String place) {
        String text = get(place);
        return text.isEmpty() ? Json.Obj.EMPTY : TemplateReader.readObject(text);
    }

    String string(String place) {
        return TemplateReader.readString(get(place));
    }
}
