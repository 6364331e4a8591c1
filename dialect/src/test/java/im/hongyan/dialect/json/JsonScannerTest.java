package im.hongyan.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
    private static int skip(byte[] json, int levels) throws JsonException {
        return JsonScanner.skipValue(json, 0, json.length, levels);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"a\":1}",
                "{ \"a\" : [ 1 , -2.5e+3 , 0 , -0 , 1E5 , true , false , null , \"x\" ] , \"b\" : { } }",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00\"",
                "\"é 你好 😀 \\ud800\"",
                "[[],{},\"\"]",
                "0.5",
                "\"\""
            })
    void acceptsJson(String json) throws JsonException {
        assertThat(skip(bytes(json), 8)).isEqualTo(bytes(json).length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[",
                "{]",
                "[}",
                "{,}",
                "[,]",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "{'a':1}",
                "{1:1}",
                "[1 2]",
                "{\"a\" 1}",
                "tru",
                "trux",
                "nul",
                "True",
                "NaN",
                "Infinity",
                "-",
                "+1",
                "01",
                "-01",
                "1.",
                ".5",
                "1e",
                "1e+",
                "1.e3",
                "0x10",
                "\"",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"a\nb\"",
                "\"\t\"",
                "/* c */ 1",
                "[1]//"
            })
    void refusesWhatIsNoJson(String json) {
        byte[] bytes = bytes(json);
        assertThatThrownBy(() -> {
                    if (skip(bytes, 8) == bytes.length) {
                        throw new AssertionError("accepted");
                    }
                    throw JsonException.malformed();
                })
                .isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c0af",
                "c3",
                "c328",
                "e08080",
                "eda080",
                "edbfbf",
                "f0808080",
                "f4908080",
                "f5808080",
                "ff"
            })
    void refusesWhatIsNoUtf8(String hex) {
        byte[] bytes = HexFormat.of().parseHex("22" + hex + "22");
        assertThatThrownBy(() -> skip(bytes, 8)).isInstanceOf(JsonException.class);
    }

    @Test
    void refusesWhatNestsTooDeep() throws JsonException {
        assertThat(skip(bytes("[[{\"a\":[]}]]"), 4)).isEqualTo(12);
        assertThatThrownBy(() -> skip(bytes("[[{\"a\":[]}]]"), 3))
                .isInstanceOfSatisfying(
                        JsonException.class, e -> assertThat(e.isTooDeep()).isTrue());
        assertThatThrownBy(() -> skip(bytes("[".repeat(100_000)), 32))
                .isInstanceOfSatisfying(
                        JsonException.class, e -> assertThat(e.isTooDeep()).isTrue());
    }

    @Test
    void refusesANumberThatIsTooLong() throws JsonException {
        String longest = "1".repeat(JsonScanner.NUMBER_CHARS_MAX);
        assertThat(skip(bytes(longest), 1)).isEqualTo(JsonScanner.NUMBER_CHARS_MAX);
        assertThatThrownBy(() -> skip(bytes(longest + "1"), 1)).isInstanceOf(JsonException.class);
    }

    @Test
    void readsIntegersBelow2To53() {
        assertThat(integer("9007199254740991")).hasValue(9007199254740991L);
        assertThat(integer("-9007199254740991")).hasValue(-9007199254740991L);
        assertThat(integer("0")).hasValue(0);
        assertThat(integer("9007199254740992")).isEmpty();
        assertThat(integer("12345678901234567")).isEmpty();
        assertThat(integer("1.0")).isEmpty();
        assertThat(integer("1e3")).isEmpty();
    }

    private static java.util.OptionalLong integer(String json) {
        return JsonText.integer(bytes(json), 0, json.length());
    }
}
