package im.hongyan.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Our reader against one that the world trusts, and our writer against our reader.
class JsonProperties {
    private static final int LEVELS = 16;
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(LEVELS)
                    .maxNumberLength(JsonScanner.NUMBER_CHARS_MAX)
                    .build())
            .build();

    @Property(tries = 4_000)
    void agreesWithJacksonAboutWhatIsJson(@ForAll("almostJson") byte[] bytes) {
        assertThat(oursAccepts(bytes))
                .as(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo(jacksonAccepts(bytes));
    }

    private static boolean oursAccepts(byte[] bytes) {
        try {
            int start = JsonScanner.skipSpace(bytes, 0, bytes.length);
            int end = JsonScanner.skipValue(bytes, start, bytes.length, LEVELS);
            return JsonScanner.skipSpace(bytes, end, bytes.length) == bytes.length;
        } catch (JsonException e) {
            return false;
        }
    }

    /// Jackson's own reading of bytes guesses encodings and is lenient with some broken UTF-8: the JDK decodes.
    private static boolean jacksonAccepts(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return false;
        }
        try (JsonParser parser = JACKSON.createParser(new StringReader(text))) {
            int values = 0;
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (depth == 0) {
                    values++;
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                parser.getText();
            }
            return values == 1;
        } catch (IOException e) {
            return false;
        }
    }

    /// JSON in which a few bytes were changed, or none.
    @Provide
    Arbitrary<byte[]> almostJson() {
        Arbitrary<byte[]> json = value(4).map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<Integer> changes = Arbitraries.integers().between(0, 3);
        Arbitrary<byte[]> noise =
                Arbitraries.bytes().array(byte[].class).ofSize(3).edgeCases(config -> config.none());
        Arbitrary<Integer> places = Arbitraries.integers().between(0, 10_000);
        Arbitrary<String> signs =
                Arbitraries.of("{", "}", "[", "]", ",", ":", "\"", "\\", "-", "0", "e", ".", " ", "t");
        return Combinators.combine(json, changes, noise, places, signs).as(JsonProperties::damaged);
    }

    private static byte[] damaged(byte[] json, int changes, byte[] noise, int place, String sign) {
        byte[] bytes = json.clone();
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = (place * (i + 1)) % bytes.length;
            bytes[at] = i == 0 ? (byte) sign.charAt(0) : noise[i];
        }
        return bytes;
    }

    private static Arbitrary<String> value(int depth) {
        Arbitrary<String> leaf = Arbitraries.oneOf(
                Arbitraries.of("true", "false", "null", "0", "-1", "1.5", "2e7", "-0.25E-3", "{}", "[]", "\"\\u00e9\""),
                Arbitraries.strings()
                        .withChars("ab \\\"/é你\n\u0001\u2028")
                        .ofMaxLength(6)
                        .map(JsonProperties::quoted));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<String> inner = value(depth - 1);
        return Arbitraries.frequencyOf(
                Tuple.of(3, leaf),
                Tuple.of(2, inner.list().ofMaxSize(3).map(list -> "[" + String.join(" ,", list) + "]")),
                Tuple.of(
                        3,
                        inner.list()
                                .ofMaxSize(3)
                                .map(list -> "{"
                                        + String.join(
                                                ",",
                                                list.stream()
                                                        .map(one -> "\"k\": " + one)
                                                        .toList())
                                        + "}")));
    }

    private static String quoted(String text) {
        return new String(new JsonOut().string(text).toBytes(), StandardCharsets.UTF_8);
    }

    @Property(tries = 1_000)
    void whatIsWrittenReadsBackTheSame(@ForAll String text) throws JsonException {
        byte[] bytes = new JsonOut().string(text).toBytes();
        assertThat(JsonScanner.skipString(bytes, 0, bytes.length)).isEqualTo(bytes.length);
        assertThat(JsonText.string(bytes, 0, bytes.length)).isEqualTo(text);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("\u2028", "\u2029");
    }

    @Property
    void numbersAreWrittenAsJavaWritesThem(@ForAll long number) {
        assertThat(new String(new JsonOut().number(number).toBytes(), StandardCharsets.US_ASCII))
                .isEqualTo(Long.toString(number));
    }
}
