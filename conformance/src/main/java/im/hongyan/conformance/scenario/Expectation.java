package im.hongyan.conformance.scenario;

import im.hongyan.conformance.wire.Json;

/// What stands behind `->`.
sealed interface Expectation {
    /// Nothing was said: any answer that is no refusal.
    record Fine() implements Expectation {}

    /// `{…}`: an answer that fits.
    record Fits(Json.Obj pattern) implements Expectation {}

    /// `refused 3002 bad_content [{…}]`
    record Refused(long code, String name, Json.Obj pattern) implements Expectation {}

    /// `the same answer`: as the first one to that client id.
    record SameAnswer() implements Expectation {}

    static Expectation read(String text) {
        if (text.isEmpty()) {
            return new Fine();
        }
        if (text.equals("the same answer")) {
            return new SameAnswer();
        }
        if (text.startsWith("refused ")) {
            String[] words = text.split(" +", 4);
            if (words.length < 3) {
                throw new IllegalArgumentException("a refusal has a code and a name: " + text);
            }
            Json.Obj pattern = words.length > 3 ? TemplateReader.readObject(words[3]) : Json.Obj.EMPTY;
            return new Refused(Long.parseLong(words[1]), words[2], pattern);
        }
        return new Fits(TemplateReader.readObject(text));
    }
}
