package im.hongyan.conformance.scenario;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Every sentence that a scenario may use. The first form that fits is meant, so the narrower come first.
final class Phrasebook {
    private static final List<Phrase> PHRASES = Stream.of(
                    BulkPhrases.all(),
                    PacketPhrases.all(),
                    SessionPhrases.all(),
                    ServerPhrases.all(),
                    MessagePhrases.all())
            .flatMap(List::stream)
            .toList();

    private Phrasebook() {}

    /// A sentence, understood: what it does, and what it expects.
    record Meaning(Phrase phrase, Words words, Expectation expect) {}

    static List<Phrase> all() {
        return PHRASES;
    }

    /// What a line means.
    ///
    /// @throws IllegalArgumentException when no form fits, or its JSON is wrong
    static Meaning understand(Scenario.Line line) {
        for (Phrase phrase : PHRASES) {
            Optional<Words> words = phrase.read(line.sentence());
            if (words.isPresent()) {
                for (String json : List.of("JSON", "EXTRA")) {
                    Object _ = words.get().json(json);
                }
                return new Meaning(phrase, words.get(), Expectation.read(line.expect()));
            }
        }
        throw new IllegalArgumentException("line " + line.number() + " is no known sentence: " + line.sentence());
    }
}
