package im.hongyan.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.conformance.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MatchTest {
    private final Bindings bindings = new Bindings();

    private boolean fits(String pattern, String actual) {
        return Match.difference(TemplateReader.read(pattern), Json.read(actual), bindings)
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {n: 1}                        | {"n":1,"k":2}          | true
            {n: 1}                        | {"n":2}                | false
            {n: 1}                        | {}                     | false
            {n: "1"}                      | {"n":1}                | false
            {to: s:bob}                   | {"to":"s:bob"}         | true
            {text: "a b"}                 | {"text":"a b"}         | true
            {t: >0}                       | {"t":1}                | true
            {t: >0}                       | {"t":0}                | false
            {t: >=1}                      | {"t":1}                | true
            {t: <5}                       | {"t":5}                | false
            {t: >0}                       | {"t":"1"}              | false
            {x: *}                        | {"x":false}            | true
            {x: *}                        | {"y":1}                | false
            {x: absent}                   | {"y":1}                | true
            {x: absent}                   | {"x":0}                | false
            {x: null}                     | {}                     | true
            {l: []}                       | {"l":[]}               | true
            {l: []}                       | {"l":[1]}              | false
            {l: []}                       | {}                     | false
            {l: [1, 2]}                   | {"l":[1,2]}            | true
            {l: [1, 2]}                   | {"l":[2,1]}            | false
            {l: [1, 2]}                   | {"l":[1,2,3]}          | false
            {l: [..., 3]}                 | {"l":[1,2,3]}          | true
            {l: [..., {a: 1}, ...]}       | {"l":[{},{"a":1},{}]}  | true
            {l: [..., 4]}                 | {"l":[1,2,3]}          | false
            {o: {a: {b: true}}}           | {"o":{"a":{"b":true}}} | true
            {o: {a: {b: true}}}           | {"o":{"a":{"b":false}}}| false
            {o: {}}                       | {"o":[]}               | false
            {n: 1.50}                     | {"n":1.5}              | true
            """)
    void patternsFitOrNot(String pattern, String actual, boolean expected) {
        assertThat(fits(pattern, actual)).isEqualTo(expected);
    }

    @Test
    void namesBindAtFirstAndCompareLater() {
        assertThat(fits("{n: $n}", "{\"n\":5}")).isTrue();
        assertThat(fits("{m: $n}", "{\"m\":5}")).isTrue();
        assertThat(fits("{m: $n}", "{\"m\":6}")).isFalse();
        assertThat(fits("{a: $a, b: $a}", "{\"a\":1,\"b\":2}")).isFalse();
        // What did not fit has bound nothing.
        assertThat(bindings.get("$a")).isNull();
        assertThat(fits("{x: $missing}", "{}")).isFalse();
    }

    @Test
    void aDifferenceNamesThePlace() {
        assertThat(Match.difference(
                        TemplateReader.read("{entries: [{n: 1}, {n: 3}]}"),
                        Json.read("{\"entries\":[{\"n\":1},{\"n\":2}]}"),
                        bindings))
                .contains("entries[1].n should be 3 and is 2");
    }

    @Test
    void generatedValues() {
        assertThat(TemplateReader.read("letters(3)")).isEqualTo(new Json.Text("xxx"));
        assertThat(TemplateReader.read("{a: times(2, {n: 1}), b: 2}"))
                .hasToString("{\"a\":[{\"n\":1},{\"n\":1}],\"b\":2}");
        assertThat(TemplateReader.read("{t: token(bob, for 5 s)}")).hasToString("{\"t\":token(bob, for 5 s)}");
    }

    @Test
    void brokenTemplatesAreNamed() {
        assertThatThrownBy(() -> TemplateReader.read("{a: 1")).hasMessageContaining("column");
        assertThatThrownBy(() -> TemplateReader.read("{a: 1} b")).hasMessageContaining("after the end");
        assertThatThrownBy(() -> TemplateReader.read("{a: }")).hasMessageContaining("missing");
    }
}
